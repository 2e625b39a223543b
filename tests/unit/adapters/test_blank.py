"""The printable form: every table and row of the definition on paper, with room to write, and what will be checked."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from sektoral.adapters.typesetting.blank import render_blank
from sektoral.domain.instruments import ColumnDef, InstrumentDef
from sektoral.domain.papers import Paper
from tests.instruments import health_instrument

DEFINITION = health_instrument()
ON = date(2026, 11, 23)


def pages(definition: InstrumentDef, paper: Paper = Paper.A4) -> list[str]:
    """The text of each page, with single spaces."""
    document = pypdfium2.PdfDocument(render_blank(definition, paper=paper, on=ON).pdf)
    return [" ".join(document[n].get_textpage().get_text_range().split()) for n in range(len(document))]


@pytest.fixture(scope="module")
def found() -> list[str]:
    return pages(DEFINITION)


def test_the_cover_says_what_the_workbooks_cover_says(found: list[str]) -> None:
    for words in (DEFINITION.agency_name, DEFINITION.due, DEFINITION.letter_number, DEFINITION.contact, "DATA CONTOH"):
        assert words in found[0]
    assert all(table.title in found[0] for _, table in DEFINITION.sheets)
    assert "Nihil" in found[0]


def test_every_table_begins_a_page_with_its_code_and_all_its_rows(found: list[str]) -> None:
    for sheet, table in DEFINITION.sheets:
        (own,) = [text for text in found if f"{sheet} · {table.title} Kode tabel {table.code}" in text]
        follows = found[found.index(own) + 1]
        assert all(row.code in own + follows and row.label in own for row in table.rows)
        assert f"Satuan: {table.unit}" in own
        assert not table.total_label or f"{table.total_label} (jumlah di laporan Anda)" in own


def test_last_years_figures_stand_in_their_cells(found: list[str]) -> None:
    previous = {key: text for key, text in DEFINITION.previous if key[0] == "T01"}
    births = next(text for text in found if "T01 · Kelahiran" in text and "Kode tabel" in text)
    assert all(text in births for text in previous.values())


def test_marks_and_reasons_stand_under_each_table(found: list[str]) -> None:
    for text in found[1:-1]:
        if "Kode tabel" in text and "Bagian 1 dari 2" not in text:
            assert "Tanda selain angka: – tidak ada (nihil)" in text
            assert "6 · Lainnya (keterangan)" in text


def test_the_last_pages_tell_what_is_checked(found: list[str]) -> None:
    assert "Apa yang diperiksa" in found[-1]
    assert "Realisasi tidak melebihi pagu." in found[-1]
    assert "Nilainya antara 0 dan 100." in found[-1]


def test_a_wide_table_is_cut_into_parts_that_repeat_the_rows() -> None:
    table = DEFINITION.table("T02")
    many = tuple(ColumnDef(f"K{n}", f"Kolom {n}", table.variables[0].code) for n in range(1, 21))
    wide = replace(table, columns=many, row_totals=())
    text = " ".join(pages(replace(DEFINITION, sheets=(("T01", wide),), previous=())))
    assert [f"Bagian {n} dari 3" in text for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert text.count("Aek Natas") == 3
    assert all(f"Kolom {n}" in text for n in range(1, 21))


def test_a_long_table_goes_on_with_its_head() -> None:
    table = DEFINITION.table("T01")
    rows = tuple(replace(table.rows[0], code=f"R{n:03}", label=f"Desa {n}") for n in range(60))
    found = pages(replace(DEFINITION, sheets=(("T01", replace(table, rows=rows)),), previous=()))
    assert sum("Laki-laki Perempuan" in text for text in found[:-1]) >= 4


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (842, 595)), (Paper.F4, (935, 595))])
def test_the_paper_is_the_offices(paper: Paper, size: tuple[int, int]) -> None:
    document = pypdfium2.PdfDocument(render_blank(DEFINITION, paper=paper, on=ON).pdf)
    assert {tuple(round(side) for side in document[n].get_size()) for n in range(len(document))} == {size}


def test_equal_definitions_give_equal_bytes() -> None:
    assert render_blank(DEFINITION, paper=Paper.A4, on=ON) == render_blank(health_instrument(), paper=Paper.A4, on=ON)


def test_a_sign_that_the_font_lacks_keeps_no_form_from_being_made() -> None:
    odd = replace(DEFINITION.table("T01"), title="Kelahiran \u4e2d")
    assert pages(replace(DEFINITION, sheets=(("T01", odd),), previous=()))
