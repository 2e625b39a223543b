"""Sheets as agencies make them: what is a table in them, what is a heading, a section, a total, a note."""

from sektoral.domain.grids import Visibility
from sektoral.domain.numbers import Locale, ValueState
from sektoral.domain.softcopies.areas import AreaName, index_areas
from sektoral.domain.softcopies.reading import propose
from sektoral.domain.softcopies.regions import ColumnRole, Layout, LineReason, RowRole, SheetState, TextKind
from tests.workbooks.drawn_softcopies import sheet

AREAS = index_areas(
    [AreaName("12.23", "Kabupaten Labuhanbatu Utara"), AreaName("12.23.01", "Kualuh Hulu"),
     AreaName("12.23.02", "Kualuh Leidong"), AreaName("12.23.05", "Marbau"), AreaName("12.23.06", "Na IX-X")]
)  # fmt: skip


def only(*grids, **options):
    regions = propose(grids, AREAS, **options).regions
    assert len(regions) == 1, regions
    return regions[0]


def roles(region):
    return [column.role for column in region.columns]


def test_a_list_of_variables_has_a_unit_and_years_for_each():
    region = only(
        sheet(["Uraian", "Satuan", "2022", "2023"], [" Jumlah Pencari Keja Laki-Laki", "Orang", 1931, 2010],
              ["Jumlah Koperasi Aktif", "Unit", 57, 61])
    )  # fmt: skip

    assert region.layout is Layout.LISTED
    assert roles(region) == [ColumnRole.LABEL, ColumnRole.UNIT, ColumnRole.FIGURES, ColumnRole.FIGURES]
    assert [column.facts.period for column in region.columns[2:]] == ["2022", "2023"]
    first = region.rows[0].facts
    assert (first.words, first.dims) == (("Jumlah Pencari Keja",), (("jenis_kelamin", "L"),))
    assert first.unit.unit == "orang"
    assert [one.reading.text for one in region.figures()] == ["1931", "2010", "57", "61"]


def test_a_semester_stands_in_the_heading_of_the_value():
    region = only(
        sheet(["NAMA", "SATUAN", "NILAI 2024 SEMESTER I"], ["Jumlah KK", "KK", 5], ["Jumlah Desa", "Desa", 9])
    )

    assert region.columns[2].facts.period == "2024-S1"


def test_four_rows_of_headings_are_joined_over_merged_cells():
    region = only(
        sheet(
            ["Provinsi", "Indeks Kedalaman (P1) (Persen)", "", "", ""],
            ["", "Perkotaan", "", "Perkotaan+Perdesaan", ""],
            ["", "2020", "", "2020", ""],
            ["", "Semester 1 (Maret)", "Semester 2 (September)", "Semester 1 (Maret)", "Tahunan"],
            ["ACEH", "1.55", "1.61", "3.28", "-"],
            ["RIAU", "1.48", "1.54", "1.55", "-"],
            ["JAMBI", "1.48", "1.54", "1.55", "-"],
            ["BALI", "1.48", "1.54", "1.55", "-"],
            ["INDONESIA", "1.13", "1.26", "2.21", "-"],
            [],
            ["Source Url: https://contoh.id", "", "", "", ""],
            merges=[(1, 1, 4, 1), (1, 2, 1, 5), (2, 2, 2, 3), (2, 4, 2, 5), (3, 2, 3, 3), (3, 4, 3, 5)],
        )
    )

    assert region.head_rows == (1, 2, 3, 4)
    assert [column.facts.period for column in region.columns[1:]] == ["2020-S1", "2020-S2", "2020-S1", "2020"]
    assert [dict(column.facts.dims)["daerah"] for column in region.columns[1:]] == ["PERKOTAAN"] * 2 + ["_T"] * 2
    assert {column.facts.words for column in region.columns[1:]} == {("Indeks Kedalaman (P1)",)}
    assert {column.facts.unit.unit for column in region.columns[1:]} == {"persen"}
    assert (region.rows[-1].role, region.rows[-1].reason) == (RowRole.TOTAL, LineReason.AREA)
    assert region.readings[3].state is ValueState.NONE
    assert [text.kind for text in region.texts] == [TextKind.SOURCE]


def test_an_agencys_form_with_hidden_ids_sections_and_a_letterhead():
    region = only(
        sheet(
            ["", "", "PEMERINTAH KABUPATEN LABUHANBATU UTARA"],
            ["", "", "SATUAN POLISI PAMONG PRAJA"],
            [],
            ["52cb5e3a", "", "Satuan Polisi"],
            ["", "", "No", "Kelompok/Sub Kelompok Data", "Satuan", "Tahun", ""],
            ["", "", "", "", "", 2016, 2017],
            [381, "2d36f5", 1, " 1. Rasio polisi", "", "", ""],
            [382, "d75b2d", 2, "      1. Jumlah Polisi", "Orang", 17, 22],
            [383, "9b0e6e", 3, "      2. Jumlah penduduk", "Orang", 58933, 61181],
            [384, "9b0e6f", 4, " 2. Kasus Pemogokan", "Kasus", "", ""],
            merges=[(1, 3, 1, 7), (4, 3, 4, 7), (5, 6, 5, 7), (5, 3, 6, 3), (5, 4, 6, 4), (5, 5, 6, 5)],
            hidden_columns=[(1, 2)],
        )
    )

    assert region.layout is Layout.LISTED
    assert roles(region)[2:] == [
        ColumnRole.NUMBER,
        ColumnRole.LABEL,
        ColumnRole.UNIT,
        ColumnRole.FIGURES,
        ColumnRole.FIGURES,
    ]
    assert ColumnRole.FIGURES not in roles(region)[:2]
    assert [row.role for row in region.rows] == [RowRole.SECTION, RowRole.FIGURES, RowRole.FIGURES, RowRole.FIGURES]
    assert region.rows[1].facts.words == ("Rasio polisi", "Jumlah Polisi")
    assert region.rows[3].level == 0
    assert region.facts.area.code == "12.23"


