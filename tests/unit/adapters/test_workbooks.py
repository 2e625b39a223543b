"""The instrument as other programs read it: every cell at its address, every name, lock and refusal in place."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.manifest import SignatureState, decode
from sektoral.adapters.workbooks import write_instrument
from sektoral.adapters.workbooks.reference import list_dimensions, list_regions
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import ValueKind
from sektoral.domain.layout import FIRST_ROW, METADATA_ITEMS, NUMBER_ROW, lay_out
from tests.instruments import health_instrument

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MADE_AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
DEFINITION = health_instrument()
LAYOUT = lay_out(DEFINITION)


def write(definition=DEFINITION):
    return write_instrument(definition, signing_key=KEY, key_id="k1", made_at=MADE_AT)


@pytest.fixture(scope="module")
def made():
    return write()


@pytest.fixture(scope="module")
def book(made):
    return load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def stored(made):
    return load_workbook(io.BytesIO(made), data_only=True)


def grids(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def distinct_answers():
    """A value of its own in every input cell, in the kind of its variable."""
    cells = [cell for place in LAYOUT.tables for cell in place.input_cells()]
    whole = {ValueKind.COUNT, ValueKind.RUPIAH}
    return {
        (c.sheet, c.row_def.code, c.column_def.code): 100 + i if c.variable.kind in whole else Decimal(i) / 8
        for i, c in enumerate(cells)
    }


def test_equal_input_gives_equal_bytes(made):
    assert write() == made


def test_another_instant_changes_only_the_files_properties(made):
    later = write_instrument(DEFINITION, signing_key=KEY, key_id="k1", made_at=MADE_AT.replace(year=2027))
    parts = zipfile.ZipFile(io.BytesIO(made)), zipfile.ZipFile(io.BytesIO(later))
    assert {name for name in parts[0].namelist() if parts[0].read(name) != parts[1].read(name)} == {"docProps/core.xml"}


def test_the_sheets_are_those_of_the_contract(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    tables = [sheet for sheet, _ in DEFINITION.sheets]
    assert book.sheet_names == ["Sampul", "Daftar", *tables, "Metadata", "Rujukan", "_manifest"]
    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible is not SheetVisibleEnum.Visible}
    assert hidden == {"_manifest"}


def test_every_input_cell_reads_back_at_its_address_with_calamine_and_openpyxl(made):
    answers = distinct_answers()
    filled = fill_instrument(made, Filling(values=answers))
    sheets, book = grids(filled), load_workbook(io.BytesIO(filled))
    for place in LAYOUT.tables:
        for cell in place.input_cells():
            expected = answers[cell.sheet, cell.row_def.code, cell.column_def.code]
            assert sheets[cell.sheet][cell.row - 1][cell.column - 1] == expected
            assert book[cell.sheet][cell.address].value == expected


def test_an_untouched_instrument_is_empty_where_the_agency_writes(made):
    sheets = grids(made)
    asked = [cell for place in LAYOUT.tables for cell in place.input_cells()]
    assert {sheets[cell.sheet][cell.row - 1][cell.column - 1] for cell in asked} == {""}


def test_sheets_rows_and_columns_say_who_they_are(made):
    sheets = grids(made)
    for place in LAYOUT.tables:
        grid = sheets[place.sheet]
        assert grid[0][0] == place.sheet
        assert [line[0] for line in grid[FIRST_ROW - 1 : place.last_row]] == [row.code for row in place.table.rows]
        numbers = [place.printed_number(column) for column in range(1, place.explanation + 1)]
        assert grid[NUMBER_ROW - 1][: place.explanation] == numbers


def test_only_what_the_agency_fills_is_unlocked(book):
    for place in LAYOUT.tables:
        sheet = book[place.sheet]
        assert sheet.protection.sheet
        free = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        own = {(place.own_row, column) for column in place.summed}
        asked = {(cell.row, cell.column) for cell in place.input_cells()}
        why = {(row, place.explanation) for row in range(FIRST_ROW, place.last_row + 1)}
        assert free == asked | own | why


def test_last_years_values_and_their_totals_are_stored(stored):
    before = dict(DEFINITION.previous)
    for place in LAYOUT.tables:
        if place.previous_first is None:
            continue
        for cell in place.input_cells():
            shown = stored[place.sheet].cell(cell.row, cell.column - place.first_input + place.previous_first).value
            assert shown == float(before[cell.sheet, cell.row_def.code, cell.column_def.code])
    whole = sum(int(text) for (sheet, _, column), text in before.items() if (sheet, column) == ("T01", "L"))
    assert stored["T01"]["G16"].value == whole
    assert stored["T01"]["I8"].value == stored["T01"]["G8"].value + stored["T01"]["H8"].value


def test_every_formula_is_stored_with_its_result(book, stored):
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    results = {place: stored[place[0]][place[1]].value for place in formulas}
    assert results["T01", "A4"] == "Terisi 0 dari 16 sel"
    assert results["T01", "C4"] == "Jumlah belum lengkap"
    assert results["Daftar", "F8"] == "Belum diisi"
    assert [place for place, result in results.items() if isinstance(result, str) and result.startswith("#")] == []


def test_shares_have_neither_total_nor_control_total(book):
    assert "T04_jumlah" not in book.defined_names
    assert "T01_jumlah" in book.defined_names


def test_the_names_lead_to_the_parts(book):
    names = {name: defined.attr_text.replace("'", "") for name, defined in book.defined_names.items()}
    for place in LAYOUT.tables:
        assert names[f"{place.sheet}_isian"] == f"{place.sheet}!{place.inputs.absolute}"
        assert names[f"{place.sheet}_penjelasan"] == f"{place.sheet}!{place.explanations.absolute}"
    wanted = ["Status_tabel", "Nihil", "Tidak_tersedia", "Sifat_tabel", "Keterangan", "Metadata_perbaikan",
              "Tanda_desimal", "Alasan", "Sifat_angka"]  # fmt: skip
    assert set(wanted) <= names.keys()


def test_every_input_is_guarded_by_a_rule_that_excel_can_hold(book):
    for place in LAYOUT.tables:
        rules = [rule for rule in book[place.sheet].data_validations.dataValidation if rule.type == "custom"]
        assert all(any(cell.address in rule.sqref for rule in rules) for cell in place.input_cells())
        assert all(len(rule.formula1) <= 255 and len(rule.error) <= 255 for rule in rules)
    assert "C8<=100" in book["T04"].data_validations.dataValidation[0].formula1


def test_the_signed_definition_lies_in_the_manifest(made):
    rows = [(line[0], line[1]) for line in grids(made)["_manifest"]]
    found = decode(rows, {"k1": KEY.public_key()})
    assert (found.definition, found.state) == (DEFINITION, SignatureState.GOOD)


def test_a_long_definition_is_spread_over_several_cells():
    long = replace(DEFINITION, title="Permintaan " * 4_000)
    rows = [(line[0], line[1]) for line in grids(write(long))["_manifest"]]
    assert decode(rows, {"k1": KEY.public_key()}).definition == long
    assert dict(rows)["chunks"] == "2"


def test_the_list_has_a_line_for_each_table(made):
    listing = grids(made)["Daftar"]
    for place in LAYOUT.tables:
        line = listing[LAYOUT.list_row(place.sheet) - 1]
        assert (line[1], line[2], line[4]) == (place.sheet, place.table.title, place.expected)


def test_the_metadata_has_fifteen_lines_for_each_variable(book):
    sheet = book["Metadata"]
    lines = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=FIRST_ROW, max_col=2)]
    assert lines == [(v.code, item) for v in LAYOUT.variables for item in range(1, METADATA_ITEMS + 1)]
    assert not sheet[LAYOUT.correction_cell("1.02.904", 5)].protection.locked


def test_sample_data_say_so_on_every_visible_sheet(made):
    visible = {name: grid for name, grid in grids(made).items() if name != "_manifest"}
    assert all(any("DATA CONTOH" in str(value) for value in grid[0]) for grid in visible.values())


def test_real_data_do_not_call_themselves_samples():
    sheets = tuple((sheet, replace(table, sample=False)) for sheet, table in DEFINITION.sheets)
    real = write(replace(DEFINITION, sheets=sheets, sample=False))
    assert not any("DATA CONTOH" in str(value) for grid in grids(real).values() for line in grid for value in line)


def test_words_that_look_like_formulas_stay_words():
    table = replace(DEFINITION.sheets[0][1], note="=1+1", title="=HYPERLINK(1)")
    sheets = (("T01", table), *DEFINITION.sheets[1:])
    book = load_workbook(io.BytesIO(write(replace(DEFINITION, sheets=sheets, contact="=1+1"))))
    assert (book["Sampul"]["D11"].value, book["Sampul"]["D11"].data_type) == ("=1+1", "s")
    assert book["Daftar"]["C8"].data_type == "s"


def test_a_definition_with_a_loose_end_is_not_drawn():
    with pytest.raises(Invalid):
        write(replace(DEFINITION, sheets=()))


def test_a_rule_between_two_columns_is_watched_in_words():
    table = DEFINITION.table("T05")
    columns = tuple(replace(column, group=f'Urusan "{column.label}"') for column in table.columns)
    changed = replace(DEFINITION, sheets=(("T05", replace(table, columns=columns)),), previous=())
    check = load_workbook(io.BytesIO(write(changed)))["T05"]["C4"].value
    assert "SUMPRODUCT(ISNUMBER(D8:D10)*ISNUMBER(C8:C10)*(D8:D10>C8:C10))" in check
    assert '"Urusan ”Realisasi” Realisasi melebihi Urusan ”Pagu” Pagu"' in check


def test_a_rule_between_two_columns_may_miss_by_its_tolerance_in_the_workbook_too():
    table = DEFINITION.table("T05")
    rules = (replace(table.rules[0], tolerance="0.5"),)
    changed = replace(DEFINITION, sheets=(("T05", replace(table, rules=rules)),), previous=())
    assert "(D8:D10>C8:C10+0.5)" in load_workbook(io.BytesIO(write(changed)))["T05"]["C4"].value


def test_a_table_too_wide_for_the_paper_is_printed_in_two_parts(book):
    columns = tuple(replace(c, code=f"{c.code}.{i}") for i in range(3) for c in DEFINITION.table("T02").columns)
    wide = replace(DEFINITION.table("T02"), columns=columns, row_totals=())
    values = tuple((("T02", row.code, column.code), "1") for row in wide.rows for column in columns)
    sheet = load_workbook(io.BytesIO(write(replace(DEFINITION, sheets=(("T02", wide),), previous=values))))["T02"]
    gap = lay_out(replace(DEFINITION, sheets=(("T02", wide),), previous=values)).table("T02").gap
    assert [one.id for one in sheet.col_breaks.brk] == [gap]
    assert not book["T01"].col_breaks.brk


def test_codes_are_explained_by_the_words_that_go_one_to_one_with_them():
    meanings = {(dimension, code): meaning for dimension, code, meaning in list_dimensions(DEFINITION)}
    assert meanings["umur", "5-14"] == "5–14 th"
    assert meanings["penyakit", "J18"] == "Pneumonia"
    assert meanings["jenis", "F01"] == "Rumah sakit"
    assert meanings["jk", "P"] == "Perempuan"


def test_regions_stand_with_both_of_their_codes():
    assert ("12.23.06", "Na IX-X", "1223010") in list_regions(DEFINITION)
    assert "F01" not in {code for code, _, _ in list_regions(DEFINITION)}
