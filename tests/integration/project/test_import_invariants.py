"""I27: an import that was stored holds against its file and the journal, and whoever falsifies it is noticed."""

from collections.abc import Callable

import pytest

from sektoral.project.invariants import INVARIANTS
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Office
from tests.import_tamperings import TAMPERINGS
from tests.offices import make_tiny_office
from tests.old_years import NOW, YEARS, a_table, brought, rows_of, sheet, stored
from tests.tamperings import unguard

pytestmark = pytest.mark.django_db
IT = next(one for one in INVARIANTS if one.code == "I27")


@pytest.fixture
def office() -> Office:
    office = make_tiny_office()
    stored(brought(a_table(office), sheet(rows_of(YEARS))))
    return office


def test_every_invariant_holds_of_old_years_and_their_correction(office: Office) -> None:
    wrong = sheet(rows_of({"2023": (10, 11, 20, 99)}))
    stored(brought(a_table(office), wrong, correction="Salah ketik."), at=NOW.replace(year=2027))
    brought(a_table(office), sheet([]))
    found = {one.invariant.code: one.faults for one in verify(at=NOW.replace(year=2028)) if one.faults}
    found.pop("I6", None)  # nobody has worked off the journal
    found.pop("I4", None)  # nor written a checkpoint
    assert found == {}


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: str(one.__name__))
def test_tampering_with_old_years_is_noticed(tampering: Callable[[], object], office: Office) -> None:
    assert list(IT.check(office, NOW)) == []
    unguard()
    tampering()
    assert list(IT.check(office, NOW)) != []
