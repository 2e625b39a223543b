"""The look before any spreadsheet library: what is refused, and what is told of the rest."""

import re
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import preflight
from sektoral.adapters.sandbox.caps import AGENCY, Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.refusals import REFUSALS, refusal_sentence
from tests.workbooks.hostile import ONE_CELL, REFUSED, SHEET, STRICT, pack, parts, sheet_xml, workbook, write_hostile
from tests.workbooks.measured import MEASURED


def look(path: Path, content: bytes, *, caps: Caps = AGENCY) -> preflight.Preflight:
    path.write_bytes(content)
    return preflight.inspect(path, filename=path.name, caps=caps)


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_with_its_code_and_a_whole_sentence(name: str, tmp_path: Path) -> None:
    path = write_hostile(name, tmp_path)
    with pytest.raises(FileRefused) as refused:
        preflight.inspect(path, filename=path.name, caps=AGENCY)
    assert refused.value.code == REFUSED[name][0]
    sentence = refusal_sentence(refused.value.code, refused.value.facts)
    assert refused.value.code in REFUSALS
    assert "{" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", MEASURED)
def test_measured_hostile_workbook_is_refused_or_read_as_told(name: str, tmp_path: Path) -> None:
    measured, path = MEASURED[name], tmp_path / "a.xlsx"
    path.write_bytes(measured.make())
    if not measured.codes:
        assert measured.told
        assert preflight.inspect(path, filename=path.name, caps=AGENCY).format == "xlsx"
        return
    with pytest.raises(FileRefused) as refused:
        preflight.inspect(path, filename=path.name, caps=AGENCY)
    assert refused.value.code in measured.codes


def test_errors_and_formulas_are_told_with_their_places(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><f>1+1</f></c><c r="C2" t="e"><v>#REF!</v></c>'
        '<c r="D2" t="e"><f>A1/0</f><v>#DIV/0!</v></c><c r="E2"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    facts = look(tmp_path / "a.xlsx", workbook(rows)).facts["S1"]
    assert facts.errors == {(2, 3): "#REF!", (2, 4): "#DIV/0!"}
    assert facts.formulas == {(2, 2): "1+1", (2, 4): "A1/0", (2, 5): ""}


ERROR_IN_B2 = '<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>'
UNUSUAL: dict[str, str] = {  # how the same worksheet may be spelled
    "prefixed": re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet_xml(ERROR_IN_B2, namespace=STRICT)).replace("xmlns", "xmlns:x"),
    "single quotes": sheet_xml(ERROR_IN_B2).replace('"', "'"),
    "a comment": sheet_xml("<!-- x -->" + ERROR_IN_B2),
    "implied places": sheet_xml('<row/><row><c/><c t="e"><v>#REF!</v></c></row>'),
    "other order": sheet_xml('<row r="2"><c t="e" r="B2"><v>#REF!</v></c></row>'),
    "utf-16": sheet_xml(ERROR_IN_B2, before='<?xml version="1.0" encoding="utf-16"?>'),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_spelling_goes_through_the_parser_with_the_same_result(name: str, tmp_path: Path) -> None:
    content: dict[str, str | bytes] = {**parts()}
    content[SHEET] = UNUSUAL[name].encode("utf-16" if name == "utf-16" else "utf-8")
    facts = look(tmp_path / "a.xlsx", pack(content)).facts["S1"]
    assert facts.errors == {(2, 2): "#REF!"}
    assert (facts.last_row, facts.last_column) == (2, 2)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>' * 2,
        '<x:row r="1"/><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>",
    ],
)
def test_no_spelling_hides_a_cell_that_stands_twice(rows: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        look(tmp_path / "a.xlsx", workbook(rows))
    assert refused.value.code in ("duplicate_cells", "duplicate_rows", "xml_broken")


SHAPED = '<row r="2" hidden="1"><c r="B2"><v>1</v></c></row>'
MERGED = '<mergeCells><mergeCell ref="B2:C4"/></mergeCells>'


@pytest.mark.parametrize("quote", ['"', "'"])
def test_hidden_rows_columns_and_merges_are_told_however_they_are_spelled(quote: str, tmp_path: Path) -> None:
    sheet = sheet_xml(SHAPED, after=MERGED).replace(
        "<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    )
    facts = look(tmp_path / "a.xlsx", pack(parts(sheet.replace('"', quote)))).facts["S1"]
    assert (facts.hidden_rows, facts.hidden_columns, facts.merges) == ([(2, 2)], [(2, 3)], [(2, 2, 4, 3)])


def test_styled_blanks_far_away_do_not_count_as_data(tmp_path: Path) -> None:
    rows = ONE_CELL + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    facts = look(tmp_path / "a.xlsx", workbook(rows)).facts["S1"]
    assert (facts.last_row, facts.last_column, facts.cells) == (1, 1, 1)


def test_few_cells_far_apart_are_refused_before_they_are_unfolded(tmp_path: Path) -> None:
    rows = ONE_CELL + '<row r="19000"><c r="AAA19000"><v>1</v></c></row>'
    with pytest.raises(FileRefused) as refused:
        look(tmp_path / "a.xlsx", workbook(rows))
    assert refused.value.code == "too_sparse"


@pytest.mark.parametrize("blanks", [0, 5_000, (1 << 20) - 26, 2_000_000])
def test_declaration_is_seen_wherever_it_stands(blanks: int, tmp_path: Path) -> None:
    before = '<?xml version="1.0"?>' + " " * blanks + '<!DOCTYPE w [<!ENTITY a "b">]>'
    content = {**parts(), "xl/comments1.xml": sheet_xml(before=before)}
    with pytest.raises(FileRefused) as refused:
        look(tmp_path / "a.xlsx", pack(content), caps=Caps(ratio=100_000))
    assert refused.value.code == "xml_doctype"


def test_file_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        look(tmp_path / "a.xlsx", workbook(), caps=Caps(file_bytes=100))
    assert refused.value.code == "file_too_big"


@pytest.mark.parametrize(
    ("name", "code"), [("tiada.xlsx", "file_missing"), (".", "file_not_regular"), ("a\0b", "file_missing")]
)
def test_what_is_no_file_is_refused(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        preflight.inspect(tmp_path / name, filename=name, caps=AGENCY)
    assert refused.value.code == code


def test_backslashes_in_names_are_read_as_slashes(tmp_path: Path) -> None:
    content = {name.replace("/", "\\"): text for name, text in parts().items()}
    assert look(tmp_path / "a.xlsx", pack(content)).facts["S1"].cells == 1


@pytest.mark.parametrize("name", ["data.csv", "data.tsv", "data"])
def test_text_table_is_known_by_its_ending_or_its_delimiters(name: str, tmp_path: Path) -> None:
    assert look(tmp_path / name, b"a;b\n1;2\n").format == "csv"
