"""The machine's clock is set: it is noticed and told, nothing waits for a time that is gone, and no order is lost
(security.md F18, bad inputs 38 and 114)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from sektoral.domain.outbox import LONGEST_WAIT, MessageChannel
from sektoral.domain.states import MessageState, SubmissionState
from sektoral.domain.workdays import Holiday
from sektoral.outbox.actions.delivering import FARTHEST as FARTHEST_MESSAGE
from sektoral.outbox.actions.delivering import Hands, deliver
from sektoral.project import worker
from sektoral.project.clock_watch import KIND, ClockWatch
from sektoral.project.doctor import examine
from sektoral.project.invariants.journal import check_chain
from sektoral.project.invariants.receipts import check_clocks
from sektoral.project.looks.finding import Health
from sektoral.project.reactions import REACTIONS
from sektoral.project.worker import FARTHEST, LEASE
from sektoral.records import journal
from sektoral.records.models import Event, Message, Office
from sektoral.setup.actions import add_to_calendar
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECOND, HOUR, YEAR = timedelta(seconds=1), timedelta(hours=1), timedelta(days=365)


class Clocks:
    """The clock on the wall, which may be set, and the one beside it, which goes on."""

    def __init__(self, at: datetime) -> None:
        self.wall, self.beside = at, 100.0

    def go_on(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.beside += seconds

    def watch(self) -> Callable[[], None]:
        watch = ClockWatch(lambda: self.wall, lambda: self.beside)
        return lambda: watch(at=self.wall)


@pytest.fixture(autouse=True)
def no_rehearsal(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = None


def steps(office: Office) -> list[int]:
    return [int(str(event.facts["seconds"])) for event in Event.objects.filter(office_id=office.pk, kind=KIND)]


@pytest.mark.parametrize("step", [-5, 3600, -3600, 365 * 86400])
def test_a_step_is_written_into_every_office_s_journal_once(step: int) -> None:
    offices = [make_tiny_office(slug=slug) for slug in ("sini", "sana")]
    clocks = Clocks(AT)
    look = clocks.watch()
    look()
    clocks.go_on(30)
    look()
    clocks.wall += timedelta(seconds=step)
    for _ in range(3):
        look()
        clocks.go_on(0.25)
    assert [steps(office) for office in offices] == [[step], [step]]
    assert [list(check_chain(office, clocks.wall)) for office in offices] == [[], []]


def test_a_clock_that_goes_on_or_is_corrected_slowly_is_not_told() -> None:
    office, clocks = make_tiny_office(), Clocks(AT)
    look = clocks.watch()
    for _ in range(100):
        look()
        clocks.go_on(60)
        clocks.wall += timedelta(milliseconds=30)  # 500 parts in a million, as NTP does at the most
    assert steps(office) == []


def test_a_step_while_no_worker_ran_is_seen_by_the_journal() -> None:
    office = make_tiny_office()
    journal.append("calendar.changed", office=office, about=office, by=None, at=AT)
    clocks = Clocks(AT - HOUR)
    for _ in range(2):
        clocks.watch()()  # two workers begin
    assert steps(office) == [-3600]


def test_a_rehearsal_s_time_may_jump(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.REHEARSAL_CLOCK = tmp_path_factory.mktemp("clock") / "clock"
    office, clocks = make_tiny_office(), Clocks(AT - YEAR)
    clocks.watch()()
    assert steps(office) == []


def test_an_installation_tells_that_its_clock_was_set() -> None:
    office = make_tiny_office()
    journal.append("clock.stepped", office=office, about=office, by=None, at=AT, seconds=-5)

    def told(at: datetime) -> list[tuple[Health, str]]:
        return [(one.health, one.text) for name, one in examine(at) if name == "jam"]

    assert [health for health, _ in told(AT)] == [Health.MIND]
    assert "-5 detik" in told(AT)[0][1]
    assert [health for health, _ in told(AT + timedelta(days=8))] == [Health.GOOD]


@pytest.mark.parametrize("step", [-5 * SECOND, HOUR, -HOUR, -12 * YEAR])
def test_no_lease_or_back_off_outlives_a_step(step: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed worker's lease and a failure's back-off end within a quarter of an hour by any clock."""
    now, office = [AT], make_tiny_office()
    monkeypatch.setattr(worker, "real_now", lambda: now[0])
    monkeypatch.setitem(REACTIONS, "round.opened", (lambda event, *, at: None,))
    leased, waiting = (journal.append("round.opened", office=office, about=office, by=None, at=AT) for _ in range(2))
    Event.objects.filter(pk=leased.pk).update(claimed_until=AT + LEASE, fence=1)
    Event.objects.filter(pk=waiting.pk).update(next_try_at=AT + timedelta(seconds=256), attempts=7)
    now[0] += step
    worker.work_off(lambda: AT)
    now[0] += FARTHEST
    worker.work_off(lambda: AT)
    assert not Event.objects.filter(pk__in=[leased.pk, waiting.pk], settled_at=None).exists()


