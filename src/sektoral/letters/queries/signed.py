"""What became of a batch: each letter with its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.states import LetterState
from sektoral.letters.queries.queue import title_of
from sektoral.letters.signatories import other_name_in
from sektoral.letters.words import fingerprint
from sektoral.records.actors import Actor
from sektoral.records.models import Letter
from sektoral.ui.components import Status, Tone
from sektoral.ui.fetch import letters_of


@dataclass(frozen=True, slots=True)
class Signed:
    """A letter of the batch; `message` says why it was not signed, empty when it was."""

    letter: UUID
    message: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A letter with its result."""

    id: UUID
    title: str
    note: str
    status: Status
    message: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The letters of the batch, failed ones first."""

    rows: Sequence[ResultRow]
    done: int

    @property
    def failed(self) -> int:
        """How many still wait."""
        return len(self.rows) - self.done


SIGNED, WAITING = Status(Tone.DONE, "Ditandatangani"), Status(Tone.BAD, "Belum ditandatangani")
UNKNOWN = Status(Tone.WAIT, "Hasil belum diketahui")


def results_page(
    actor: Actor, results: Sequence[Signed], *, done: Status = SIGNED, waiting: Status = WAITING
) -> ResultsPage:
    """This will put the results of a batch beside their letters."""
    letters = {letter.pk: letter for letter in letters_of(actor).filter(pk__in=[one.letter for one in results])}
    rows = [
        _row(letters[one.letter], one, waiting if one.message else done) for one in results if one.letter in letters
    ]
    rows.sort(key=lambda row: not row.message)
    return ResultsPage(rows, sum(1 for row in rows if not row.message))


def _row(letter: Letter, one: Signed, status: Status) -> ResultRow:
    sha = f"sidik {fingerprint(letter.signed_sha256)}" if letter.signed_sha256 else ""
    other = other_name_in(letter)
    named = f"menurut sertifikat {other}, lain dari nama yang tercetak" if other else ""
    note = " · ".join(part for part in (letter.number, sha, named) if part)
    if one.message and letter.state == LetterState.SIGNING_UNKNOWN:
        status = UNKNOWN
    return ResultRow(letter.pk, title_of(letter), note, status, one.message)
