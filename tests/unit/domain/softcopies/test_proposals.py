"""What was found travels as JSON, exactly."""

import json

import pytest
from hypothesis import given, settings

from sektoral.domain.softcopies.proposals import from_json, to_json, to_plain
from sektoral.domain.softcopies.reading import propose
from tests.unit.domain.softcopies.test_drawn_tables import tables
from tests.workbooks.drawn_softcopies import sheet


@settings(max_examples=25, deadline=None)
@given(tables())
def test_a_proposal_comes_back_as_it_was(drawn):
    proposal = propose([drawn.grid])

    assert from_json(to_json(proposal)) == proposal


def test_marks_formulas_errors_and_questions_come_back():
    proposal = propose(
        [sheet(["Kecamatan", "2023"], ["Marbau", "1.040"], ["Na IX-X", "-"], ["Aek Kuo", ""], ["Aek Natas", 3.0],
               formulas={(5, 2): "1+2"}, errors={(4, 2): "#N/A"})]
    )  # fmt: skip

    assert from_json(to_json(proposal)) == proposal


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema":"sektoral.softcopy/1"}'])
def test_any_other_text_is_no_proposal(text):
    with pytest.raises(ValueError, match=r".*"):
        from_json(text)


@pytest.mark.parametrize("cell", [[1], ["a", 1, "number"], [1, 1, "many"], 7])
def test_a_cell_of_another_shape_is_no_proposal(cell):
    written = dict(to_plain(propose([sheet(["Kecamatan", "2023"], ["Marbau", 4], ["Na IX-X", 5])])))
    written["cells"] = [[cell]]

    with pytest.raises(ValueError, match=r".*"):
        from_json(json.dumps(written))
