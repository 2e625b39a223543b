"""Lists filter, sort and page by the query string, export the same rows, and shrug at what they do not know."""

from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from sektoral.ui.lists import Column, Filter, ListSpec, arranged, export, list_page

ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Row:
    name: str
    tables: int
    share: Decimal | None = None


ROWS = [Row("Dinas Sosial", 9, Decimal("12.5")), Row("bappeda", 10), Row("Dinas Kesehatan", 2, Decimal(100))]
SPEC: ListSpec[Row] = ListSpec(
    name="opd",
    columns=(
        Column("opd", "OPD", lambda row: row.name),
        Column("tabel", "Tabel", lambda row: row.tables, numeric=True),
        Column("persen", "Persen", lambda row: row.share, numeric=True),
    ),
    filters=(Filter("banyak", "Banyak tabel", (("ya", "Banyak"),), lambda row, _: row.tables > 5),),
    text=lambda row: row.name,
    order="opd",
    per_page=2,
)


def names(query: dict[str, str]) -> list[str]:
    return [row.name for row in arranged(SPEC, ROWS, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["bappeda", "Dinas Kesehatan", "Dinas Sosial"]),
        ({"urut": "tabel"}, ["Dinas Kesehatan", "Dinas Sosial", "bappeda"]),
        ({"urut": "-tabel"}, ["bappeda", "Dinas Sosial", "Dinas Kesehatan"]),
        ({"urut": "persen"}, ["Dinas Sosial", "Dinas Kesehatan", "bappeda"]),
        ({"urut": "-persen"}, ["Dinas Kesehatan", "Dinas Sosial", "bappeda"]),
        ({"q": "DINAS kes"}, ["Dinas Kesehatan"]),
        ({"banyak": "ya"}, ["bappeda", "Dinas Sosial"]),
        ({"banyak": "' OR 1=1", "urut": "password", "hal": "x"}, ["bappeda", "Dinas Kesehatan", "Dinas Sosial"]),
    ],
)
def test_the_query_string_filters_and_sorts(query: dict[str, str], expected: list[str]) -> None:
    assert names(query) == expected


def test_a_page_tells_its_place_and_links_on_with_the_filters() -> None:
    page = list_page(SPEC, ROWS, QueryDict("hal=2&urut=opd"))
    assert (page.first, page.last, page.found, page.total, page.pages) == (3, 3, 3, 3, 2)
    assert page.earlier == "?urut=opd&hal=1"
    assert page.later == ""


@pytest.mark.parametrize("asked", ["0", "-1", "99", "satu", "²", "1" * 5000])
def test_a_page_that_is_not_there_becomes_the_nearest(asked: str) -> None:
    assert list_page(SPEC, ROWS, {"hal": asked}).page in (1, 2)


def test_a_second_press_on_a_head_turns_the_order_round() -> None:
    heads = {head.key: head for head in list_page(SPEC, ROWS, {"urut": "tabel", "q": "dinas"}).heads}
    assert heads["tabel"].direction == "ascending"
    assert heads["tabel"].query == "?q=dinas&urut=-tabel"
    assert heads["opd"].direction == ""


def test_nothing_found_says_so_without_losing_the_total() -> None:
    page = list_page(SPEC, ROWS, {"q": "perikanan"})
    assert (page.found, page.total, page.first, page.last) == (0, 3, 0, 0)
    assert page.is_filtered


def test_an_export_has_all_rows_of_the_filtered_list() -> None:
    answer = export(SPEC, ROWS, {"ekspor": "csv", "banyak": "ya"}, ZONE)
    assert answer is not None
    assert answer.content.decode("utf-8-sig").splitlines() == ["OPD;Tabel;Persen", "bappeda;10;", "Dinas Sosial;9;12,5"]
    assert answer["Content-Disposition"] == 'attachment; filename="opd.csv"'


def test_a_page_without_the_word_is_no_export() -> None:
    assert export(SPEC, ROWS, {"ekspor": "exe"}, ZONE) is None


def test_a_column_that_is_not_on_the_page_is_still_in_its_files_and_sorts() -> None:
    spec = ListSpec(
        name="opd",
        columns=(
            Column[Row]("opd", "OPD", lambda row: row.name),
            Column[Row]("tabel", "Tabel", lambda row: row.tables, on_page=False),
        ),
    )
    assert [head.key for head in list_page(spec, ROWS, {}).heads] == ["opd"]
    assert [row.tables for row in arranged(spec, ROWS, {"urut": "tabel"})] == [2, 9, 10]
    file = export(spec, ROWS, {"ekspor": "csv"}, ZONE)
    assert file is not None
    assert "Tabel" in file.content.decode("utf-8-sig")
