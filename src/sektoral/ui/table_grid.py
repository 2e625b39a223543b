"""One table in its own form: this period's figures beside a comparison, totals reckoned, findings on their cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sektoral.domain.differences import differing_places
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, VariableDef
from sektoral.domain.layout import TableLayout, address, lay_out_table
from sektoral.domain.numbers import EXACT
from sektoral.domain.validations import WHOLE
from sektoral.ui.components import Tone
from sektoral.ui.formats import NBSP, number_text

Key = tuple[str, str]  # row code, column code; a total has a name of its own in either place
Place = tuple[str, str]  # sheet and cell of the file that was read
TOTAL = "\N{GREEK CAPITAL LETTER SIGMA}"  # no code of ours
HANGING = frozenset({"*", "**", "***", "r", "e"})  # marks that stand beside a number
NARROW, NARROW_PAIR = 8, 15  # letters that a column of figures takes, alone and with its comparison
LETTERS_ON_PAGE = 100
ZERO_MARKS = frozenset({"–", "~0"})


class Comparison(StrEnum):
    """What stands beside this period's figures."""

    BEFORE = "lalu"
    CHANGE = "selisih"
    RETURNED = "versi"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was answered: exact decimal text, or a bare mark, or both."""

    text: str = ""
    mark: str = ""

    @property
    def amount(self) -> Decimal | None:
        """What it adds to a total; nothing certain adds nothing."""
        if self.text:
            return Decimal(self.text)
        return Decimal(0) if self.mark in ZERO_MARKS else None

    def shown(self, places: int = 0) -> str:
        """As people read it, without the mark that hangs; filled up to `places` decimals, never cut."""
        if not self.text:
            return self.mark
        whole, _, fraction = self.text.partition(".")
        filled = fraction.ljust(places, "0")
        return number_text(f"{whole}.{filled}" if filled else whole)

    @property
    def hanging(self) -> str:
        """The mark beside a number."""
        return self.mark if self.text and self.mark in HANGING else ""


Figures = Mapping[Key, Figure]


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding's number on a cell."""

    number: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class GridCell:
    """One figure with what it is compared with. `flags` are the findings about it, the gravest first.

    `address` is its cell in the instrument; `source` (`Rekap!C8`) that of a file which is none.
    """

    shown: str
    hanging: str
    beside: str
    address: str
    source: str = ""
    flags: tuple[Flag, ...] = ()
    changed: bool = False

    @property
    def tone(self) -> Tone | None:
        """The colour of the gravest finding."""
        return self.flags[0].tone if self.flags else None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its label."""

    label: str
    cells: tuple[GridCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table. `heads` are the columns, totals among them; `beside` heads the comparison, empty for none."""

    stub: str
    now: str
    beside: str
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def is_wide(self) -> bool:
        """Whether the table does not fit the page, so that it scrolls by itself; reckoned in letters."""
        least = NARROW_PAIR if self.beside else NARROW
        return sum(max(len(head), least) + 3 for head in self.heads) > LETTERS_ON_PAGE


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is laid out: the definition, the figures, and where each stands in the agency's workbook."""

    sheet: str
    table: TableDef
    figures: Figures
    places: Mapping[Key, Place]
    with_previous: bool = False
    before: Figures = field(default_factory=dict)
    returned: Figures = field(default_factory=dict)
    flags: Mapping[Place, tuple[Flag, ...]] = field(default_factory=dict)


def build_grid(sheet: Sheet, *, comparison: Comparison, now: str, before: str) -> Grid:
    """This will lay a table out. `now` and `before` name the two periods."""
    columns = [*(column.code for column in sheet.table.columns), *(f"{TOTAL}{n}" for n in _totals(sheet.table))]
    laid = _Laid(
        sheet=sheet.sheet,
        figures=_with_totals(sheet, sheet.figures),
        other=_with_totals(sheet, _other(sheet, comparison)),
        places=_places(sheet),
        decimals=_decimals(sheet.table),
        flags=sheet.flags,
        comparison=comparison,
    )
    rows = [(row.code, sheet.table.row_label(row)) for row in sheet.table.rows]
    rows += [(TOTAL, sheet.table.total_label)] if sheet.table.total_label else []
    return Grid(
        stub=sheet.table.stub,
        now=now,
        beside=_head_beside(comparison, before) if laid.other else "",
        heads=tuple(_heads(sheet.table)),
        rows=tuple(
            GridRow(
                label,
                tuple(_cell((row, column), laid) for column in columns),
                is_total=row == TOTAL,
            )
            for row, label in rows
        ),
    )


def changes(sheet: Sheet) -> Sequence[tuple[str, str, str, str]]:
    """This will list what differs from the returned answer: row, column, before, now."""
    labels = {row.code: sheet.table.row_label(row) for row in sheet.table.rows}
    heads = {column.code: head_of(column) for column in sheet.table.columns}
    none = Figure()
    return [
        (
            labels.get(row, row),
            heads.get(column, column),
            sheet.returned.get((row, column), none).shown(),
            sheet.figures.get((row, column), none).shown(),
        )
        for row, column in differing_places(sheet.table, sheet.returned, sheet.figures, none)
    ]


def head_of(column: ColumnDef) -> str:
    """This will give a column's label on one line, with its group."""
    label = " ".join(column.label.split())
    return f"{column.group}: {label}" if column.group else label


def _heads(table: TableDef) -> Iterable[str]:
    yield from (head_of(column) for column in table.columns)
    yield from (total.label for total in table.row_totals)


