"""A table cut out of a sheet, read in full: columns, rows, totals, figures, and what a person has to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from sektoral.domain.softcopies.areas import Areas
from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.columns import Profile, assign_roles, profiles
from sektoral.domain.softcopies.doubts import doubts_of
from sektoral.domain.softcopies.facts import NOTHING, Facts, joined
from sektoral.domain.softcopies.headings import head_paths
from sektoral.domain.softcopies.hints import NO_HINT, Hint
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.refusals import NoTable, why_no_table
from sektoral.domain.softcopies.regions import (
    ColumnFound,
    ColumnRole,
    Layout,
    LineReason,
    Reading,
    Region,
    RowFound,
    RowRole,
)
from sektoral.domain.softcopies.rows import Body, Rows, area_totals, read_rows
from sektoral.domain.softcopies.shapes import key_of, shape_of
from sektoral.domain.softcopies.sheets import Sheet
from sektoral.domain.softcopies.spans import NO_SPAN
from sektoral.domain.softcopies.stubs import Stub, choose_stub
from sektoral.domain.softcopies.surroundings import read_texts, read_title
from sektoral.domain.softcopies.totals import (
    columns_summing,
    rows_summing,
    summing_of_period,
    summing_of_variables,
    wholes_summing,
)
from sektoral.domain.softcopies.units import is_unit, read_unit
from sektoral.domain.softcopies.words import GENERIC, UNHEADED, fold, is_total

ADDED_ROWS = 3_000  # a longer table shows its totals by their words alone


def read_table(sheet: Sheet, draft: Draft, number: int, areas: Areas, hint: Hint = NO_HINT) -> Region | NoTable:
    """Read a table, or tell why what was cut out is none. `hint` is what a person says of its columns."""
    heads = head_paths(sheet, draft)
    found = profiles(sheet, draft, heads)
    roles = assign_roles(found, areas)
    roles |= {column: role for column, role in hint.roles if column in roles}
    refused = why_no_table(sheet, draft, found, roles)
    if refused is not None:
        return refused
    stub = choose_stub(found, roles, len(draft.body), areas)
    figures = tuple(one.column for one in found if roles[one.column] is ColumnRole.FIGURES)
    texts = tuple(tuple(sheet.text(row, c) for c in sheet.filled(row, draft.left, draft.right)) for row in draft.heads)
    rows = read_rows(Body(sheet, draft, stub, figures, frozenset(texts), areas))
    readings = tuple(chain.from_iterable(sheet.readings(row.row, figures) for row in rows.rows
                                         if row.role is not RowRole.REPEATED))  # fmt: skip
    columns = [_column(one, roles, found, stub, areas) for one in found]
    columns = _of_periods(_told_apart([_with_unit(column, found) for column in columns]), hint)
    addable = len(rows.rows) <= ADDED_ROWS
    values = {(one.row, one.column): Decimal(one.text) for one in readings if one.text} if addable else {}
    plain = _rows_of(rows)
    said = {column.column: column.facts for column in columns if column.has_figures}
    wholes = wholes_summing(values, said, plain, are_rows=False)
    columns = _with_totals(columns, {**columns_summing(values, plain, figures, _named(columns)), **wholes})
    final = _total_rows(rows, values, _added(columns), stub)
    return _region(sheet, draft, number, stub, columns, final, rows.steady, readings, areas)


def _region(
    sheet: Sheet, draft: Draft, number: int, stub: Stub, columns: Sequence[ColumnFound], rows: Sequence[RowFound],
    steady: Facts, readings: tuple[Reading, ...], areas: Areas,
) -> Region:  # fmt: skip
    title, said = read_title(sheet, draft, columns, areas)
    heads = [*draft.heads, *([draft.numbering] if draft.numbering else [])]
    region = Region(
        sheet=sheet.grid.name,
        number=number,
        block=(min([*heads, draft.body[0]]), columns[0].column, draft.body[-1], columns[-1].column),
        layout=stub.layout,
        title=title,
        head_rows=tuple(draft.heads),
        numbering_row=draft.numbering,
        texts=read_texts(sheet, draft),
        facts=joined(said, steady),
        columns=tuple(columns),
        rows=tuple(rows),
        readings=readings,
        shape=shape_of(stub.layout, columns),
        visibility=sheet.grid.visibility,
    )
    return replace(region, doubts=doubts_of(region))


def _column(
    one: Profile, roles: Mapping[int, ColumnRole], found: Sequence[Profile], stub: Stub, areas: Areas
) -> ColumnFound:
    role = roles[one.column]
    if role is ColumnRole.LABEL:
        main = stub.main
        is_key = stub.layout is Layout.LONG or (main is not None and one.column != main.column)
        named = {key.column for key in stub.keys}
        role = ColumnRole.REMARK if one.column not in named else ColumnRole.KEY if is_key else role
    if role is not ColumnRole.FIGURES:
        return ColumnFound(one.column, role, one.heads, hidden=one.hidden)
    facts, span = NOTHING, NO_SPAN
    for depth, head in enumerate(one.heads):
        said, part = (
            (Facts(unit=read_unit(head.strip("()"))), NO_SPAN)
            if depth and _is_unit_head(head)
            else read_label(head, areas)
        )
        facts, span = joined(facts, said), part.within(span)
    units = _unit_column(one.column, roles, found)
    facts = replace(facts, period=span.code)
    return ColumnFound(one.column, role, one.heads, facts, key_of(facts), units, hidden=one.hidden)


def _is_unit_head(head: str) -> bool:
    """Whether a heading below another one is nothing but a unit: `%`, `(Orang)`."""
    return is_unit(head.strip("()")) and fold(head) not in GENERIC


def _unit_column(column: int, roles: Mapping[int, ColumnRole], found: Sequence[Profile]) -> int:
    """Of several columns of units, the one right behind the figures that it is for."""
    units = [one.column for one in found if roles[one.column] is ColumnRole.UNIT]
    return column + 1 if len(units) > 1 and column + 1 in units else 0


def _with_unit(column: ColumnFound, found: Sequence[Profile]) -> ColumnFound:
    """Give a column the unit that stands most often in the column of its units."""
    units = next((one.values for one in found if one.column == column.units_in), ())
    texts = [text for text in units if is_unit(text)]
    if not texts or column.facts.unit:
        return column
    return replace(column, facts=replace(column.facts, unit=read_unit(max(texts, key=texts.count))))


def _of_periods(columns: Sequence[ColumnFound], hint: Hint) -> list[ColumnFound]:
    said = dict(hint.periods)
    return [
        replace(one, facts=replace(one.facts, period=said[one.column])) if one.column in said else one
        for one in columns
    ]


def _told_apart(columns: Sequence[ColumnFound]) -> list[ColumnFound]:
    """Several columns of figures without headings are called by their place in the table until somebody names them."""
    bare = [one.column for one in columns if one.has_figures and not one.heads]
    if len(bare) < 2:
        return list(columns)
    first = columns[0].column
    called = {number: Facts((f"{UNHEADED} {number - first + 1}",)) for number in bare}
    return [
        replace(one, facts=joined(called[one.column], one.facts), key=key_of(called[one.column]))
        if one.column in called
        else one
        for one in columns
    ]


def _rows_of(rows: Rows) -> list[int]:
    return [row.row for row in rows.rows if row.role is RowRole.FIGURES and not is_total(row.label)]


def _named(columns: Sequence[ColumnFound]) -> dict[int, str]:
    return {column.column: column.heads[-1] if column.heads else "" for column in columns}


def _added(columns: Sequence[ColumnFound]) -> list[int]:
    return [column.column for column in columns if column.has_figures]


def _with_totals(columns: Sequence[ColumnFound], totals: Mapping[int, LineReason]) -> list[ColumnFound]:
    return [
        replace(column, role=ColumnRole.TOTAL, reason=totals[column.column]) if column.column in totals else column
        for column in columns
    ]


def _total_rows(
    rows: Rows, values: Mapping[tuple[int, int], Decimal], columns: Sequence[int], stub: Stub
) -> list[RowFound]:
    """Mark the rows that only sum up others."""
    plain = [row for row in rows.rows if row.role is RowRole.FIGURES]
    labels = {row.row: row.label for row in plain}
    if stub.layout is Layout.WIDE:
        found = rows_summing(values, list(labels), labels, columns, rows.children)
    else:
        found = {row: LineReason.WORDS for row, label in labels.items() if any(map(is_total, label.split(" · ")))}
        found |= {row: LineReason.UNLABELLED for row, label in labels.items() if not label}
        found |= _summed_up(rows, plain, values, columns, stub.layout)
    found |= wholes_summing(values, {row.row: row.facts for row in plain}, columns, are_rows=True)
    level = next((key.level for key in stub.keys if key.is_area), "")
    found |= {row: LineReason.AREA for row in area_totals(plain, level) if row not in found}
    return [replace(row, role=RowRole.TOTAL, reason=found[row.row]) if row.row in found else row for row in rows.rows]


def _summed_up(
    rows: Rows,
    plain: Sequence[RowFound],
    values: Mapping[tuple[int, int], Decimal],
    columns: Sequence[int],
    layout: Layout,
) -> dict[int, LineReason]:
    """Rows that sum up those below them in a list of variables, or the others of their period in a long table."""
    if layout is Layout.LISTED:
        return summing_of_variables(values, {row.row: row for row in plain}, columns, rows.children)
    return summing_of_period(values, plain, columns)
