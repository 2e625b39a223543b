"""A transcript comes back exactly, and one that does not fit its instrument is refused before anything is read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.transcripts import (
    Answer,
    Explanation,
    Statement,
    Transcript,
    check_transcript,
    from_json,
    to_json,
)
from tests.instruments import health_instrument

DEFINITION = health_instrument()
SHEET, TABLE = DEFINITION.sheets[0]
ROW, COLUMN = TABLE.rows[0].code, TABLE.columns[0].code
TYPED = Answer(SHEET, ROW, COLUMN, text="12")
TAKEN = Answer(SHEET, ROW, COLUMN, sheet="Lembar1", cell="C8")
WORDS = st.text(max_size=20)


def transcript(*answers: Answer, **more: object) -> Transcript:
    taken = any(one.cell for one in answers)
    return replace(
        Transcript(DEFINITION.id, file="a" * 64 if taken else "", answers=answers),
        **more,  # type: ignore[arg-type]
    )


@given(
    st.lists(st.builds(Answer, *[WORDS] * 8), max_size=4),
    st.lists(st.builds(Statement, WORDS, st.booleans()), max_size=2),
)
def test_transcript_comes_back_exactly(answers: list[Answer], statements: list[Statement]) -> None:
    one = Transcript(
        "id", "", "id-ID", ";", "utf-8", tuple(answers), tuple(statements), (Explanation("T01", "A", "ya"),)
    )
    assert from_json(to_json(one)) == one
    assert to_json(from_json(to_json(one))) == to_json(one)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema":"x","transcript":{}}', "null"])
def test_other_text_is_no_transcript(text: str) -> None:
    with pytest.raises(Invalid, match="transcript_unreadable"):
        from_json(text)


@pytest.mark.parametrize("one", [transcript(TYPED), transcript(TAKEN), transcript(replace(TAKEN, factor="1000"))])
def test_answer_to_a_cell_that_is_asked_fits(one: Transcript) -> None:
    check_transcript(one, DEFINITION)


MALFORMED = {
    "another instrument": transcript(TYPED, instrument="lain"),
    "an unknown table": transcript(replace(TYPED, table="T99")),
    "an unknown row": transcript(replace(TYPED, row="x")),
    "an unknown column": transcript(replace(TYPED, column="x")),
    "one cell answered twice": transcript(TYPED, replace(TYPED, text="13")),
    "one cell of the file taken twice": transcript(TAKEN, replace(TAKEN, column=TABLE.columns[1].code)),
    "typed and taken": transcript(replace(TAKEN, text="12")),
    "neither typed nor taken": transcript(replace(TYPED, text="")),
    "a cell that no sheet has": transcript(replace(TAKEN, cell="XFE1")),
    "no address": transcript(replace(TAKEN, cell="C0")),
    "a factor on what was typed": transcript(replace(TYPED, factor="1000")),
    "a factor of nothing": transcript(replace(TAKEN, factor="0")),
    "a negative factor": transcript(replace(TAKEN, factor="-1000")),
    "an endless factor": transcript(replace(TAKEN, factor="Infinity")),
    "no number as factor": transcript(replace(TAKEN, factor="juta")),
    "a factor that changes nothing": transcript(replace(TAKEN, factor="1")),
    "taken from no file": transcript(TAKEN, file=""),
    "typed from a file": transcript(TYPED, file="a" * 64),
    "the period asked for as another one": transcript(replace(TYPED, period=DEFINITION.period)),
    "a style that nobody writes": transcript(TYPED, locale="fr"),
    "far too much text": transcript(replace(TYPED, text="1" * 201)),
    "an unknown table declared": transcript(statements=(Statement("T99", is_nil=True),)),
    "a table declared twice": transcript(statements=(Statement(SHEET, is_nil=True), Statement(SHEET))),
    "no date": transcript(statements=(Statement(SHEET, reason="1", expected_on="besok"),)),
    "an unknown row explained": transcript(TYPED, explanations=(Explanation(SHEET, "x", "ya"),)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="transcript_malformed"):
        check_transcript(MALFORMED[name], DEFINITION)


def test_period_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Invalid, match="period_unreadable"):
        check_transcript(transcript(replace(TYPED, period="lalu")), DEFINITION)
