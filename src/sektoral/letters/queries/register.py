"""The letter register: every letter of the office, to filter, sort and export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sektoral.domain.letters import LetterKind
from sektoral.domain.registers import LETTER, NUMBER
from sektoral.domain.states import FACTS, LetterState
from sektoral.letters.addressing import agency_named_by
from sektoral.letters.words import KIND_WORDS
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Letter
from sektoral.ui.components import Status
from sektoral.ui.fetch import letters_of
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.states import status_of


@dataclass(frozen=True, slots=True)
class Registered:
    """A letter in the register; `day` is the printed date, or that of its drafting."""

    id: UUID
    number: str
    day: date
    kind: LetterKind
    subject: str
    agency: str  # whom it goes to, or who writes it; empty for the report
    round: str
    state: LetterState

    @property
    def kind_word(self) -> str:
        """What such a letter is called."""
        return KIND_WORDS[self.kind]

    @property
    def status(self) -> Status:
        """Its state as a chip."""
        return status_of(self.state)


ON_SCREEN = ("nomor", "tanggal", "jenis", "opd", "perihal", "keadaan")  # the id is for the workbook that comes back
NUMBERED = (("ada", "Sudah bernomor"), ("belum", "Belum bernomor"))
REGISTER: ListSpec[Registered] = ListSpec(
    name="daftar-surat",
    columns=(
        Column("nomor", NUMBER, lambda row: row.number),
        Column("tanggal", "Tanggal", lambda row: row.day),
        Column("jenis", "Jenis", lambda row: row.kind_word),
        Column("opd", "OPD", lambda row: row.agency),
        Column("perihal", "Perihal", lambda row: row.subject),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("id", LETTER, lambda row: str(row.id), sortable=False),
    ),
    filters=(
        Filter("jenis", "Jenis", [(k.value, w) for k, w in KIND_WORDS.items()], lambda row, kind: row.kind == kind),
        Filter(
            "keadaan",
            "Keadaan",
            [(state.value, facts.label) for state, facts in FACTS[LetterState].items()],
            lambda row, state: row.state == state,
        ),
        Filter("nomor", "Nomor", NUMBERED, lambda row, chosen: bool(row.number) == (chosen == "ada")),
    ),
    text=lambda row: f"{row.number} {row.subject} {row.agency} {row.round}",
    search_label="Cari nomor, OPD, atau perihal",
    order="-tanggal",
    per_page=30,
)


def list_registered(actor: Actor) -> Sequence[Registered]:
    """This will list the letters that the person may see, the latest first."""
    return [_row(letter) for letter in letters_of(actor).select_related("office").defer("content", "signed_as")]


def _row(letter: Letter) -> Registered:
    return Registered(
        id=letter.pk,
        number=letter.number,
        day=letter.final_on or local_date(letter.office, letter.signed_at or letter.drafted_at),
        kind=LetterKind(letter.kind),
        subject=letter.subject,
        agency=agency_named_by(letter),
        round=letter.round.title if letter.round else "",
        state=LetterState(letter.state),
    )
