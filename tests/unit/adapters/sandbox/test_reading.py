"""Any spreadsheet as the importer sees it, in every format that code can make."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sektoral.adapters.sandbox import preflight, reading, spreadsheets
from sektoral.adapters.sandbox.caps import AGENCY, BULK
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.grids import CellKind
from tests.workbooks.hostile import STRICT, pack, parts, sheet_xml, workbook

ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def read(path: Path) -> list[dict[str, object]]:
    sheets = reading.job(path, {}, BULK)["sheets"]
    assert isinstance(sheets, list)
    return sheets  # type: ignore[return-value]


def ods(path: Path, rows: str) -> Path:
    body = f"<office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {ODS_NAMES}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def number(value: str, repeat: str = "") -> str:
    start = f'<table:table-cell office:value-type="float" office:value="{value}" {repeat}>'
    return start + "<text:p>x</text:p></table:table-cell>"


def test_only_stored_numbers_count_and_their_sum_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Isi")
        for row, value in enumerate([0.1, 0.2, "7", True, 9007199254740991.0]):
            sheet.write(row + 2, 1, value)
        sheet.write_formula("C3", "=1+1", None, 2)
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C5", '="a"', None, "a")
        sheet.write_datetime("D3", date(2026, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        book.add_worksheet("Rahasia").hide()
        book.add_worksheet("Sangat").very_hidden()
    found = read(path)
    assert found[0] == {
        "name": "Isi", "visibility": "visible", "rows": 7, "columns": 4, "numeric_cells": 4,
        "numeric_sum": "9007199254740993.3", "error_cells": 1, "formula_cells": 3, "merged_ranges": 0,
        "hidden_rows": 0, "hidden_columns": 0,
    }  # fmt: skip
    assert [sheet["visibility"] for sheet in found] == ["visible", "hidden", "very_hidden"]


def test_nan_and_infinity_are_no_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook('<row r="1"><c r="A1"><v>1e400</v></c><c r="B1"><v>5</v></c></row>'))
    assert (read(path)[0]["numeric_cells"], read(path)[0]["numeric_sum"]) == (1, "5")


SPELLINGS: dict[str, str] = {  # one sheet as different programs write it
    "strict": sheet_xml('<row r="3"><c r="B3"><v>2.5</v></c></row>', namespace=STRICT),
    "inline": sheet_xml('<row r="3"><c r="B3"><v>2.5</v></c><c r="C3" t="inlineStr"><is><t>x</t></is></c></row>'),
    "implied places": sheet_xml("<row/><row/><row><c/><c><v>2.5</v></c></row>"),
    "lying dimension": sheet_xml('<row r="3"><c r="B3"><v>2.5</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    ),
    "prefixed": re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet_xml('<row r="3"><c r="B3"><v>2.5</v></c></row>')).replace(
        "xmlns", "xmlns:x"
    ),
    "exponent": sheet_xml('<row r="3"><c r="B3"><v>25E-1</v></c></row>'),
    "with spaces": sheet_xml('\n <row r="3">\n <c r="B3" s="0" t="n">\n <v>2.5</v>\n </c>\n </row>\n '),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_spelling_of_another_program_is_read_alike(name: str, tmp_path: Path) -> None:
    """Without shared strings, without styles, mostly without a dimension."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(parts(SPELLINGS[name])))
    found = preflight.inspect(path, filename="a.xlsx", caps=AGENCY)
    assert next(spreadsheets.read_grids(path, found, AGENCY)[1]).raw(3, 2) == 2.5
    assert (read(path)[0]["numeric_cells"], read(path)[0]["numeric_sum"]) == (1, "2.5")


def test_pictures_alone_are_a_workbook_without_figures(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack({**parts(sheet_xml("")), "xl/media/image1.png": b"\x89PNG"}))
    assert (read(path)[0]["numeric_cells"], read(path)[0]["rows"]) == (0, 0)


def test_cells_of_an_off_centre_table_keep_their_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook('<row r="7"><c r="C7"><v>5</v></c><c r="E7" t="e"><v>#REF!</v></c></row>'))
    found = preflight.inspect(path, filename="a.xlsx", caps=AGENCY)
    grid = next(spreadsheets.read_grids(path, found, AGENCY)[1])
    assert (grid.raw(7, 3), grid.cell(7, 5).value, grid.cell(7, 5).kind) == (5.0, "#REF!", CellKind.ERROR)


