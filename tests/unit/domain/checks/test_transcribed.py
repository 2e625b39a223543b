"""A transcript is checked as a workbook is, and what is found leads to the cell of the agency's file."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.results import TableState, Verdict
from sektoral.domain.checks.transcribed import TranscribedResult, check_transcribed
from sektoral.domain.grids import Grid, Raw, column_letters, raw_text
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import lay_out
from sektoral.domain.numbers import Locale
from sektoral.domain.transcripts import Answer, Explanation, Statement, Transcript, check_transcript
from tests.workbooks.drawn import Drawn, draw

FILE = "a" * 64


def grids_of(drawn: Drawn) -> list[Grid]:
    """The sheets of a drawn workbook as the reader sees them."""
    return [grid_of(sheet.name, dict(sheet.cells)) for sheet in drawn.book.sheets]


def grid_of(name: str, cells: dict[tuple[int, int], object], **parts: object) -> Grid:
    height, width = max(row for row, _ in cells), max(column for _, column in cells)
    rows: list[list[Raw]] = [[""] * width for _ in range(height)]
    for (row, column), content in cells.items():
        rows[row - 1][column - 1] = content  # type: ignore[call-overload]
    return Grid(name, rows, **parts)  # type: ignore[arg-type]


def answers_of(drawn: Drawn) -> list[tuple[Answer, Raw]]:
    """Every input cell with what stands in it."""
    found = []
    for layout in lay_out(drawn.definition).tables:
        for cell in layout.input_cells():
            value = drawn.book[layout.sheet].cells[cell.row, cell.column]
            found.append((Answer(layout.sheet, cell.row_def.code, cell.column_def.code), value))
    return found  # type: ignore[return-value]


def typed(drawn: Drawn) -> Transcript:
    texts = [(one, raw_text(value).replace(".", ",")) for one, value in answers_of(drawn)]
    answers = tuple(replace(one, text=text) for one, text in texts)
    return Transcript(drawn.definition.id, locale="id-ID", answers=answers)


def taken(drawn: Drawn, dice: Random) -> tuple[Transcript, Grid]:
    """The same answers strewn over a sheet of the agency's own."""
    answers = answers_of(drawn)
    places = dice.sample([(row, column) for row in range(4, 400) for column in range(2, 30)], len(answers))
    cells = {place: value for place, (_, value) in zip(places, answers, strict=True)}
    moved = [
        replace(one, sheet="Rekap", cell=f"{column_letters(column)}{row}")
        for (row, column), (one, _) in zip(places, answers, strict=True)
    ]
    return Transcript(drawn.definition.id, file=FILE, answers=tuple(moved)), grid_of(
        "Rekap", {(1, 1): "Judul", **cells}
    )


def figures(tables: Sequence[object]) -> set[tuple[str, str, str, str, str]]:
    return {(t.sheet, c.row, c.column, c.text, c.mark) for t in tables for c in t.cells}  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(6))
def test_typed_answers_are_the_figures_of_the_workbook(seed: int) -> None:
    drawn = draw(Random(seed), 5)
    workbook = check_instrument(drawn.definition, grids_of(drawn))
    transcript = typed(drawn)
    check_transcript(transcript, drawn.definition)
    found = check_transcribed(drawn.definition, transcript, [], locale=Locale.ID)
    assert (found.result.verdict, found.result.findings) == (Verdict.ACCEPTED, ())
    assert figures(found.result.tables) == figures(workbook.tables)
    assert [t.cells[0].cell for t in found.result.tables] == [t.cells[0].cell for t in workbook.tables]


@pytest.mark.parametrize("seed", range(6))
def test_taken_cells_are_the_figures_of_the_workbook_at_their_own_addresses(seed: int) -> None:
    drawn, dice = draw(Random(seed), 5), Random(seed)
    transcript, sheet = taken(drawn, dice)
    check_transcript(transcript, drawn.definition)
    found = check_transcribed(drawn.definition, transcript, [sheet])
    assert found.result.findings == ()
    assert figures(found.result.tables) == figures(check_instrument(drawn.definition, grids_of(drawn)).tables)
    expected = {(one.table, one.row, one.column): one.cell for one in transcript.answers}
    stands = {(t.sheet, c.row, c.column): c.cell for t in found.result.tables for c in t.cells}
    assert stands == expected
    assert {c.sheet for t in found.result.tables for c in t.cells} == {"Rekap"}


def _one_cell(value: Raw, *, factor: str = "", **parts: object) -> tuple[InstrumentDef, TranscribedResult]:
    """A table of which a single cell is taken, at Rekap!D9."""
    definition = draw(Random(1), 1).definition
    table = definition.sheets[0][1]
    one = Answer("T01", table.rows[0].code, table.columns[0].code, sheet="Rekap", cell="D9", factor=factor)
    cells: dict[tuple[int, int], object] = {(1, 1): "x", (9, 4): value}
    sheet = grid_of("Rekap", cells, **parts)
    return definition, check_transcribed(definition, Transcript(definition.id, file=FILE, answers=(one,)), [sheet])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("banyak", "not_a_number"),
        (True, "boolean_in_input"),
        (-4, "below_minimum"),
        (1.5, "not_whole"),
        ("1.234", "number_ambiguous"),
    ],
)
def test_fault_stands_at_the_cell_of_the_file(value: Raw, code: str) -> None:
    _, found = _one_cell(value)
    assert (code, "Rekap", "D9") in {(one.code, one.sheet, one.cell) for one in found.result.findings}


