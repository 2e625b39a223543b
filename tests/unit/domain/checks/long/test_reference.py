"""The sweeps over whole columns find what a look at every single cell finds: the same codes at the same cells."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sektoral.domain.checks.long.check import check_long
from sektoral.domain.checks.long.sure import Doubles, NotSure, kept_for_sure, statement_of
from sektoral.domain.checks.readings import ZERO_MARKS, read_cell
from sektoral.domain.checks.values import bound_fault, content_fault, kind_fault
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import Cell, CellKind, Grid, Raw
from sektoral.domain.instruments import ColumnDef, RowDef, RuleDef, TableDef, ValueKind, VariableDef
from sektoral.domain.layout import address
from sektoral.domain.numbers import Locale, ValueState, evidence
from sektoral.domain.periods import PeriodType, read_period
from sektoral.domain.rules.judging import Outcome
from sektoral.domain.rules.parsing import parse_rule
from sektoral.domain.rules.tables import parse_rule_of

HEADINGS = ["tahun", "kode", "a", "b", "t", "s", "x"]
ROWS = tuple(RowDef(code, f"Baris {code}", code) for code in ("11", "12", "R.3"))
Found = Counter[tuple[str, str]]


def _variable(code: str, kind: ValueKind, decimals: int = 0, low: str = "", high: str = "") -> VariableDef:
    return VariableDef(code, f"Variabel {code}", "unit", "jumlah", kind, decimals, code, code, low, high)


TABLE = TableDef(
    "T", 1, "Uji", "unit", "desa", "tahunan", "Desa", ROWS,
    tuple(ColumnDef(c, c.upper() * 2, f"v{c}") for c in "abtsx"),
    (
        _variable("va", ValueKind.COUNT),
        _variable("vb", ValueKind.COUNT, high="1000"),
        _variable("vt", ValueKind.RUPIAH),
        _variable("vs", ValueKind.PERCENT, 2, low="0.1"),
        _variable("vx", ValueKind.INDEX, 3, low="-0.30000000000000004"),
    ),
    rules=(
        RuleDef("R1", "a + b == t"),
        RuleDef("R2", "s <= x", tolerance="0.5"),
        RuleDef("R3", "abs(x / a * 10 - s) <= 40"),
        RuleDef("R4", "a * b - 2.5 < t or s >= 50"),
    ),
)  # fmt: skip

FIGURES = st.one_of(
    st.integers(-3, 60).map(float),
    st.sampled_from([0.1, 0.3, 87.13, 100.0, 100.01, 0.1 + 0.2, 1e15, 1e16, 123456789012345678.0, -0.0, 2.5, 0.0005]),
    st.sampled_from([float("nan"), float("inf"), 1e300, 7, 2**60, True, date(2026, 1, 2)]),
    st.floats(allow_nan=True),
    st.floats(0, 100).map(lambda one: round(one, 2)),
    st.sampled_from(["", " ", "-", "…", "NA", "~0", "5", "12", "5*", "1.234", "1.234,5", "1,5", "007", "=A1", "dua"]),
    st.integers(0, 10**18).map(str),
)
PERIODS = st.sampled_from(["2023", "2024", 2024.0, "Tahun 2025", "2025-01", "", "x", True, 2025.5])
CODES = st.sampled_from(["11", 11.0, "12", " r.3", "R.3", "99", "", 12.5])
LINES = st.lists(
    st.one_of(st.tuples(PERIODS, CODES, *[FIGURES] * 5).map(list), st.just([""] * 7)), min_size=1, max_size=12
)
PLACES = st.dictionaries(
    st.tuples(st.integers(2, 16), st.integers(1, 7)), st.sampled_from(["#REF!", "A1+1"]), max_size=3
)


@given(LINES, PLACES, PLACES, st.integers(0, 3), st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_sweeps_find_what_a_look_at_every_cell_finds(
    lines: list[list[Raw]],
    errors: dict[tuple[int, int], str],
    formulas: dict[tuple[int, int], str],
    down: int,
    right: int,
) -> None:
    moved = [{(row + down, column + right): text for (row, column), text in one.items()} for one in (errors, formulas)]
    blank = {place for place in moved[0] if place[0] - down - 2 < len(lines)}
    rows = [[*line] for line in lines]
    for row, column in blank:  # as the reader shows an error cell
        rows[row - down - 2][column - right - 1] = ""
    grid = Grid(
        "Data", [HEADINGS, *rows], first_row=1 + down, first_column=1 + right, errors=moved[0], formulas=moved[1]
    )
    result = check_long(TABLE, [grid])
    expected = Counter(_look_at_every_cell(grid))
    assert Counter((one.code, one.cell) for one in result.findings) == expected
    assert result.totals == Counter(code for code, _ in expected.elements())


def _look_at_every_cell(grid: Grid) -> Iterator[tuple[str, str]]:
    first, left = grid.first_row + 1, grid.first_column
    style = evidence(_texts(grid))
    if style.quarrel:
        yield "style_quarrel", next(_cells_with(grid, style.quarrel))
    seen: dict[tuple[str, str], int] = {}
    for row in range(first, grid.last_row + 1):
        cells = [grid.cell(row, left + i) for i in range(len(HEADINGS))]
        if all(cell.kind is CellKind.EMPTY for cell in cells):
            continue
        period, code = _period(cells[0]), _code(cells[1])
        yield from _key_faults(cells[0], period, "period_unknown")
        yield from _key_faults(cells[1], code, "row_unknown")
        if period and code and seen.setdefault((period, code), row) != row:
            yield "key_twice", cells[1].address
        amounts: dict[str, Decimal | None] = {}
        for column, cell in zip(TABLE.columns, cells[2:], strict=True):
            amounts[column.code], faults = _look(cell, TABLE.variable_of(column), style.locale)
            yield from ((fault, cell.address) for fault in faults)
        yield from _broken(amounts, cells)


def _texts(grid: Grid) -> Iterator[str]:
    for column in range(grid.first_column + 2, grid.first_column + len(HEADINGS)):
        cells = (grid.raw(row, column) for row in range(grid.first_row + 1, grid.last_row + 1))
        yield from (cell for cell in cells if isinstance(cell, str) and cell)


def _cells_with(grid: Grid, text: str) -> Iterator[str]:
    for column in range(grid.first_column + 2, grid.first_column + len(HEADINGS)):
        rows = range(grid.first_row + 1, grid.last_row + 1)
        yield from (address(row, column) for row in rows if grid.raw(row, column) == text)


def _period(cell: Cell) -> str:
    text = cell.text.strip().removeprefix("Tahun ")
    try:
        found = read_period(text)
    except Invalid:
        return ""
    return found.code if found.type is PeriodType.YEAR and cell.kind is not CellKind.BOOLEAN else ""


def _code(cell: Cell) -> str:
    return next((row.code for row in ROWS if row.code.casefold() == cell.text.strip().casefold()), "")


def _key_faults(cell: Cell, found: str, code: str) -> Iterator[tuple[str, str]]:
    if not found:
        yield code if cell.text.strip() else "key_empty", cell.address


def _look(cell: Cell, variable: VariableDef, locale: Locale | None) -> tuple[Decimal | None, Sequence[str]]:
    if cell.kind is CellKind.ERROR and not isinstance(cell.value, float):
        return None, ["error_in_input"]
    if cell.kind is CellKind.UNCALCULATED:
        return None, ["formula_without_result"]
    more = ["formula_result"] if cell.formula is not None else []
    cell = replace(cell, formula=None)
    said = read_cell(cell, locale)
    if said.state is ValueState.EMPTY:
        return None, ["cell_empty", *more]
    if content := content_fault(cell, said):
        return None, [content, *more]
    faults = [one[0] for one in (kind_fault(said, variable), bound_fault(said, variable)) if one]
    return Decimal(0) if said.state in ZERO_MARKS else said.number, [*faults, *more]


def _broken(amounts: dict[str, Decimal | None], cells: list[Cell]) -> Iterator[tuple[str, str]]:
    for defined in TABLE.rules:
        rule = parse_rule_of(TABLE, defined)
        (judgement,) = rule.judge({"": amounts})
        if judgement.outcome is Outcome.INVALID:
            yield "rule_broken", cells[2 + "abtsx".index(rule.names[0])].address


DOUBLES = st.one_of(
    st.integers(-(10**6), 10**6).map(float), st.floats(-1e6, 1e6).map(lambda one: round(one, 3)), st.floats(1e-9, 1e12)
)
TEXTS = (
    "p + q == r", "p <= q", "p - q < r * 2", "abs(p - q) <= 0.02", "p / q * 10 - r > 1", "p < q < r",
    "p == q or q >= r", "p * q * r >= 0 and p != 5", "p + 0.1 > q", "(p + q) * (p - q) == r", "-p < q",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@given(lines=st.lists(st.tuples(DOUBLES, DOUBLES, DOUBLES), min_size=1, max_size=20))
@settings(max_examples=20, deadline=None)
def test_what_is_kept_for_sure_is_kept(text: str, lines: list[tuple[float, float, float]]) -> None:
    rule = parse_rule(text, names=("p", "q", "r"))
    tree = statement_of(text, ("p", "q", "r"))
    assert tree is not None
    columns = [_doubles(column) for column in zip(*lines, strict=True)]
    try:
        kept = kept_for_sure(tree, columns, len(lines))
    except NotSure:
        return
    for is_kept, line in zip(kept, lines, strict=True):
        row = {name: Decimal(repr(value)) for name, value in zip("pqr", line, strict=True)}
        (judgement,) = rule.judge({"": row})
        assert not is_kept or judgement.outcome is Outcome.VALID


def test_plain_rules_are_mostly_kept_for_sure() -> None:
    """The sweeps would be right, and of no use, if they were never sure."""
    lines = [(float(i), i + 2.0, 2 * i + 2.0) for i in range(1, 50)]
    columns = [_doubles(column) for column in zip(*lines, strict=True)]
    for text in ("p + q == r", "p <= q", "p / q * 10 - r < 1", "abs(p - q) <= 2.5"):
        tree = statement_of(text, ("p", "q", "r"))
        assert tree is not None
        assert all(kept_for_sure(tree, columns, len(lines)))


def _doubles(values: Sequence[float]) -> Doubles:
    return Doubles(values, max(map(abs, values)), all(map(float.is_integer, values)))
