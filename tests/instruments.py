"""An invented instrument of a health agency: every kind of table, two periods, nothing official. All DATA CONTOH."""

import random
from dataclasses import replace

from sektoral.domain.instruments import (
    ColumnDef,
    InstrumentDef,
    RowDef,
    RowTotalDef,
    RuleDef,
    TableDef,
    ValueKind,
    VariableDef,
)

KECAMATAN = (
    RowDef("12.23.01", "Kualuh Hulu", "12.23.01", (), "1223070"),
    RowDef("12.23.02", "Kualuh Leidong", "12.23.02", (), "1223080"),
    RowDef("12.23.03", "Kualuh Hilir", "12.23.03", (), "1223060"),
    RowDef("12.23.04", "Aek Kuo", "12.23.04", (), "1223030"),
    RowDef("12.23.05", "Marbau", "12.23.05", (), "1223020"),
    RowDef("12.23.06", "Na IX-X", "12.23.06", (), "1223010"),
    RowDef("12.23.07", "Aek Natas", "12.23.07", (), "1223040"),
    RowDef("12.23.08", "Kualuh Selatan", "12.23.08", (), "1223050"),
)
KABUPATEN = RowDef("12.23", "Kabupaten", "12.23")
SEXES = (("L", "Laki-laki"), ("P", "Perempuan"))
AGES = (("0-4", "0–4 th"), ("5-14", "5–14 th"), ("15+", "15+ th"))


def variable(code: str, name: str, unit: str, kind: ValueKind = ValueKind.COUNT, decimals: int = 0) -> VariableDef:
    """A variable whose concept and definition are made of its name."""
    measure = {ValueKind.PERCENT: "persentase", ValueKind.INDEX: "indeks", ValueKind.RUPIAH: "nilai"}.get(
        kind, "jumlah"
    )
    definition = f"Banyaknya {name.lower()} yang tercatat selama tahun 2025 menurut tempat tinggal."
    return VariableDef(code, f"Jumlah {name}", unit, measure, kind, decimals, name, definition)


BIRTHS = variable("1.02.003", "Kelahiran hidup", "orang")
CASES = variable("1.02.009", "Kasus penyakit", "kasus")
FACILITIES = variable("1.02.001", "Fasilitas kesehatan", "unit")
BUDGET = variable("1.02.904", "Pagu anggaran", "rupiah", ValueKind.RUPIAH)
SPENT = variable("1.02.905", "Realisasi anggaran", "rupiah", ValueKind.RUPIAH)
SHARES = tuple(
    variable(code, name, "persen", ValueKind.PERCENT, 2)
    for code, name in (("1.02.008", "Imunisasi dasar lengkap"), ("1.02.903", "Persalinan di fasilitas"))
)
BEDS = variable("1.02.911", "Tempat tidur", "unit")
ACCREDITED = variable("1.02.912", "Puskesmas terakreditasi", "persen", ValueKind.PERCENT, 2)
WAITING = replace(variable("1.02.902", "Waktu tunggu", "menit", ValueKind.DECIMAL, 1), measure="rata-rata")
INDEX = variable("1.02.910", "Perubahan indeks", "poin", ValueKind.INDEX, 3)


def _by_sex() -> TableDef:
    columns = tuple(ColumnDef(code, name, BIRTHS.code, dims=(("jk", code),)) for code, name in SEXES)
    title = "Kelahiran hidup menurut kecamatan dan jenis kelamin"
    totals = (RowTotalDef("Jumlah", ("L", "P")),)
    note = "Bayi yang lahir hidup di wilayah kecamatan, menurut tempat tinggal ibu."
    return TableDef("KES-01", 1, title, "orang", "kecamatan", "tahunan", "Kecamatan", KECAMATAN, columns, (BIRTHS,),
                    totals, "Kabupaten", note)  # fmt: skip


def _by_disease_and_age() -> TableDef:
    diseases = (("A09", "Diare"), ("J18", "Pneumonia"))
    columns = tuple(
        ColumnDef(f"{d}.{a}", age, CASES.code, disease, (("penyakit", d), ("umur", a)))
        for d, disease in diseases
        for a, age in AGES
    )
    totals = tuple(RowTotalDef(name, tuple(f"{d}.{a}" for a, _ in AGES)) for d, name in diseases)
    title = "Kasus diare dan pneumonia menurut kecamatan dan kelompok umur"
    note = "Kasus baru yang tercatat di fasilitas kesehatan selama tahun 2025."
    return TableDef("KES-02", 1, title, "kasus", "kecamatan", "tahunan", "Kecamatan", KECAMATAN, columns, (CASES,),
                    totals, "Kabupaten", note)  # fmt: skip


def _by_category() -> TableDef:
    kinds = (
        "Rumah sakit",
        "Puskesmas rawat inap",
        "Puskesmas non rawat inap",
        "Puskesmas pembantu",
        "Klinik",
        "Apotek",
    )
    rows = tuple(RowDef(f"F{i:02}", name, "12.23", (("jenis", f"F{i:02}"),)) for i, name in enumerate(kinds, 1))
    owners = (("pem", "Pemerintah"), ("swa", "Swasta"))
    columns = tuple(ColumnDef(code, name, FACILITIES.code, dims=(("pemilik", code),)) for code, name in owners)
    title = "Fasilitas kesehatan menurut jenis dan pemilik"
    totals = (RowTotalDef("Jumlah", ("pem", "swa")),)
    return TableDef("KES-03", 1, title, "unit", "kabupaten", "tahunan", "Jenis fasilitas", rows, columns, (FACILITIES,),
                    totals, "Semua jenis", "Fasilitas yang beroperasi pada 31 Desember 2025.")  # fmt: skip


