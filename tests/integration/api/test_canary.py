"""No value that is not public stands in any public answer: pages, API, SDMX, catalogues, feeds, files unpacked.

One office has a table in each state that the public may not see, each with numbers of its own, beside one that is
released. One crawl opens every address marked public, with every value that fits, and whatever it links to: what is new
is covered, and a field that it cannot fill fails it.
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
from sektoral.records.models import Codelist, Letter, Observation, Person, Release, SubmissionItem, Table
from sektoral.setup.made_up import MadeUpAgency
from sektoral.steps.step4_check.actions.deciding import return_items
from sektoral.ui.limits import Limit
from tests.crawling import crawl, filled, public_addresses
from tests.offices import make_tiny_office
from tests.releasing import release, table_of
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
OUT, FEW, SMALL = "terbit", "kecil", 4
CLOSED = ("belum", "rencana", "ditarik", "embargo", "terbatas", "tertutup", "menunggu", "kembali")
KINDS = (OUT, FEW, *CLOSED)
LATER = 7_390_001  # a correction made after the release
ACCEPTS = ("*/*", MEDIA_TYPES[1], "application/xml", "text/csv")
Answer = tuple[str, int, bytes]


def first_number(kind: str) -> int:
    """The number in the first cell of a kind's table; no two kinds share one."""
    return 7_310_000 + 1_000 * KINDS.index(kind)


