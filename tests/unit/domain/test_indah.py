"""Forms as INDAH's eight sheets: read back out of a workbook, every answer is the one that was given."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sektoral.adapters.sheets import LONGEST_NAME, to_book, to_zip
from sektoral.domain.indah import BREAKDOWN, CHILDREN, GRIDS, NAMES, SHEETS, TICKED, WORDS, Filled, sheets_of
from sektoral.domain.metadata_answers import Answers, Rows, applicable
from sektoral.domain.metadata_forms import YES, AnswerKind, Entry, MetadataKind, form_of
from tests.metadata_answers import some_answers, whole

EIGHT = [
    "ms_kegiatan",
    "ms_kegiatan_variabel_dikumpulkan",
    "ms_kegiatan_wilayah",
    "ms_variabel",
    "ms_variabel_value_domain",
    "ms_indikator",
    "ms_indikator_pembangun",
    "ms_indikator_variabel_pembangun",
]
Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]


def filled(kind: MetadataKind, answers: Answers) -> Filled:
    return Filled(kind, "dinkes", "kunci", 1, "Kompilasi", answers)


def book_of(forms: Sequence[Filled]) -> Tables:
    """What an independent reader finds in the workbook."""
    book = load_workbook(io.BytesIO(to_book(sheets_of(forms))))
    found: dict[str, list[Row]] = {}
    for sheet in book.worksheets:
        lines = [[str(cell) if cell is not None else "" for cell in line] for line in sheet.iter_rows(values_only=True)]
        name = next(name for name in EIGHT if name[:LONGEST_NAME] == sheet.title)
        found[name] = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    return found


def read_back(kind: MetadataKind, tables: Tables) -> dict[str, Rows]:
    row = tables[SHEETS[kind]][0]
    found = {entry.key: _answer(kind, entry, row, tables) for entry in form_of(kind).entries}
    return {key: rows for key, rows in found.items() if any(any(cells) for cells in rows)}


def _answer(kind: MetadataKind, entry: Entry, row: Row, tables: Tables) -> Rows:
    key = entry.key
    if key in CHILDREN[kind]:
        name, heads = CHILDREN[kind][key]
        return tuple(tuple(line[head] for head in heads) for line in tables[name])
    if key in TICKED:
        return tuple((option,) for option, column in TICKED[key].items() if row[column] == YES)
    if key in GRIDS:
        return tuple(tuple(row[column] for column in columns) for columns in GRIDS[key])
    if key == "klasifikasi":
        return tuple(zip(*(_items(row[column]) for column in BREAKDOWN), strict=True))
    words = {word: option for option, word in WORDS.get(key, {}).items()}
    cell = row[NAMES.get(key, key)]
    divided = entry.kind in (AnswerKind.LIST, AnswerKind.CHOICES)
    items = _items(cell) if divided else [cell]
    return tuple((words.get(item, item),) for item in items)


def _items(cell: str) -> list[str]:
    """As the readers of these sheets divide a list."""
    parts = [part.strip() for part in cell.split("|" if "|" in cell else ";")]
    return parts[:-1] if parts[-1] == "" and len(parts) > 1 else parts


def test_there_are_the_eight_sheets_in_their_order_also_without_forms() -> None:
    assert [sheet.name for sheet in sheets_of([])] == EIGHT
    assert load_workbook(io.BytesIO(to_book(sheets_of([])))).sheetnames == [name[:LONGEST_NAME] for name in EIGHT]


def test_every_answer_of_every_form_comes_back_from_the_workbook() -> None:
    for kind in MetadataKind:
        answers = applicable(form_of(kind), whole(form_of(kind)))
        answers = {**answers, "judul_kegiatan": (("Kompilasi",),)} if kind is MetadataKind.ACTIVITY else answers
        answers = {**answers, "ms_keg": (("Kompilasi",),)} if kind is MetadataKind.VARIABLE else answers
        assert read_back(kind, book_of([filled(kind, answers)])) == answers


@settings(max_examples=25)
@given(some_answers(form_of(MetadataKind.ACTIVITY)))
def test_any_answers_to_an_activity_come_back(answers: dict[str, Rows]) -> None:
    form = form_of(MetadataKind.ACTIVITY)
    given_ = {**applicable(form, answers), "judul_kegiatan": (("Kompilasi",),)}
    expected = {key: _in_order(form.entry(key), rows) for key, rows in given_.items() if any(any(row) for row in rows)}
    assert read_back(MetadataKind.ACTIVITY, book_of([filled(MetadataKind.ACTIVITY, given_)])) == expected


def _in_order(entry: Entry, rows: Rows) -> Rows:
    """A sheet knows no order among ticked options, and no row without a word."""
    if entry.kind is AnswerKind.CHOICES:
        return tuple(sorted(rows, key=lambda row: entry.options.index(row[0])))
    return tuple(row for row in rows if any(row)) if entry.kind is AnswerKind.TABLE else rows


@given(st.lists(st.sampled_from(["satu; dua", "tiga", "= 1 + 1", "-x"]), min_size=1, max_size=3, unique=True))
def test_a_list_is_divided_only_where_its_items_end(items: list[str]) -> None:
    answers = {"konsep": tuple((item,) for item in items)}
    assert (
        read_back(MetadataKind.VARIABLE, book_of([filled(MetadataKind.VARIABLE, answers)]))["konsep"]
        == answers["konsep"]
    )


def test_a_row_left_empty_makes_no_line_on_a_sheet_of_its_own() -> None:
    answers = {"wilayah": (("12", "Sumatera Utara", "1223", "Labuhanbatu Utara"), ("", "", "", ""))}
    assert len(book_of([filled(MetadataKind.ACTIVITY, answers)])["ms_kegiatan_wilayah"]) == 1


def test_text_like_a_formula_stays_text() -> None:
    answers = {"nama": (("=HYPERLINK(1)",),), "definisi": (("+1",),)}
    book = load_workbook(io.BytesIO(to_book(sheets_of([filled(MetadataKind.VARIABLE, answers)]))))
    cells = [cell for row in book["ms_variabel"].iter_rows(min_row=2) for cell in row if cell.value]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_csv_files_have_commas_and_nothing_that_runs() -> None:
    answers = {"nama": (("=1+1",),), "satuan": (("orang, jiwa",),)}
    with zipfile.ZipFile(io.BytesIO(to_zip(sheets_of([filled(MetadataKind.VARIABLE, answers)])))) as bundle:
        assert bundle.namelist() == [f"{name}.csv" for name in EIGHT]
        rows = list(csv.DictReader(io.StringIO(bundle.read("ms_variabel.csv").decode("utf-8-sig"))))
    assert (rows[0]["nama"], rows[0]["satuan"]) == ("'=1+1", "orang, jiwa")


def test_what_does_not_apply_does_not_go_out() -> None:
    answers = {"cara_pengumpulan": (("Pencacahan Lengkap",),), "unit_sampel": (("Rumah tangga",),)}
    row = book_of([filled(MetadataKind.ACTIVITY, answers)])["ms_kegiatan"][0]
    assert row["unit_sampel"] == ""
