"""Receiving: kept and receipted first; who may send, what counts as its time, and that nothing is taken twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, WrongState
from sektoral.intake import files
from sektoral.records.models import Channel, Event, Letter, Submission
from sektoral.steps.step3_submit.actions.receiving import Upload, issue_receipt, receive
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def take_in(scene: Scene, data: bytes = b"words", key: str = "operator.dinkes", **more: object) -> Submission:
    upload = Upload(scene.request("dinkes"), "../../isian\u202e.xlsx", (data,), **more)  # type: ignore[arg-type]
    return receive(upload, by=scene.by(key), at=scene.now)


def test_whatever_comes_is_kept_and_receipted_before_it_is_read(scene: Scene) -> None:
    submission = take_in(scene, b"not a workbook at all")
    assert (submission.state, submission.version, submission.received_at) == ("received", 1, scene.now)
    assert files.read(submission.file) == b"not a workbook at all"
    assert submission.file.name == "isian.xlsx"
    scene.settle()
    assert scene.submission(submission).state == "refused"
    events = list(Event.objects.filter(about_id=str(submission.pk)).order_by("sequence").values_list("kind", flat=True))
    assert events == ["submission.received", "submission.receipted", "submission.refused"]


def test_nothing_is_taken_before_it_was_asked_for(scene: Scene) -> None:
    scene.signed("diskominfo")
    upload = Upload(scene.request("diskominfo"), "a.xlsx", (b"x",))
    with pytest.raises(WrongState, match="request_not_sent"):
        receive(upload, by=scene.by("operator.diskominfo"), at=scene.now)


def test_an_empty_file_and_one_too_large_are_refused_at_once(scene: Scene) -> None:
    with pytest.raises(Invalid, match="file_empty"):
        take_in(scene, b"")
    with pytest.raises(Invalid, match=r"file\.too_large"):
        take_in(scene, b"x" * (files.MAX_UPLOAD + 1))
    assert not Submission.objects.exists()


def test_the_same_file_is_taken_once(scene: Scene) -> None:
    take_in(scene)
    with pytest.raises(WrongState, match="file_already_received") as refusal:
        take_in(scene)
    assert refusal.value.facts == {"version": 1}
    other = Upload(scene.request("disdik"), "a.xlsx", (b"words",))
    assert receive(other, by=scene.by("operator.disdik"), at=scene.now).version == 1


def test_only_the_agency_s_operator_and_the_jp_bring_in_files(scene: Scene) -> None:
    for key in ("kepala.dinkes", "operator.disdik", "sukor", "kadis", "auditor", "bps"):
        with pytest.raises(Refused, match="not_permitted"):
            take_in(scene, key=key)
    assert take_in(scene, key="jp1").received_by == scene.by("jp1").person


def test_another_office_finds_no_request(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"))
    upload = Upload(scene.request("dinkes"), "a.xlsx", (b"x",))
    with pytest.raises(NotFound, match="not_found"):
        receive(upload, by=other.by("jp1"), at=other.now)


def test_what_the_office_states_decides_about_lateness(scene: Scene) -> None:
    due = scene.request("dinkes").due_at
    assert due is not None
    scene.now = due + timedelta(days=1)
    submission = take_in(
        scene, scene.workbook("dinkes", BOTH), "jp1", channel=Channel.FLASH_DISK, stated_at=due, evidence="buku tamu"
    )
    scene.settle()
    assert scene.request("dinkes").data_received_at == due
    assert submission.letters.get(kind="receipt").content["timeliness"] == "on_time"


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_receipt_tells_the_second_after_the_deadline_from_the_deadline(scene: Scene, seconds: int) -> None:
    due = scene.request("dinkes").due_at
    assert due is not None
    scene.now = due + timedelta(seconds=seconds)
    submission = scene.upload("dinkes", BOTH)
    timeliness = submission.letters.get(kind="receipt").content["timeliness"]
    assert timeliness == ("late" if seconds else "on_time")


def _sent_at(scene: Scene) -> datetime:
    sent_at = scene.request("dinkes").sent_at
    assert sent_at is not None
    return sent_at


WRONG_STATEMENTS: dict[str, tuple[str, Callable[[Scene], datetime], str, type[SektoralError]]] = {
    "evidence_missing": ("jp1", _sent_at, "  ", Invalid),
    "stated_later_than_recorded": ("jp1", lambda scene: scene.now + timedelta(seconds=1), "buku tamu", Invalid),
    "stated_before_request": ("jp1", lambda scene: _sent_at(scene) - timedelta(seconds=1), "buku tamu", Invalid),
    "not_permitted": ("operator.dinkes", _sent_at, "buku tamu", Refused),
}


@pytest.mark.parametrize("code", WRONG_STATEMENTS)
def test_a_time_is_stated_by_the_office_with_evidence_and_within_reason(scene: Scene, code: str) -> None:
    key, stated_at, evidence, kind = WRONG_STATEMENTS[code]
    scene.later(hours=1)
    with pytest.raises(kind, match=code):
        take_in(scene, key=key, channel=Channel.PAPER, stated_at=stated_at(scene), evidence=evidence)
    assert not Submission.objects.exists()


def test_a_receipt_is_issued_once(scene: Scene) -> None:
    submission = take_in(scene)
    first = issue_receipt(submission, at=scene.now)
    assert issue_receipt(submission, at=scene.later(minutes=1)) == first
    Event.objects.filter(kind="submission.received").update(settled_at=None)
    scene.settle()
    assert Letter.objects.filter(kind="receipt").count() == 1


def test_what_comes_after_the_round_is_closed_is_still_taken(scene: Scene) -> None:
    round_ = scene.request("dinkes").round
    scene.reported(round_)
    scene.later(days=20)
    assert scene.upload("dinkes", FIRST).state == "awaiting_letter"
