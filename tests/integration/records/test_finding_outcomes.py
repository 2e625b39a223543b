"""What reports tell of findings, of tables in time and of the round before is read as it was when the intake closed."""

import pytest

from sektoral.domain.report_parts import FaultCount
from sektoral.project.invariants.reports import check_reports
from sektoral.records.finding_outcomes import count_tables_in_time, quality_of_round
from sektoral.records.last_rounds import last_round_of
from sektoral.records.models import FindingRecord, Letter, Observation, Round, Submission
from sektoral.records.report_contents import report_of
from tests.rounds import BOTH, FIRST, Scene

pytestmark = pytest.mark.django_db


def _reported(scene: Scene) -> Letter:
    round_ = scene.collecting("dinkes", "disdik")
    submission = scene.hand_over("dinkes", BOTH)
    FindingRecord.objects.create(
        office=scene.office,
        submission=submission,
        position=900,
        code="changed_much",
        severity="periksa",
        table="T01",
        sheet="T01",
        cell="C8",
        explanation="Sudah dicocokkan.",
    )
    scene.accept_all(submission)
    return scene.reported(Round.objects.get(pk=round_.pk))


def test_the_report_counts_findings_tables_in_time_and_says_that_there_is_no_round_before() -> None:
    scene = Scene()
    letter = _reported(scene)
    body, round_ = report_of(letter), letter.round
    assert round_ is not None
    assert body.quality is not None
    assert body.coverage is not None
    assert FaultCount(1, 1, 0, 0) in [kind.count for kind in body.quality.kinds if kind.code == "changed_much"]
    assert (body.coverage.tables_in_time, body.coverage.tables, body.coverage.agencies_complete) == (2, 3, 1)
    assert body.last_round is None
    assert last_round_of(round_, until=scene.now) is None
    assert list(check_reports(scene.office, scene.now)) == []


def test_what_is_explained_or_sent_after_the_closing_changes_nothing() -> None:
    scene = Scene()
    letter = _reported(scene)
    until = Round.objects.get().intake_closed_at
    assert until is not None
    before = quality_of_round(Round.objects.get(), until), count_tables_in_time(Round.objects.get(), until)
    scene.later(days=1)
    scene.accept_all(scene.hand_over("disdik", FIRST))
    assert (quality_of_round(Round.objects.get(), until), count_tables_in_time(Round.objects.get(), until)) == before
    assert report_of(letter).quality == before[0]
    assert list(check_reports(scene.office, scene.now)) == []


def test_falsified_findings_times_and_corrections_are_noticed() -> None:
    scene = Scene()
    _reported(scene)
    FindingRecord.objects.filter(position=900).update(severity="salah")
    Submission.objects.update(read_at=scene.now)
    assert any("temuan tidak sama" in fault for fault in check_reports(scene.office, scene.now))
    Submission.objects.update(received_at=scene.now)
    assert any("kelengkapan dan ketepatan" in fault for fault in check_reports(scene.office, scene.now))
    assert Observation.objects.filter(version__gt=1).count() == 0
