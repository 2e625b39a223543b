"""The figures of an evidence bundle as CSV: what an agency named itself runs in no spreadsheet."""

import csv
from collections import defaultdict
from dataclasses import replace

import pytest

from sektoral.bank.actions import ReadCell, answered_cells
from sektoral.records.models import Round, SubmissionItem
from sektoral.steps.step5_report.queries import evidence_values
from sektoral.steps.step5_report.queries.evidence_values import values_text
from tests.rounds import FIRST, Scene


@pytest.mark.django_db
def test_a_sheet_that_is_named_like_a_formula_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(item: SubmissionItem) -> list[ReadCell]:
        return [replace(cell, sheet="=cmd|'x'!A1") for cell in answered_cells(item)]

    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", FIRST))
    monkeypatch.setattr(evidence_values, "answered_cells", renamed)
    text = values_text(Round.objects.get(), defaultdict(str))
    assert {row["lembar"] for row in csv.DictReader(text.splitlines())} == {"'=cmd|'x'!A1"}
