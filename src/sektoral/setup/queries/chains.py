"""The chains in use, and whether somebody signs outside."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.chains import OFFICE_KINDS, OUTSIDE, Seat, chain_of
from sektoral.letters.words import ACT_WORDS, KIND_WORDS, SEAT_WORDS
from sektoral.records.models import Office


@dataclass(frozen=True, slots=True)
class ChainRow:
    """The chain of one kind of letter in words; `is_outside` where its signature is brought in as a file."""

    title: str
    seats: Sequence[str]
    is_outside: bool


def chain_rows(office: Office) -> Sequence[ChainRow]:
    """This will tell who initials and who signs, for every kind that leaves in the office's name."""
    rows = []
    for kind in OFFICE_KINDS:
        chain = chain_of(kind, office.chains)
        rows.append(ChainRow(KIND_WORDS[kind], [_words(seat) for seat in chain], chain[-1].role in OUTSIDE))
    return rows


def _words(seat: Seat) -> str:
    return f"{ACT_WORDS[seat.act]} {SEAT_WORDS[seat.role]}"
