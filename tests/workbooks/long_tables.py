"""Older series of an invented table in long form: one line per period and row code."""

from collections.abc import Sequence

from sektoral.domain.grids import Grid, Raw
from sektoral.domain.instruments import ColumnDef, RuleDef, TableDef
from tests.instruments import BIRTHS, KECAMATAN, SHARES, variable

HEADINGS = ("Periode", "Kode", "Kecamatan", "L", "P", "total", "share")
ALL = variable("1.02.099", "Kelahiran semua", "orang")
TABLE = TableDef(
    "KES-01", 1, "Kelahiran hidup", "orang", "kecamatan", "tahunan", "Kecamatan", KECAMATAN,
    (
        ColumnDef("L", "Laki-laki", BIRTHS.code, "Kelahiran", (("jk", "L"),)),
        ColumnDef("P", "Perempuan", BIRTHS.code, "Kelahiran", (("jk", "P"),)),
        ColumnDef("total", "Jumlah", ALL.code),
        ColumnDef("share", "Imunisasi dasar", SHARES[0].code),
    ),
    (BIRTHS, ALL, SHARES[0]),
    rules=(RuleDef("R1", "L + P == total", says="Jumlah sama dengan laki-laki dan perempuan."),),
)  # fmt: skip


def long_rows(periods: Sequence[str] = ("2024", "2025")) -> list[list[Raw]]:
    """Lines without a fault for the first three rows of each period."""
    return [
        [period, row.code, row.label, 20.0 + i, 22.0 + i, 42.0 + 2 * i, 87.5 + i]
        for period in periods
        for i, row in enumerate(KECAMATAN[:3])
    ]


def long_grid(rows: Sequence[Sequence[Raw]], headings: Sequence[str] = HEADINGS) -> Grid:
    """The lines on a sheet, the heading in row 1."""
    return Grid("Data", [list(headings), *rows])