@pytest.fixture(scope="module")
def bank(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The office, and everything that happened in it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        more = [MadeUpAgency(kind, f"Dinas {kind.title()}", 1) for kind in KINDS]
        scene = Scene(make_tiny_office(more=more))
        scene.collecting(*KINDS)
        for kind in KINDS:
            figures = {**answers(("T01",), start=first_number(kind))}
            if kind == FEW:
                figures["T01", "A", "l"] = SMALL
            _hand_over(scene, kind, Filling(figures))
        _release_all(scene)
        changed = {**answers(("T01",), start=first_number(OUT)), ("T01", "B", "p"): LATER}
        scene.later(hours=1)
        scene.accept_all(scene.hand_over(OUT, Filling(changed)))
        yield scene
        transaction.set_rollback(True)


def _hand_over(scene: Scene, kind: str, filling: Filling) -> None:
    submission = scene.hand_over(kind, filling)
    if kind == "kembali":
        items = list(SubmissionItem.objects.filter(submission=submission))
        return_items(items, reason="Salah satuan.", by=scene.by("sukor"), at=scene.later(minutes=1))
        scene.settle()
    elif kind != "menunggu":
        scene.accept_all(submission)


def _release_all(scene: Scene) -> None:
    Table.objects.filter(pk=table_of(scene, FEW).pk).update(hides_small=True)
    for kind in (OUT, FEW):
        release(scene, table_of(scene, kind))
    release(scene, table_of(scene, "rencana"), state=ReleaseState.PLANNED)
    release(scene, table_of(scene, "ditarik"), state=ReleaseState.WITHDRAWN)
    release(scene, table_of(scene, "embargo"), embargo=timedelta(days=1))
    for kind in ("terbatas", "tertutup"):
        release(scene, table_of(scene, kind))
        Table.objects.filter(pk=table_of(scene, kind).pk).update(classification=kind)


def values_of(scene: Scene) -> Mapping[str, Sequence[str]]:
    """What may stand in an address, by the name of its field."""
    tables = [table_of(scene, kind) for kind in KINDS]
    flows = [flow_id(one.agency.code, one.code) for one in tables]
    return {
        "office": [scene.office.slug],
        "slug": [scene.office.slug],
        "sequence": ["1"],
        "agency": list(KINDS),
        "code": sorted({one.code for one in tables}),
        "table": sorted({one.code for one in tables}),
        "period": [scene.period],
        "edition": ["1", "2"],
        "codelist": [one.code for one in Codelist.objects.filter(office=scene.office)[:1]] or ["kosong"],
        "name": list(FORMATS),
        "extension": ["ttl", "jsonld", "rdf"],
        "token": [one.token for one in Letter.objects.filter(office=scene.office, signed_file__isnull=False)[:6]],
        "number": ["1"],
        "what": ["dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme"],
        "context": ["dataflow"],
        "owner": [scene.office.slug],
        "id": [*flows, f"CL_{flows[0]}_REF_AREA", f"CS_{flows[0]}", "*"],
        "version": ["+"],
        "key": ["*"],
        "rest": ["availability/dataflow"],
        "path": ["apa"],
        "theme": ["terang", "gelap"],
    }


@pytest.fixture(scope="module")
def public(bank: Scene) -> Sequence[Answer]:
    """What everything that is public answered."""
    values = values_of(bank)
    begin = [one for address in public_addresses() if "^" not in address for one in filled(address, values)]
    begin += [f"{one}?format={name}" for one in begin if "/releases/" in one for name in FORMATS]
    with pytest.MonkeyPatch.context() as patch, visiting(bank) as client:
        for name in ("check", "take"):
            patch.setattr(Limit, name, lambda *_: None)
        return list(crawl(client, begin, ACCEPTS))


def spellings(number: str) -> Sequence[bytes]:
    """How a whole number may stand in a file or on a page."""
    grouped = f"{int(number):,}"
    return [number.encode(), *(grouped.replace(",", sign).encode() for sign in (".", ",", " ", "\N{NO-BREAK SPACE}"))]


def where(public: Sequence[Answer], number: str) -> Sequence[str]:
    """The addresses whose answers hold a number."""
    return [address for address, _, body in public for spelling in spellings(number) if spelling in body]


def test_no_value_of_a_closed_table_stands_in_any_public_answer(bank: Scene, public: Sequence[Answer]) -> None:
    held = set(Observation.objects.exclude(table__agency__code__in=(OUT, FEW)).values_list("text", flat=True))
    for cells in SubmissionItem.objects.exclude(submission__request__agency__code__in=(OUT, FEW)).values_list(
        "cells", flat=True
    ):
        held |= {str(cell["text"]) for cell in cells}
    canaries = [text for text in held if len(text) == 7]
    assert len(canaries) == 4 * len(CLOSED)
    assert {number: places for number in canaries if (places := where(public, number))} == {}


def test_what_was_corrected_after_the_release_is_not_public_and_what_was_released_still_is(
    bank: Scene, public: Sequence[Answer]
) -> None:
    assert Observation.objects.filter(text=str(LATER), superseded_at=None).exists()
    assert where(public, str(LATER)) == []
    assert where(public, str(first_number(OUT) + 3))


def test_the_crawl_sees_a_released_value_in_every_format(bank: Scene, public: Sequence[Answer]) -> None:
    """It would see a closed one there too."""
    seen = " ".join(where(public, str(first_number(OUT) + 3)))
    figures = [name for name in FORMATS if not name.startswith("struktur")]
    assert [name for name in figures if f"/{name}" not in seen and f"format={name}" not in seen] == []
    assert {"/data/", "/api/v1/", "/api/v1/sdmx/"} == {
        part for part in ("/data/", "/api/v1/", "/api/v1/sdmx/") if part in seen
    }


def test_people_stand_in_no_public_answer(bank: Scene, public: Sequence[Answer]) -> None:
    emails = [email.encode() for email in Person.objects.values_list("email", flat=True)]
    assert [(address, one) for address, _, body in public for one in emails if one in body] == []


def test_a_small_count_and_what_would_tell_it_are_hidden(bank: Scene, public: Sequence[Answer]) -> None:
    out = Release.objects.get(agency__code=FEW)
    with visiting(bank) as client:
        address = f"/api/v1/offices/{bank.office.slug}/tables/{FEW}/{out.code}/releases/{out.period}/1"
        figures = client.get(address).json()["observations"]
    assert {(one["value"], one["mark"]) for one in figures} == {("", "NA")}  # two by two: each would tell the other
    assert [where(public, str(first_number(FEW) + at)) for at in (1, 2, 3)] == [[], [], []]


def test_nothing_public_breaks(public: Sequence[Answer]) -> None:
    broken = [address for address, status, _ in public if status >= 500 and status != 501]
    assert [address for address in broken if address != "/readyz"] == []  # which says that no worker is at work here