def test_error_of_the_file_stands_at_its_cell() -> None:
    _, found = _one_cell("", errors={(9, 4): "#REF!"})
    assert ("error_in_input", "Rekap", "D9") in {(one.code, one.sheet, one.cell) for one in found.result.findings}


def test_formula_of_the_agencys_own_counts_with_its_result_and_is_told() -> None:
    _, found = _one_cell(12, formulas={(9, 4): "SUM(D1:D8)"})
    assert [c.text for c in found.result.tables[0].cells] == ["12"]
    told = [one for one in found.result.findings if one.code == "formula_result"]
    assert [(one.sheet, one.cell, one.facts["formula"]) for one in told] == [("Rekap", "D9", "SUM(D1:D8)")]


def test_formula_without_a_result_is_no_figure() -> None:
    _, found = _one_cell("", formulas={(9, 4): "SUM(D1:D8)"})
    assert found.result.tables[0].cells == ()
    assert "formula_without_result" in {one.code for one in found.result.findings}


@pytest.mark.parametrize(
    ("value", "factor", "text"),
    [
        (1.5, "1000000", "1500000"),
        ("1.234,5", "1000", "1234500"),
        (3, "0.001", "0.003"),
        (123456789.123, "1000000", "123456789123000"),
    ],
)
def test_unit_of_the_file_is_multiplied_exactly_and_its_own_text_kept(value: Raw, factor: str, text: str) -> None:
    _, found = _one_cell(value, factor=factor)
    cells = found.result.tables[0].cells
    assert [(c.text, c.source_text) for c in cells] == [(text, raw_text(value))]


def test_cell_that_nothing_answers_is_missing_where_the_form_has_it() -> None:
    definition, found = _one_cell(5)
    asked = len(definition.sheets[0][1].rows) * len(definition.sheets[0][1].columns)
    empty = [one for one in found.result.findings if one.code == "cell_empty"]
    assert len(empty) == asked - 1
    assert {one.sheet for one in empty} == {"T01"}


def test_file_that_lacks_the_sheet_answers_nothing() -> None:
    drawn = draw(Random(2), 2)
    transcript, sheet = taken(drawn, Random(2))
    found = check_transcribed(drawn.definition, transcript, [replace(sheet, name="Lain")])
    assert {table.state for table in found.result.tables} == {TableState.EMPTY}


def test_table_stated_nil_or_not_available_is_an_answer() -> None:
    drawn = draw(Random(3), 2)
    said = (Statement("T01", is_nil=True), Statement("T02", reason="1 · Belum selesai diolah", remark="Maret"))
    found = check_transcribed(drawn.definition, Transcript(drawn.definition.id, statements=said), [])
    assert [table.state for table in found.result.tables] == [TableState.NIL, TableState.UNAVAILABLE]
    assert found.result.tables[1].declaration.remark == "Maret"
    assert found.result.verdict is Verdict.ACCEPTED


def test_explanation_stands_beside_the_figures_of_its_row() -> None:
    drawn = draw(Random(4), 1)
    row = drawn.definition.sheets[0][1].rows[1].code
    transcript = replace(typed(drawn), explanations=(Explanation("T01", row, "Panen raya."),))
    cells = check_transcribed(drawn.definition, transcript, [], locale=Locale.ID).result.tables[0].cells
    assert {c.explanation for c in cells if c.row == row} == {"Panen raya."}
    assert {c.explanation for c in cells if c.row != row} == {""}


def test_figures_of_other_periods_come_along_unless_they_are_wrong() -> None:
    drawn = draw(Random(5), 1)
    table = drawn.definition.sheets[0][1]
    column = table.columns[0].code
    first, second = (row.code for row in table.rows[:2])
    answers = (
        *typed(drawn).answers,
        Answer("T01", first, column, sheet="Rekap", cell="B2", period="2023"),
        Answer("T01", second, column, sheet="Rekap", cell="B3", period="2023"),
    )
    sheet = grid_of("Rekap", {(1, 1): "x", (2, 2): 77, (3, 2): "rusak"})
    transcript = Transcript(drawn.definition.id, file=FILE, answers=answers)
    found = check_transcribed(drawn.definition, transcript, [sheet], locale=Locale.ID)
    assert found.result.verdict is Verdict.ACCEPTED
    assert [(one.period, one.cell.row, one.cell.text, one.cell.cell) for one in found.earlier["T01"]] == [
        ("2023", first, "77", "B2")
    ]
    told = [(one.code, one.sheet, one.facts) for one in found.result.findings]
    assert told == [("earlier_left_out", "Rekap", {"period": "2023", "count": "1"})]


def test_column_of_personal_numbers_in_the_file_is_named() -> None:
    drawn = draw(Random(6), 1)
    transcript, sheet = taken(drawn, Random(6))
    rows = [list(row) for row in sheet.rows]
    for number in range(1, 4):
        rows[number][0] = f"327301010190000{number}"
    found = check_transcribed(drawn.definition, transcript, [replace(sheet, rows=rows)])
    assert found.result.personal_columns == ("Rekap kolom A (NIK/KK)",)
