"""Instruments drawn by lot, with one to twenty tables of every shape, and right answers to them. All DATA CONTOH."""

from dataclasses import dataclass, replace
from random import Random

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
from sektoral.domain.layout import TableLayout, lay_out
from tests.instruments import health_instrument, variable
from tests.workbooks.books import Book, open_book
from tests.workbooks.filled import empty_instrument

KINDS = (ValueKind.COUNT, ValueKind.DECIMAL, ValueKind.PERCENT, ValueKind.RUPIAH, ValueKind.INDEX)
PROPORTION = "proporsi"
_UNITS = {ValueKind.COUNT: "orang", ValueKind.PERCENT: "persen", ValueKind.RUPIAH: "rupiah", ValueKind.INDEX: "poin"}
_DECIMALS = {ValueKind.DECIMAL: 2, ValueKind.PERCENT: 2, ValueKind.INDEX: 3}
_SPANS = {
    ValueKind.COUNT: (10, 9_000),
    ValueKind.DECIMAL: (5, 90),
    ValueKind.PERCENT: (20, 80),
    ValueKind.RUPIAH: (1_000_000, 9_000_000_000),
    ValueKind.INDEX: (1, 9),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An instrument with its workbook, filled rightly."""

    definition: InstrumentDef
    book: Book

    @property
    def tables(self) -> tuple[TableLayout, ...]:
        """Where the parts of each table stand."""
        return lay_out(self.definition).tables


def draw(dice: Random, tables: int) -> Drawn:
    """Draw an instrument and fill it: every figure near last period's; the last table agrees with the first."""
    sheets = tuple((f"T{n:02}", _table(dice, n)) for n in range(1, tables + 1))
    if tables > 1:  # the last table asks for the same as the first one
        sheets = (*sheets[:-1], (sheets[-1][0], replace(sheets[0][1], code=sheets[-1][1].code)))
    with_previous = [pair for n, pair in enumerate(sheets) if n % 3 != 2]
    answers = {key: _figure(dice, column) for key, column in _keys(sheets)}
    again = sheets[-1][0]
    answers |= {(again, *key[1:]): answers["T01", *key[1:]] for key in answers if key[0] == again}
    shown = {sheet for sheet, _ in with_previous}
    previous = tuple((key, _before(dice, value)) for key, value in answers.items() if key[0] in shown)
    definition = replace(health_instrument(), id=f"contoh-{dice.randrange(10**9):09}", sheets=sheets, previous=previous)
    book = open_book(empty_instrument.__wrapped__(definition))
    for layout in lay_out(definition).tables:
        for cell in layout.input_cells():
            key = (layout.sheet, cell.row_def.code, cell.column_def.code)
            book[layout.sheet].put((cell.row, cell.column), answers[key])
    return Drawn(definition, book)


def _keys(sheets: tuple[tuple[str, TableDef], ...]) -> list[tuple[tuple[str, str, str], VariableDef]]:
    return [
        ((sheet, row.code, column.code), table.variable_of(column))
        for sheet, table in sheets
        for row in table.rows
        for column in table.columns
    ]


def _figure(dice: Random, of: VariableDef) -> int | float:
    low, high = _SPANS[of.kind] if of.unit != PROPORTION else (0.2, 0.8)
    return round(dice.uniform(low, high), of.decimals) if of.decimals else dice.randint(int(low), int(high))


def _before(dice: Random, value: float) -> str:
    """A few per cent less, never the same."""
    less = value * dice.uniform(0.9, 0.97)
    return f"{less:.3f}" if isinstance(value, float) else str(round(less))


def _table(dice: Random, number: int) -> TableDef:
    """A table whose kind and shape follow its number, so that twenty of them show everything."""
    kind = KINDS[(number - 1) % len(KINDS)]
    unit = PROPORTION if number % 10 == 7 else _UNITS.get(kind, "satuan")
    count = dice.randint(2, 6)
    names = [f"K{i}" for i in range(1, count + 1)]
    several = number % 4 == 0
    variables = [_variable(f"9.{number:02}.{i:03}", kind, unit) for i in range(1, count + 1 if several else 2)]
    groups = [f"Kelompok {i // 2 + 1}" if count >= 4 and not several else "" for i in range(count)]
    columns = tuple(
        ColumnDef(name, f"Rincian {name}", variables[i if several else 0].code, groups[i], (("rincian", name),))
        for i, name in enumerate(names)
    )
    added = variables[0].may_be_added and not several
    rows = _rows(dice, number)
    rules = (RuleDef("R1", "K1 + K2 >= 0 - 1000"),) if kind is not ValueKind.INDEX else ()
    return TableDef(
        f"UJI-{number:02}", 1, f"Tabel uji nomor {number}", unit, "kecamatan", "tahunan",
        "Wilayah", rows, columns, tuple(variables), (RowTotalDef("Jumlah", tuple(names)),) if added else (),
        "Semua" if added else "", "Keterangan tabel uji." if number % 2 else "", rules, sample=True,
    )  # fmt: skip


def _variable(code: str, kind: ValueKind, unit: str) -> VariableDef:
    return variable(code, f"Perkara {code}", unit, kind, _DECIMALS.get(kind, 0))


def _rows(dice: Random, number: int) -> tuple[RowDef, ...]:
    count = dice.randint(3, 9)
    return tuple(
        RowDef(f"{number}.{i:02}", f"Wilayah {number}-{i}", "12.23", (("baris", str(i)),)) for i in range(1, count + 1)
    )
