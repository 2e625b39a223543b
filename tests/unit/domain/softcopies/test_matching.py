"""A found table against the table asked for: by area, label, dimension and variable, whichever way round it lies."""

from dataclasses import replace

import pytest

from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, ValueKind, VariableDef
from sektoral.domain.softcopies.areas import AreaName, index_areas
from sektoral.domain.softcopies.facts import Certainty
from sektoral.domain.softcopies.links import Kept, KeptLink, LinkReason
from sektoral.domain.softcopies.matching import match_region
from sektoral.domain.softcopies.reading import propose
from tests.workbooks.drawn_softcopies import sheet

NAMES = {"12.23.01": "Kualuh Hulu", "12.23.02": "Kualuh Leidong", "12.23.06": "Na IX-X"}
AREAS = index_areas(AreaName(code, name) for code, name in NAMES.items())
ROWS = tuple(RowDef(code, name, code) for code, name in NAMES.items())
TEACHERS = VariableDef("1.01.009", "Jumlah Guru", "orang", "jumlah", ValueKind.COUNT, 0, "Guru", "Guru.")


def table(
    *columns: ColumnDef, rows=ROWS, variables=(TEACHERS,), title="Jumlah Guru menurut Kecamatan dan Jenis Kelamin"
):
    return TableDef("1.01.009", 1, title, "orang", "kecamatan", "tahunan", "Kecamatan", rows, columns, variables)


BY_SEX = table(
    ColumnDef("l", "Laki-laki", "1.01.009", "", (("jenis_kelamin", "L"),)),
    ColumnDef("p", "Perempuan", "1.01.009", "", (("jenis_kelamin", "P"),)),
)
BUDGET = VariableDef("2.1", "Anggaran Pendidikan", "rupiah", "nilai", ValueKind.RUPIAH, 0, "Anggaran", "Anggaran.")


def match(grid, asked, period="2024", kept=None):
    return match_region(propose([grid], AREAS).regions[0], asked, period=period, kept=kept)


def cells(found):
    return {(take.row, take.column): take.cell for take in found.takes}


EXPECTED = {
    ("12.23.01", "l"): "B3", ("12.23.01", "p"): "C3", ("12.23.02", "l"): "B4", ("12.23.02", "p"): "C4",
    ("12.23.06", "l"): "B5", ("12.23.06", "p"): "C5",
}  # fmt: skip
WIDE = sheet(
    ["Jumlah Guru menurut Kecamatan Tahun 2024"], ["Kecamatan", "L", "P", "Jumlah"],
    ["Kec. Kualuh Hulu", 310, 420, 730], ["KUALUH LEIDONG", 210, 220, 430], ["Na IX - X", 110, 120, 230],
    ["Jumlah", 630, 760, 1390],
)  # fmt: skip


def test_a_plain_table_is_answered_row_by_area_and_column_by_sex():
    found = match(WIDE, BY_SEX)

    assert cells(found) == EXPECTED
    assert found.certainty is Certainty.SURE
    assert {link.reason for link in found.rows} == {LinkReason.AREA}
    assert (found.missing_rows, found.missing_columns, found.left_rows) == ((), (), ())


def test_a_table_that_lies_the_other_way_round_is_answered_too():
    turned = sheet(
        ["Jumlah Guru 2024"], ["Jenis Kelamin", "Kualuh Hulu", "Kualuh Leidong", "Na IX-X"],
        ["Laki-laki", 310, 210, 110], ["Perempuan", 420, 220, 120],
    )  # fmt: skip

    found = cells(match(turned, BY_SEX))

    assert found == {
        ("12.23.01", "l"): "B3", ("12.23.02", "l"): "C3", ("12.23.06", "l"): "D3",
        ("12.23.01", "p"): "B4", ("12.23.02", "p"): "C4", ("12.23.06", "p"): "D4",
    }  # fmt: skip


def test_rows_of_a_long_table_name_the_row_and_narrow_the_columns_period_by_period():
    long = sheet(
        ["Kecamatan", "Tahun", "Jenis Kelamin", "Jumlah Guru"],
        *[[name, year, sex, 100 + len(name)] for name in NAMES.values() for year in (2023, 2024) for sex in ("L", "P")],
    )  # fmt: skip

    found = match(long, BY_SEX)

    assert len(found.takes) == 6
    assert cells(found)["12.23.02", "p"] == "D9"
    assert {take.period for take in found.earlier} == {"2023"}
    assert len(found.earlier) == 6


