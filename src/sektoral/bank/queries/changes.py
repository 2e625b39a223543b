"""How a table came to be: one entry for each time that its figures changed, the newest first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sektoral.bank.queries.ends import End, Key
from sektoral.bank.queries.figures import Recorded
from sektoral.ui.formats import number_text


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at one instant. `pada` reads the table as it stood just after, `words` count what was new.

    `reasons` say why anything took the place of something, `by` who let it into the bank.
    """

    number: int
    at: datetime
    pada: str
    words: str
    is_last: bool
    reasons: Sequence[str] = ()
    by: str = ""


def changes_of(
    known: Sequence[Recorded], *, as_of: datetime | None, ends: Mapping[Key, End] | None = None
) -> Sequence[Change]:
    """This will list the changes up to the instant, from the recorded versions in order.

    `ends` are the answers that may have left figures out.
    """
    instants = {one.recorded_at for one in known}
    instants |= {at for one in known if (at := one.superseded_at) and not (as_of and at > as_of)}
    ordered = sorted(instants)
    return [
        _change(known, ends or {}, number, at, is_last=number == len(ordered))
        for number, at in reversed(list(enumerate(ordered, start=1)))
    ]


def whole_second(at: datetime) -> str:
    """This will write an instant for an address, never earlier than it was."""
    later = at if not at.microsecond else at.replace(microsecond=0) + timedelta(seconds=1)
    return later.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _change(known: Sequence[Recorded], ends: Mapping[Key, End], number: int, at: datetime, *, is_last: bool) -> Change:
    here = [one for one in known if one.recorded_at == at]
    series = {one.series for one in here}
    gone = [one for one in known if one.superseded_at == at and one.series not in series]
    ended = [end for period in dict.fromkeys(one.period for one in gone) if (end := ends.get((period, at)))]
    reasons = [*(one.reason for one in here if one.reason), *(f"Ditarik: {end.words}." for end in ended)]
    people = [*(one.let_in_by for one in here), *(end.by for end in ended)]
    return Change(
        number=number,
        at=at,
        pada=whole_second(at),
        words=_words(here, gone, [*(one.letter or "" for one in here), *(end.letter for end in ended)]),
        is_last=is_last,
        reasons=tuple(dict.fromkeys(reasons)),
        by=", ".join(dict.fromkeys(filter(None, people))),
    )


def _words(here: Sequence[Recorded], gone: Sequence[Recorded], numbers: Sequence[str]) -> str:
    counts = (
        (sum(1 for one in here if one.version == 1), "nilai baru"),
        (sum(1 for one in here if one.version > 1), "nilai diperbaiki"),
        (len(gone), "nilai ditarik"),
    )
    parts = [f"{number_text(count)} {word}" for count, word in counts if count]
    parts += [f"periode {', '.join(sorted({one.period for one in [*here, *gone]}))}"]
    letters = dict.fromkeys(filter(None, numbers))
    parts += [f"surat pengiriman {', '.join(letters)}"] if letters else []
    return " · ".join(parts)