def test_ods_shows_errors_formulas_and_repeats(tmp_path: Path) -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    three = number("2.5", 'table:number-columns-repeated="3"')
    rows = (
        '<table:table table:name="Isi"><table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        f"</table:table-row><table:table-row>{three}{error}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    found = read(ods(tmp_path / "a.ods", rows))[0]
    assert (found["rows"], found["columns"], found["numeric_cells"], found["numeric_sum"]) == (3, 4, 3, "7.5")
    assert (found["error_cells"], found["formula_cells"]) == (1, 1)


def test_ods_whose_repeats_would_explode_is_refused(tmp_path: Path) -> None:
    cell = number("1", 'table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    rows = f'<table:table table:name="A">{row}</table:table>'
    with pytest.raises(FileRefused) as refused:
        read(ods(tmp_path / "a.ods", rows))
    assert refused.value.code == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "count", "total"),
    [
        (b"nama;nilai\nA;1.234,5\nB;2,5\n", "utf-8", ";", 2, "1237"),
        (b"nama,nilai\nA,12.5\nB,3\n", "utf-8", ",", 2, "15.5"),
        ("nama\tnilai\nÉ\t7\n".encode("cp1252"), "cp1252", "\t", 1, "7"),
        ("nama;nilai\nA;7\n".encode("utf-16"), "utf-16", ";", 1, "7"),
        (b"\xef\xbb\xbfsep=|\na|1\n", "utf-8", "|", 1, "1"),
        (b'a,"b\nc",1\n', "utf-8", ",", 1, "1"),
    ],
)
def test_text_table_shows_how_it_was_read(
    content: bytes, encoding: str, delimiter: str, count: int, total: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    answer = reading.job(path, {}, BULK)
    sheet = read(path)[0]
    assert (answer["encoding"], answer["delimiter"]) == (encoding, delimiter)
    assert (sheet["numeric_cells"], sheet["numeric_sum"]) == (count, total)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'a,"b\n1,2\n', "text_broken"),
        (b'a,"' + b"x" * 2_000_000, "text_broken"),  # an unclosed quote ends at the longest cell
        (b"\xff\xfea", "text_encoding"),
        ("a,\0".encode("utf-16"), "text_encoding"),
        (b"a,b\n" + b"1,2\n" * 2_000 + b"\x00", "text_encoding"),
        (b"a,b\n1,\x002\n", "not_a_spreadsheet"),
        (b"1," * 100_000, "too_many_columns"),
        (b"1\n" * 200_001, "too_many_rows"),
    ],
)
def test_broken_text_table_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == code


def test_what_a_person_says_of_a_text_table_stands_above_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("nama;nilai,satuan\nÉ;1.234,orang\n".encode("cp1252"))
    answer = reading.job(path, {"delimiter": ",", "encoding": "cp1252", "locale": "id-ID"}, BULK)
    assert (answer["delimiter"], answer["encoding"]) == (",", "cp1252")
    path.write_bytes(b"nama;nilai\nA;1.234\n")
    totals = [read_with(path, locale)["numeric_sum"] for locale in ("id-ID", "en-US")]
    assert totals == ["1234", "1.234"]
    path.write_bytes(b"\xff;1\n")
    with pytest.raises(FileRefused) as refused:
        reading.job(path, {"encoding": "utf-8"}, BULK)
    assert refused.value.code == "text_encoding"


def read_with(path: Path, locale: str) -> dict[str, object]:
    sheets = reading.job(path, {"locale": locale}, BULK)["sheets"]
    assert isinstance(sheets, list)
    return sheets[0]  # type: ignore[return-value]


def test_rows_that_are_too_short_are_counted_and_utf7_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,a,c\n1,2\n+AGE-,2,3\n")
    answer = reading.job(path, {}, BULK)
    assert (answer["ragged_rows"], answer["encoding"]) == (1, "utf-8")
    assert read(path)[0]["numeric_cells"] == 4  # UTF-7 stays the text that it looks like
