"""What is shown of letters that are signed outside: those that wait, and one with its final bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway
from sektoral.domain.roles import Role
from sektoral.letters.outside import signer_role, waiting_outside
from sektoral.letters.queries.queue import title_of
from sektoral.letters.signatories import is_as_printed
from sektoral.letters.words import KIND_WORDS, SEAT_WORDS, spaced
from sektoral.records.actors import Actor, holder_of
from sektoral.records.models import Letter
from sektoral.ui.components import Fact


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A letter that waits to be brought in."""

    id: UUID
    title: str
    number: str
    kind: str
    signer: str
    printed_on: date | None


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """One letter: what its final bytes print. `outdated` says why they should be made again; empty while they hold."""

    id: UUID
    title: str
    kind: str
    facts: Sequence[Fact]
    outdated: str


def outside_rows(actor: Actor) -> Sequence[OutsideRow]:
    """This will list the letters that wait to be brought in, by kind and number."""
    letters = waiting_outside(actor).select_related("office", "request__agency").prefetch_related("steps")
    return [_row(letter) for letter in letters.order_by("kind", "numbered_at", "number")]


def outside_page(letter: Letter, *, at: datetime) -> OutsidePage:
    """This will tell of the final bytes of one letter, which must be there."""
    printed = letter.signed_as
    post = " ".join(str(line) for line in printed.get("post") or [])
    sha256 = letter.final_file.sha256 if letter.final_file else ""
    return OutsidePage(
        id=letter.pk,
        title=title_of(letter),
        kind=KIND_WORDS[LetterKind(letter.kind)],
        facts=[
            Fact("Nomor", letter.number),
            Fact("Penanda tangan", str(printed.get("name", "")), note=post),
            Fact("Sidik naskah final", spaced(sha256), note="SHA-256", is_code=True),
        ],
        outdated=_outdated(letter, at),
    )


def _outdated(letter: Letter, at: datetime) -> str:
    role = signer_role(letter) or Role.SEKDA
    try:
        seat = holder_of(letter.office, role, at)
    except NotFound:
        return f"Hari ini tidak ada yang tercatat sebagai {SEAT_WORDS[role]}."
    if is_as_printed(letter, seat, Gateway.UPLOAD):
        return ""
    return "Jabatan, nama, pangkat, atau NIP penanda tangan sudah berubah sejak naskah ini dibuat."


def _row(letter: Letter) -> OutsideRow:
    return OutsideRow(
        id=letter.pk,
        title=title_of(letter),
        number=letter.number,
        kind=KIND_WORDS[LetterKind(letter.kind)],
        signer=SEAT_WORDS[signer_role(letter) or Role.SEKDA],
        printed_on=letter.final_on,
    )
