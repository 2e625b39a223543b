"""Carrying what was typed into a wrong workbook over into the right one: by codes, never by position.

A cell goes over where table code, row code and column code are the same and mean the same (region or category, unit,
kind); all else is listed with the reason. Nothing is overwritten and nothing is read as a number: text stays text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sektoral.domain.checks.matching import Match, find_listing, match_tables
from sektoral.domain.checks.shape import read_corrections, read_declarations
from sektoral.domain.grids import Cell, CellKind, Grid
from sektoral.domain.instruments import ColumnDef, InstrumentDef, RowDef, TableDef
from sektoral.domain.layout import METADATA, TableLayout, lay_out
from sektoral.domain.validations import NATURES, NIL

Typed = int | float | str
WORDS_AT_MOST = 2_000  # characters of an explanation or remark


class Why(StrEnum):
    """Why something typed could not be carried over."""

    TABLE = "table_not_asked"
    SHEET = "sheet_not_found"
    ROW = "row_not_asked"
    COLUMN = "column_not_asked"
    MEANING = "meaning_differs"
    UNIT = "unit_differs"
    CONTENT = "not_typed"
    TAKEN = "taken_already"
    TOTAL = "total_not_asked"
    VARIABLE = "variable_not_asked"


WHY_WORDS: Mapping[Why, str] = {
    Why.TABLE: "Tabel ini tidak diminta di buku kerja yang benar.",
    Why.SHEET: "Lembar tabel ini tidak ada atau ada dua kali di berkas Anda.",
    Why.ROW: "Barisnya tidak ada di buku kerja yang benar.",
    Why.COLUMN: "Kolomnya tidak ada di buku kerja yang benar.",
    Why.MEANING: "Kodenya sama, tetapi wilayah atau rinciannya lain.",
    Why.UNIT: "Satuan atau jenis angkanya lain.",
    Why.CONTENT: "Isinya rumus, galat, tanggal, atau nilai benar-salah, bukan yang diketik.",
    Why.TAKEN: "Selnya sudah terisi dari lembar lain.",
    Why.TOTAL: "Jumlah ini tidak diminta di buku kerja yang benar.",
    Why.VARIABLE: "Variabelnya tidak ada di buku kerja yang benar.",
}


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Something typed that stays behind: the table's title, the cell of the old workbook, what stood there, and why."""

    table: str
    sheet: str
    cell: str
    value: str
    why: Why


@dataclass(slots=True)
class Carried:
    """What goes over, keyed as `adapters.filling.Filling` takes it, and what stays behind."""

    values: dict[tuple[str, str, str], Typed] = field(default_factory=dict)
    own_totals: dict[tuple[str, str], Typed] = field(default_factory=dict)
    nil: set[str] = field(default_factory=set)
    unavailable: dict[str, str] = field(default_factory=dict)
    natures: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    explanations: dict[tuple[str, str], str] = field(default_factory=dict)
    corrections: dict[tuple[str, int], str] = field(default_factory=dict)
    left: list[LeftBehind] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many declarations, explanations, remarks and corrections go over."""
        parts = (self.nil, self.unavailable, self.natures, self.remarks, self.explanations, self.corrections)
        return sum(len(part) for part in parts)


def carry_over(old: InstrumentDef, grids: Sequence[Grid], new: InstrumentDef, *, origins: Mapping[str, str]) -> Carried:
    """Sort everything typed into a workbook of `old` into what `new` takes and what stays behind.

    `grids` are the sheets of the filled workbook, its manifest left out; `origins` tells for each sheet of `new` the
    agency from which its table comes.
    """
    carried = Carried()
    matches, _ = match_tables(old, grids)
    found = {match.layout.sheet: match for match in matches}
    places = {layout.sheet: layout for layout in lay_out(new).tables}
    goals = {sheet: places.get(_sheet_of(sheet, old, new, origins)) for sheet, _ in old.sheets}
    for sheet, table in old.sheets:
        match, goal = found.get(sheet), goals[sheet]
        if match is None:
            carried.left.append(LeftBehind(table.title, sheet, "", "", Why.SHEET))
        elif goal is None:
            carried.left += _whole_table(match)
        else:
            _carry_values(match, goal, carried)
            _carry_totals(match, goal, carried)
            _carry_explanations(match, goal, carried)
    _carry_declarations(old, grids, goals, carried)
    _carry_corrections(old, grids, new, carried)
    return carried


def _sheet_of(sheet: str, old: InstrumentDef, new: InstrumentDef, origins: Mapping[str, str]) -> str:
    """The sheet on which the same table is asked now, empty for none.

    A code is unique within an agency only: another agency's table is one that was taken over from it, and of two
    tables of one code it is the one on the same sheet of the same request, else the agency's own.
    """
    code = old.table(sheet).code
    same = [one for one, table in new.sheets if table.code == code]
    if old.agency != new.agency:
        same = [one for one in same if origins.get(one) == old.agency]
    elif len(same) > 1 and sheet in same and old.round == new.round:
        same = [sheet]
    elif len(same) > 1:
        same = [one for one in same if origins.get(one) == new.agency]
    return same[0] if len(same) == 1 else ""


def _cells(match: Match) -> Iterator[tuple[RowDef, ColumnDef, Cell]]:
    """Every input cell that holds anything."""
    for row in match.layout.table.rows:
        for column in match.layout.table.columns:
            if row.code in match.rows and column.code in match.columns:
                cell = match.grid.cell(match.rows[row.code], match.columns[column.code])
                if cell.kind is not CellKind.EMPTY:
                    yield row, column, cell


def _whole_table(match: Match) -> list[LeftBehind]:
    return [_left(match, cell, Why.TABLE) for _, _, cell in _cells(match)]


def _carry_values(match: Match, goal: TableLayout, carried: Carried) -> None:
    rows = {row.code: row for row in goal.table.rows}
    columns = {column.code: column for column in goal.table.columns}
    for row, column, cell in _cells(match):
        key = (goal.sheet, row.code, column.code)
        why = _why_not(match.layout.table, (row, rows.get(row.code)), (column, columns.get(column.code)), goal.table)
        typed = _typed(cell)
        if why is None and typed is None:
            why = Why.CONTENT
        if why is None and key in carried.values:
            why = Why.TAKEN
        if why is not None or typed is None:
            carried.left.append(_left(match, cell, why or Why.CONTENT))
        else:
            carried.values[key] = typed


def _why_not(
    old: TableDef,
    rows: tuple[RowDef, RowDef | None],
    columns: tuple[ColumnDef, ColumnDef | None],
    new: TableDef,
) -> Why | None:
    """Why a cell has no like in the new table; nothing where it has."""
    (row, same_row), (column, same_column) = rows, columns
    if same_row is None:
        return Why.ROW
    if same_column is None:
        return Why.COLUMN
    if (row.dims, row.area) != (same_row.dims, same_row.area):
        return Why.MEANING
    if (column.dims, column.variable) != (same_column.dims, same_column.variable):
        return Why.MEANING
    before, now = old.variable_at(row, column), new.variable_at(same_row, same_column)
    return None if (before.unit, before.kind) == (now.unit, now.kind) else Why.UNIT


def _typed(cell: Cell) -> Typed | None:
    """What a person typed, exactly; nothing for a formula or what the program made of it."""
    if cell.formula is not None or cell.kind not in (CellKind.NUMBER, CellKind.TEXT):
        return None
    value = cell.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float | str) else None


def _carry_totals(match: Match, goal: TableLayout, carried: Carried) -> None:
    """The totals of the agency's own report, by column code or by the label of a row total."""
    if match.own_row is None:
        return
    goals = {_total_name(goal, column) for column in goal.summed} if goal.own_row else set()
    for column in match.layout.summed:
        name = _total_name(match.layout, column)
        standing = match.columns.get(name, column)
        cell = match.grid.cell(match.own_row, standing)
        if cell.kind is CellKind.EMPTY:
            continue
        typed = _typed(cell)
        if typed is None or name not in goals:
            carried.left.append(_left(match, cell, Why.CONTENT if typed is None else Why.TOTAL))
        else:
            carried.own_totals.setdefault((goal.sheet, name), typed)


