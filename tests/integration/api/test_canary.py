"""No value that is not released stands in any public answer: pages, API, SDMX, files unpacked, letters' pages, feeds.

The crawl knows addresses by their mark alone, so that what is new is covered; a field that it cannot fill fails it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.sdmx_registry import MEDIA_TYPES
from sektoral.adapters.exchange.sdmx_terms import flow_id
from sektoral.adapters.filling import Filling
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Agency, Codelist, Letter, Observation, Person, Release, SubmissionItem, Table
from sektoral.ui.limits import Limit
from tests.crawling import crawl, filled, public_addresses
from tests.releasing import release, table_of
from tests.rounds import Scene, answers, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db
OPEN, UNRELEASED, OTHER, PENDING = 7_310_000, 7_320_000, 7_330_000, 7_340_000
ACCEPTS = ("*/*", MEDIA_TYPES[1], "application/xml", "text/csv")


@pytest.fixture(scope="module")
def bank(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """A released table with a small cell, one that never was, one for each test to close, and one still waiting."""
    with shared(django_db_blocker) as scene:
        (third,) = Agency.objects.filter(office=scene.office).exclude(code__in=("dinkes", "disdik"))
        scene.collecting("dinkes", "disdik", third.code)
        open_ = {**answers(("T01",), start=OPEN), ("T01", "A", "l"): 4}
        scene.accept_all(scene.hand_over("dinkes", Filling({**open_, **answers(("T02",), start=UNRELEASED)})))
        scene.accept_all(scene.hand_over("disdik", Filling(answers(("T01",), start=OTHER))))
        scene.hand_over(third.code, Filling(answers(("T01",), start=PENDING)))
        Table.objects.filter(pk=table_of(scene, "dinkes").pk).update(hides_small=True)
        release(scene, table_of(scene, "dinkes"))
        yield scene


def values_of(scene: Scene) -> Mapping[str, Sequence[str]]:
    tables = list(Table.objects.filter(office=scene.office).select_related("agency"))
    letters = [one.token for one in Letter.objects.filter(office=scene.office, signed_file__isnull=False)]
    flows = [flow_id(one.agency.code, one.code) for one in tables if one.agency.code in ("dinkes", "disdik")][:3]
    agencies = sorted({one.agency.code for one in tables})
    return {
        "office": [scene.office.slug],
        "agency": agencies,
        "code": sorted({one.code for one in tables}),
        "table": sorted({one.code for one in tables}),
        "period": [scene.period],
        "edition": ["1", "2"],
        "codelist": [one.code for one in Codelist.objects.filter(office=scene.office)[:1]] or ["kosong"],
        "name": list(FORMATS),
        "extension": ["ttl", "jsonld", "rdf"],
        "token": letters[:2],
        "number": ["1"],
        "what": ["dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme"],
        "context": ["dataflow"],
        "owner": [scene.office.slug],
        "id": [*flows, *(f"CL_{one}_REF_AREA" for one in flows), *(f"CS_{one}" for one in flows)],
        "version": ["+"],
        "key": ["*"],
        "rest": ["availability/dataflow"],
        "path": ["apa"],
    }


def everything_public(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, bytes]]:
    monkeypatch.setattr(Limit, "check", lambda *_: None)
    values = values_of(scene)
    begin = [one for address in public_addresses() if "^" not in address for one in filled(address, values)]
    begin += [f"{one}?format={name}" for one in begin if "/releases/" in one or "/data/2025" in one for name in FORMATS]
    with visiting(scene) as client:
        return list(crawl(client, begin, ACCEPTS))


def hidden(scene: Scene) -> Sequence[str]:
    """Every value that the bank or a submission holds, but for those of the one released table."""
    out = table_of(scene, "dinkes")
    held = set(Observation.objects.exclude(table=out).values_list("text", flat=True))
    for cells in SubmissionItem.objects.exclude(requested_table__table=out).values_list("cells", flat=True):
        held |= {str(cell["text"]) for cell in cells}
    return sorted(text for text in held if len(text) > 5)


@pytest.mark.parametrize("state", ["planned", "withdrawn", "embargo", "terbatas", "tertutup"])
def test_nothing_that_is_not_released_stands_in_any_public_answer(
    bank: Scene, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = table_of(bank, "disdik")
    embargo = timedelta(days=1) if state == "embargo" else None
    release(bank, other, state=ReleaseState(state) if state in ("planned", "withdrawn") else ReleaseState.RELEASED,
            embargo=embargo)  # fmt: skip
    if state in ("terbatas", "tertutup"):
        Table.objects.filter(pk=other.pk).update(classification=state)
    found = everything_public(bank, monkeypatch)
    canaries = hidden(bank)
    assert len(canaries) >= 12
    assert [(address, one) for address, _, body in found for one in canaries if one.encode() in body] == []
    seen = [address for address, _, body in found if str(OPEN + 1).encode() in body]
    assert len(seen) > len(FORMATS), "the crawl does not see what is released, so it would see nothing else either"
    assert [address for address, status, _ in found if status >= 500 and status != 501] == []


def test_people_and_small_cells_stand_in_no_public_answer(bank: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    found = everything_public(bank, monkeypatch)
    emails = [email.encode() for email in Person.objects.values_list("email", flat=True)]
    assert [(address, one) for address, _, body in found for one in emails if one in body] == []
    out = Release.objects.get(agency__code="dinkes")
    with visiting(bank) as client:
        address = f"/api/v1/offices/{bank.office.slug}/tables/dinkes/{out.code}/releases/{out.period}/1"
        figures = client.get(address).json()["observations"]
    assert {one["mark"] for one in figures if not one["value"]} == {"NA"}
    assert "4" not in {one["value"] for one in figures}
