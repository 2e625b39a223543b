"""The calendar of a round's reminders: an ordered list of notices around each deadline, in working days.

A notice is sent within office hours only; what falls outside waits for the next opening and is not lost. The idea of
an ordered calendar with order checks is that of the ONS's collection exercises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from sektoral.domain.errors import Invalid
from sektoral.domain.outbox import MessageKind
from sektoral.domain.workdays import Calendar

MOST_NOTICES = 10
FARTHEST = 20  # working days before or after the deadline


class NoticeKind(StrEnum):
    """What a notice is, in the order in which they grow more insistent."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind of notice is called, whom it goes to, and as which message."""

    label: str
    audience: str
    message: MessageKind


KINDS: dict[NoticeKind, KindFacts] = {
    NoticeKind.REMINDER: KindFacts("Pengingat", "petugas data OPD", MessageKind.REMINDER),
    NoticeKind.OVERDUE: KindFacts("Pengingat lewat waktu", "petugas data OPD", MessageKind.OVERDUE),
    NoticeKind.ESCALATION: KindFacts("Eskalasi", "Kepala OPD", MessageKind.ESCALATION),
    NoticeKind.SUGGESTION: KindFacts("Usul surat susulan", "petugas statistik kantor", MessageKind.SUGGESTION),
}


class Silence(StrEnum):
    """Why a notice was not sent."""

    NOTHING_MISSING = "nothing_missing"
    BEFORE_ISSUE = "before_issue"
    NOBODY = "nobody"


SILENCES: dict[Silence, str] = {
    Silence.NOTHING_MISSING: "Tidak dikirim: saat itu tidak ada yang ditunggu lagi.",
    Silence.BEFORE_ISSUE: "Tidak dikirim: waktunya jatuh sebelum batas waktu itu ditetapkan.",
    Silence.NOBODY: "Tidak dikirim: tidak ada penerima yang bertugas dan mempunyai akun.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry: `days` are working days from the deadline's day, negative before it; `clock` is office time."""

    kind: NoticeKind
    days: int
    clock: time

    @property
    def name(self) -> str:
        """Its name within the calendar, by which a reminder remembers it."""
        return f"{self.kind.value}:{self.days}"

    @property
    def when(self) -> str:
        """When it comes, in words."""
        at = f"pukul {self.clock:%H.%M}"
        if self.days == 0:
            return f"pada hari batas waktu, {at}"
        return f"{abs(self.days)} hari kerja {'sebelum' if self.days < 0 else 'sesudah'} batas waktu, {at}"

    @property
    def label(self) -> str:
        """What it is called."""
        return KINDS[self.kind].label


NINE = time(9, 0)
DEFAULT = (
    Notice(NoticeKind.REMINDER, -2, NINE),
    Notice(NoticeKind.REMINDER, 0, NINE),
    Notice(NoticeKind.OVERDUE, 1, NINE),
    Notice(NoticeKind.ESCALATION, 3, NINE),
    Notice(NoticeKind.SUGGESTION, 3, NINE),
)


def check_notices(notices: Sequence[Notice]) -> None:
    """This will hold a calendar to its order.

    Raises `Invalid`: `notices_too_many`, `notice_too_far`, `notice_on_wrong_side` (only a reminder stands before the
    deadline, everything else after it), `notice_twice`, `notices_out_of_order` with the two that stand wrongly.
    """
    if len(notices) > MOST_NOTICES:
        raise Invalid("notices_too_many", most=MOST_NOTICES)
    for notice in notices:
        if abs(notice.days) > FARTHEST:
            raise Invalid("notice_too_far", most=FARTHEST)
        if (notice.days <= 0) is not (notice.kind is NoticeKind.REMINDER):
            raise Invalid("notice_on_wrong_side", notice=notice.label)
    for earlier, later in pairwise(notices):
        if (later.days, later.clock) < (earlier.days, earlier.clock):
            raise Invalid("notices_out_of_order", first=_told(earlier), second=_told(later))
    names = [notice.name for notice in notices]
    if twice := next((one for one in notices if names.count(one.name) > 1), None):
        raise Invalid("notice_twice", notice=_told(twice))


def planned_at(notice: Notice, due_at: datetime, calendar: Calendar) -> datetime:
    """This will say when a notice about a deadline is due: at its clock, else at the next opening of the office.

    Raises `Invalid` (`calendar_missing`) where the calendar does not reach that far.
    """
    day = shifted(calendar.local_date(due_at), notice.days, calendar)
    return calendar.open_from(datetime.combine(day, notice.clock, ZoneInfo(calendar.zone)))


def shifted(day: date, days: int, calendar: Calendar) -> date:
    """This will go `days` working days on from `day`, or back."""
    if days > 0:
        return calendar.due_day(day, days).date
    while days < 0:
        day -= timedelta(days=1)
        days += calendar.is_workday(day)
    return day


def store_notices(notices: Sequence[Notice]) -> list[dict[str, str | int]]:
    """This will write a calendar as it is kept."""
    return [{"kind": one.kind.value, "days": one.days, "clock": f"{one.clock:%H:%M}"} for one in notices]


def read_notices(kept: Sequence[Mapping[str, str | int]]) -> tuple[Notice, ...]:
    """This will read a calendar that was kept."""
    return tuple(
        Notice(NoticeKind(str(one["kind"])), int(one["days"]), time.fromisoformat(str(one["clock"]))) for one in kept
    )


def own_or_default(kept: Sequence[Mapping[str, str | int]]) -> tuple[Notice, ...]:
    """This will give the calendar that an office has set up for its rounds, else the one that is shipped."""
    return read_notices(kept) or DEFAULT


def _told(notice: Notice) -> str:
    return f"{notice.label} {notice.when}"
