"""Addresses of our own office, asked and posted with what names something of the other, as if that were not there."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.test import Client

from sektoral.domain.api_keys import Scope
from sektoral.records.models import Agency, Event, Letter, Office, Person, Round, Rule, Submission, Table
from sektoral.records.models.base import Record
from sektoral.setup.actions.api_keys import NewKey, make_api_key
from tests.addresses import every_address, keyed_addresses
from tests.apart import CANARY, KEYS, Both, first_of, rows_of
from tests.crawling import content_of
from tests.faults import sized
from tests.forms_on_pages import forms_of
from tests.guards.files import ROOT
from tests.offices import person_of
from tests.places import filled
from tests.releasing import table_of
from tests.rounds import Scene
from tests.visits import BACKEND, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ASKING = sized(("jp1", "operator.dinkes"), KEYS)
POSTING = sized(("jp1", "admin"), ("jp1", "admin", "kadis", "kabid", "sukor"))
NAMING: Mapping[str, type[models.Model]] = {  # parameters of addresses that name something
    "aturan": Rule,
    "banding": Submission,
    "dari": Submission,
    "opd": Agency,
    "putaran": Round,
    "surat": Letter,
    "tabel": Table,
}
NAMING_NOTHING = {"bagian", "bentuk", "ekspor", "kolom", "pada", "periksa", "references", "tahun", "tema", "tingkat"}
_PARAMETER = re.compile(r'request\.GET\.get(?:list)?\(\s*"(\w+)"')
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def pages_of(scene: Scene) -> Iterator[str]:
    """Every address of an office that is no other's and no public one, with its own ids."""
    yield from (
        address
        for address, view in every_address()
        if "<" not in address and "^" not in address and getattr(view, "guard", "public") not in ("public", "api_key")
    )
    yield from filled(first_of(scene), "/")


def test_every_parameter_that_a_page_reads_is_one_of_these() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("views/*.py"))
    assert set(_PARAMETER.findall(source)) - NAMING.keys() <= NAMING_NOTHING


@pytest.mark.parametrize("key", ASKING)
def test_no_page_of_ours_tells_of_theirs_whatever_it_is_asked_for(both: Both, key: str) -> None:
    ours, theirs = both
    query = urlencode({name: rows_of(kind, theirs.office)[0].pk for name, kind in NAMING.items()})
    odd, opened = [], 0
    with visiting(ours, key) as client:
        client.raise_request_exception = False
        for address in pages_of(ours):
            answer = client.get(f"{address}?{query}")
            opened += answer.status_code == 200
            if CANARY.encode() in content_of(answer):  # rows that were made by hand break a page or two: not asked here
                odd.append(f"{address} {answer.status_code}")
    assert odd == []
    assert opened > 10


@pytest.mark.parametrize("key", POSTING)
def test_no_form_of_ours_touches_theirs_whatever_it_is_posted_with(both: Both, key: str) -> None:
    ours, theirs = both
    swapped, before = _counterparts(ours.office, theirs.office), _digest(theirs.office)
    odd, posted = [], 0
    with visiting(ours, key) as client:
        client.raise_request_exception = False
        for address in pages_of(ours):
            page = client.get(address)
            if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
                continue
            for form in forms_of(page.content.decode()):
                body, names_theirs = _swap(urlencode(form.fields), swapped)
                if form.method != "post" or not names_theirs:
                    continue
                kind = "application/x-www-form-urlencoded"
                answer = client.post(form.action or address, body, content_type=kind, follow=True)
                posted += 1
                if answer.status_code >= 500 or CANARY.encode() in content_of(answer):
                    odd.append(f"{address}: {form.action} {answer.status_code}")
    assert odd == []
    assert posted
    assert _digest(theirs.office) == before
    assert list(_crossings()) == []


def _counterparts(ours: Office, theirs: Office) -> Mapping[str, str]:
    """Of each row of ours, the id of a row of theirs of the same kind."""
    found: dict[str, str] = {}
    kinds: list[type[models.Model]] = [*_kinds(), Person]
    for kind in kinds:
        mine, other = rows_of(kind, ours), rows_of(kind, theirs).first()
        found |= {str(pk): str(other.pk) for pk in mine.values_list("pk", flat=True)} if other else {}
    return found


def _swap(body: str, swapped: Mapping[str, str]) -> tuple[str, bool]:
    changed = _ID.sub(lambda found: swapped.get(found[0], found[0]), body)
    return changed, changed != body


def _kinds() -> Iterator[type[Record]]:
    for kind in apps.get_app_config("records").get_models():
        if issubclass(kind, Record):
            yield kind


def _digest(office: Office) -> str:
    """A fingerprint of every row of an office."""
    rows = [sorted(map(repr, kind._default_manager.filter(office=office).values_list())) for kind in _kinds()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _crossings() -> Iterator[str]:
    """Every row that points into another office."""
    for kind in _kinds():
        for field in kind._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and issubclass(target, Record):
                rows = kind._default_manager.filter(**{f"{field.name}__isnull": False})
                if rows.exclude(**{f"{field.name}__office": models.F("office")}).exists():
                    yield f"{kind.__name__}.{field.name}"


def test_a_key_of_ours_reads_nothing_of_theirs_at_any_address(both: Both) -> None:
    ours, theirs = both
    new = NewKey("Portal", tuple(scope.value for scope in Scope), 60, ours.now + timedelta(days=1))
    key = make_api_key(new, by=ours.by("admin"), at=ours.now)
    named = {
        "<agency>": "dinkes",
        "<table>": table_of(theirs, "dinkes").code,
        "<id>": str(rows_of(Round, theirs.office)[0].pk),
    }
    told = []
    with visiting(ours) as client:
        for address in keyed_addresses(named):
            for more in ("", f"?office={theirs.office.slug}", "?limit=1000"):
                body = content_of(client.get(address + more, headers={"Authorization": f"Bearer {key}"}))
                if CANARY.encode() in body or b"987654" in body:
                    told.append(address + more)
        assert client.get("/api/v1/rounds", headers={"Authorization": f"Bearer {key}"}).status_code == 200
        theirs_by_id = f"/api/v1/rounds/{named['<id>']}"
        assert client.get(theirs_by_id, headers={"Authorization": f"Bearer {key}"}).status_code == 404
    assert told == []


def test_work_and_sessions_of_theirs_are_nobody_s_here(both: Both) -> None:
    ours, theirs = both
    stuck = Event.objects.filter(office_id=theirs.office.pk).latest("pk")
    Event.objects.filter(pk=stuck.pk).update(attempts=99, settled_at=None)
    other = Client()
    other.force_login(person_of(theirs.office, "admin"), backend=BACKEND)
    session = UserSession.objects.create(
        user=person_of(theirs.office, "admin"), session_key=other.session.session_key, ip="127.0.0.1"
    )
    with visiting(ours, "admin") as client:
        assert client.post(f"/papan/jurnal/pekerjaan/{stuck.pk}/ulangi/").status_code == 404
        assert client.post(f"/akun/sesi/{session.pk}/akhiri/").status_code == 404
        assert CANARY not in client.get("/papan/jurnal/pekerjaan/").content.decode()
    assert UserSession.objects.filter(pk=session.pk).exists()
