"""Who initials and who signs: an ordered, blocking list for each kind of letter (DESIGN 4)."""

from dataclasses import dataclass
from typing import Literal

from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in a chain."""

    act: Literal["initial", "sign"]
    role: Role


_OFFICE = (Seat("initial", Role.SUKOR), Seat("initial", Role.KABID), Seat("sign", Role.KADIS))

CHAINS: dict[LetterKind, tuple[Seat, ...]] = {
    LetterKind.REQUEST: _OFFICE,
    LetterKind.MEMO: _OFFICE,
    LetterKind.FOLLOW_UP: _OFFICE,
    LetterKind.REPORT: _OFFICE,
    LetterKind.ADDENDUM: _OFFICE,
    LetterKind.SOP: _OFFICE,
    LetterKind.TRANSMITTAL: (Seat("sign", Role.HEAD),),
    LetterKind.RECEIPT: (),
}
