"""Two offices with the same agency codes in one installation: nothing of one is ever seen or touched from the other."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from sektoral.bank.queries import observations, total_of_round
from sektoral.domain.errors import NotFound, Refused
from sektoral.domain.roles import Permission, Role
from sektoral.letters.previews import draft_pdf, pdf_of
from sektoral.records.actors import Actor, actor_for, assignments_on, holder_of, local_date, seats_of
from sektoral.records.models import (
    Agency,
    Contradiction,
    ContradictionSide,
    Event,
    HandDelivery,
    Invitation,
    KeptMapping,
    Letter,
    Message,
    MetadataForm,
    Observation,
    Office,
    PartialUpload,
    Person,
    Request,
    Round,
    StoredFile,
    Submission,
    SubmissionItem,
    Table,
)
from sektoral.records.models.base import Record
from sektoral.steps.step3_submit.actions.visits import note_downloaded, note_opened
from sektoral.ui import fetch
from tests.addresses import every_address
from tests.apart import CANARY, KEYS, first_of, rows_of
from tests.offices import make_tiny_office, person_of
from tests.pdf_text import pages_of
from tests.places import BY_NO_ID, OF_AGENCIES, PLACES, filled, names
from tests.rounds import Scene
from tests.visits import BACKEND, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LETTERS = ("request", "transmittal", "receipt", "report")

Rows = Callable[[Actor], models.QuerySet[models.Model]]
SEEN: dict[str, Rows] = {
    "requests": fetch.requests_of,
    "letters": fetch.letters_of,
    "submissions": fetch._submissions_of,
    "bank": lambda actor: observations(actor.office),
}


@pytest.mark.parametrize("what", SEEN)
@pytest.mark.parametrize("key", KEYS)
def test_nobody_sees_a_row_of_the_other_office(both: tuple[Scene, Scene], what: str, key: str) -> None:
    for scene in both:
        offices = set(SEEN[what](scene.by(key)).values_list("office", flat=True))
        assert offices <= {scene.office.pk}


@pytest.mark.parametrize("key", KEYS)
def test_nothing_of_theirs_is_fetched_by_its_id(both: tuple[Scene, Scene], key: str) -> None:
    ours, theirs = both
    actor, office = ours.by(key), theirs.office
    doors = {
        fetch.fetch_round: Round,
        fetch.fetch_letter: Letter,
        fetch.fetch_item: SubmissionItem,
        fetch.fetch_agency: Agency,
        fetch.fetch_table: Table,
    }
    for door, kind in doors.items():
        row = kind._default_manager.filter(office=office)[0]
        with pytest.raises(NotFound):
            door(actor, row.pk)


def test_the_same_agency_codes_stand_for_two_agencies(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    assert ours.agency("dinkes").pk != theirs.agency("dinkes").pk
    assert {row.agency_id for row in Table.objects.filter(office=ours.office)} == set(
        Agency.objects.filter(office=ours.office).values_list("pk", flat=True)
    )


def test_the_same_series_in_two_offices_are_two_series(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    ours.accept_all(ours.submission(ours.request("dinkes").submissions.get()))
    series = {
        scene.office.slug: set(observations(scene.office).values_list("series", flat=True)) for scene in (ours, theirs)
    }
    assert series["mungil"] == series["seberang"]
    assert total_of_round(ours.request("dinkes").round).sum == str(sum(range(10, 18)))
    assert int(total_of_round(theirs.request("dinkes").round).sum) > 987_000
    assert not Observation.objects.filter(office=ours.office, text="987654").exists()


def test_a_person_of_one_office_is_a_stranger_in_the_other(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    for key in KEYS:
        with pytest.raises(NotFound, match="no_assignment"):
            actor_for(person_of(theirs.office, key), ours.office, ours.now)


def test_rights_in_one_agency_are_none_in_its_namesake(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    operator, namesake = ours.by("operator.dinkes"), theirs.agency("dinkes")
    assert operator.may(Permission.SUBMIT, ours.agency("dinkes"))
    assert not operator.may(Permission.SUBMIT, namesake)
    with pytest.raises(Refused):
        operator.check(Permission.SUBMIT, namesake)
    assert operator.roles_at(namesake) == frozenset()
    with pytest.raises(Refused, match="seat_not_held"):
        seats_of(operator, ours.now).held(Role.OPERATOR, namesake.pk)
    with pytest.raises(NotFound, match="seat_vacant"):
        holder_of(ours.office, Role.OPERATOR, ours.now, namesake)


def test_seats_are_counted_per_office(both: tuple[Scene, Scene]) -> None:
    for scene in both:
        seats = assignments_on(scene.office, local_date(scene.office, scene.now))
        assert set(seats.values_list("office", flat=True)) == {scene.office.pk}


def test_a_visit_to_their_request_is_not_noted_as_the_agency_s(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    request = theirs.request("disdik")
    note_opened(request, by=ours.by("operator.disdik"), at=ours.now)
    note_downloaded(request, by=ours.by("operator.disdik"), at=ours.now)
    request.refresh_from_db()
    assert (request.opened_at, request.downloaded_at) == (None, None)


def test_every_row_belongs_to_one_office_with_all_that_it_points_to(both: tuple[Scene, Scene]) -> None:
    crossings = []
    for kind in apps.get_app_config("records").get_models():
        if not issubclass(kind, Record):
            continue
        for field in kind._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and issubclass(target, Record):
                rows = kind._default_manager.filter(**{f"{field.name}__isnull": False})
                if rows.exclude(**{f"{field.name}__office": models.F("office")}).exists():
                    crossings.append(f"{kind.__name__}.{field.name}")
    assert crossings == []


def test_no_paper_mail_or_workbook_of_ours_names_them(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    for letter in Letter.objects.filter(office=ours.office):
        pdf = pdf_of(letter, at=ours.now) if letter.final_file_id else draft_pdf(letter, at=ours.now)
        assert CANARY not in " ".join(pages_of(pdf))
    instrument = ours.request("dinkes").instruments.get()
    assert CANARY not in str(instrument.definition)
    for office, is_told in ((ours.office, False), (theirs.office, True)):
        messages = list(Message.objects.filter(office=office))
        assert messages
        assert any(CANARY in message.body for message in messages) is is_told
        assert {message.to.partition("@")[2] for message in messages if message.to} == {f"{office.slug}.example"}
        assert {message.person_id for message in messages} <= {None, *_people_of(office)}


def _people_of(office: Office) -> set[UUID]:
    return set(Person.objects.filter(assignments__office=office).values_list("pk", flat=True))


def test_no_event_of_ours_tells_of_theirs(both: tuple[Scene, Scene]) -> None:
    ours, theirs = both
    ids = {
        str(row.pk) for kind in (Agency, Round, Letter) for row in kind._default_manager.filter(office=theirs.office)
    }
    told = Event.objects.filter(office_id=ours.office.pk)
    assert not told.filter(about_id__in=ids).exists()
    assert not any(str(fact) in ids for event in told for fact in event.facts.values())


def test_their_last_year_is_not_our_last_year(both: tuple[Scene, Scene]) -> None:
    """The workbook of the next round shows the figures of its own office in grey."""
    _, theirs = both
    office = make_tiny_office(slug="ketiga")
    third = Scene(office, theirs.now + timedelta(days=1), period="2026")
    third.collecting("dinkes")
    assert third.request("dinkes").instruments.get().definition["previous"] == []


# ── Every address, with ids that are not this person's ─────────────────────


def test_every_address_that_names_something_is_tried() -> None:
    left = [
        address
        for address, _ in every_address()
        if names(address) and not address.startswith((*BY_NO_ID, *PLACES, "/api/"))
    ]
    assert left == []


def refused(scene: Scene, key: str, addresses: Iterable[str]) -> None:
    """Neither asking nor posting tells or does anything."""
    events = Event.objects.count()
    told = []
    with visiting(scene, key) as client:
        for address in addresses:
            for ask in (client.get, client.post):
                answer = ask(address)
                if answer.status_code not in (403, 404, 405) or CANARY in answer.content.decode():
                    told.append(f"{ask.__name__} {address} {answer.status_code}")
    assert told == []
    assert Event.objects.count() == events


@pytest.mark.parametrize("key", KEYS)
def test_no_address_of_theirs_answers(both: tuple[Scene, Scene], key: str) -> None:
    ours, theirs = both

    def pick(kind: type[models.Model]) -> Sequence[models.Model]:
        rows = rows_of(kind, theirs.office)
        return [rows.filter(kind=one)[0] for one in LETTERS] if kind is Letter else list(rows[:1])

    addresses = list(filled(pick, "/"))
    assert len(addresses) > 100
    refused(ours, key, addresses)


@pytest.mark.parametrize("key", ["operator.disdik", "kepala.disdik"])
def test_no_address_of_another_agency_answers(both: tuple[Scene, Scene], key: str) -> None:
    ours, _ = both
    request = ours.request("dinkes")
    mine: dict[type[models.Model], models.QuerySet[models.Model]] = {
        Letter: Letter.objects.filter(request=request).order_by("kind"),
        Request: Request.objects.filter(pk=request.pk),
        Submission: request.submissions.all(),
        SubmissionItem: SubmissionItem.objects.filter(submission__request=request)[:1],
        StoredFile: StoredFile.objects.filter(pk__in=request.submissions.values("file")),
        Agency: Agency.objects.filter(pk=request.agency_id),
        Contradiction: Contradiction.objects.filter(sides__item__submission__request=request),
        ContradictionSide: ContradictionSide.objects.filter(item__submission__request=request),
        HandDelivery: request.hand_deliveries.all(),
        Invitation: Invitation.objects.filter(agency=request.agency_id),
        KeptMapping: KeptMapping.objects.filter(agency=request.agency_id),
        MetadataForm: MetadataForm.objects.filter(agency=request.agency_id),
        Message: Message.objects.filter(office=ours.office, person__assignments__agency=request.agency_id),
        PartialUpload: request.partial_uploads.all(),
        Person: Person.objects.filter(assignments__agency=request.agency_id),
        Round: Round.objects.filter(pk=request.round_id),
    }
    assert {letter.kind for letter in mine[Letter]} == {"request", "transmittal", "receipt"}  # type: ignore[attr-defined]
    refused(ours, key, filled(lambda kind: list(mine[kind]), *OF_AGENCIES))


def test_who_is_not_signed_in_is_led_to_the_sign_in_from_every_address(both: tuple[Scene, Scene]) -> None:
    _, theirs = both
    with visiting(theirs) as client:
        for address in filled(first_of(theirs), "/"):
            answer = client.get(address)
            assert answer.status_code in (302, 405), address
            assert answer.status_code == 405 or "/akun/" in answer.headers["Location"], address


def test_no_address_takes_a_post_without_its_token(both: tuple[Scene, Scene]) -> None:
    _, theirs = both
    client, events = Client(enforce_csrf_checks=True), Event.objects.count()
    client.force_login(person_of(theirs.office, "kadis"), backend=BACKEND)
    addresses = {address for address, _ in every_address() if "<" not in address}
    taken = [
        address
        for address in (*addresses, *filled(first_of(theirs), "/"))
        if not address.startswith(("/api/", "/^")) and client.post(address).status_code != 403
    ]
    assert taken == []
    assert Event.objects.count() == events
