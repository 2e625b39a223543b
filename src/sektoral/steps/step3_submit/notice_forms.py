"""The form of a calendar of reminders: one line a notice, in their order; an empty line is no notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from sektoral.domain.errors import Invalid
from sektoral.domain.reminders import KINDS, MOST_NOTICES, Notice, NoticeKind

SIDES = (
    ("-1", "hari kerja sebelum batas waktu"),
    ("0", "pada hari batas waktu"),
    ("1", "hari kerja sesudah batas waktu"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is shown again: what was chosen or typed."""

    number: int
    kind: str
    days: str
    side: str
    clock: str
    is_used: bool = False


KIND_CHOICES = tuple((kind.value, f"{facts.label} kepada {facts.audience}") for kind, facts in KINDS.items())


def lines_of(notices: Sequence[Notice], used: frozenset[str] = frozenset()) -> list[Line]:
    """This will show a calendar, with empty lines up to the most it may have."""
    shown = [_line(number, notice, used) for number, notice in enumerate(notices, 1)]
    return shown + [Line(number, "", "", "1", "09:00") for number in range(len(shown) + 1, MOST_NOTICES + 1)]


def lines_typed(post: Mapping[str, str]) -> list[Line]:
    """This will show again what was typed."""
    return [Line(number, *_typed(post, number)) for number in range(1, MOST_NOTICES + 1)]


def read_lines(post: Mapping[str, str]) -> list[Notice]:
    """This will read the calendar that was typed. Raises `Invalid` (`notice_unreadable`) with the line's number."""
    notices = []
    for number in range(1, MOST_NOTICES + 1):
        kind, days, side, clock = _typed(post, number)
        if not kind:
            continue
        try:
            count = 0 if side == "0" else int(days)
            if count < 0 or (count == 0 and side != "0"):
                raise Invalid("notice_unreadable", position=number)
            notices.append(Notice(NoticeKind(kind), count * int(side), time.fromisoformat(clock)))
        except ValueError as error:
            raise Invalid("notice_unreadable", position=number) from error
    return notices


def _typed(post: Mapping[str, str], number: int) -> tuple[str, str, str, str]:
    kind, days, side, clock = (post.get(f"{name}-{number}", "").strip() for name in ("kind", "days", "side", "clock"))
    return kind, days, side if side in dict(SIDES) else "1", clock


def _line(number: int, notice: Notice, used: frozenset[str]) -> Line:
    side = (notice.days > 0) - (notice.days < 0)
    days = str(abs(notice.days)) if notice.days else ""
    return Line(number, notice.kind.value, days, str(side), f"{notice.clock:%H:%M}", notice.name in used)
