"""Who initials and who signs: an ordered, blocking list of seats for each kind of letter (DESIGN 4).

The office may write its own for the letters that leave in its name. A letter on its way keeps the chain it began with:
its steps are stored with it, and everything that tells of one letter reads those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sektoral.domain.canonical import Json
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role

Act = Literal["initial", "sign"]


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in a chain."""

    act: Act
    role: Role


Chain = tuple[Seat, ...]

INITIALLERS = (Role.SUKOR, Role.KABID, Role.SEKRETARIS, Role.KADIS)  # who may initial, in the usual order
SIGNERS = (Role.KADIS, Role.SEKDA)  # who may sign in the office's name; the Sekda does it outside
OUTSIDE = frozenset({Role.SEKDA})  # seats whose holders have no account here: the signed PDF is brought in

_OFFICE: Chain = (Seat("initial", Role.SUKOR), Seat("initial", Role.KABID), Seat("sign", Role.KADIS))

DEFAULTS: dict[LetterKind, Chain] = {
    LetterKind.REQUEST: _OFFICE,
    LetterKind.MEMO: _OFFICE,
    LetterKind.FOLLOW_UP: _OFFICE,
    LetterKind.REPORT: _OFFICE,
    LetterKind.ADDENDUM: _OFFICE,
    LetterKind.SOP: _OFFICE,
    LetterKind.TRANSMITTAL: (Seat("sign", Role.HEAD),),
    LetterKind.RECEIPT: (),
}
REVIEWED: Chain = (Seat("initial", Role.REVIEWER), Seat("sign", Role.HEAD))  # a transmittal, where the agency wants it
OFFICE_KINDS = tuple(kind for kind, chain in DEFAULTS.items() if chain is _OFFICE)  # whose chain is the office's choice


def chain_of(kind: LetterKind, own: Mapping[str, Json]) -> Chain:
    """This will give the chain with which a new letter begins; `own` are the office's, as `written` stores them."""
    stored = own.get(kind.value) if kind in OFFICE_KINDS else None
    return _read(stored) if isinstance(stored, list) else DEFAULTS[kind]


def written(chain: Chain) -> list[Json]:
    """This will write a chain as the office keeps it: pairs of act and role, in order."""
    return [[seat.act, seat.role.value] for seat in chain]


def make_chain(initials: Sequence[Role], signer: Role) -> Chain:
    """This will put a chain together: parafs in their order, then the one signature. Raises `Invalid`.

    The number is given at the last paraf and somebody else must have read what the JP wrote, so there is at least one.
    """
    if not initials:
        raise Invalid("chain_without_paraf")
    if signer not in SIGNERS:
        raise Invalid("chain_seat_unknown", role=signer.value)
    for role in initials:
        if role not in INITIALLERS:
            raise Invalid("chain_seat_unknown", role=role.value)
    for role in (*initials, signer):
        if [*initials, signer].count(role) > 1:
            raise Invalid("chain_seat_twice", role=role.value)
    return (*(Seat("initial", role) for role in initials), Seat("sign", signer))


def _read(stored: list[Json]) -> Chain:
    pairs = [(str(pair[0]), Role(str(pair[1]))) for pair in stored if isinstance(pair, list)]
    return tuple(Seat("sign" if act == "sign" else "initial", role) for act, role in pairs)