def test_a_long_table_has_its_area_year_and_sex_in_columns():
    region = only(
        sheet(
            ["Kabupaten Kota", "Tahun", "Jenis Kelamin", "Sum of Jumlah_penduduk", "Kategori"],
            ["KAB. LABUHAN BATU UTARA", 2022, "Perempuan", 197206, "Tinggi"],
            ["Labuanbatu Utara", 2022, "Laki-laki", 202100, "Tinggi"],
            ["Labuhanbatu Utara", 2023, "L", 203000, "Sedang"],
        )
    )

    assert region.layout is Layout.LONG
    assert roles(region) == [ColumnRole.KEY, ColumnRole.KEY, ColumnRole.KEY, ColumnRole.FIGURES, ColumnRole.REMARK]
    assert {row.facts.area.code for row in region.rows} == {"12.23"}
    assert [row.facts.period for row in region.rows] == ["2022", "2022", "2023"]
    assert [dict(row.facts.dims)["jenis_kelamin"] for row in region.rows] == ["P", "L", "L"]
    assert region.columns[3].facts.words == ("Jumlah penduduk",)


def test_tables_side_by_side_and_below_one_another_are_several():
    regions = propose(
        [
            sheet(
                ["Kecamatan", "Sawah", "", "Kecamatan", "Kolam"],
                ["Kualuh Hulu", 3400, "", "Marbau", 12],
                ["Kualuh Leidong", 5100, "", "Na IX-X", 25],
                [],
                ["Tabel 2 Jumlah Ternak"],
                ["Kecamatan", "Sapi", "Kerbau"],
                ["Kualuh Hulu", 340, 4],
                ["Marbau", 510, 7],
            )
        ]
    ).regions

    assert [region.address for region in regions] == ["A1:B3", "D1:E3", "A6:C8"]
    assert regions[2].title == "Jumlah Ternak"


def test_totals_are_told_without_their_word_by_adding_up():
    region = only(
        sheet(["Kecamatan", "Sapi", "Kerbau", ""], ["", 1200, 60, 1260], ["Kualuh Hulu", 300, 10, 310],
              ["Kualuh Leidong", 400, 20, 420], ["Marbau", 500, 30, 530])
    )  # fmt: skip

    assert (region.rows[0].role, region.rows[0].reason) == (RowRole.TOTAL, LineReason.ARITHMETIC)
    assert (region.columns[3].role, region.columns[3].reason) == (ColumnRole.TOTAL, LineReason.ARITHMETIC)


def test_a_row_of_figures_without_a_name_that_adds_nothing_up_is_pointed_out():
    region = only(sheet(["Kecamatan", "Sapi"], ["Kualuh Hulu", 300], ["Marbau", 500], ["", 7]))

    assert region.rows[-1].reason is LineReason.UNLABELLED
    assert "row_unlabelled" in [doubt.code for doubt in region.doubts]


def test_subtotals_of_numbered_rows_are_no_figures_of_their_own():
    region = only(
        sheet(["Uraian", "Padi", "Jagung"], ["A. Produksi", 30, 50], ["1. Utama", 20, 40], ["2. Ikutan", 10, 10],
              ["B. Ongkos", 8, 9])
    )  # fmt: skip

    assert [row.role for row in region.rows] == [RowRole.TOTAL, RowRole.FIGURES, RowRole.FIGURES, RowRole.FIGURES]
    assert region.rows[2].facts.words == ("Produksi", "Ikutan")


def test_a_multiple_in_a_unit_is_kept_and_pointed_out():
    region = only(sheet(["Kecamatan", "Anggaran (juta rupiah)"], ["Marbau", 12], ["Na IX-X", 14]))

    unit = region.columns[1].facts.unit
    assert (unit.unit, unit.factor) == ("rupiah", "1000000")
    assert "unit_multiple" in [doubt.code for doubt in region.doubts]
    assert [one.reading.text for one in region.figures()] == ["12", "14"]


def test_a_dot_that_may_mean_two_things_is_asked_about():
    grid = sheet(["Kecamatan", "2023"], ["Marbau", "1.040"], ["Na IX-X", "2.150"])

    open_question = propose([grid])
    settled = propose([grid], locale=Locale.ID)

    assert open_question.question is not None
    assert open_question.question.detail == "1.040"
    assert open_question.regions[0].readings[0].state is ValueState.AMBIGUOUS
    assert settled.question is None
    assert settled.regions[0].readings[0].text == "1040"


