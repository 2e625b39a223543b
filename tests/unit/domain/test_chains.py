"""Chains of paraf and signature: what the office may write, and what it may not."""

import pytest

from sektoral.domain.chains import DEFAULTS, OFFICE_KINDS, chain_of, make_chain, written
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role

R = Role


def test_every_kind_has_a_chain_whose_last_seat_is_its_only_signature() -> None:
    assert set(DEFAULTS) == set(LetterKind)
    for chain in DEFAULTS.values():
        assert [seat.act for seat in chain] == ["initial"] * (len(chain) - 1) + ["sign"] * bool(chain)


@pytest.mark.parametrize(
    ("initials", "signer"),
    [
        ([R.SUKOR, R.SEKRETARIS, R.KABID], R.KADIS),  # the Sekretaris anywhere before the signature
        ([R.KABID], R.KADIS),  # one paraf dropped
        ([R.KABID, R.SEKRETARIS, R.KADIS], R.SEKDA),
    ],
)
def test_a_chain_comes_back_as_it_was_written(initials: list[Role], signer: Role) -> None:
    chain = make_chain(initials, signer)
    assert chain_of(LetterKind.REQUEST, {"request": written(chain)}) == chain
    assert [seat.role for seat in chain] == [*initials, signer]
    assert [seat.act for seat in chain] == ["initial"] * len(initials) + ["sign"]


@pytest.mark.parametrize(
    ("initials", "signer", "code"),
    [
        ([], R.KADIS, "chain_without_paraf"),
        ([R.SUKOR], R.KABID, "chain_seat_unknown"),
        ([R.JP], R.KADIS, "chain_seat_unknown"),
        ([R.SEKDA], R.KADIS, "chain_seat_unknown"),
        ([R.SUKOR, R.SUKOR], R.KADIS, "chain_seat_twice"),
        ([R.SUKOR, R.KADIS], R.KADIS, "chain_seat_twice"),
    ],
)
def test_a_chain_is_refused(initials: list[Role], signer: Role, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        make_chain(initials, signer)


def test_a_kind_without_its_own_chain_keeps_the_usual_one_and_an_agency_s_cannot_be_written() -> None:
    own = {"report": written(make_chain([R.KABID], R.SEKDA)), "transmittal": written(make_chain([R.KABID], R.KADIS))}
    assert chain_of(LetterKind.REQUEST, own) == DEFAULTS[LetterKind.REQUEST]
    assert chain_of(LetterKind.TRANSMITTAL, own) == DEFAULTS[LetterKind.TRANSMITTAL]
    assert LetterKind.TRANSMITTAL not in OFFICE_KINDS
    assert LetterKind.RECEIPT not in OFFICE_KINDS
