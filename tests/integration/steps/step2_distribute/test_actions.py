"""Step 2: what must be there before a request is sent, what that sets going, and one message to each."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from sektoral.domain.errors import NotFound, Refused, WrongState
from sektoral.intake import files
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.project.worker import work_off
from sektoral.records.models import Event, Letter, Message, Person, Request, Round
from sektoral.steps.step2_distribute.actions import send, send_requests
from tests.offices import make_tiny_office, person_of
from tests.rounds import BOTH, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def send_it(scene: Scene, code: str, key: str = "jp1") -> Request:
    send(scene.request(code), by=scene.by(key), at=scene.now)
    return scene.request(code)


def test_the_letter_must_be_signed_and_the_workbook_there(scene: Scene) -> None:
    scene.drafted("dinkes")
    with pytest.raises(WrongState, match="letter_not_signed"):
        send_it(scene, "dinkes")
    letter = Letter.objects.get()
    scene.initial(letter)
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    sign(letter, sha256=sha256, by=scene.by("kadis"), at=scene.now, gateway=local_authority())
    with pytest.raises(WrongState, match="instrument_not_ready"):
        send_it(scene, "dinkes")
    scene.settle()
    assert send_it(scene, "dinkes").state == "sent"


def test_a_request_without_a_letter_is_not_sent(scene: Scene) -> None:
    scene.open("dinkes")
    with pytest.raises(WrongState, match="letter_not_signed"):
        send_it(scene, "dinkes")


def test_only_the_jp_sends(scene: Scene) -> None:
    scene.signed("dinkes")
    for key in ("kadis", "kabid", "sukor", "operator.dinkes"):
        with pytest.raises(Refused, match="not_permitted"):
            send_it(scene, "dinkes", key)


def test_sending_issues_the_deadline_for_good(scene: Scene) -> None:
    scene.signed("dinkes")
    request = send_it(scene, "dinkes")
    assert request.sent_at == scene.now
    assert request.due_at == request.first_due_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 16.00 WIB, 5 days on
    event = Event.objects.get(kind="request.sent")
    assert event.facts == {"due_at": "2026-11-30T16:00:00+07:00"}


@pytest.mark.parametrize("answered", [False, True])
def test_nothing_is_sent_twice(scene: Scene, answered: bool) -> None:
    scene.collecting("dinkes")
    if answered:
        scene.hand_over("dinkes", BOTH)
    before = scene.request("dinkes")
    scene.later(days=1)
    with pytest.raises(WrongState, match="move_not_allowed"):
        send_it(scene, "dinkes")
    after = scene.request("dinkes")
    assert (after.state, after.sent_at, after.due_at) == (before.state, before.sent_at, before.due_at)


def test_each_address_gets_one_message_with_letter_and_workbook(scene: Scene) -> None:
    scene.signed("dinkes")
    send_it(scene, "dinkes")
    scene.settle()
    scene.settle()
    assert sorted(one.to[0] for one in mail.outbox) == [
        "kepala.dinkes@mungil.example",
        "operator.dinkes@mungil.example",
    ]
    letter = Letter.objects.get()
    for message in mail.outbox:
        contents = sorted(content for _, content, _ in message.attachments)
        instrument = scene.request("dinkes").instruments.get()
        assert contents == sorted([files.read(letter.signed_file), files.read(instrument.file)])  # type: ignore[arg-type]
        assert letter.number in message.body
        assert "30 November 2026 pukul 16.00 WIB" in message.body
    assert not Message.objects.filter(sent_at__isnull=True).exists()
    assert Event.objects.filter(kind="message.sent").count() == 2


def test_a_long_address_is_written_to(scene: Scene) -> None:
    scene.signed("dinkes")
    operator = person_of(scene.office, "operator.dinkes")
    Person.objects.filter(pk=operator.pk).update(email="o" * 60 + "@" + "d" * 60 + ".sangat.panjang.example")
    send(scene.request("dinkes"), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    assert len(mail.outbox) == 2


def test_one_address_that_fails_keeps_no_other_waiting(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.signed("dinkes")
    request = send_it(scene, "dinkes")
    real = EmailMessage.send

    def refuse_the_head(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to[0].startswith("kepala"):
            raise ConnectionRefusedError
        return real(self, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", refuse_the_head)
    work_off(lambda: scene.now)
    Message.objects.update(next_try_at=None)  # they had waited for the one that failed
    work_off(lambda: scene.now)
    assert [one.to[0] for one in mail.outbox] == ["operator.dinkes@mungil.example"]
    assert Message.objects.get(sent_at=None, request=request).last_error_code == "server_unreachable"
    monkeypatch.undo()
    Message.objects.update(next_try_at=None)
    work_off(lambda: scene.now)
    assert len(mail.outbox) == 2
    assert not Message.objects.exclude(last_error_code="").exists()


def test_the_round_is_distributed_with_its_last_request(scene: Scene) -> None:
    scene.signed("dinkes", "disdik")
    send_it(scene, "dinkes")
    assert Round.objects.get().state == "distributing"
    last = scene.later(minutes=10)
    send_it(scene, "disdik")
    round_ = Round.objects.get()
    assert (round_.state, round_.distributed_at) == ("collecting", last)
    assert Event.objects.get(kind="round.distributed").about_id == str(round_.pk)


def test_it_is_distributed_also_when_everything_was_sent_before_the_signatures_were_counted(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    scene.settle()
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    sign(letter, sha256=sha256, by=scene.by("kadis"), at=scene.now, gateway=local_authority())
    sent_at = scene.later(minutes=1)
    send_it(scene, "dinkes")
    assert Round.objects.get().state == "preparing"
    scene.later(minutes=5)
    scene.settle()
    round_ = Round.objects.get()
    assert (round_.state, round_.distributed_at) == ("collecting", sent_at)


def test_a_refusal_in_a_batch_stops_only_its_request(scene: Scene) -> None:
    scene.signed("dinkes", "disdik", "diskominfo")
    send_it(scene, "disdik")
    sent = send_requests(Request.objects.order_by("agency__position"), by=scene.by("jp1"), at=scene.now)
    assert [one.error and one.error.code for one in sent] == [None, "move_not_allowed", None]


def test_a_request_of_another_office_is_not_there(scene: Scene) -> None:
    scene.signed("dinkes")
    other = Scene(make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound, match="not_found"):
        send(scene.request("dinkes"), by=other.by("jp1"), at=scene.now)
