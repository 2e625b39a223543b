"""No value that is not public stands in any public answer: pages, API, SDMX, catalogues, feeds, files unpacked.

One office has a table in each state that the public may not see, each with numbers of its own, beside one that is
released. One crawl opens every address marked public, with every value that fits, and whatever it links to: what is new
is covered, and a field that it cannot fill fails it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.sdmx_registry import MEDIA_TYPES
from sektoral.adapters.exchange.sdmx_terms import flow_id
from sektoral.adapters.filling import Filling
from sektoral.domain.api_keys import Scope
from sektoral.domain.states import ReleaseState
from sektoral.letters.identities import keep_nik
from sektoral.records.models import (
    Codelist,
    Letter,
    Observation,
    Office,
    Person,
    Release,
    Round,
    SubmissionItem,
    Table,
)
from sektoral.setup.actions.api_keys import NewKey, make_api_key
from sektoral.setup.made_up import MadeUpAgency
from sektoral.steps.step4_check.actions.deciding import return_items
from sektoral.ui.limits import Limit
from tests.addresses import keyed_addresses
from tests.canaries import Written, written
from tests.crawling import crawl, filled, public_addresses
from tests.guards.test_text import NIK as NIK_FORM
from tests.guards.test_text import NIP as NIP_FORM
from tests.offices import make_tiny_office, person_of
from tests.pdf_text import pages_of
from tests.releasing import release, table_of
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OUT, FEW, SMALL = "terbit", "kecil", 4
CLOSED = ("belum", "rencana", "ditarik", "embargo", "terbatas", "tertutup", "menunggu", "kembali")
KINDS = (OUT, FEW, *CLOSED)
LATER = 7_390_001  # a correction made after the release
ACCEPTS = ("*/*", MEDIA_TYPES[1], "application/xml", "text/csv")
Answer = tuple[str, int, bytes]
NIK = "122305" + "410779" + "0003"
PARTICULARS = (re.compile(r"Kenariwati \d{3}"), re.compile(r"\+?(?:62|0)812990\d{5}"), NIK_FORM, NIP_FORM)


def give_particulars(office: Office) -> None:
    """Names that stand nowhere by chance, telephone numbers, NIP as the state writes them, and a sealed NIK."""
    for at, person in enumerate(Person.objects.filter(assignments__office=office).distinct().order_by("email")):
        person.name, person.phone = f"Kenariwati {at:03}", f"+62812990{at:05}"
        person.save(update_fields=["name", "phone"])
        person.assignments.update(nip=f"19790817200501{1 + at % 2}{at:03}")
    keep_nik(person_of(office, "kadis"), NIK)


def found_of_people(text: str) -> Sequence[str]:
    """What is somebody's name, address, number or NIP, of the office's people, or looks like anybody's."""
    found = [one[0] for pattern in PARTICULARS for one in pattern.finditer(text)]
    return found + [email for email in Person.objects.values_list("email", flat=True) if email in text]


def _read(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return " ".join(pages_of(body))
    return body.decode(errors="replace")


def first_number(kind: str) -> int:
    """The number in the first cell of a kind's table; no two kinds share one."""
    return 7_310_000 + 1_000 * KINDS.index(kind)


@pytest.fixture(scope="module")
def log() -> Iterator[Written]:
    """Every line of the log from the first day on."""
    with written() as log:
        yield log


@pytest.fixture(scope="module")
def bank(django_db_setup: None, django_db_blocker: DjangoDbBlocker, log: Written) -> Iterator[Scene]:
    """The office, and everything that happened in it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        more = [MadeUpAgency(kind, f"Dinas {kind.title()}", 1) for kind in KINDS]
        scene = Scene(make_tiny_office(more=more))
        give_particulars(scene.office)
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
    """The page of a document names who is printed under it, the document has their NIP too; there is no other."""
    told = [(address, found) for address, _, body in public for found in found_of_people(_read(body))]
    printed = list(Letter.objects.exclude(signed_as={}).values_list("signed_as", flat=True))
    names, numbers = ({one[field] for one in printed} for field in ("name", "nip"))
    others = [(address, one) for address, one in told if not (address.startswith("/v/") and one in names)]
    assert [(address, one) for address, one in others if not (address.endswith("/surat.pdf") and one in numbers)] == []
    assert {one for _, one in told} & names


def test_people_stand_in_no_answer_to_a_key(bank: Scene) -> None:
    new = NewKey("Portal", [scope.value for scope in Scope], 60, bank.now + timedelta(days=1))
    key = make_api_key(new, by=bank.by("admin"), at=bank.now)
    table = table_of(bank, OUT)
    named = {"<agency>": OUT, "<table>": table.code, "<id>": str(Round.objects.get(office=bank.office).pk)}
    told, opened = [], 0
    with visiting(bank) as client:
        for address in keyed_addresses(named):
            answer = client.get(address, headers={"Authorization": f"Bearer {key}"})
            opened += answer.status_code == 200
            told += [(address, found) for found in found_of_people(answer.content.decode())]
    assert (told, opened) == ([], 6)


def test_people_stand_in_no_line_of_the_log(bank: Scene, public: Sequence[Answer], log: Written) -> None:
    assert len(log.lines) > 100
    assert [(line, found) for line in log.lines for found in found_of_people(line)] == []


def test_the_scan_sees_every_particular(bank: Scene) -> None:
    person = Person.objects.filter(assignments__office=bank.office).exclude(assignments__nip="").first()
    assert person is not None
    nip = person.assignments.exclude(nip="")[0].nip
    given = (person.name, person.email, person.phone, nip, NIK, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}")
    assert [len(found_of_people(f"x {one} y")) > 0 for one in given] == [True] * len(given)


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