def _totals(table: TableDef) -> range:
    return range(len(table.row_totals))


def _head_beside(comparison: Comparison, before: str) -> str:
    match comparison:
        case Comparison.BEFORE:
            return before
        case Comparison.CHANGE:
            return f"dari {before}"
        case Comparison.RETURNED:
            return "Semula"


def _other(sheet: Sheet, comparison: Comparison) -> Figures:
    return sheet.returned if comparison is Comparison.RETURNED else sheet.before


def _with_totals(sheet: Sheet, figures: Figures) -> Figures:
    """Figures with the row totals and the total row; no total over a missing part, none over rates."""
    if not figures:
        return {}
    table, known = sheet.table, dict(figures)
    for row in table.rows:
        for n, total in enumerate(table.row_totals):
            known[row.code, f"{TOTAL}{n}"] = _sum(figures.get((row.code, code)) for code in total.columns)
    if table.total_label:
        for code in _addable(table):
            known[TOTAL, code] = _sum(known.get((row.code, code)) for row in table.rows)
    return known


def _addable(table: TableDef) -> Iterable[str]:
    addable = {one.code for one in table.variables if one.may_be_added}
    plain = {column.code for column in table.columns if column.variable in addable}
    yield from plain
    for n, total in enumerate(table.row_totals):
        if plain.issuperset(total.columns):
            yield f"{TOTAL}{n}"


def _sum(parts: Iterable[Figure | None]) -> Figure:
    total = Decimal(0)
    for part in parts:
        amount = part.amount if part else None
        if amount is None:
            return Figure()
        total = EXACT.add(total, amount)
    return Figure(f"{total:f}")


@dataclass(frozen=True, slots=True)
class _Laid:
    """Everything a cell is drawn from. `decimals` are those of each column, or of each row with its variable."""

    sheet: str
    figures: Figures
    other: Figures
    places: Mapping[Key, Place]
    decimals: Mapping[str, int]
    flags: Mapping[Place, tuple[Flag, ...]]
    comparison: Comparison


def _cell(key: Key, laid: _Laid) -> GridCell:
    none = Figure()
    figure, beside = laid.figures.get(key, none), laid.other.get(key, none)
    place, decimals = laid.places.get(key), laid.decimals.get(key[0], laid.decimals.get(key[1], 0))
    is_own = place is not None and place[0] == laid.sheet
    is_total = TOTAL in "".join(key)
    return GridCell(
        shown=figure.shown(decimals),
        hanging=figure.hanging,
        beside=_change(figure, beside) if laid.comparison is Comparison.CHANGE else beside.shown(decimals),
        address=place[1] if place and is_own else "",
        source="!".join(place) if place and not is_own else "",
        flags=laid.flags.get(place, ()) if place else (),
        changed=laid.comparison is Comparison.RETURNED and not is_total and figure != beside,
    )


def _decimals(table: TableDef) -> Mapping[str, int]:
    """How many decimals each column shows, so that its figures align; a total shows those of its parts."""
    if table.has_variables_in_rows:
        return {row.code: _places_of(table.variable_at(row, table.columns[0])) for row in table.rows}
    places = {c.code: _places_of(table.variable_of(c)) for c in table.columns}
    totals = {f"{TOTAL}{n}": max(places[code] for code in total.columns) for n, total in enumerate(table.row_totals)}
    return places | totals


def _places_of(variable: VariableDef) -> int:
    return 0 if variable.kind in WHOLE else variable.decimals


def _change(now: Figure, before: Figure) -> str:
    """The change in per cent with one decimal; a dash where it cannot be reckoned."""
    if not now.text or not before.text or not Decimal(before.text):
        return "–" if now.text or now.mark else ""
    old = Decimal(before.text)
    share = EXACT.divide(EXACT.subtract(Decimal(now.text), old) * 100, abs(old))
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP, EXACT)
    return f"{'+' if rounded > 0 else ''}{number_text(rounded)}{NBSP}%"


def _places(sheet: Sheet) -> Mapping[Key, Place]:
    """Where each figure stands: as the file was read, and for totals as the instrument lays them out."""
    layout = lay_out_table(sheet.sheet, sheet.table, with_previous=sheet.with_previous)
    cells: dict[Key, str] = {}
    for row in sheet.table.rows:
        cells |= _row_cells(layout, row)
    if layout.own_row is not None or layout.total_row is not None:
        cells |= _total_cells(layout, sheet)
    return {**{key: (sheet.sheet, cell) for key, cell in cells.items()}, **sheet.places}


def _row_cells(layout: TableLayout, row: RowDef) -> Mapping[Key, str]:
    at = layout.row_of(row.code)
    inputs = {(row.code, c.code): address(at, layout.column_of(c.code)) for c in layout.table.columns}
    return inputs | {(row.code, f"{TOTAL}{n}"): address(at, column) for n, column in enumerate(layout.row_totals)}


def _total_cells(layout: TableLayout, sheet: Sheet) -> Mapping[Key, str]:
    """The total row; where the agency typed its own totals and a finding is about one, that cell stands for it."""
    columns = {c.code: layout.column_of(c.code) for c in layout.table.columns}
    columns |= {f"{TOTAL}{n}": column for n, column in enumerate(layout.row_totals)}
    cells: dict[Key, str] = {}
    for code, column in columns.items():
        own = address(layout.own_row, column) if layout.own_row else ""
        total = address(layout.total_row, column) if layout.total_row else ""
        cells[TOTAL, code] = own if (sheet.sheet, own) in sheet.flags else total or own
    return cells
