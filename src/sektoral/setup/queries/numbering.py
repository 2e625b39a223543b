"""What the page of numbers shows: for each kind of letter where its number comes from, and the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import SET_UP, Source
from sektoral.letters.numbers import office_numbering, upcoming_number
from sektoral.letters.words import KIND_WORDS
from sektoral.records.models import Office

SOURCE_WORDS: dict[Source, str] = {
    Source.COUNTER: "Penghitung aplikasi ini",
    Source.REGISTER: "Buku agenda kantor (Srikandi), dicatat JP",
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of letter; `following` is the number that its next letter would get, empty where a person copies it."""

    kind: LetterKind
    word: str
    source: str
    following: str


def list_kinds(office: Office, *, at: datetime) -> Sequence[KindRow]:
    """This will list every kind of letter, the receipts, which have a series of their own, last."""
    return [_row(office, kind, at) for kind in (*SET_UP, LetterKind.RECEIPT)]


def _row(office: Office, kind: LetterKind, at: datetime) -> KindRow:
    source = office_numbering(office).of(kind).source
    following = upcoming_number(office, kind, at) if source is Source.COUNTER else ""
    word = f"{KIND_WORDS[kind]} kantor ini" if kind is LetterKind.TRANSMITTAL else KIND_WORDS[kind]
    return KindRow(kind, word, SOURCE_WORDS[source], following)
