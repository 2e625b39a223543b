"""Doors open to whom they may: strangers sign in first, a wrong seat is told who can, another office sees nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.roles import Permission, Role
from sektoral.records.actors import actor_for
from sektoral.records.models import Agency, Assignment, Office, Person
from sektoral.ui.fetch import fetch_agency, fetch_request, fetch_table
from sektoral.ui.guards import needs, public, signed_in
from sektoral.ui.visit import OFFICE, Visit, Work
from tests.offices import CREATED_AT, make_two_offices, person_of
from tests.rounds import Scene

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpRequest]


@pytest.fixture
def offices() -> tuple[Office, Office]:
    return make_two_offices()


def ask(person: Person | None, **headers: str) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/papan/?a=1", headers=headers)
    request.user = person or AnonymousUser()
    request.session = SessionStore()
    request.at = CREATED_AT  # type: ignore[attr-defined]
    return request


@needs(Permission.SIGN_LETTERS)
def signing(request: Work) -> HttpResponse:
    return HttpResponse(request.actor.person.name)


@public
def open_to_all(request: Visit) -> HttpResponse:
    return HttpResponse("masuk" if request.actor else "umum")


@signed_in
def own_page(request: Visit) -> HttpResponse:
    return HttpResponse("sendiri")


@public
def stumbles(request: Visit) -> HttpResponse:
    raise WrongState("items_undecided", count=33)


def text(answer: HttpResponseBase) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def test_a_stranger_is_asked_to_sign_in_and_led_back() -> None:
    answer = signing(ask(None))
    assert (answer.status_code, answer["Location"]) == (302, "/akun/login/?next=/papan/%3Fa%3D1")


def test_a_fragment_asked_for_by_a_stranger_loads_the_sign_in_page_whole() -> None:
    assert signing(ask(None, **{"HX-Request": "true"}))["HX-Redirect"] == "/akun/login/"


def test_the_seat_that_may_gets_in(offices: tuple[Office, Office]) -> None:
    assert text(signing(ask(person_of(offices[0], "kadis")))) == "Contoh Kadis"


def test_another_seat_is_told_who_may(offices: tuple[Office, Office]) -> None:
    answer = signing(ask(person_of(offices[0], "jp1")))
    assert answer.status_code == 403
    assert "Kepala Dinas" in text(answer)


def test_a_refusal_leads_back_to_where_one_was_and_never_elsewhere(offices: tuple[Office, Office]) -> None:
    person = person_of(offices[0], "jp1")
    assert 'href="/surat/?q=a"' in text(signing(ask(person, Referer="http://testserver/surat/?q=a")))
    assert "Kembali" not in text(signing(ask(person, Referer="https://jahat.example/")))


def test_a_person_without_a_seat_today_finds_nothing(offices: tuple[Office, Office]) -> None:
    person = Person.objects.create_user("tanpa@contoh.example", name="Tanpa Penugasan")
    assert signing(ask(person)).status_code == 404


def test_a_program_gets_the_refusal_as_json(offices: tuple[Office, Office]) -> None:
    answer = signing(ask(person_of(offices[0], "jp1"), Accept="application/json"))
    assert answer["Content-Type"] == "application/json"
    assert '"code": "not_permitted"' in text(answer)


def test_a_public_page_knows_its_visitor(offices: tuple[Office, Office]) -> None:
    assert text(open_to_all(ask(None))) == "umum"
    assert text(open_to_all(ask(person_of(offices[0], "jp1")))) == "masuk"


def test_an_own_page_needs_no_seat() -> None:
    person = Person.objects.create_user("tanpa@contoh.example", name="Tanpa Penugasan")
    assert text(own_page(ask(person))) == "sendiri"
    assert own_page(ask(None)).status_code == 302


def test_a_refusal_becomes_a_page_with_its_status_and_remedy(offices: tuple[Office, Office]) -> None:
    answer = stumbles(ask(None))
    assert answer.status_code == 409
    assert "33 tabel" in text(answer)
    assert "<h1" in text(answer)


def test_a_refused_fragment_is_a_notice_not_a_page() -> None:
    answer = stumbles(ask(None, **{"HX-Request": "true"}))
    assert answer.status_code == 409
    assert "<html" not in text(answer)
    assert 'role="alert"' in text(answer)


def test_who_sits_in_two_offices_chooses_one_first(offices: tuple[Office, Office]) -> None:
    here, there = offices
    person = person_of(here, "kadis")
    Assignment.objects.create(
        office=there, person=person, role=Role.KADIS, title="Plt. Kepala", valid_from=CREATED_AT.date()
    )
    request = ask(person)
    assert signing(request)["Location"] == "/akun/kantor/"
    chosen = ask(person)
    chosen.session[OFFICE] = str(there.pk)
    assert text(signing(chosen)) == "Contoh Kadis"


def test_every_mark_is_readable_by_the_guard_test() -> None:
    assert [view.guard for view in (signing, open_to_all, own_page)] == ["sign_letters", "public", "signed_in"]  # type: ignore[attr-defined]


def test_nothing_of_another_office_or_agency_is_there(offices: tuple[Office, Office]) -> None:
    here, there = offices
    kadis = actor_for(person_of(here, "kadis"), here, CREATED_AT)
    operator = actor_for(person_of(here, "operator.dinkes"), here, CREATED_AT)
    own = Agency.objects.get(office=here, code="dinkes")
    other = Agency.objects.get(office=here, code="disdik")
    assert fetch_agency(operator, own.pk) == own
    assert fetch_agency(kadis, other.pk) == other
    assert fetch_table(operator, own.tables.all()[0].pk).agency == own
    for actor, pk in ((operator, other.pk), (kadis, Agency.objects.filter(office=there)[0].pk), (kadis, uuid4())):
        with pytest.raises(NotFound):
            fetch_agency(actor, pk)


def test_a_seat_in_the_office_and_one_in_an_agency_do_not_add_up() -> None:
    """Who sits in the forum sees the board; being one agency's operator as well opens no other agency's request."""
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    forum = person_of(scene.office, "operator.dinkes")
    Assignment.objects.create(
        office=scene.office, person=forum, role=Role.FORUM, title="Sekretaris Forum", valid_from=CREATED_AT.date()
    )
    actor = scene.by("operator.dinkes")
    assert fetch_request(actor, scene.request("dinkes").pk)
    with pytest.raises(NotFound):
        fetch_request(actor, scene.request("disdik").pk)
    assert fetch_request(actor, scene.request("disdik").pk, to=Permission.SEE_BOARD)
