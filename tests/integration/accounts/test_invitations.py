"""An invitation gives nothing until its address is proved; its link is spent once, and every step is in the journal."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from sektoral.accounts.actions import accept
from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, WrongState
from sektoral.domain.invitations import TaskLetter
from sektoral.domain.roles import Role
from sektoral.project.worker import work_off
from sektoral.records.actors import actor_for
from sektoral.records.models import Agency, Assignment, Event, Invitation, Person
from sektoral.setup.actions.invitations import NewContact, invite, renew, revoke
from tests.offices import make_tiny_office, person_of
from tests.rounds import Scene
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = pytest.mark.django_db
NEW = "petugas.baru@dinkes.example"
LINK = re.compile(r"/akun/undangan/([0-9A-Z]{26,64})/")
CODE = re.compile(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def invitation(scene: Scene) -> Invitation:
    made = invite(contact(scene), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    return Invitation.objects.get(pk=made.pk)


def contact(scene: Scene, **changes: object) -> NewContact:
    given = NewContact(
        agency=scene.agency("dinkes"),
        role=Role.OPERATOR,
        name="Contoh Petugas Baru",
        email=NEW,
        title="Pengelola Data",
        valid_from=scene.now.date(),
        letter=TaskLetter("800/12/2026", date(2026, 11, 20)),
        paper=plain_letter(),
        paper_name="surat-tugas.pdf",
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def token() -> str:
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def proved(client: Client) -> Client:
    """Follow the link in the last mail and type in the code of the next one."""
    client.get(f"/akun/undangan/{token()}/")
    client.post("/akun/undangan/kode/", {"next": "/akun/undangan/"})
    code = CODE.search(str(mail.outbox[-1].body))
    assert code, mail.outbox[-1].body
    answer = client.post("/akun/login/code/confirm/", {"code": code[1], "next": "/akun/undangan/"})
    assert (answer.status_code, answer["Location"]) == (302, "/akun/undangan/")
    return client


def kinds(scene: Scene) -> list[str]:
    events = Event.objects.filter(office_id=scene.office.pk, kind__startswith="invitation.").order_by("sequence")
    return [event.kind.partition(".")[2] for event in events]


@pytest.fixture
def visitor(scene: Scene) -> Iterator[Client]:
    with visiting(scene) as client:
        yield client


def test_the_invited_person_proves_the_address_and_takes_the_seat(
    scene: Scene, invitation: Invitation, visitor: Client
) -> None:
    assert mail.outbox[0].to == [NEW]
    client = proved(visitor)
    assert client.get("/langkah-3/").status_code == 404  # an account without a seat sees nothing
    assert "Terima penugasan" in client.get("/akun/undangan/").content.decode()
    assert client.post(f"/akun/undangan/{invitation.pk}/terima/", {"phone": "0812-0000-0000"}).status_code == 302
    seat = Assignment.objects.get(person__email=NEW)
    assert (seat.role, seat.agency, seat.valid_from) == ("OPERATOR", scene.agency("dinkes"), invitation.valid_from)
    assert client.get("/langkah-3/").status_code == 200
    assert seat.person.phone == "0812-0000-0000"
    assert kinds(scene) == ["issued", "sent", "proof_asked", "accepted"]


def test_the_link_alone_gives_nothing(scene: Scene, invitation: Invitation, visitor: Client) -> None:
    page = visitor.get(f"/akun/undangan/{token()}/", follow=True).content.decode()
    assert "Kirim kode" in page
    assert NEW not in page  # whoever has only the link does not learn the address
    assert visitor.post(f"/akun/undangan/{invitation.pk}/terima/").status_code == 302  # asked to sign in
    assert not Assignment.objects.filter(person__email=NEW).exists()
    assert not Person.objects.filter(email=NEW).exists()


def test_neither_rows_nor_journal_nor_session_hold_the_token(
    scene: Scene, invitation: Invitation, visitor: Client
) -> None:
    secret = token()
    answer = visitor.get(f"/akun/undangan/{secret}/")
    assert secret not in answer["Location"]
    stored = [str(invitation.__dict__), *(str(event.facts) for event in Event.objects.all())]
    assert all(secret not in text for text in stored)
    assert secret not in str(dict(visitor.session))


@pytest.mark.parametrize("spoil", [str.lower, lambda text: text[:-1], lambda text: text + "A", lambda _: "A" * 32])
def test_a_guessed_link_is_unknown(spoil: object, invitation: Invitation, visitor: Client) -> None:
    assert callable(spoil)
    answer = visitor.get(f"/akun/undangan/{spoil(token())}/")
    assert answer.status_code == 404
    assert "tidak dikenal" in answer.content.decode()


def test_guessing_is_slowed_down(invitation: Invitation, visitor: Client) -> None:
    answers = [visitor.get(f"/akun/undangan/{'A' * 26}/").status_code for _ in range(32)]
    assert answers[0] == 404
    assert answers[-1] == 403


def test_a_link_is_spent_once(scene: Scene, invitation: Invitation, visitor: Client) -> None:
    link = token()
    proved(visitor).post(f"/akun/undangan/{invitation.pk}/terima/", {})
    with visiting(scene) as other:
        assert other.get(f"/akun/undangan/{link}/").status_code == 409
    visitor.post(f"/akun/undangan/{invitation.pk}/terima/", {})
    assert Assignment.objects.filter(person__email=NEW).count() == 1


def test_an_expired_link_opens_nothing(scene: Scene, invitation: Invitation) -> None:
    scene.later(days=7)
    with visiting(scene) as client:
        assert client.get(f"/akun/undangan/{token()}/").status_code == 409


def test_it_cannot_be_taken_up_after_it_expired_while_the_page_was_open(scene: Scene, invitation: Invitation) -> None:
    person = Person.objects.create_user(NEW, name="Contoh")
    with pytest.raises(WrongState, match="invitation_ended"):
        accept(invitation, by=person, at=scene.later(days=7))


def test_a_revoked_link_opens_nothing(scene: Scene, invitation: Invitation, visitor: Client) -> None:
    visitor.get(f"/akun/undangan/{token()}/")
    revoke(invitation, by=scene.by("admin"), at=scene.now)
    assert visitor.post("/akun/undangan/kode/", {"next": "/akun/undangan/"}).status_code == 409
    assert visitor.get(f"/akun/undangan/{token()}/").status_code == 409
    assert not Person.objects.filter(email=NEW).exists()


def test_a_renewed_link_leaves_the_old_one_dead(scene: Scene, invitation: Invitation, visitor: Client) -> None:
    old = token()
    renew(invitation, by=scene.by("jp1"), at=scene.later(days=6))
    scene.settle()
    assert token() != old
    with visiting(scene) as client:
        assert client.get(f"/akun/undangan/{old}/").status_code == 404
        assert client.get(f"/akun/undangan/{token()}/").status_code == 302
    assert Invitation.objects.get().expires_at == scene.now + timedelta(days=7)


def test_another_person_signed_in_cannot_take_it(scene: Scene, invitation: Invitation) -> None:
    with visiting(scene, "operator.disdik") as client:
        page = client.get(f"/akun/undangan/{token()}/", follow=True).content.decode()
        assert "untuk alamat surel lain" in page
        assert client.post(f"/akun/undangan/{invitation.pk}/terima/", {}).status_code == 404
    assert not Assignment.objects.filter(role="OPERATOR", title="Pengelola Data").exists()


def test_an_address_that_was_changed_meanwhile_is_no_longer_the_invited_one(
    scene: Scene, invitation: Invitation, visitor: Client
) -> None:
    proved(visitor)
    Person.objects.filter(email=NEW).update(email="lain@dinkes.example")
    assert visitor.post(f"/akun/undangan/{invitation.pk}/terima/", {}).status_code == 404


def test_who_has_a_seat_already_gets_a_second_one(scene: Scene) -> None:
    known = person_of(scene.office, "operator.disdik")
    made = invite(contact(scene, email=known.email.upper()), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    with visiting(scene, "operator.disdik") as client:
        client.post(f"/akun/undangan/{made.pk}/terima/", {})
    agencies = actor_for(known, scene.office, scene.now).agencies
    assert set(agencies) == {scene.agency("dinkes").pk, scene.agency("disdik").pk}


def test_the_former_one_leaves_the_day_before_and_not_earlier(scene: Scene) -> None:
    former = Assignment.objects.get(person=person_of(scene.office, "operator.dinkes"))
    day = scene.now.date() + timedelta(days=3)
    made = invite(contact(scene, replaces=former, valid_from=day), by=scene.by("jp1"), at=scene.now)
    former.refresh_from_db()
    assert former.valid_to is None  # an invitation that nobody took up ends nothing
    person = Person.objects.create_user(NEW, name="Contoh")
    accept(made, by=person, at=scene.now)
    former.refresh_from_db()
    assert former.valid_to == day - timedelta(days=1)
    with pytest.raises(NotFound):
        actor_for(person, scene.office, scene.now)  # the seat begins on its day


def test_a_new_head_ends_the_definitive_one_even_unnamed(scene: Scene) -> None:
    made = invite(contact(scene, role=Role.HEAD, title="Kepala Dinas"), by=scene.by("admin"), at=scene.now)
    accept(made, by=Person.objects.create_user(NEW, name="Contoh"), at=scene.now)
    heads = Assignment.objects.filter(role="HEAD", agency=scene.agency("dinkes"), valid_to=None)
    assert [seat.person.email for seat in heads] == [NEW]


def test_an_account_that_was_closed_gets_no_code(scene: Scene, invitation: Invitation, visitor: Client) -> None:
    Person.objects.create_user(NEW, name="Contoh")
    Person.objects.filter(email=NEW).update(is_active=False)
    visitor.get(f"/akun/undangan/{token()}/")
    sent = len(mail.outbox)
    assert visitor.post("/akun/undangan/kode/", {"next": "/akun/undangan/"}).status_code == 422
    assert len(mail.outbox) == sent


def test_codes_are_not_sent_without_end(scene: Scene, invitation: Invitation) -> None:
    link, answers = token(), list[int]()
    for _ in range(6):
        with visiting(scene) as client:
            client.get(f"/akun/undangan/{link}/")
            answers.append(client.post("/akun/undangan/kode/", {"next": "/akun/undangan/"}).status_code)
    assert answers[-1] == 403


def test_a_refused_address_is_shown_and_not_tried_for_ever(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise SMTPRecipientsRefused({NEW: (550, b"tidak ada")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    made = invite(contact(scene), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    made.refresh_from_db()
    assert (made.sent_at, made.last_error_code) == (None, "recipient_refused")
    assert kinds(scene) == ["issued", "undeliverable"]


def test_a_server_that_does_not_answer_is_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        made = invite(contact(scene), by=scene.by("jp1"), at=scene.now)
        work_off(lambda: scene.now)
    made.refresh_from_db()
    assert made.last_error_code == "TimeoutError"
    Event.objects.filter(settled_at=None).update(next_try_at=None)  # the worker looks at the real clock
    scene.later(hours=1)
    scene.settle()
    made.refresh_from_db()
    assert (made.sent_at, made.last_error_code) == (scene.now, "")


@pytest.mark.parametrize(
    ("who", "role", "agency", "may"),
    [
        ("jp1", Role.OPERATOR, "dinkes", True),
        ("jp1", Role.REVIEWER, "dinkes", True),
        ("jp1", Role.HEAD, "dinkes", False),  # whoever enters and checks data seats nobody who signs for them
        ("admin", Role.HEAD, "dinkes", True),
        ("kepala.dinkes", Role.OPERATOR, "dinkes", True),
        ("kepala.dinkes", Role.HEAD, "dinkes", True),
        ("kepala.dinkes", Role.OPERATOR, "disdik", False),
        ("operator.dinkes", Role.OPERATOR, "dinkes", False),
        ("sukor", Role.OPERATOR, "dinkes", False),
        ("admin", Role.JP, "dinkes", False),  # no way into the office's own seats
    ],
)
def test_who_may_invite_whom(scene: Scene, who: str, role: Role, agency: str, may: bool) -> None:
    asked = contact(scene, role=role, agency=scene.agency(agency))
    if may:
        invite(asked, by=scene.by(who), at=scene.now)
        return
    with pytest.raises((Refused, Invalid)):
        invite(asked, by=scene.by(who), at=scene.now)
    assert not Invitation.objects.exists()


def test_nobody_invites_into_another_offices_agency(scene: Scene) -> None:
    elsewhere = make_tiny_office(slug="seberang")
    agency = Agency.objects.get(office=elsewhere, code="dinkes")
    with pytest.raises(NotFound):
        invite(contact(scene, agency=agency), by=scene.by("admin"), at=scene.now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"letter": TaskLetter(" ", date(2026, 11, 20))}, "task_letter_number_missing"),
        ({"letter": TaskLetter("1", date(2026, 11, 24))}, "task_letter_in_future"),
        ({"valid_from": date(2026, 10, 1)}, "seat_begins_far_off"),
        ({"valid_from": date(2027, 3, 1)}, "seat_begins_far_off"),
        ({"paper": b""}, "file_empty"),
        ({"paper": b"bukan pdf"}, "not_a_pdf"),
        ({"email": "operator.dinkes@mungil.example"}, "seat_held_already"),
    ],
)
def test_what_cannot_be_invited_is_refused_with_its_reason(scene: Scene, changes: dict[str, object], code: str) -> None:
    with pytest.raises(SektoralError, match=code):
        invite(contact(scene, **changes), by=scene.by("jp1"), at=scene.now)
    assert not Invitation.objects.exists()


def test_one_open_invitation_for_an_address_and_seat(scene: Scene, invitation: Invitation) -> None:
    with pytest.raises(WrongState, match="invitation_open_already"):
        invite(contact(scene), by=scene.by("jp1"), at=scene.now)


def test_a_stranger_cannot_end_or_renew_it(scene: Scene, invitation: Invitation) -> None:
    for act in (renew, revoke):
        with pytest.raises(Refused):
            act(invitation, by=scene.by("kepala.disdik"), at=scene.now)
