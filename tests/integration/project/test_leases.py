"""The worker by the clock: leases to the microsecond, back-off, what is stuck, and reactions that run twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from sektoral.domain.errors import Unavailable
from sektoral.project import worker
from sektoral.project.reactions import REACTIONS
from sektoral.project.worker import BACK_OFF, LEASE
from sektoral.records import journal
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Instrument, Letter, Message, Observation, Office, Submission
from tests.offices import make_tiny_office
from tests.rounds import BOTH, Scene, together

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KIND = "round.opened"


class Hand:
    """A reaction that remembers, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, datetime]] = []
        self.error: Exception | None = None

    def __call__(self, event: Event, *, at: datetime) -> None:
        self.seen.append((event.about_id, at))
        if self.error:
            raise self.error


class Watch:
    """The machine's time, held in hand."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setitem(REACTIONS, KIND, (hand,))
    return hand


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch = Watch()
    monkeypatch.setattr(worker, "real_now", watch)
    return watch  # type: ignore[return-value]


@pytest.fixture
def office() -> Office:
    return make_tiny_office()


def happen(office: Office, kind: str = KIND) -> Event:
    return journal.append(kind, office=office, about=office, by=None, at=AT)


def work() -> bool:
    return worker.work_off(lambda: AT) > 0


def again(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_events_are_worked_off_in_their_order_and_settled(office: Office, hand: Hand, watch: Watch) -> None:
    other = make_tiny_office(slug="seberang")
    events = [happen(office), happen(other), happen(office)]
    assert worker.work_off(lambda: AT) == 3
    assert [about for about, _ in hand.seen] == [str(office.pk), str(other.pk), str(office.pk)]
    assert {again(event).settled_at for event in events} == {watch.at}
    assert not work()


def test_reactions_live_by_the_pretended_time_and_leases_by_the_real_one(
    office: Office, hand: Hand, watch: Watch
) -> None:
    pretended = AT + timedelta(days=400)
    event = happen(office)
    worker.work_off(lambda: pretended)
    assert hand.seen == [(str(office.pk), pretended)]
    assert again(event).settled_at == AT


def test_what_nothing_follows_from_is_settled_at_once(office: Office, watch: Watch) -> None:
    event = happen(office, "calendar.changed")
    assert worker.work_off(lambda: AT) == 0
    assert again(event).settled_at == AT


def test_a_leased_event_is_left_alone_until_the_lease_is_over(office: Office, hand: Hand, watch: Watch) -> None:
    event = happen(office)
    first = worker._claim(watch.at, LEASE)
    assert first is not None
    assert (first.event, first.until) == (event, AT + LEASE)
    watch.at = AT + LEASE
    assert not work()
    watch.at = AT + LEASE + timedelta(microseconds=1)
    assert work()
    assert again(event).fence == 2


def test_who_wakes_after_the_lease_settles_nothing(office: Office, hand: Hand, watch: Watch) -> None:
    event = happen(office)
    sleeper = worker._claim(watch.at, LEASE)
    watch.at = AT + 2 * LEASE
    successor = worker._claim(watch.at, LEASE)
    assert sleeper is not None
    assert successor is not None
    worker._settle(sleeper, watch.at)
    worker._count_failure(sleeper, RuntimeError(), watch.at)
    now = again(event)
    assert (now.settled_at, now.attempts, now.claimed_until) == (None, 1, AT + 3 * LEASE)
    worker._settle(successor, watch.at)
    assert again(event).settled_at == watch.at


def test_a_killed_worker_s_event_is_done_by_the_next(office: Office, hand: Hand, watch: Watch) -> None:
    happen(office)
    worker._claim(watch.at, LEASE)  # and then it is killed
    watch.at = AT + LEASE + timedelta(seconds=1)
    assert worker.work_off(lambda: AT) == 1
    assert len(hand.seen) == 1


def test_a_failure_is_counted_and_tried_again_later_and_later(office: Office, hand: Hand, watch: Watch) -> None:
    event = happen(office)
    hand.error = Unavailable("gateway_timeout")
    pauses = []
    for number in range(1, MAX_ATTEMPTS + 1):
        assert work()
        failed = again(event)
        assert (failed.attempts, failed.last_error_code) == (number, "gateway_timeout")
        assert failed.next_try_at is not None
        pauses.append(failed.next_try_at - watch.at)
        watch.at = failed.next_try_at - timedelta(microseconds=1)
        assert not work()
        watch.at = failed.next_try_at
    assert pauses == [BACK_OFF * 2**n for n in range(MAX_ATTEMPTS)]


def test_what_keeps_failing_is_left_in_sight_and_keeps_nobody_else_waiting(
    office: Office, hand: Hand, watch: Watch
) -> None:
    event = happen(office)
    hand.error = ValueError("names and figures never go into the code")
    for _ in range(MAX_ATTEMPTS + 3):
        worker.work_off(lambda: AT)
        watch.at += timedelta(hours=1)
    stuck = again(event)
    assert (stuck.settled_at, stuck.attempts, stuck.last_error_code) == (None, MAX_ATTEMPTS, "ValueError")
    hand.error = None
    after = happen(office)
    assert worker.work_off(lambda: AT) == 1
    assert again(after).settled_at == watch.at
    assert again(event).settled_at is None


def test_a_failure_takes_back_what_its_reaction_had_begun(
    office: Office, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(event: Event, *, at: datetime) -> None:
        with transaction.atomic():
            journal.append("calendar.changed", office=office, about=office, by=None, at=at)
            raise RuntimeError

    monkeypatch.setitem(REACTIONS, KIND, (half,))
    event = happen(office)
    work()
    assert Event.objects.order_by("sequence").last() == event


def test_after_a_success_the_error_is_gone(office: Office, hand: Hand, watch: Watch) -> None:
    event = happen(office)
    hand.error = RuntimeError()
    work()
    hand.error = None
    watch.at += timedelta(hours=1)
    work()
    assert (again(event).last_error_code, again(event).claimed_until) == ("", None)


def test_asked_to_stop_it_stops_after_the_event_in_hand(office: Office, hand: Hand, watch: Watch) -> None:
    happen(office)
    happen(office)
    assert worker.work_off(lambda: AT, stop=lambda: len(hand.seen) == 1) == 1
    assert len(hand.seen) == 1


def test_every_reaction_may_run_twice() -> None:
    scene = Scene()
    round_ = scene.collecting("dinkes", "diskominfo")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.reported(round_)

    def counted() -> dict[str, int]:
        kinds = (Event, Instrument, Letter, Message, Observation, Submission)
        return {kind.__name__: kind._default_manager.count() for kind in kinds}

    before = counted()
    Event.objects.filter(kind__in=REACTIONS).update(settled_at=None)
    scene.later(days=1)
    scene.settle()
    assert counted() == before
    assert not Event.objects.filter(settled_at=None, kind__in=REACTIONS).exists()


@pytest.mark.usefixtures("many_connections")
def test_two_workers_never_work_on_the_same_event(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    monkeypatch.setitem(REACTIONS, KIND, (hand,))
    offices = [make_tiny_office(slug=f"kantor-{number}") for number in range(6)]
    for office in offices:
        with transaction.atomic():
            happen(office)
    assert together(*[lambda: worker.work_off(lambda: AT)] * 3) == []
    assert sorted(about for about, _ in hand.seen) == sorted(str(office.pk) for office in offices)
