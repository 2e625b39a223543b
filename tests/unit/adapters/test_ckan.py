"""A CKAN portal is asked so that asking twice does no harm, and its bad days become codes without the token."""

import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters import ckan
from sektoral.adapters.ckan import Dataset, Resource, slug_of
from sektoral.domain.errors import SektoralError
from tests import bsre_authority
from tests.ckan import ORGANISATION, TOKEN, Day, Portal, open_portal

DATASET = Dataset(
    "mungil-dinkes-t1", "Tabel Contoh 1", "Catatan", (), {"satuan": "orang"},
    (Resource("2025", "CSV", "text/csv", "http://testserver/x?format=csv"),),
)  # fmt: skip


@pytest.fixture
def portal() -> Iterator[Portal]:
    with open_portal() as portal:
        yield portal


def there(portal: Portal, *, deadline: float = 5.0) -> ckan.Portal:
    return ckan.Portal("ckan", portal.url, TOKEN, ORGANISATION, deadline)


def test_a_dataset_is_made_and_the_second_time_brought_up_to_date(portal: Portal) -> None:
    first = ckan.put(there(portal), DATASET)
    again = ckan.put(there(portal), replace(DATASET, title="Judul baru"))
    assert first == again == "id-mungil-dinkes-t1"
    assert portal.calls == ["package_create", "package_create", "package_show", "package_update"]
    (kept,) = portal.packages.values()
    assert (kept["title"], kept["owner_org"], kept["private"]) == ("Judul baru", ORGANISATION, False)


def test_a_dataset_is_taken_out_of_sight_and_may_be_missing(portal: Portal) -> None:
    assert ckan.hide(there(portal), "belum-ada") == ""
    ckan.put(there(portal), DATASET)
    ckan.hide(there(portal), DATASET.name)
    kept = portal.packages[DATASET.name]
    assert (kept["private"], kept["resources"]) == (True, [])


def test_a_dataset_of_somebody_else_is_left_alone(portal: Portal) -> None:
    portal.packages[DATASET.name] = {"id": "x", "name": DATASET.name, "title": "Milik lain", "owner_org": "lain",
                                     "organization": {"name": "lain"}}  # fmt: skip
    with pytest.raises(SektoralError) as refused:
        ckan.put(there(portal), DATASET)
    assert refused.value.code == "portal_name_taken"
    assert portal.packages[DATASET.name]["title"] == "Milik lain"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (Day.FORBIDDEN, "portal_unauthorised"),
        (Day.BROKEN, "portal_busy"),
        (Day.HANGS, "portal_unreachable"),
        (Day.DRIPS, "portal_unreachable"),
        (Day.MOVED, "portal_refused"),
        (Day.REPEATS, "portal_busy"),
        (Day.MUMBLES, "portal_unreadable"),
        (Day.NAMELESS, "portal_unreadable"),
        (Day.ODD_ID, "portal_unreadable"),
    ],
)
def test_a_bad_day_becomes_a_code_and_no_traceback_holds_the_token(portal: Portal, day: Day, code: str) -> None:
    portal.day = day
    for ask in (
        lambda: ckan.put(there(portal, deadline=1.1), DATASET),
        lambda: ckan.hide(there(portal, deadline=1.1), "x"),
    ):
        with pytest.raises(SektoralError) as refused:
            ask()
        assert refused.value.code == code
        told = "".join(traceback.TracebackException.from_exception(refused.value, capture_locals=True).format())
        assert TOKEN not in told
    assert portal.calls  # it was asked, and nothing else of it after that
    assert set(portal.calls) <= {"package_create", "package_show"}


def test_a_portal_whose_certificate_nobody_vouches_for_is_sent_nothing(tmp_path: Path) -> None:
    with open_portal(context=bsre_authority.tls(tmp_path)) as portal, pytest.raises(SektoralError) as refused:
        ckan.put(there(portal), DATASET)
    assert (refused.value.code, portal.calls) == ("portal_unreachable", [])


def test_a_portal_that_is_not_there_is_told_so() -> None:
    with pytest.raises(SektoralError) as refused:
        ckan.put(ckan.Portal("ckan", "http://127.0.0.1:9", TOKEN, ORGANISATION, 1.0), DATASET)
    assert refused.value.code == "portal_unreachable"


@pytest.mark.parametrize(
    ("parts", "slug"),
    [
        (("labura", "dinkes", "T1"), "labura-dinkes-t1"),
        (("a" * 80, "b" * 80), "a" * 80 + "-" + "b" * 19),
        (("é",), "__"),
    ],
)
def test_a_name_is_one_that_the_portal_takes(parts: tuple[str, ...], slug: str) -> None:
    assert slug_of(*parts) == slug