def _total_name(place: TableLayout, column: int) -> str:
    """The code of an input column, or the label of a row total."""
    if column in place.row_totals:
        return place.table.row_totals[place.row_totals.index(column)].label
    return place.table.columns[column - place.first_input].code


def _carry_explanations(match: Match, goal: TableLayout, carried: Carried) -> None:
    rows = {row.code for row in goal.table.rows}
    for code, row in match.rows.items():
        words = match.grid.text(row, match.layout.explanation)[:WORDS_AT_MOST]
        if words and code in rows:
            carried.explanations.setdefault((goal.sheet, code), words)
        elif words:
            carried.left.append(_left(match, match.grid.cell(row, match.layout.explanation), Why.ROW))


def _carry_declarations(
    old: InstrumentDef, grids: Sequence[Grid], goals: Mapping[str, TableLayout | None], carried: Carried
) -> None:
    """What `Daftar` declares goes with its table; one that is not asked leaves its remark behind."""
    declared, _ = read_declarations(old, find_listing(grids))
    for sheet, said in declared.items():
        goal = goals[sheet]
        if goal is None:
            words = " · ".join(filter(None, (NIL if said.is_nil else "", said.reason_text, said.remark)))
            if words:
                carried.left.append(LeftBehind(old.table(sheet).title, "Daftar", "", words[:300], Why.TABLE))
            continue
        if said.is_nil:
            carried.nil.add(goal.sheet)
        if said.reason:
            carried.unavailable[goal.sheet] = said.reason
        if said.nature:
            carried.natures[goal.sheet] = next(words for words in NATURES if words.split()[0] == said.nature)
        if said.remark:
            carried.remarks[goal.sheet] = said.remark[:WORDS_AT_MOST]


def _carry_corrections(old: InstrumentDef, grids: Sequence[Grid], new: InstrumentDef, carried: Carried) -> None:
    metadata = next((grid for grid in grids if grid.text(1, 1) == METADATA), None)
    known = {variable.code for variable in lay_out(new).variables}
    for one in read_corrections(old, metadata):
        if one.variable in known:
            carried.corrections[one.variable, one.item] = one.text
        else:
            carried.left.append(LeftBehind(one.variable, METADATA, one.cell, one.text[:300], Why.VARIABLE))


def _left(match: Match, cell: Cell, why: Why) -> LeftBehind:
    value = cell.text if cell.formula is None else f"={cell.formula}"
    return LeftBehind(match.layout.table.title, match.grid.name, cell.address, value[:300], why)