def test_variables_in_rows_answer_the_columns_of_a_table_with_one_row():
    koperasi = replace(TEACHERS, code="v1", name="Jumlah Koperasi Aktif Simpan Pinjam", unit="unit")
    umkm = replace(TEACHERS, code="v2", name="Jumlah UMKM Bidang Kuliner", unit="usaha")
    asked = table(
        ColumnDef("kop", koperasi.name, "v1"), ColumnDef("umkm", umkm.name, "v2"),
        rows=(RowDef("12.23", "Kabupaten Labuhanbatu Utara", "12.23"),), variables=(koperasi, umkm),
        title="Koperasi dan UMKM",
    )  # fmt: skip
    listed = sheet(
        ["Uraian", "Satuan", "2023", "2024"], [" Jumlah UMKM Bidang Kuliner", "Usaha", 2748, 2936],
        ["Jumlah Koperasi  Aktif Simpan Pinjam", "Unit", 57, 60], ["Jumlah Pasar", "Unit", 5, 6],
    )  # fmt: skip

    found = match(listed, asked)

    assert cells(found) == {("12.23", "umkm"): "D2", ("12.23", "kop"): "D3"}
    assert [(take.cell, take.period) for take in found.earlier] == [("C2", "2023"), ("C3", "2023")]
    assert found.left_rows == (4,)


def test_a_multiple_of_the_unit_is_a_question_with_its_factor():
    asked = table(ColumnDef("a", "Anggaran Pendidikan", "2.1"), variables=(BUDGET,), title="Anggaran Pendidikan")
    grid = sheet(
        ["Kecamatan", "Anggaran Pendidikan (Rp Juta)"], ["Kualuh Hulu", 12], ["Kualuh Leidong", 9], ["Na IX-X", 7]
    )

    found = match(grid, asked)

    assert [(one.found.written, one.asked, one.factor, one.cells) for one in found.units] == [
        ("Rp Juta", "rupiah", "1000000", 3)
    ]
    assert {take.factor for take in found.takes} == {"1000000"}


@pytest.mark.parametrize("written", ["orang", "Orang", "jiwa"])
def test_another_spelling_of_the_unit_is_no_question(written):
    grid = sheet(["Kecamatan", f"Jumlah Guru ({written})"], ["Kualuh Hulu", 12], ["Kualuh Leidong", 9], ["Na IX-X", 7])

    assert match(grid, table(ColumnDef("n", "Jumlah Guru", "1.01.009"))).units == ()


def test_what_nobody_asked_for_and_what_nothing_answers_is_told():
    grid = sheet(
        ["Kecamatan", "Laki-laki", "Jumlah Murid"], ["Kualuh Hulu", 12, 7], ["Aek Kuo", 9, 8], ["Na IX-X", 7, 9]
    )

    found = match(grid, BY_SEX)

    assert (found.missing_rows, found.missing_columns) == (("12.23.02",), ("p",))
    assert (found.left_rows, found.left_columns) == ((3,), (3,))


def test_a_table_about_something_else_is_a_guess_at_the_most():
    other = sheet(["Jumlah Ternak Sapi 2024"], *[list(line) for line in WIDE.rows[1:]])

    assert match(other, BY_SEX).certainty is Certainty.GUESS


def test_a_kept_mapping_goes_before_what_the_words_say():
    region = propose([WIDE], AREAS).regions[0]
    keys = {column.letters: column.key for column in region.columns}
    kept = Kept(region.shape, "1.01.009", (), (KeptLink(keys["B"], (), ("p",)), KeptLink(keys["C"], (), ("l",))))

    found = match(WIDE, BY_SEX, kept=kept)

    assert cells(found)["12.23.01", "p"] == "B3"
    assert {link.reason for link in found.columns} == {LinkReason.KEPT}


def test_the_order_of_rows_and_columns_decides_nothing():
    turned = sheet(
        ["Jumlah Guru 2024"], *[[line[0], line[2], line[1]] for line in (WIDE.rows[i] for i in (1, 4, 2, 3))]
    )

    found = match(turned, BY_SEX)

    assert {place: _value(turned, cell) for place, cell in cells(found).items()} == {
        place: _value(WIDE, cell) for place, cell in EXPECTED.items()
    }


def _value(grid, cell):
    return grid.raw(int(cell[1:]), "ABCDEFG".index(cell[0]) + 1)