def test_marks_and_empty_cells_stay_apart():
    region = only(
        sheet(["Kecamatan", "2023", "2024"], ["Marbau", "-", 4], ["Na IX-X", "", 5], ["Kualuh Hulu", "n/a", 6])
    )

    states = {one.cell: one.state for one in region.readings if one.column == 2}
    assert states == {"B2": ValueState.NONE, "B4": ValueState.NOT_SHOWN}
    assert "mark_unusual" in [doubt.code for doubt in region.doubts]


def test_formulas_without_a_result_and_errors_are_told_apart_from_empty():
    region = only(
        sheet(["Kecamatan", "2023", "2024"], ["Marbau", "", 4], ["Na IX-X", "", 5], ["Kualuh Hulu", 6.0, 6],
              formulas={(2, 2): "A1+1", (4, 2): "SUM(A1)"}, errors={(3, 2): "#REF!"})
    )  # fmt: skip

    assert [(one.cell, one.error, one.formula) for one in region.readings if one.column == 2] == [
        ("B2", "formula", "A1+1"), ("B3", "#REF!", ""), ("B4", "", "SUM(A1)")
    ]  # fmt: skip
    assert {"formulas", "formulas_without_result", "error_cells"} <= {doubt.code for doubt in region.doubts}


def test_hidden_rows_columns_and_sheets_are_told():
    proposal = propose(
        [sheet(["Kecamatan", "2023"], ["Marbau", 4], ["Na IX-X", 5], hidden_rows=[(3, 3)], hidden_columns=[(2, 2)],
               visibility=Visibility.HIDDEN)]
    )  # fmt: skip

    codes = [doubt.code for doubt in proposal.regions[0].doubts]
    assert {"hidden_figures", "sheet_hidden"} <= set(codes)
    assert (proposal.sheets[0].hidden_rows, proposal.sheets[0].hidden_columns) == (1, 1)


def test_a_header_that_comes_again_and_the_numbers_of_columns_are_no_data():
    region = only(
        sheet(["Kecamatan", "Sapi", "Kerbau"], ["(1)", "(2)", "(3)"], ["Marbau", 4, 5], ["Kecamatan", "Sapi", "Kerbau"],
              ["Na IX-X", 6, 7])
    )  # fmt: skip

    assert region.numbering_row == 2
    assert [row.role for row in region.rows] == [RowRole.FIGURES, RowRole.REPEATED, RowRole.FIGURES]


def test_a_table_without_headings_is_found_and_asks_for_names():
    region = only(sheet(["ACEH", "317869.41", "55.28"], ["RIAU", "64733.13", "37.64"], ["BALI", "11.5", "2.25"]))

    assert region.head_rows == ()
    assert "headings_missing" in [doubt.code for doubt in region.doubts]
    assert len(list(region.figures())) == 6


def test_units_behind_each_figure_belong_to_it():
    region = only(
        sheet(["NAMA", "JUMLAH RT", "", "JUMLAH RW", ""], ["", "NILAI", "SATUAN", "NILAI", "SATUAN"],
              ["CIKUYA", 76, "rt", 17, "rw"], ["DAMPIT", 31, "rt", 8, "rw"])
    )  # fmt: skip

    assert [column.facts.unit.unit for column in region.columns if column.has_figures] == ["RT", "RW"]


def test_an_empty_sheet_is_no_refusal_where_another_holds_a_table():
    proposal = propose([sheet(["Kecamatan", "2023"], ["Marbau", 4], ["Na IX-X", 5]), sheet(name="Lembar2")])

    assert [one.state for one in proposal.sheets] == [SheetState.TABLES, SheetState.EMPTY]
    assert proposal.refusal == ""


def test_men_and_women_together_are_a_total_where_they_add_up_and_a_figure_where_they_do_not():
    counts = only(sheet(["Kecamatan", "Laki-laki", "Perempuan", "L+P"], ["Marbau", 3, 4, 7], ["Na IX-X", 5, 6, 11]))
    rates = only(
        sheet(["Kecamatan", "Laki-laki", "Perempuan", "L+P"], ["Marbau", 3.5, 4.5, 4.1], ["Na IX-X", 5.1, 6.2, 5.8])
    )

    assert (counts.columns[3].role, rates.columns[3].role) == (ColumnRole.TOTAL, ColumnRole.FIGURES)
    assert dict(rates.columns[3].facts.dims)["jenis_kelamin"] == "_T"


def test_whole_numbers_under_a_heading_name_the_rows_where_nothing_else_does():
    region = only(sheet(["Pendapatan", "Pria", "Wanita"], [15_000, 0.5, 0.25], [20_000, 0.75, 0.5], [25_000, 0.5, 0.1]))

    assert roles(region) == [ColumnRole.LABEL, ColumnRole.FIGURES, ColumnRole.FIGURES]
    assert [row.label for row in region.rows] == ["15000", "20000", "25000"]