def test_a_step_forward_takes_a_lease_from_its_holder_who_settles_nothing_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, office, done = [AT], make_tiny_office(), list[str]()
    monkeypatch.setattr(worker, "real_now", lambda: now[0])
    monkeypatch.setitem(REACTIONS, "round.opened", (lambda event, *, at: done.append(event.kind),))
    event = journal.append("round.opened", office=office, about=office, by=None, at=AT)
    holder = worker._claim(now[0], LEASE)
    assert holder is not None
    now[0] += HOUR
    worker.work_off(lambda: AT)
    settled = Event.objects.get(pk=event.pk).settled_at
    worker._settle(holder, now[0] + SECOND)
    assert (done, Event.objects.get(pk=event.pk).settled_at) == (["round.opened"], settled)


def test_no_message_waits_for_a_time_that_is_gone() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    now = [AT - 12 * YEAR]
    messages = Message.objects.filter(channel=MessageChannel.EMAIL)
    assert messages.exists()
    messages.update(state=MessageState.RETRYING, next_try_at=AT, claimed_until=None, sent_at=None)
    lost = messages[0]
    Message.objects.filter(pk=lost.pk).update(
        state=MessageState.SENDING, next_try_at=None, claimed_until=AT + FARTHEST_MESSAGE, handed_at=None
    )
    while deliver(Hands(MessageChannel.EMAIL, lambda: now[0]), at=scene.now):
        now[0] += LONGEST_WAIT
    assert {one.state for one in messages} == {MessageState.SENT}


def test_two_receipts_out_of_order_are_explained_by_a_step_and_by_nothing_else() -> None:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.upload("dinkes", BOTH)
    scene.now -= HOUR
    scene.upload("disdik", FIRST)
    assert any("diterima sebelum" in fault for fault in check_clocks(scene.office, scene.now))
    journal.append("clock.stepped", office=scene.office, about=scene.office, by=None, at=scene.now, seconds=-3600)
    assert [fault for fault in check_clocks(scene.office, scene.now) if "diterima sebelum" in fault] == []


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2028, 2, 28, 3, 0, tzinfo=UTC), date(2028, 3, 6)),  # five working days, the 29th is one
        (datetime(2038, 1, 19, 3, 14, tzinfo=UTC), date(2038, 1, 26)),  # 2^31 seconds are over while it is sent
    ],
)
def test_a_leap_day_and_the_end_of_32_bits_are_days_as_any_other(at: datetime, due: date) -> None:
    scene = Scene(now=at)
    new_year = Holiday(date(at.year, 1, 1), "Tahun Baru Masehi")
    add_to_calendar(days=[new_year], by=scene.by("admin"), at=at)
    scene.collecting("dinkes")
    request = scene.request("dinkes")
    assert request.due_at is not None
    assert request.due_at.astimezone(ZoneInfo(scene.office.time_zone)).date() == due
    submission = scene.upload("dinkes", BOTH)
    assert submission.received_at == scene.now
    assert submission.state == SubmissionState.AWAITING_LETTER
    assert [*check_clocks(scene.office, scene.now), *check_chain(scene.office, scene.now)] == []
