"""A table drafted from a file is answered by that file to the last figure, and asks for no cell that it has not."""

from collections.abc import Sequence

import pytest

from sektoral.domain.grids import Grid, Raw
from sektoral.domain.instruments import TableDef, ValueKind, check_table
from sektoral.domain.softcopies.answering import answers_of
from sektoral.domain.softcopies.drafting import Home, Named, draft_table, named
from sektoral.domain.softcopies.matching import match_region
from sektoral.domain.softcopies.reading import propose
from sektoral.domain.softcopies.regions import Region

HOME = Home("12.23", "Labuhanbatu Utara", "tahunan")
Lines = Sequence[Sequence[Raw]]

CATEGORIES: Lines = [
    ("TAHUN", "STATUS", "JUMLAH"),
    (2020, "BEKERJA", 1753.0), (2020, "TIDAK BEKERJA", 121.0),
    (2021, "BEKERJA", 1783.0), (2021, "TIDAK BEKERJA", 112.0),
]  # fmt: skip
SEXES: Lines = [
    ("KEL UMUR", "TAHUN", "LAKI-LAKI", "PEREMPUAN"),
    ("0-4", 2020, 137.0, 130.0), ("5-9", 2020, 142.0, 134.0), ("65+", 2020, 127.0, 155.0),
    ("0-4", 2021, 136.0, 129.0), ("5-9", 2021, 141.0, 133.0), ("65+", 2021, 126.0, 156.0),
]  # fmt: skip
SOME_COMBINATIONS: Lines = [
    ("Kecamatan", "Jenis Sarana", "Tahun", "Jumlah"),
    ("Marbau", "Puskesmas", 2021, 4.0), ("Marbau", "Posyandu", 2021, 61.0), ("Aek Kuo", "Posyandu", 2021, 48.0),
    ("Marbau", "Puskesmas", 2020, 3.0), ("Marbau", "Posyandu", 2020, 60.0), ("Aek Kuo", "Posyandu", 2020, 47.0),
]  # fmt: skip
LIKE_NAMES: Lines = [
    ("Kabupaten", "Distrik", "Kampung"),
    ("Jayapura", 19.0, 144.0), ("Nabire", 15.0, 85.0), ("Kota Jayapura", 5.0, 14.0),
]  # fmt: skip
TWO_UNITS: Lines = [
    ("Uraian", "Padi Sawah", "", "Jagung", ""),
    ("", "Nilai (000 Rupiah)", "%", "Nilai (000 Rupiah)", "%"),
    ("Bibit", 461.5, 4.3, 812.25, 9.1), ("Pupuk", 1042.75, 9.8, 1313.5, 14.7), ("Pestisida", 352.5, 3.3, 241.5, 2.7),
]  # fmt: skip
UNHEADED: Lines = [("Marbau", 310.5, 41.25), ("Aek Kuo", 262.5, 55.5), ("Na IX-X", 129.75, 31.5)]


def _region(lines: Lines) -> Region:
    width = max(map(len, lines))
    rows = [
        [float(one) if isinstance(one, int) else one for one in (*line, *[""] * (width - len(line)))] for line in lines
    ]
    return propose([Grid("Data", rows)]).regions[0]


def _named(region: Region) -> TableDef:
    draft = draft_table(region, HOME)
    return named(
        draft, Named("D.01", draft.title or "Data", {one.code: (one.name, one.unit) for one in draft.variables})
    )


@pytest.mark.parametrize(
    ("lines", "period", "rows", "columns"),
    [
        (CATEGORIES, "2021", ["BEKERJA", "TIDAK BEKERJA"], 1),
        (SEXES, "2021", ["0-4", "5-9", "65+"], 2),
        (SOME_COMBINATIONS, "2021", ["Marbau, Puskesmas", "Marbau, Posyandu", "Aek Kuo, Posyandu"], 1),
        (LIKE_NAMES, "2021", ["Jayapura", "Nabire", "Kota Jayapura"], 2),
        (TWO_UNITS, "2021", ["Bibit", "Pupuk", "Pestisida"], 4),
        (UNHEADED, "2021", ["Marbau", "Aek Kuo", "Na IX-X"], 2),
    ],
)
def test_the_file_answers_every_cell_of_the_table_drawn_from_it(lines, period, rows, columns):
    region = _region(lines)
    table = _named(region)

    check_table("T01", table)
    assert [row.label for row in table.rows] == rows
    assert len(table.columns) == columns
    match = match_region(region, table, period=period)
    assert {(one.row, one.column) for one in match.takes} == {
        (r.code, c.code) for r in table.rows for c in table.columns
    }
    answered = answers_of([("T01", match)], period=period)
    assert len(answered.answers) == sum(1 for one in region.figures() if one.reading.text)


def test_an_area_in_the_title_alone_is_no_row():
    lines: Lines = [("Tabel 4.2 Jumlah RT dan RW di Kecamatan Marbau", "", ""), ("Nama", "RT", "RW"),
             ("Cikuya", 76.0, 17.0), ("Dampit", 31.0, 8.0), ("Narawita", 30.0, 13.0)]  # fmt: skip
    table = _named(_region(lines))

    assert [row.label for row in table.rows] == ["Cikuya", "Dampit", "Narawita"]
    assert len(table.columns) == 2


def test_a_share_above_a_hundred_is_no_per_cent():
    lines: Lines = [("Uraian", "Serapan anggaran (%)"), ("Program A", 104.5), ("Program B", 88.0)]
    shares: Lines = [("Uraian", "Serapan anggaran (%)"), ("Program A", 94.5), ("Program B", 88.0)]

    assert {one.kind for one in _named(_region(lines)).variables} == {ValueKind.DECIMAL}
    assert {one.kind for one in _named(_region(shares)).variables} == {ValueKind.PERCENT}


def test_a_column_without_a_heading_takes_the_name_that_a_person_gives_and_is_found_by_its_place():
    region = _region(UNHEADED)
    draft = draft_table(region, HOME)
    names = {"v1": ("Luas panen", "ha"), "v2": ("Produksi", "ton")}
    table = named(draft, Named("D.01", "Padi", names))

    assert [one.label for one in table.columns] == ["Luas panen", "Produksi"]
    match = match_region(region, table, period="2021")
    assert {one.cell for one in match.takes if one.column == table.columns[0].code} == {"B1", "B2", "B3"}
    assert len(match.takes) == 6
