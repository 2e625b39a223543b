"""A form asks by codes, and whatever way Google writes its responses they are read by them."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime

import pytest

from sektoral.domain.checks.readings import label_of
from sektoral.domain.errors import Invalid
from sektoral.domain.google_forms.choosing import answers_of, rows_of
from sektoral.domain.google_forms.questions import (
    CELLS_AT_MOST,
    FormLayout,
    QuestionKind,
    sections_of,
    suggested_layout,
    tag_of,
)
from sektoral.domain.google_forms.responses import Responses, is_form, read_responses
from sektoral.domain.google_forms.script import NUMBER_OR_MARK, question_rows, script_of
from sektoral.domain.google_forms.times import TimeStyle, read_times
from sektoral.domain.grids import Grid, Raw
from tests.instruments import health_instrument

DEFINITION = health_instrument()
TABLE = DEFINITION.table("T01")
FIRST, SECOND = (row.code for row in TABLE.rows[:2])
UNIT = f"[sektoral|{tag_of(DEFINITION)}] Unit pengisi"
PICK = "[T01|*] Kecamatan"


def heads(layout: FormLayout) -> list[str]:
    sections = sections_of(DEFINITION, {"T01": layout})
    return ["Timestamp", *(one.title for section in sections for one in section.questions)]


def rows_of_file(*lines: list[Raw], layout: FormLayout = FormLayout.ROWS) -> list[Grid]:
    return [Grid("Form Responses 1", [heads(layout), *lines])]


def read(*lines: list[Raw], layout: FormLayout = FormLayout.ROWS) -> Responses:
    found = read_responses(DEFINITION, rows_of_file(*lines, layout=layout))
    assert found is not None
    return found


def line(at: Raw, unit: str, row: str, *values: Raw) -> list[Raw]:
    label = next((f"{one.code} · {one.label}" for one in TABLE.rows if one.code == row), row)
    return [at, unit, label, *values]


# asking
def test_every_cell_is_asked_once_where_one_response_answers_the_table() -> None:
    section = sections_of(DEFINITION, {"T01": FormLayout.CELLS})[1]
    assert len(section.questions) == len(TABLE.rows) * len(TABLE.columns)
    assert len({one.title for one in section.questions}) == len(section.questions)
    assert section.questions[0].title.startswith(f"[T01|{FIRST}|{TABLE.columns[0].code}] ")


def test_row_is_chosen_from_a_list_where_each_unit_answers_its_own() -> None:
    first, *others = sections_of(DEFINITION, {"T01": FormLayout.ROWS})[1].questions
    assert (first.kind, len(first.choices)) == (QuestionKind.CHOICE, len(TABLE.rows))
    assert [one.title.partition("] ")[2] for one in others] == [f"{label_of(c)} (orang)" for c in TABLE.columns]


def test_large_table_is_better_asked_by_rows() -> None:
    assert {
        suggested_layout(table)
        for _, table in DEFINITION.sheets
        if len(table.rows) * len(table.columns) <= CELLS_AT_MOST
    } == {FormLayout.CELLS}


def test_script_is_one_program_with_one_literal() -> None:
    sections = sections_of(DEFINITION, {sheet: suggested_layout(table) for sheet, table in DEFINITION.sheets})
    text = script_of(DEFINITION, sections)
    assert text.isascii()
    literal = text[text.index("const ISI = ") + 12 : text.index(";\n\nfunction buatFormulir")]
    asked = [one["judul"] for part in json.loads(literal)["bagian"] for one in part["pertanyaan"]]
    assert asked == [one.title for section in sections for one in section.questions]
    assert text.count("setCollectEmail(false)") == 1


@pytest.mark.parametrize("nasty", ['");alert(1);//', "`${x}`", "</script>", "\u2028", "'\"\\"])
def test_no_words_of_a_table_become_program(nasty: str) -> None:
    definition = replace(DEFINITION, title=nasty, sheets=(("T01", replace(TABLE, title=nasty, note=nasty)),))
    text = script_of(definition, sections_of(definition, {"T01": FormLayout.ROWS}))
    literal = text[text.index("const ISI = ") + 12 : text.index(";\n\nfunction buatFormulir")]
    assert json.loads(literal)["bagian"][1]["uraian"] == nasty


def test_questions_as_rows_say_all_that_the_script_says() -> None:
    sections = sections_of(DEFINITION, {"T01": FormLayout.ROWS})
    rows = question_rows(sections)
    assert [row[1] for row in rows] == [one.title for section in sections for one in section.questions]
    assert rows[1][3].count(" | ") == len(TABLE.rows) - 1


@pytest.mark.parametrize("text", ["12", "1.234,5", "-3", "...", "–", "NA", "~0", " 7 "])
def test_form_takes_numbers_and_marks(text: str) -> None:
    assert re.fullmatch(NUMBER_OR_MARK, text)


@pytest.mark.parametrize("text", ["banyak", "12 orang", "Rp 5", "", "=1+1"])
def test_form_takes_nothing_else(text: str) -> None:
    assert not re.fullmatch(NUMBER_OR_MARK, text)


# times
@pytest.mark.parametrize(
    ("texts", "style", "first"),
    [
        (
            ["23/11/2026 9:15:04", "24/11/2026 10:00:00"],
            TimeStyle.DAY_FIRST,
            datetime.fromisoformat("2026-11-23T09:15:04"),
        ),
        (
            ["11/23/2026 9:15:04", "11/24/2026 10:00:00"],
            TimeStyle.MONTH_FIRST,
            datetime.fromisoformat("2026-11-23T09:15:04"),
        ),
        (
            ["2026/11/23 9:15:04 AM GMT+7", "2026/11/23 1:00:00 PM GMT+7"],
            TimeStyle.YEAR_FIRST,
            datetime.fromisoformat("2026-11-23T09:15:04"),
        ),
        (
            ["2026-11-23 09:15:04", "2026-11-23T13:00:00"],
            TimeStyle.YEAR_FIRST,
            datetime.fromisoformat("2026-11-23T09:15:04"),
        ),
        (["02/11/2026 9:15:04", "03/11/2026 8:00:00", "10/11/2026 8:00:00"], None, None),
        (
            ["05/11/2026 9:15:04", "03/12/2026 8:00:00"],
            TimeStyle.DAY_FIRST,
            datetime.fromisoformat("2026-11-05T09:15:04"),
        ),
        (
            ["02/11/2026 9.15.04", "13/11/2026 8.00.00"],
            TimeStyle.DAY_FIRST,
            datetime.fromisoformat("2026-11-02T09:15:04"),
        ),
        (["12:00", "kemarin"], None, None),
    ],
)
def test_style_of_times_is_told_by_what_is_possible_and_rises(
    texts: list[str], style: TimeStyle | None, first: datetime | None
) -> None:
    times, found = read_times(texts)
    assert found is style
    if first is not None:
        assert times[0] == first


def test_times_of_a_workbook_need_no_reading() -> None:
    stamp = datetime.fromisoformat("2026-11-23T09:15:04")
    assert read_times([stamp, ""]) == ([stamp, None], TimeStyle.YEAR_FIRST)


# reading
def test_only_the_export_of_such_a_form_is_one() -> None:
    assert is_form(rows_of_file())
    assert not is_form([Grid("Lembar1", [["Kecamatan", "Jumlah [orang]"], ["A", 1]])])
    assert read_responses(DEFINITION, [Grid("Lembar1", [["Kecamatan"], ["A"]])]) is None


def test_response_by_row_answers_the_row_that_was_chosen() -> None:
    found = read(line("23/11/2026 9:15:04", "Puskesmas A", FIRST, 12, 13))
    assert [(g.table, g.row, g.column, g.cell, g.text) for g in found.given] == [
        ("T01", FIRST, "L", "D2", "12"),
        ("T01", FIRST, "P", "E2", "13"),
    ]
    assert [(r.row, r.unit, r.at) for r in found.responses] == [(2, "Puskesmas A", "2026-11-23T09:15:04")]


def test_response_by_cell_answers_the_whole_table() -> None:
    count = len(TABLE.rows) * len(TABLE.columns)
    found = read(["23/11/2026 9:15:04", "Bidang", *range(10, 10 + count)], layout=FormLayout.CELLS)
    assert len(found.given) == count
    assert {g.row for g in found.given} == {row.code for row in TABLE.rows}


def test_columns_may_stand_in_any_order_and_between_others() -> None:
    names = heads(FormLayout.ROWS)
    grid = Grid(
        "Jawaban", [["Skor", *reversed(names)], ["0 / 0", 13, 12, f"{FIRST} · x", "Puskesmas A", "23/11/2026 9:15:04"]]
    )
    found = read_responses(DEFINITION, [grid])
    assert found is not None
    assert {(g.column, g.cell, g.text) for g in found.given} == {("L", "C2", "12"), ("P", "B2", "13")}


def test_code_that_the_instrument_does_not_know_is_told_and_not_taken() -> None:
    found = read(line("23/11/2026 9:15:04", "A", "99.99", 1, 2), line("23/11/2026 9:16:04", "A", FIRST, 1, 2))
    assert found.unknown == ("[T01|99.99|L]", "[T01|99.99|P]")
    assert {g.row for g in found.given} == {FIRST}


def test_form_of_another_edition_is_told() -> None:
    other: list[list[Raw]] = [
        ["Timestamp", "[sektoral|00000000] Unit", PICK, "[T01|*|L] x"],
        ["", "A", f"{FIRST} · x", 1],
    ]
    found = read_responses(DEFINITION, [Grid("J", other)])
    assert found is not None
    assert found.is_other


# choosing
def test_latest_response_of_a_unit_counts_and_the_earlier_stays_visible() -> None:
    found = read(
        line("23/11/2026 9:15:04", "Puskesmas A", FIRST, 12, 13),
        line("23/11/2026 10:15:04", "puskesmas a", FIRST, 14, 13),
    )
    (row,) = rows_of(found, {})
    assert (row.chosen, row.is_disputed, [one.response.row for one in row.replaced]) == (3, False, [2])
    assert [(one.column, one.cell) for one in answers_of(found, [row])] == [("L", "D3"), ("P", "E3")]


def test_units_that_differ_are_for_a_person_to_decide() -> None:
    found = read(
        line("23/11/2026 9:15:04", "Puskesmas A", FIRST, 12, 13),
        line("23/11/2026 10:15:04", "Dinas", FIRST, 14, 13),
        line("23/11/2026 10:20:04", "Dinas", SECOND, 1, 1),
    )
    first, second = rows_of(found, {})
    assert (first.is_disputed, first.counted, second.chosen) == (True, None, 4)
    with pytest.raises(Invalid, match="responses_undecided"):
        answers_of(found, [first, second])
    decided = rows_of(found, {("T01", FIRST): 2})
    assert [one.cell for one in answers_of(found, decided)] == ["D2", "E2", "D4", "E4"]


def test_units_that_agree_need_no_decision() -> None:
    found = read(
        line("23/11/2026 9:15:04", "Puskesmas A", FIRST, 12, 13), line("23/11/2026 10:15:04", "Dinas", FIRST, 12, 13)
    )
    assert [row.chosen for row in rows_of(found, {})] == [3]


def test_choice_of_a_response_that_is_none_is_passed_over() -> None:
    found = read(line("23/11/2026 9:15:04", "A", FIRST, 12, 13))
    assert [row.chosen for row in rows_of(found, {("T01", FIRST): 99})] == [2]


def test_latest_counts_by_time_and_not_by_place() -> None:
    found = read(
        line("2026/11/23 1:00:00 PM GMT+7", "A", FIRST, 2, 2), line("2026/11/23 9:00:00 AM GMT+7", "A", FIRST, 1, 1)
    )
    assert [row.chosen for row in rows_of(found, {})] == [2]


def test_nothing_answered_is_said() -> None:
    with pytest.raises(Invalid, match="responses_empty"):
        answers_of(read(), [])


def test_export_as_csv_reads_like_the_sheet() -> None:
    target = io.StringIO()
    csv.writer(target).writerows([heads(FormLayout.ROWS), line("23/11/2026 9:15:04", "A", FIRST, "12", "13")])
    rows = list(csv.reader(io.StringIO(target.getvalue())))
    found = read_responses(DEFINITION, [Grid("jawaban", rows)])
    assert found is not None
    assert [g.text for g in found.given] == ["12", "13"]
