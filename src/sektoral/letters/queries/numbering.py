"""Letters that wait for a number of the office's register, and what a workbook with such numbers would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.grids import CellKind
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import read_number
from sektoral.domain.registers import RegisterLine
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState
from sektoral.letters.numbers import UNDER_WAY, awaits_register, check_may_number, is_taken
from sektoral.letters.queries.queue import title_of
from sektoral.letters.rights import check_may_draft
from sektoral.letters.words import KIND_WORDS
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Letter
from sektoral.ui.components import Status, Tone
from sektoral.ui.fetch import letters_of
from sektoral.ui.messages import explained
from sektoral.ui.states import status_of


class Outcome(StrEnum):
    """What becomes of a row."""

    GIVEN = "given"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    EMPTY = "empty"  # no number was written


STATUSES: dict[Outcome, Status] = {
    Outcome.GIVEN: Status(Tone.DONE, "Akan dicatat"),
    Outcome.UNCHANGED: Status(Tone.IDLE, "Tetap"),
    Outcome.REFUSED: Status(Tone.BAD, "Ditolak"),
    Outcome.EMPTY: Status(Tone.IDLE, "Tidak diisi"),
}


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A letter that has no number yet; `typed` and `fault` are of a number that was refused just now."""

    id: UUID
    kind: str
    title: str
    subject: str
    day: date
    status: Status
    typed: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the workbook and what becomes of it; `why` is the reason of a refusal."""

    line: int
    letter: UUID | None
    title: str
    number: str
    outcome: Outcome
    why: str = ""

    @property
    def status(self) -> Status:
        """The outcome as a chip."""
        return STATUSES[self.outcome]


@dataclass(frozen=True, slots=True)
class Plan:
    """A workbook as it would be applied: refused rows first, rows without a number left out."""

    rows: Sequence[Planned]
    counts: Mapping[Outcome, int]

    @property
    def given(self) -> Sequence[Planned]:
        """The rows that a confirmation applies."""
        return [row for row in self.rows if row.outcome is Outcome.GIVEN]


def list_awaiting(
    actor: Actor, *, typed: Mapping[UUID, str] | None = None, faults: Mapping[UUID, str] | None = None
) -> Sequence[Awaiting]:
    """This will list the letters whose number this person may copy from the register, the longest waiting first."""
    return [
        Awaiting(
            id=letter.pk,
            kind=KIND_WORDS[LetterKind(letter.kind)],
            title=title_of(letter),
            subject=letter.subject,
            day=local_date(letter.office, letter.drafted_at),
            status=status_of(LetterState(letter.state)),
            typed=(typed or {}).get(letter.pk, ""),
            fault=(faults or {}).get(letter.pk, ""),
        )
        for letter in awaiting_letters(actor)
    ]


def awaiting_letters(actor: Actor) -> Sequence[Letter]:
    """This will give the letters themselves."""
    letters = letters_of(actor).filter(number="", state__in=UNDER_WAY).select_related("office").defer("content")
    waiting = (letter for letter in letters.order_by("drafted_at") if awaits_register(letter))
    return [letter for letter in waiting if _may_draft(letter, actor)]


def may_number(actor: Actor, letter: Letter) -> bool:
    """This will tell whether the person may enter or mend the number of a letter now."""
    try:
        check_may_draft(letter, actor)
        check_may_number(letter)
    except SektoralError:
        return False
    return True


def plan_numbers(actor: Actor, lines: Sequence[RegisterLine]) -> Plan:
    """This will tell for each row of a register what would become of it; nothing is stored."""
    letters = _letters(actor, lines)
    written = [one for one in lines if one.number]
    twice = {letter for letter, n in Counter(one.letter for one in written).items() if n > 1}
    numbers = Counter(_plain(one.number) for one in written if one.letter not in twice)
    rows = [_planned(actor, one, letters, twice=one.letter in twice, doubled=numbers) for one in written]
    order = list(Outcome)
    order.sort(key=lambda outcome: outcome is not Outcome.REFUSED)
    counts = Counter(row.outcome for row in rows)
    counts[Outcome.EMPTY] = len(lines) - len(written)
    return Plan(sorted(rows, key=lambda row: order.index(row.outcome)), counts)


def _letters(actor: Actor, lines: Sequence[RegisterLine]) -> Mapping[str, Letter]:
    wanted = {key for one in lines if (key := _id(one.letter)) is not None}
    found = letters_of(actor).filter(pk__in=wanted).select_related("office").defer("content")
    return {str(letter.pk): letter for letter in found}


def _planned(
    actor: Actor, one: RegisterLine, letters: Mapping[str, Letter], *, twice: bool, doubled: Mapping[str, int]
) -> Planned:
    letter = letters.get(str(_id(one.letter)))
    if letter is None:
        return Planned(one.line, None, one.letter[:40], one.number[:100], Outcome.REFUSED, "Surat ini tidak dikenal.")
    title = f"{KIND_WORDS[LetterKind(letter.kind)]}, {title_of(letter)}"
    try:
        number = _readable(one)
        if number == letter.number and not twice:
            return Planned(one.line, letter.pk, title, number, Outcome.UNCHANGED)
        _check(actor, letter, number)
    except SektoralError as error:
        return Planned(one.line, letter.pk, title, one.number[:100], Outcome.REFUSED, explained(error))
    if twice or doubled[_plain(one.number)] > 1:
        what = "Surat ini" if twice else "Nomor ini"
        why = f"{what} ditulis pada lebih dari satu baris; sisakan satu, lalu unggah lagi."
        return Planned(one.line, letter.pk, title, number, Outcome.REFUSED, why)
    return Planned(one.line, letter.pk, title, number, Outcome.GIVEN)


def _readable(one: RegisterLine) -> str:
    """A date or a formula's fault is no number: spreadsheets turn 12/11 into a day by themselves."""
    if one.kind not in (CellKind.TEXT, CellKind.NUMBER):
        raise Invalid("number_unreadable", number=one.number[:100])
    return read_number(one.number)


def _check(actor: Actor, letter: Letter, number: str) -> None:
    if letter.number:
        raise WrongState("number_unchanged", number=letter.number)
    check_may_draft(letter, actor)
    check_may_number(letter)
    if is_taken(letter, number):
        raise Invalid("number_taken", number=number)


def _may_draft(letter: Letter, actor: Actor) -> bool:
    try:
        check_may_draft(letter, actor)
    except SektoralError:
        return False
    return True


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def sees_numbers(actor: Actor) -> bool:
    """This will tell whether the person copies numbers of the office's letters at all."""
    return actor.may(Permission.PREPARE_LETTERS) or actor.may(Permission.PREPARE_REPORT)
