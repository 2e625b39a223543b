"""The worker's loop: leases with a fence, failures that are counted, and reactions that two workers may both begin."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sektoral.adapters.filling import Filling
from sektoral.board.queries.worker import worker_page
from sektoral.domain.errors import Unavailable
from sektoral.project import worker
from sektoral.project.clock import real_now
from sektoral.records import journal
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Instrument, Letter, Submission
from sektoral.steps.step1_request.reactions import build_workbook
from sektoral.steps.step3_submit.actions.receiving import Upload, issue_receipt, receive
from tests.rounds import Scene, together

KIND = "submission.received"
Reactions = list[Callable[..., None]]


@pytest.fixture
def scene(db: None) -> Scene:
    scene = Scene()
    worker.work_off(lambda: scene.now)
    return scene


@pytest.fixture
def reactions(monkeypatch: pytest.MonkeyPatch) -> Reactions:
    """This will let a test say what follows from `KIND`, and nothing follow from anything else."""
    chosen: Reactions = []
    monkeypatch.setattr(worker, "REACTIONS", {KIND: chosen})
    return chosen


def _append(scene: Scene, kind: str = KIND) -> Event:
    with transaction.atomic():
        return journal.append(kind, office=scene.office, about=scene.office, by=None, at=scene.now)


def _again(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_events_are_worked_off_oldest_first_and_silent_ones_settled(scene: Scene, reactions: Reactions) -> None:
    seen: list[int] = []
    reactions.append(lambda event, at: seen.append(event.pk))
    first, silent, second = _append(scene), _append(scene, "round.opened"), _append(scene)
    assert worker.work_off(lambda: scene.now) == 2
    assert seen == [first.pk, second.pk]
    assert all(_again(event).settled_at for event in (first, silent, second))


def test_receipts_go_first_and_charts_of_a_release_wait_for_all_else(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = ["release.published", "letter.signed", "release.published", "submission.received", "submission.receipted"]
    seen: list[str] = []
    monkeypatch.setattr(worker, "REACTIONS", {kind: [lambda event, at: seen.append(event.kind)] for kind in set(kinds)})
    for kind in kinds:
        _append(scene, kind)
    worker.work_off(lambda: scene.now)
    assert seen == ["submission.received", "letter.signed", "submission.receipted", *["release.published"] * 2]


def test_worker_that_is_asked_to_stop_finishes_what_it_has_in_hand(scene: Scene, reactions: Reactions) -> None:
    answers = iter([False, True])
    reactions.append(lambda event, at: None)
    first, second = _append(scene), _append(scene)
    assert worker.work_off(lambda: scene.now, stop=lambda: next(answers)) == 1
    assert _again(first).settled_at
    assert _again(second).settled_at is None
    assert _again(second).claimed_until is None


def test_failure_is_counted_and_put_off_and_holds_up_nobody(scene: Scene, reactions: Reactions) -> None:
    failing = _append(scene)
    other = _append(scene)

    def refuse(event: Event, at: object) -> None:
        if event.pk == failing.pk:
            raise Unavailable("sandbox_unavailable")

    reactions.append(refuse)
    worker.work_off(lambda: scene.now)
    failed = _again(failing)
    assert (failed.attempts, failed.last_error_code, failed.settled_at) == (1, "sandbox_unavailable", None)
    assert failed.next_try_at is not None
    assert failed.claimed_until is None
    assert _again(other).settled_at


def test_event_that_keeps_failing_waits_for_a_person(scene: Scene, reactions: Reactions) -> None:
    event = _append(scene)
    reactions.append(lambda event, at: None)
    Event.objects.filter(pk=event.pk).update(attempts=MAX_ATTEMPTS)
    assert worker.work_off(lambda: scene.now) == 0
    assert _again(event).settled_at is None


def test_worker_that_wakes_after_its_lease_settles_nothing(scene: Scene, reactions: Reactions) -> None:
    event = _append(scene)
    reactions.append(lambda event, at: None)
    sleeper = worker._claim(real_now(), timedelta(seconds=-1))
    successor = worker._claim(real_now(), worker.LEASE)
    assert sleeper is not None
    assert successor is not None
    worker._settle(sleeper, real_now())
    assert _again(event).settled_at is None
    worker._settle(successor, real_now())
    assert _again(event).settled_at


def test_what_a_lost_worker_held_is_taken_up_and_says_so(scene: Scene, reactions: Reactions) -> None:
    event = _append(scene)
    reactions.append(lambda event, at: None)
    assert worker._claim(real_now(), timedelta(seconds=-1)) is not None
    taken = worker._claim(real_now(), worker.LEASE)
    assert taken is not None
    assert _again(event).last_error_code == worker.LOST
    assert _again(event).attempts == 1


def test_event_that_costs_every_worker_its_life_waits_for_a_person(scene: Scene, reactions: Reactions) -> None:
    event, other = _append(scene), _append(scene)
    reactions.append(lambda event, at: None)
    for _ in range(MAX_ATTEMPTS):
        claim = worker._claim(real_now(), timedelta(seconds=-1))  # and then its worker is killed
        assert claim is not None
        assert claim.event == event
    assert worker.work_off(lambda: scene.now) == 1
    parked = _again(event)
    assert (parked.attempts, parked.last_error_code) == (MAX_ATTEMPTS, worker.LOST)
    assert (parked.claimed_until, parked.settled_at) == (None, None)
    assert _again(other).settled_at
    (shown,) = worker_page(scene.by("admin")).troubled
    assert (shown.sequence, shown.is_stuck, shown.error) == (event.sequence, True, worker.LOST)


def test_lease_is_renewed_while_its_worker_works(many_connections: None, reactions: Reactions) -> None:
    scene, lease = Scene(), timedelta(seconds=0.4)
    event = _append(scene)
    claims: list[worker.Claim | None] = []

    def work_long(event: Event, at: object) -> None:
        for _ in range(6):
            time.sleep(0.2)
            claims.append(worker._claim(real_now(), lease))

    reactions.append(work_long)
    assert worker.work_off(lambda: scene.now, lease=lease) == 1
    assert claims == [None] * 6
    assert (_again(event).fence, _again(event).attempts) == (1, 0)
    assert _again(event).settled_at


def test_what_is_claimed_is_claimed_by_nobody_else(scene: Scene, reactions: Reactions) -> None:
    _append(scene)
    reactions.append(lambda event, at: None)
    assert worker._claim(real_now(), worker.LEASE) is not None
    assert worker._claim(real_now(), worker.LEASE) is None


def test_two_workers_issue_one_receipt(many_connections: None) -> None:
    scene = Scene()
    scene.collecting("dinkes")
    upload = Upload(scene.request("dinkes"), "isian.xlsx", (scene.workbook("dinkes", Filling()),))
    submission = scene.submission(receive(upload, by=scene.by("operator.dinkes"), at=scene.now))

    def issue() -> None:
        issue_receipt(Submission.objects.select_related("request__round").get(pk=submission.pk), at=scene.now)

    assert together(issue, issue) == []
    assert Letter.objects.filter(submission=submission, kind="receipt").count() == 1
    assert Event.objects.filter(kind="submission.receipted").count() == 1


def test_two_workers_leave_one_instrument(many_connections: None) -> None:
    scene = Scene()
    (letter,) = scene.initialled("dinkes")
    event = Event.objects.get(kind="letter.numbered", about_id=str(letter.pk))
    raised = together(*[lambda: build_workbook(event, at=scene.now)] * 2)
    assert [type(error) for error in raised] in ([], [IntegrityError])  # whoever comes second is refused or too late
    assert list(Instrument.objects.values_list("version", flat=True)) == [1]


def test_in_a_rush_every_receipt_is_out_before_the_first_file_is_read(scene: Scene) -> None:
    scene.collecting("dinkes", "disdik")
    sent = [(code, f"{code} {number}".encode()) for number in range(3) for code in ("dinkes", "disdik")]
    for code, data in sent:
        upload = Upload(scene.request(code), "isian.xlsx", (data,))
        receive(upload, by=scene.by(f"operator.{code}"), at=scene.now)
    scene.settle()
    kinds = Event.objects.filter(kind__in=["submission.receipted", "submission.refused"]).order_by("id")
    expected = ["submission.receipted"] * len(sent) + ["submission.refused"] * len(sent)
    assert list(kinds.values_list("kind", flat=True)) == expected
