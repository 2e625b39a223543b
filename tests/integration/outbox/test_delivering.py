"""The outbox against servers that misbehave: the state, the sentence, and how often the message was really taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from sektoral.domain.outbox import MOST_TRIES, Attempt, MessageChannel, reason_words
from sektoral.domain.roles import Role
from sektoral.domain.states import MessageState
from sektoral.outbox.actions.deciding import assume_sent, send_again
from sektoral.outbox.actions.delivering import Hands, deliver
from sektoral.outbox.mails import SMTP
from sektoral.project.invariants.messages import check_messages
from sektoral.records.models import Assignment, Event, Message
from sektoral.steps.step2_distribute.actions import send
from tests import bsre_authority
from tests.posting import Post, hook, smtp
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
S = MessageState


@dataclass(slots=True)
class Clock:
    """The machine's time, moved by hand."""

    at: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scene() -> Scene:
    """A request was sent to one person by e-mail; nothing of it has left yet."""
    scene = Scene()
    scene.signed("dinkes")
    Assignment.objects.filter(role=Role.HEAD, agency=scene.agency("dinkes")).delete()
    send(scene.request("dinkes"), by=scene.by("jp1"), at=scene.now)
    return scene


@pytest.fixture
def by_smtp(settings: Settings) -> Callable[[Post], None]:
    """Let mails go to a server."""

    def use(post: Post) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", post.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MESSAGE_DEADLINE = 0.8 if post.behaviour in HANGING else 20

    return use


def the_mail() -> Message:
    return Message.objects.get(channel=MessageChannel.EMAIL, to__startswith="operator")


def go(scene: Scene, clock: Clock, channel: MessageChannel = MessageChannel.EMAIL) -> int:
    return deliver(Hands(channel, clock), at=scene.now)


HANGING = ("silent_at_once", "silent_after_text", "drips_greeting")

# behaviour of the server: state after one attempt, code, whether the server has the text
ONCE: dict[str, tuple[MessageState, str, int]] = {
    "takes": (S.SENT, "", 1),
    "slow": (S.SENT, "", 1),
    "takes_and_drops": (S.UNKNOWN, "line_dropped_after", 1),
    "drops_after_text": (S.UNKNOWN, "line_dropped_after", 0),
    "silent_after_text": (S.UNKNOWN, "silent_after", 0),
    "drops_in_text": (S.UNKNOWN, "line_dropped_after", 0),
    "drops_at_data": (S.RETRYING, "line_dropped", 0),
    "leaves_at_once": (S.RETRYING, "server_unreachable", 0),
    "silent_at_once": (S.RETRYING, "server_silent", 0),
    "drips_greeting": (S.RETRYING, "server_silent", 0),
    "delays_address": (S.RETRYING, "address_delayed", 0),
    "delays_text": (S.RETRYING, "text_delayed", 0),
    "refuses_address": (S.GIVEN_UP, "address_refused", 0),
    "refuses_text": (S.GIVEN_UP, "text_refused", 0),
    "greets 554": (S.RETRYING, "server_unreachable", 0),
    "EHLO 502": (S.SENT, "", 1),  # the older greeting will do
    "MAIL 451": (S.RETRYING, "sender_delayed", 0),
    "MAIL 550": (S.GIVEN_UP, "sender_refused", 0),
    "RCPT 421": (S.RETRYING, "line_dropped", 0),
    "DATA 451": (S.RETRYING, "text_delayed", 0),
    "DATA 554": (S.GIVEN_UP, "text_refused", 0),
}


@pytest.mark.parametrize("behaviour", ONCE)
def test_one_attempt_by_smtp_ends_honestly(
    behaviour: str, scene: Scene, clock: Clock, by_smtp: Callable[[Post], None]
) -> None:
    state, code, taken = ONCE[behaviour]
    with smtp(behaviour) as post:
        by_smtp(post)
        go(scene, clock)
    message = the_mail()
    assert (message.state, message.last_error_code) == (state, code)
    assert len(post.taken) == taken
    with visiting(scene, "jp1") as client:
        page = client.get(f"/pesan/{message.pk}/").content.decode()
    assert reason_words(code) in page
    assert ("Anggap terkirim" in page) is (state in (S.UNKNOWN, S.GIVEN_UP))
    assert list(check_messages(scene.office, scene.now)) == []


