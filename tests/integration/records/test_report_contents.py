"""A report that was drafted when its words stood among its figures is read and fingerprinted as it was drafted."""

import pytest

from sektoral.project.invariants.reports import check_reports
from sektoral.records.models import Letter
from sektoral.records.report_contents import FORMER_WORDS, content_digest, report_of
from tests.rounds import BOTH, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Letter:
    scene = Scene()
    round_ = scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.reported(round_)
    return Letter.objects.get(kind="report")


def test_its_figures_are_read_past_its_words(report: Letter) -> None:
    figures = report_of(report)
    report.content |= dict.fromkeys(FORMER_WORDS, "Demikian laporan ini.")
    assert report_of(report) == figures


def test_its_fingerprint_covers_its_words(report: Letter) -> None:
    assert list(check_reports(report.office, report.drafted_at)) == []
    before = content_digest(report)
    report.content |= {"closing": "Demikian laporan ini."}
    report.save(update_fields=["content"])
    assert content_digest(report) != before
    assert list(check_reports(report.office, report.drafted_at)) != []
