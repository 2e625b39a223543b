"""The return: marks on the cells, the list in front, nothing of the agency's lost, and hands off other files."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from sektoral.adapters.annotated import AT_MOST, annotate, can_be_marked, job
from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.findings_sheet import COUNT, HEAD_ROW, KIND, SAID, Heading, Remark
from sektoral.adapters.manifest import SignatureState, decode
from sektoral.adapters.workbooks import write_instrument
from sektoral.domain.layout import lay_out
from tests.instruments import health_instrument

HEADING = Heading("DATA CONTOH · Dinas Kesehatan · tahun 2025", 3, "isian.xlsx")
REMARKS = (
    Remark(
        "number_ambiguous", "salah", "T01", "C9", "“1.204” bisa berarti 1204 atau 1,204.", "1.204", "Kualuh Leidong"
    ),
    Remark("changed_sharply", "periksa", "T01", "C9", "Naik lebih dari 50 % dari tahun lalu."),
    Remark("sheet_missing", "salah", "T09", "", "=Lembar T09 tidak ada."),
)


@pytest.fixture(scope="module")
def filled():
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    made = write_instrument(health_instrument(), signing_key=bytes(32), key_id="k1", made_at=at)
    return fill_instrument(made, Filling(values={("T01", "12.23.02", "L"): "1.204", ("T01", "12.23.03", "L"): 64}))


def opened(content):
    return load_workbook(io.BytesIO(content))


def test_findings_stand_on_their_cell_and_in_the_list(filled):
    book = opened(annotate(filled, REMARKS, HEADING))
    cell = book["T01"]["C9"]
    assert cell.border.left.style == "medium"
    assert "Temuan 1 · Salah" in cell.comment.text
    assert "Temuan 2 · Perlu penjelasan" in cell.comment.text
    assert book.sheetnames[0] == book.active.title == "Temuan"
    listed = [[cell.value for cell in row] for row in book["Temuan"].iter_rows(min_row=HEAD_ROW + 1)]
    assert [(line[0], line[2], line[6]) for line in listed] == [
        (1, "T01!C9", "number_ambiguous"), (2, "T01!C9", "changed_sharply"), (3, "T09", "sheet_missing"),
    ]  # fmt: skip
    assert book["Temuan"]["A2"].value == "Ada 3 temuan: 2 salah, 1 perlu penjelasan"


def test_links_lead_to_sheets_that_are_there(filled):
    sheet = opened(annotate(filled, REMARKS, HEADING))["Temuan"]
    assert sheet.cell(HEAD_ROW + 1, 3).hyperlink.location == "'T01'!C9"
    assert sheet.cell(HEAD_ROW + 3, 3).hyperlink is None


def test_words_that_look_like_formulas_stay_words(filled):
    cell = opened(annotate(filled, REMARKS, HEADING))["Temuan"].cell(HEAD_ROW + 3, 6)
    assert (cell.value, cell.data_type) == ("=Lembar T09 tidak ada.", "s")


def test_nothing_that_the_agency_wrote_is_lost(filled):
    before, after = opened(filled), opened(annotate(filled, REMARKS, HEADING))
    for sheet in before:
        cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert {address: after[sheet.title][address].value for address in cells} == cells
        assert len(after[sheet.title].data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert after[sheet.title].sheet_state == sheet.sheet_state
    assert after.defined_names.keys() == before.defined_names.keys()
    assert len(after["Sampul"]._images) == 1


def test_the_manifest_is_still_the_signed_one(filled):
    rows = opened(annotate(filled, REMARKS, HEADING))["_manifest"].iter_rows(max_col=2, values_only=True)
    found = decode([(a or "", b or "") for a, b in rows], {})
    assert (found.definition, found.state) == (health_instrument(), SignatureState.UNKNOWN_KEY)


def test_a_return_of_a_return_carries_only_its_own_marks(filled):
    first = annotate(filled, REMARKS, HEADING)
    again = opened(annotate(first, (Remark("cell_empty", "salah", "T01", "D9", "Sel belum diisi."),), HEADING))
    assert again.sheetnames.count("Temuan") == 1
    assert again["T01"]["C9"].comment is None
    assert again["T01"]["C9"].border.left.style == "thin"
    assert again["T01"]["D9"].comment is not None


def test_a_note_that_the_agency_left_is_kept(filled):
    book = opened(filled)
    book["T01"]["C9"].comment = Comment("Angka dari Puskesmas", "Operator")
    target = io.BytesIO()
    book.save(target)
    marked = opened(annotate(target.getvalue(), REMARKS, HEADING))
    assert "Angka dari Puskesmas" in marked["T01"]["C9"].comment.text


def test_control_characters_are_left_out(filled):
    remark = Remark("not_a_number", "salah", "T01", "C9", "“a\x00b\x1f” bukan angka.", "a\x00b")
    assert opened(annotate(filled, (remark,), HEADING))["Temuan"].cell(HEAD_ROW + 1, 5).value == "ab"


def test_a_finding_within_a_merged_block_marks_its_first_cell(filled):
    marked = opened(annotate(filled, (Remark("x", "info", "T01", "D5", "Judul."),), HEADING))
    assert marked["T01"]["C5"].comment is not None


def with_part(content, name, data=b"x"):
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, data)
    return target.getvalue()


def with_chart(content):
    book = opened(content)
    book["T01"].add_chart(BarChart(), "P2")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"PK\x03\x04 not a workbook",
        lambda content: with_part(content, "xl/vbaProject.bin"),
        lambda content: with_part(content, "xl/externalLinks/externalLink1.xml"),
        lambda content: with_part(content, "xl/worksheets/sheet99.xml", b"<x14:dataValidations/>"),
        with_chart,
    ],
)
def test_a_file_that_would_lose_something_is_not_marked(filled, change):
    assert can_be_marked(filled)
    assert not can_be_marked(change(filled))


def run(tmp_path, content, findings):
    (tmp_path / "isian.xlsx").write_bytes(content)
    (tmp_path / "temuan.json").write_text(json.dumps(findings), encoding="utf-8")
    options = {"findings": str(tmp_path / "temuan.json"), "output": str(tmp_path / "hasil.xlsx"),
               "heading": HEADING.origin, "original_name": "isian dinas.xlsx"}  # fmt: skip
    return job(tmp_path / "isian.xlsx", options), load_workbook(tmp_path / "hasil.xlsx")


FINDING = {"code": "cell_empty", "severity": "salah", "sheet": "T01", "cell": "D9", "value": "", "message": "Kosong."}


def test_the_job_marks_our_instrument(filled, tmp_path):
    answer, book = run(tmp_path, filled, [FINDING])
    assert answer == {"kind": "annotated", "findings": 1, "listed": 1}
    assert book["T01"]["D9"].comment is not None


def test_the_job_leaves_another_file_alone_and_lists_the_findings_beside_it(tmp_path):
    target = io.BytesIO()
    Workbook().save(target)
    answer, book = run(tmp_path, with_part(target.getvalue(), "xl/vbaProject.bin"), [FINDING])
    assert answer["kind"] == "findings"
    assert book.sheetnames == ["Temuan"]
    link = book["Temuan"].cell(HEAD_ROW + 1, 3).hyperlink
    assert (link.target, link.location) == ("isian%20dinas.xlsx", "'T01'!D9")


def test_a_flood_of_findings_is_cut_and_says_so(tmp_path):
    answer, book = run(tmp_path, b"csv", [FINDING] * (AT_MOST + 5))
    assert answer == {"kind": "findings", "findings": AT_MOST + 5, "listed": AT_MOST}
    assert f"{AT_MOST} pertama ditunjukkan" in book["Temuan"]["A2"].value


def test_totals_by_kind_stand_beside_the_list_with_links(filled):
    heading = Heading("DATA CONTOH", 5_003, "isian.xlsx", {"number_ambiguous": 5_000, "changed_sharply": 2, "lain": 1})
    sheet = opened(annotate(filled, REMARKS, heading))["Temuan"]
    rows = range(HEAD_ROW + 1, HEAD_ROW + 5)
    assert [(sheet.cell(row, KIND).value, sheet.cell(row, COUNT).value) for row in rows] == [
        ("Angka dapat berarti dua", 5_000), ("changed_sharply", 2), ("lain", 1), ("Lembar hilang", 1),
    ]  # fmt: skip
    assert sheet.cell(HEAD_ROW + 1, KIND).hyperlink.location == f"'Temuan'!C{HEAD_ROW + 1}"
    assert sheet.cell(HEAD_ROW + 3, KIND).hyperlink is None
    assert "5003 temuan, 3 pertama ditunjukkan" in sheet["A2"].value


def test_what_was_explained_on_the_page_goes_into_the_explanation_column(filled):
    said = Remark("changed_much", "periksa", "T01", "D9", "Naik.", said="=Pindahan dari Marbau")
    twice = Remark("changed_much", "periksa", "T01", "C9", "Naik.", said="Kata lain")
    book = opened(annotate(filled, (said, twice), HEADING))
    column = lay_out(health_instrument()).tables[0].explanation
    cell = book["T01"].cell(9, column)
    assert (cell.value, cell.data_type) == ("=Pindahan dari Marbau", "s")
    assert book["T01"].cell(8, column).value is None
    assert [book["Temuan"].cell(HEAD_ROW + n, SAID).value for n in (1, 2)] == ["=Pindahan dari Marbau", "Kata lain"]


def test_formulas_formats_and_locks_stay_as_they_were(filled):
    before, after = opened(filled), opened(annotate(filled, REMARKS, HEADING))
    marked = {("T01", "C9")}
    for sheet in before:
        assert after[sheet.title].protection.sheet == sheet.protection.sheet
        assert len(after[sheet.title].conditional_formatting) == len(sheet.conditional_formatting)
        for row in sheet.iter_rows(max_row=40, max_col=14):
            for cell in row:
                twin = after[sheet.title][cell.coordinate]
                assert (twin.protection.locked, twin.number_format) == (cell.protection.locked, cell.number_format)
                if (sheet.title, cell.coordinate) not in marked:
                    assert twin.fill.fgColor.rgb == cell.fill.fgColor.rgb
    assert after["T01"]["E8"].value == before["T01"]["E8"].value
    assert str(after["T01"]["E8"].value).startswith("=")
