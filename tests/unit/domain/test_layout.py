"""Where the parts of a table stand: the contract of the workbook, cell by cell."""

from dataclasses import replace

import pytest

from sektoral.domain.grids import column_letters
from sektoral.domain.layout import Area, address, lay_out, lay_out_table
from tests.instruments import health_instrument, wide_instrument


def table_layout(sheet):
    return lay_out(health_instrument()).table(sheet)


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_named_as_the_spreadsheet_names_them(number, letter):
    assert column_letters(number) == letter


def test_a_table_by_sex_stands_where_the_contract_says():
    layout = table_layout("T01")
    assert layout.inputs.address == "C8:D15"
    assert layout.row_totals == (5,)
    assert layout.gap == 6
    assert layout.previous == Area(8, 7, 15, 8)
    assert layout.previous_totals == (9,)
    assert layout.changes == ((5, 10),)
    assert layout.explanations.address == "K8:K15"
    assert (layout.total_row, layout.own_row, layout.match_row, layout.note_row) == (16, 17, 18, 20)
    assert layout.own_totals is not None
    assert layout.own_totals.absolute == "$C$17:$E$17"


def test_shares_have_no_total_row():
    layout = table_layout("T04")
    assert (layout.total_row, layout.own_totals, layout.summed) == (None, None, ())
    assert layout.note_row == layout.last_row + 2


def test_a_table_without_last_year_has_no_block_for_it():
    layout = table_layout("T06")
    assert (layout.previous, layout.previous_totals, layout.changes) == (None, (), ())
    assert layout.explanation == layout.gap + 1


def test_a_wide_table_without_totals_shows_no_change():
    table = replace(health_instrument().table("T06"))
    assert lay_out_table("T06", table, with_previous=True).changes == ()


def test_printed_numbers_run_on_over_the_gap():
    layout = table_layout("T01")
    numbers = [layout.printed_number(column) for column in range(1, layout.explanation + 1)]
    assert numbers == ["(1)", "(2)", "(3)", "(4)", "(5)", "", "(6)", "(7)", "(8)", "(9)", "(10)"]


def test_only_columns_that_may_be_added_reach_the_total_row():
    definition = health_instrument()
    mixed = replace(definition.table("T06"), total_label="Semua")
    assert lay_out_table("T06", mixed, with_previous=False).summed == (3,)
    assert table_layout("T02").summed == tuple(range(3, 11))


def test_every_input_cell_is_one_of_the_block_and_stands_once():
    for layout in lay_out(wide_instrument()).tables:
        cells = list(layout.input_cells())
        assert len({cell.address for cell in cells}) == len(cells) == layout.expected
        assert all((cell.row, cell.column) in layout.inputs for cell in cells)


def test_a_cell_is_found_by_its_codes():
    layout = table_layout("T02")
    assert address(layout.row_of("12.23.03"), layout.column_of("J18.0-4")) == "F10"
    assert layout.parts_of_total(1) == (6, 7, 8)
    with pytest.raises(KeyError):
        layout.row_of("12.23")


def test_the_list_and_the_metadata_have_a_place_for_each():
    layout = lay_out(health_instrument())
    assert layout.list_row("T03") == 10
    codes = [variable.code for variable in layout.variables]
    assert codes == sorted(set(codes))
    assert layout.correction_cell(codes[1], 2) == "E24"
