"""Verbs of all steps by several people or workers at the same time: each thing happens once, and nothing is lost."""

from collections.abc import Callable

import pytest
from django.db import transaction

from sektoral.adapters.typesetting import render
from sektoral.domain.errors import SektoralError, WrongState
from sektoral.letters.actions import finalising
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.records.models import Event, Letter, Observation, Round, Submission, SubmissionItem
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal
from sektoral.steps.step3_submit.actions.reading import read_submission
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.withdrawing import withdraw
from sektoral.steps.step4_check.actions.deciding import accept, return_items
from sektoral.steps.step5_report.actions import close_intake, draft_report
from tests.rounds import BOTH, CORRECTED, FIRST, Scene, together
from tests.signed_papers import plain_letter

SCAN = Scan("045/77/DINKES/2026", "surat.pdf", plain_letter())


@pytest.fixture
def scene(many_connections: None) -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    return scene


def test_two_at_once_get_two_versions_and_the_same_file_only_one(scene: Scene) -> None:
    request, operator = scene.request("dinkes"), scene.by("operator.dinkes")

    def bring(data: bytes) -> Submission:
        return receive(Upload(request, "a.xlsx", (data,)), by=operator, at=scene.now)

    raised = together(*(lambda data=data: bring(data) for data in (b"one", b"two", b"one", b"three")))
    assert [error.code for error in raised if isinstance(error, SektoralError)] == ["file_already_received"]
    assert sorted(Submission.objects.values_list("version", flat=True)) == [1, 2, 3]


def test_two_who_draft_at_once_draft_one_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    operator, jp = scene.by("operator.dinkes"), scene.by("jp1")
    raised = together(
        lambda: draft_transmittal(scene.submission(submission), by=operator, at=scene.now),
        lambda: draft_transmittal(scene.submission(submission), by=jp, at=scene.now),
    )
    assert [getattr(error, "code", "") for error in raised] == ["transmittal_exists"]


def test_signature_and_scan_at_once_complete_once(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    head, jp = scene.by("kepala.dinkes"), scene.by("jp1")
    shown = finalise(letter, by=head, at=scene.now).sha256
    together(
        lambda: sign(letter, sha256=shown, by=head, at=scene.now, gateway=local_authority()),
        lambda: attach_letter(scene.submission(submission), SCAN, by=jp, at=scene.now),
    )
    scene.settle()
    assert Event.objects.filter(kind="submission.complete").count() == 1
    assert Letter.objects.filter(kind="transmittal", state="signed").count() == 1


def test_two_checkers_at_once_store_everything_once(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    items, actors = scene.items(submission), [scene.by(key) for key in ("sukor", "kabid", "jp1")]
    raised = together(*(lambda actor=actor: accept(items, by=actor, at=scene.now) for actor in actors))
    assert len(raised) == 2
    assert {type(error) for error in raised} == {WrongState}
    assert Observation.objects.count() == 8
    assert Event.objects.filter(kind="item.stored").count() == 2


def test_twenty_who_accept_at_once_store_one_set_of_values_by_one_event_each(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    items, actors = scene.items(submission), [scene.by(key) for key in ("sukor", "kabid")]
    deeds = [lambda by=actors[number % 2]: accept(items, by=by, at=scene.now) for number in range(20)]
    raised = together(*deeds)
    assert [type(error) for error in raised] == [WrongState] * 19
    assert Event.objects.filter(kind="item.stored").count() == len(items) == 2
    assert Observation.objects.count() == Observation.objects.filter(version=1, superseded_at=None).count() == 8


def test_of_acceptance_and_return_at_once_one_wins_and_the_other_hears_what_came_of_it(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", FIRST)
    items, sukor, kabid = scene.items(submission), scene.by("sukor"), scene.by("kabid")
    raised = together(
        lambda: accept(items, by=sukor, at=scene.now),
        lambda: return_items(items, reason="Salah.", by=kabid, at=scene.now),
    )
    assert [type(error) for error in raised] == [WrongState]
    item = SubmissionItem.objects.get(submission=submission)
    assert (item.state, Observation.objects.count()) in {("stored", 4), ("returned", 0)}
    assert Event.objects.filter(kind__in=["item.stored", "item.returned"]).count() == 1


def test_of_acceptance_and_recall_at_once_one_wins(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", FIRST)
    items, sukor, operator = scene.items(submission), scene.by("sukor"), scene.by("operator.dinkes")
    raised = together(
        lambda: accept(items, by=sukor, at=scene.now),
        lambda: withdraw(scene.submission(submission), reason="Keliru.", by=operator, at=scene.now),
    )
    assert [type(error) for error in raised] == [WrongState]
    item = SubmissionItem.objects.get(submission=submission)
    came_of_it = (scene.submission(submission).state, item.state, Observation.objects.count())
    assert came_of_it in {("checked", "stored", 4), ("withdrawn", "superseded", 0)}


def test_a_correction_read_while_the_first_is_accepted_loses_nothing(scene: Scene) -> None:
    first = scene.hand_over("dinkes", FIRST)
    data = scene.workbook("dinkes", CORRECTED)
    later = receive(Upload(scene.request("dinkes"), "b.xlsx", (data,)), by=scene.by("operator.dinkes"), at=scene.now)
    items, sukor = scene.items(first), scene.by("sukor")
    raised = together(
        lambda: accept(items, by=sukor, at=scene.now),
        lambda: read_submission(scene.submission(later), at=scene.now),
    )
    assert all(isinstance(error, WrongState) for error in raised)
    item = SubmissionItem.objects.get(submission=first)
    stored = Observation.objects.filter(superseded_at=None).count()
    assert (item.state, stored) in [("stored", 4), ("superseded", 0)]
    assert Submission.objects.get(pk=later.pk).state == "awaiting_letter"


def test_two_who_draft_at_once_draft_one_report(scene: Scene) -> None:
    round_ = scene.request("dinkes").round
    close_intake(round_, by=scene.by("kabid"), at=scene.later(minutes=1))
    actors = [scene.by("jp1"), scene.by("jp2")]
    raised = together(
        *(lambda by=by: draft_report(Round.objects.get(pk=round_.pk), by=by, at=scene.now) for by in actors)
    )
    assert [getattr(error, "code", "") for error in raised] == ["report_exists"]
    assert Letter.objects.filter(kind="report").count() == 1


def test_nothing_is_locked_while_a_page_is_set_or_a_gateway_asked(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = draft_transmittal(scene.upload("dinkes", BOTH), by=scene.by("operator.dinkes"), at=scene.now)
    head, seen = scene.by("kepala.dinkes"), list[str]()

    def lock() -> None:
        with transaction.atomic():
            Letter.objects.select_for_update(nowait=True, of=("self",)).get(pk=letter.pk)

    def unlocked(deed: Callable[..., object]) -> Callable[..., object]:
        def watched(*args: object) -> object:
            assert together(lock) == []
            seen.append(deed.__name__)
            return deed(*args)

        return watched

    monkeypatch.setattr(finalising, "render", unlocked(render))
    monkeypatch.setattr(local_authority(), "sign", unlocked(local_authority().sign))
    shown = finalise(letter, by=head, at=scene.now).sha256
    sign(letter, sha256=shown, by=head, at=scene.now, gateway=local_authority())
    assert seen == ["render", "sign"]