@pytest.mark.parametrize(
    ("behaviour", "has_certificate", "implicit", "code"),
    [
        ("takes", False, False, "encryption_missing"),
        ("STARTTLS 454", False, False, "encryption_missing"),
        ("takes", True, False, "certificate_wrong"),
        ("takes", False, True, "server_unreachable"),
    ],
)
def test_without_the_encryption_that_was_asked_for_neither_password_nor_mail_goes(
    behaviour: str, has_certificate: bool, implicit: bool, code: str, scene: Scene, clock: Clock,
    by_smtp: Callable[[Post], None], settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    with smtp(behaviour) as post:
        post.context = bsre_authority.tls(tmp_path) if has_certificate else None
        by_smtp(post)
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = implicit, not implicit
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kantor", "sandi-surel"
        settings.MESSAGE_DEADLINE = 5
        go(scene, clock)
    assert (the_mail().state, the_mail().last_error_code) == (S.RETRYING, code)
    assert not {*post.said} & {b"AUTH", b"MAIL"}


@pytest.mark.parametrize("behaviour", ONCE)
def test_whatever_the_server_does_first_nobody_gets_it_twice_and_nothing_is_lost(
    behaviour: str, scene: Scene, clock: Clock, by_smtp: Callable[[Post], None]
) -> None:
    with smtp(behaviour) as post:
        by_smtp(post)
        go(scene, clock)
        post.behaviour = "takes"
        by_smtp(post)
        for _ in range(3):
            clock.on(hours=5)
            go(scene, clock)
    message = the_mail()
    assert len(post.taken) <= 1
    if message.state == S.SENT:
        assert len(post.taken) == 1
        assert Event.objects.filter(kind="message.sent", about_id=str(message.pk)).count() == 1
    else:
        assert message.state in (S.UNKNOWN, S.GIVEN_UP)
        assert post.calls == 1  # never tried again by itself
    assert (message.state == S.SENT) is (ONCE[behaviour][0] in (S.SENT, S.RETRYING))


@pytest.mark.parametrize(
    ("behaviour", "state", "code"),
    [
        ("takes", S.SENT, ""),
        ("403", S.GIVEN_UP, "target_refused"),
        ("503", S.RETRYING, "target_delayed"),
        ("429", S.RETRYING, "target_delayed"),
        ("504", S.UNKNOWN, "target_unknown"),
        ("drops_after", S.UNKNOWN, "target_unknown"),
        ("silent_after", S.UNKNOWN, "silent_after"),
        ("closed", S.RETRYING, "server_unreachable"),
    ],
)
def test_one_attempt_at_a_target_of_apprise_ends_honestly(
    behaviour: str,
    state: MessageState,
    code: str,
    scene: Scene,
    clock: Clock,
    target: Callable[[Post], Message],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with hook(behaviour) as post:
        message = target(post)
        if behaviour != "closed":
            go(scene, clock, MessageChannel.APPRISE)
    if behaviour == "closed":  # nobody listens there any more
        go(scene, clock, MessageChannel.APPRISE)
    message.refresh_from_db()
    assert (message.state, message.last_error_code) == (state, code)
    assert len(post.taken) == (state == S.SENT)
    everything = capfd.readouterr().out + capfd.readouterr().err + caplog.text + str(Message.objects.values_list())
    assert SECRET not in everything + str(list(Event.objects.values_list("facts")))


SECRET = "rahasia-kanal-tambahan"


@pytest.fixture
def target(settings: Settings, tmp_path_factory: pytest.TempPathFactory, scene: Scene) -> Callable[[Post], Message]:
    """A message to a target whose address holds a secret."""

    def make(post: Post) -> Message:
        file = tmp_path_factory.mktemp("apprise") / "targets.conf"
        file.write_text(f"mungil-dinkes=json://kantor:{SECRET}@127.0.0.1:{post.port}/masuk?rto=30&cto=5\n")
        settings.APPRISE_CONFIG, settings.MESSAGE_DEADLINE = file, 8
        mail = the_mail()
        message, _ = Message.objects.get_or_create(
            office=scene.office,
            key="request.sent:apprise",
            defaults={
                "kind": mail.kind,
                "channel": MessageChannel.APPRISE,
                "to": "mungil-dinkes",
                "subject": mail.subject,
                "body": mail.body,
                "request": mail.request,
                "queued_at": scene.now,
            },
        )
        return message

    return make


def test_a_server_that_is_away_for_good_is_given_up_after_a_day_and_a_half(
    scene: Scene, clock: Clock, by_smtp: Callable[[Post], None]
) -> None:
    begun = clock.at
    with smtp("delays_address") as post:
        by_smtp(post)
        while the_mail().state != S.GIVEN_UP:
            go(scene, clock)
            clock.at = the_mail().next_try_at or clock.at
    assert post.calls == the_mail().attempts == MOST_TRIES
    assert timedelta(hours=24) < clock.at - begun < timedelta(hours=48)
    assert Event.objects.filter(kind="message.failed").count() == 1


def test_the_others_wait_without_losing_an_attempt_while_the_server_is_away(
    scene: Scene, clock: Clock, by_smtp: Callable[[Post], None]
) -> None:
    first = the_mail()
    Message.objects.create(
        office=scene.office,
        key="another",
        kind=first.kind,
        channel=first.channel,
        to="lain@mungil.example",
        queued_at=first.queued_at + timedelta(seconds=1),
    )
    with smtp("silent_at_once") as post:
        by_smtp(post)
        assert go(scene, clock) == go(scene, clock) == 0
        assert post.calls == 1
        assert sorted(Message.objects.exclude(channel="in_app").values_list("attempts", flat=True)) == [0, 1]
        post.behaviour = "takes"
        clock.on(minutes=2)
        assert go(scene, clock) == 2
    assert len(post.taken) == 2


@pytest.fixture
def dead(scene: Scene, clock: Clock) -> Message:
    """A worker has the mail in hand and never comes back."""
    message = the_mail()
    message.state, message.fence, message.attempts = S.SENDING, 1, 1
    message.claimed_until = clock.at + timedelta(seconds=120)
    message.save()
    return message


@pytest.mark.parametrize(("handed", "state"), [(True, S.UNKNOWN), (False, S.RETRYING)])
def test_what_a_lost_worker_had_in_hand_is_unknown_only_if_it_may_have_left(
    handed: bool, state: MessageState, dead: Message, scene: Scene, clock: Clock
) -> None:
    Message.objects.filter(pk=dead.pk).update(handed_at=clock.at if handed else None)
    assert go(scene, clock) == 0
    assert the_mail().state == S.SENDING  # its lease still runs
    clock.on(seconds=121)
    go(scene, clock)
    assert the_mail().state == state


def test_a_worker_that_was_thought_lost_may_still_tell_that_it_was_taken(dead: Message, scene: Scene) -> None:
    from sektoral.domain.outbox import TAKEN, Outcome
    from sektoral.outbox.actions.delivering import settle

    settle(dead, Attempt(Outcome.UNKNOWN, "worker_lost"), at=scene.now, now=scene.now)
    assert settle(dead, TAKEN, at=scene.now, now=scene.now)
    assert the_mail().state == S.SENT
    assert not settle(dead, TAKEN, at=scene.now, now=scene.now)
    assert Event.objects.filter(kind="message.sent").count() == 1
    assert list(check_messages(scene.office, scene.now)) == []


def test_a_worker_that_was_given_up_and_comes_back_lets_the_text_not_go(
    scene: Scene, clock: Clock, by_smtp: Callable[[Post], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stood still between the claim and the text; meanwhile another one took over, or the message waits again."""
    from sektoral.outbox import mails
    from sektoral.outbox.actions import delivering

    met = list[int]()

    def stand_still(message: Message, *, before_text: Callable[[], None]) -> Attempt:
        if not met:
            met.append(message.fence)
            clock.on(minutes=3)
            go(scene, clock)
            assert the_mail().state == S.RETRYING
            if taken_over:
                clock.on(minutes=3)
                go(scene, clock)
        return mails.send_mail(message, before_text=before_text)

    monkeypatch.setattr(delivering, "send_mail", stand_still)
    for taken_over, texts in ((False, 0), (True, 1)):
        with smtp("takes") as post:
            by_smtp(post)
            go(scene, clock)
            assert len(post.taken) == texts
        assert the_mail().state == (S.SENT if taken_over else S.RETRYING)
        met.clear()
        clock.on(minutes=10)
    assert list(check_messages(scene.office, scene.now)) == []


@pytest.mark.parametrize("again", [True, False])
def test_a_person_decides_about_what_is_unknown(
    again: bool, scene: Scene, clock: Clock, by_smtp: Callable[[Post], None]
) -> None:
    with smtp("drops_after_text") as post:
        by_smtp(post)
        go(scene, clock)
        decide = send_again if again else assume_sent
        decide(the_mail(), by=scene.by("jp1"), at=scene.later(hours=1))
        post.behaviour = "takes"
        go(scene, clock)
    assert the_mail().state == S.SENT
    assert len(post.taken) == again
    kinds = list(Event.objects.filter(about_id=str(the_mail().pk)).values_list("kind", flat=True))
    assert kinds == ["message.unknown", *(["message.resent", "message.sent"] if again else ["message.assumed_sent"])]
    assert list(check_messages(scene.office, scene.now)) == []


def test_no_transaction_is_open_while_a_message_is_handed_over(
    scene: Scene, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sektoral.domain.outbox import TAKEN
    from sektoral.outbox.actions import delivering

    depth = len(connection.savepoint_ids)
    seen: list[int] = []

    def look(message: Message, *, before_text: Callable[[], None]) -> Attempt:
        seen.append(len(connection.savepoint_ids))
        return TAKEN

    monkeypatch.setattr(delivering, "send_mail", look)
    go(scene, clock)
    assert seen == [depth]
