"""An office's list of agencies: what is read, and every fault of it at once."""

import pytest

from sektoral.domain.agency_lists import (
    AFFAIRS,
    CODE,
    COLUMNS,
    NAME,
    OFFICE,
    PLACE,
    ListedAgency,
    list_faults,
    read_list,
)
from sektoral.domain.grids import Grid


def _grid(*rows: tuple[str, ...]) -> Grid:
    return Grid("OPD", [list(row) for row in rows])


def test_rows_are_found_below_the_heads_wherever_those_stand() -> None:
    grid = _grid(
        ("Daftar OPD", "", ""), ("", "", ""), (NAME, CODE, "Lain"), ("Dinas  Kesehatan", "dinkes", "x"), ("", "", "")
    )
    lines = read_list(grid)
    assert lines == [ListedAgency(4, {NAME: "Dinas Kesehatan", CODE: "dinkes"})]
    assert list_faults(lines or []) == []


def test_a_sheet_without_the_required_heads_is_no_list() -> None:
    assert read_list(_grid((CODE, "Nama OPD"), ("dinkes", "Dinas Kesehatan"))) is None


def test_a_code_of_affairs_that_a_spreadsheet_took_for_a_number_is_read() -> None:
    grid = Grid("OPD", [[CODE, NAME, AFFAIRS], ["dinkes", "Dinas Kesehatan", 1.02]])
    (line,) = read_list(grid) or []
    assert line.cell(AFFAIRS) == "1.02"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({CODE: "dinkes"}, "baris 2: Nama kosong"),
        ({NAME: "Dinas Kesehatan"}, "baris 2: Kode kosong"),
        ({CODE: "Dinkes", NAME: "x"}, "baris 2: Kode 'Dinkes' hanya boleh"),
        ({CODE: "din kes", NAME: "x"}, "baris 2: Kode 'din kes' hanya boleh"),
        ({CODE: "x", NAME: "y" * 201}, "baris 2: Nama lebih panjang dari 200 huruf"),
        ({CODE: "x", NAME: "y\u202ez"}, "baris 2: Nama memuat tanda yang tidak tampak"),
        ({CODE: "x", NAME: "y", OFFICE: "bukan"}, "baris 2: Dinas ini sendiri berisi 'bukan'"),
    ],
)
def test_a_fault_names_row_and_column(cells: dict[str, str], fault: str) -> None:
    (found,) = list_faults([ListedAgency(2, cells)])
    assert found.startswith(fault)


def test_all_faults_are_told_at_once() -> None:
    lines = [
        ListedAgency(2, {CODE: "a", NAME: "A", OFFICE: "ya"}),
        ListedAgency(3, {CODE: "a", NAME: "B", OFFICE: "YA"}),
        ListedAgency(4, {PLACE: "Kota"}),
    ]
    assert list_faults(lines) == [
        "baris 4: Kode kosong",
        "baris 4: Nama kosong",
        "baris 3: kode a sudah ada pada baris 2",
        "baris 2, 3: hanya satu OPD dapat menjadi dinas ini sendiri",
    ]


def test_an_empty_list_is_a_fault() -> None:
    assert list_faults(read_list(_grid(tuple(COLUMNS))) or []) == ["tidak ada OPD di bawah judul kolomnya"]