def _shares() -> TableDef:
    columns = tuple(ColumnDef(v.code, v.concept, v.code) for v in SHARES)
    note = "Tulis 87,50 untuk 87,5 persen, bukan 0,875. Persentase tidak dijumlahkan dari kecamatan."
    return TableDef("KES-04", 1, "Cakupan pelayanan kesehatan menurut kecamatan", "persen", "kecamatan dan kabupaten",
                    "tahunan", "Kecamatan", (*KECAMATAN, KABUPATEN), columns, SHARES, note=note)  # fmt: skip


def _budget() -> TableDef:
    names = ("Penunjang urusan pemerintahan", "Pemenuhan upaya kesehatan", "Peningkatan kapasitas SDM kesehatan")
    rows = tuple(RowDef(f"1.02.0{i}", n, "12.23", (("program", f"1.02.0{i}"),)) for i, n in enumerate(names, 1))
    columns = (ColumnDef("pagu", "Pagu", BUDGET.code), ColumnDef("realisasi", "Realisasi", SPENT.code))
    note = "Pagu: anggaran setelah perubahan. Realisasi: menurut SP2D sampai 31 Desember 2025. Tulis rupiah penuh."
    return TableDef("KES-05", 1, "Pagu dan realisasi anggaran urusan kesehatan menurut program", "rupiah penuh",
                    "kabupaten", "tahunan", "Program", rows, columns, (BUDGET, SPENT), (), "Semua program", note,
                    rules=(RuleDef("R1", "realisasi <= pagu", says="Realisasi tidak melebihi pagu."),))  # fmt: skip


def _single_row() -> TableDef:
    variables = (BEDS, WAITING, INDEX, ACCREDITED)
    columns = tuple(ColumnDef(v.code, v.concept, v.code) for v in variables)
    return TableDef("KES-06", 1, "Indikator pelayanan kesehatan", "lihat judul kolom", "kabupaten", "tahunan",
                    "Wilayah", (KABUPATEN,), columns, variables, note="Satu angka per kabupaten.")  # fmt: skip


def last_year(sheets: tuple[tuple[str, TableDef], ...]) -> tuple[tuple[tuple[str, str, str], str], ...]:
    """Invented values of the year before, in the kind of each column."""
    dice = random.Random(7)
    drawn = {
        ValueKind.COUNT: lambda: str(dice.randint(40, 480)),
        ValueKind.DECIMAL: lambda: f"{dice.uniform(20, 50):.1f}",
        ValueKind.PERCENT: lambda: f"{dice.uniform(70, 99):.2f}",
        ValueKind.RUPIAH: lambda: str(dice.randint(900, 61_000) * 1_000_000),
        ValueKind.INDEX: lambda: f"{dice.uniform(-2, 2):.3f}",
    }
    return tuple(
        ((sheet, row.code, column.code), drawn[table.variable_of(column).kind]())
        for sheet, table in sheets
        for row in table.rows
        for column in table.columns
    )


def health_instrument() -> InstrumentDef:
    """Six tables: counts by region, grouped columns, categories, shares, rupiah, a single row without last year."""
    tables = (_by_sex(), _by_disease_and_age(), _by_category(), _shares(), _budget(), _single_row())
    sheets = tuple((f"T{i:02}", replace(table, sample=True)) for i, table in enumerate(tables, 1))
    return InstrumentDef(
        id="0198-contoh-0001", office="12.23", office_name="Dinas Komunikasi dan Informatika",
        agency="1.02", agency_name="Dinas Kesehatan", round="2025-tahunan",
        title="Permintaan data statistik sektoral tahun 2025", period="2025", previous_period="2024",
        letter_number="500.14/371/DISKOMINFO/2026 (contoh)", letter_date="23 November 2026",
        due="Senin, 30 November 2026, pukul 16.00 WIB",
        contact="Petugas pengumpulan data · (0624) 000000 · data@kominfo.example",
        upload_link="https://data.example/p/7K3QF9TM", sheets=sheets, previous=last_year(sheets[:5]), sample=True,
    )  # fmt: skip


def wide_instrument(tables: int = 20) -> InstrumentDef:
    """Many tables of the first two shapes, for measuring."""
    shapes = (_by_sex(), _by_disease_and_age())
    sheets = tuple((f"T{i + 1:02}", _of_its_own(shapes[i % 2], i + 1)) for i in range(tables))
    return replace(health_instrument(), id="0198-contoh-0002", sheets=sheets, previous=last_year(sheets))


def _of_its_own(table: TableDef, number: int) -> TableDef:
    """A table of the same shape that measures something else."""
    own = {one.code: f"{one.code}.{number:02}" for one in table.variables}
    return replace(
        table,
        code=f"KES-{number:02}",
        columns=tuple(replace(column, variable=own[column.variable]) for column in table.columns),
        variables=tuple(replace(one, code=own[one.code]) for one in table.variables),
        sample=True,
    )
