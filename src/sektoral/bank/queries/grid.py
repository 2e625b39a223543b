"""A table of the bank laid out for the screen: which columns stand side by side, their heads, rows and totals. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sektoral.bank.queries.figures import Recorded, Shown, shown, total_of
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef
from sektoral.ui.charts import Drawing, sparkline_drawing

BROKEN = "‖"  # before a period whose figures may not be compared with those before it
SIDE_BY_SIDE = 10  # more columns of figures than this do not fit a desk's screen
Place = tuple[str, str, str]  # row, column, period


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head: how many columns and rows it covers."""

    label: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `spark` only where one column stands over several periods."""

    label: str
    cells: Sequence[Shown]
    spark: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The table: rows of heads, lines, and the total line where figures may be added."""

    stub: str
    heads: Sequence[Sequence[Head]]
    lines: Sequence[Line]
    total: Line | None
    sparks: str
    is_wide: bool

    @property
    def cells(self) -> Iterable[Shown]:
        """Every cell, the totals too."""
        return (cell for line in [*self.lines, *([self.total] if self.total else [])] for cell in line.cells)


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of figures: an input column, or the total of several, in one period."""

    label: str
    group: str
    period: str
    codes: tuple[str, ...]
    decimals: int
    may_be_added: bool
    is_total: bool = False
    after_break: bool = False

    @property
    def head(self) -> str:
        """The period, marked where the series is broken before it."""
        return f"{BROKEN} {self.period}" if self.after_break else self.period


def whole(versions: Sequence[TableDef], held: Iterable[Recorded]) -> TableDef:
    """This will take the newest definition and add rows and columns of older ones that the bank still has figures of.

    `versions` stand from old to new.
    """
    newest, held = versions[-1], list(held)
    rows = {row.code: row for row in newest.rows}
    columns = {column.code: column for column in newest.columns}
    variables = {variable.code: variable for variable in newest.variables}
    used_rows, used_columns = {one.row for one in held}, {one.column for one in held}
    for older in reversed(versions[:-1]):
        rows |= {row.code: row for row in older.rows if row.code in used_rows - rows.keys()}
        columns |= {each.code: each for each in older.columns if each.code in used_columns - columns.keys()}
        variables |= {each.code: each for each in older.variables if each.code not in variables}
    return replace(
        newest, rows=tuple(rows.values()), columns=tuple(columns.values()), variables=tuple(variables.values())
    )


def chosen_periods(periods: Sequence[str], *, asked: str, columns: int) -> Sequence[str]:
    """This will choose the periods to stand side by side: the one asked for, all where they fit, else the last."""
    if asked in periods:
        return (asked,)
    return periods if asked == "semua" or columns * len(periods) <= SIDE_BY_SIDE else periods[-1:]


def slots_of(table: TableDef, periods: Sequence[str], *, column: str = "", broken: Collection[str] = ()) -> list[Slot]:
    """This will list the columns of figures, each over its periods; one column alone where it is asked for.

    `broken` are the periods before which the series is broken.
    """
    slots = _slots(table, periods, column)
    return [replace(slot, after_break=slot.period in broken and slot.period != periods[0]) for slot in slots]


def _slots(table: TableDef, periods: Sequence[str], column: str) -> list[Slot]:
    columns = [each for each in table.columns if column in ("", each.code)]
    slots = [_slot(table, each, period) for each in columns for period in periods]
    if column:
        return slots
    by_code = {each.code: each for each in table.columns}
    for total in table.row_totals:
        parts = [table.variable_of(by_code[code]) for code in total.columns]
        decimals, adds = max(part.decimals for part in parts), all(part.may_be_added for part in parts)
        slots += [Slot(total.label, "", period, total.columns, decimals, adds, is_total=True) for period in periods]
    return slots


def _slot(table: TableDef, column: ColumnDef, period: str) -> Slot:
    variables = table.variables_in(column)
    decimals, adds = max(one.decimals for one in variables), all(one.may_be_added for one in variables)
    return Slot(table.column_label(column), column.group, period, (column.code,), decimals, adds)


def lay_out(table: TableDef, slots: Sequence[Slot], held: Iterable[Recorded], *, as_of: datetime | None) -> Grid:
    """This will place the figures that hold, and compute the totals exactly."""
    places = _places(held, as_of)
    lines = [_line(table, row, slots, places, as_of) for row in table.rows]
    periods = list(dict.fromkeys(slot.period for slot in slots))
    is_series = len(periods) > 2 and len({slot.codes for slot in slots}) == 1
    total = _total(table, slots, lines) if table.total_label and len(lines) > 1 else None
    if is_series:
        gaps = [at for at, slot in enumerate(slots) if slot.after_break]
        lines = [_with_spark(line, gaps) for line in lines]
        total = _with_spark(total, gaps) if total else None
    return Grid(
        stub=table.stub,
        heads=heads_of(slots),
        lines=lines,
        total=total,
        sparks=f"{periods[0]}–{periods[-1]}" if is_series else "",
        is_wide=len(slots) > SIDE_BY_SIDE // 2,
    )


def _places(held: Iterable[Recorded], as_of: datetime | None) -> Mapping[Place, Recorded]:
    """The last version of each cell, unless another one still holds: versions come in the order of recording."""
    places: dict[Place, Recorded] = {}
    for one in held:
        place = (one.row, one.column, one.period)
        if place not in places or one.holds(as_of) or not places[place].holds(as_of):
            places[place] = one
    return places


def _line(
    table: TableDef, row: RowDef, slots: Sequence[Slot], places: Mapping[Place, Recorded], as_of: datetime | None
) -> Line:
    own = table.variable_at(row, table.columns[0]).decimals if row.variable else None

    def cell(code: str, slot: Slot) -> Shown:
        found = places.get((row.code, code, slot.period))
        decimals = slot.decimals if own is None else own
        return shown(found, decimals=decimals, holds=found.holds(as_of)) if found else Shown()

    return Line(
        table.row_label(row), [_cell_or_total(slot, [cell(code, slot) for code in slot.codes]) for slot in slots]
    )


def _cell_or_total(slot: Slot, parts: Sequence[Shown]) -> Shown:
    if not slot.is_total:
        return parts[0]
    return total_of(parts, decimals=slot.decimals) if any(part.text for part in parts) else Shown()


def _total(table: TableDef, slots: Sequence[Slot], lines: Sequence[Line]) -> Line:
    columns = [[line.cells[at] for line in lines] for at in range(len(slots))]
    cells = [
        total_of(column, decimals=slot.decimals) if slot.may_be_added and any(cell.text for cell in column) else Shown()
        for slot, column in zip(slots, columns, strict=True)
    ]
    return Line(table.total_label, cells)


def _with_spark(line: Line, gaps: Collection[int]) -> Line:
    amounts = [cell.amount for cell in line.cells]
    known = sum(1 for amount in amounts if amount is not None)
    return replace(line, spark=sparkline_drawing(amounts, gaps=gaps) if known > 1 else None)


def heads_of(slots: Sequence[Slot]) -> Sequence[Sequence[Head]]:
    """This will head the columns in one row, or in two where columns stand in groups or over several periods."""
    periods = {slot.period for slot in slots}
    if len({(slot.codes, slot.label) for slot in slots}) == 1 and len(periods) > 1:
        return [[Head(slot.head) for slot in slots]]
    if len(periods) > 1:
        tops = [f"{slot.group}, {slot.label}" if slot.group else slot.label for slot in slots]
        return _two_rows(tops, [slot.head for slot in slots])
    if any(slot.group for slot in slots):
        return _two_rows([slot.group for slot in slots], [slot.label for slot in slots])
    return [[Head(slot.label) for slot in slots]]


def _two_rows(tops: Sequence[str], labels: Sequence[str]) -> Sequence[Sequence[Head]]:
    """A label without a group stands over both rows."""
    upper: list[Head] = []
    lower: list[Head] = []
    before = ""
    for top, label in zip(tops, labels, strict=True):
        if not top:
            upper.append(Head(label, down=2))
        elif top == before:
            upper[-1] = replace(upper[-1], across=upper[-1].across + 1)
            lower.append(Head(label))
        else:
            upper.append(Head(top))
            lower.append(Head(label))
        before = top
    return [upper, lower]
