"""The same thing stated twice: by two tables of the workbook, or by this one and a table the data bank holds.

Figures are about the same thing where variable, area and dimensions agree. An area that is not named is the whole
regency, but only among the tables of one agency: a camat's whole is another one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sektoral.domain.checks.context import Stated, Thing
from sektoral.domain.checks.figures import Figure, figures_of, spans_region
from sektoral.domain.checks.readings import TableReading, label_of
from sektoral.domain.findings import Finding
from sektoral.domain.layout import address
from sektoral.domain.numbers import EXACT, plain_text

Fault = tuple[int, Finding]  # level of the figures, what was found


def check_agreement(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """What two tables of the workbook say of the same thing differs by no more than rounding."""
    tables = Counter(variable.code for reading in readings for variable in reading.table.variables)
    shared = {code for code, count in tables.items() if count > 1}
    if not shared:
        return
    first: dict[Thing, tuple[TableReading, Figure]] = {}
    faults: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
    for reading in readings:
        for figure in _figures(reading, shared):
            other, twin = first.setdefault(_regional(figure.thing), (reading, figure))
            slack = figure.slack + twin.slack
            if other is not reading and _differ(figure.amount, twin.amount, slack):
                facts = {"other_cell": place_of(other, twin), "other_table": other.layout.sheet}
                told = _fault("tables_disagree", reading, figure, twin.amount, slack, facts)
                level = max(figure.level, twin.level)
                faults[figure.thing[0], other.layout.sheet, reading.layout.sheet].append((level, told))
    for found in faults.values():
        yield from _at_the_root(found)


def check_elsewhere(reading: TableReading) -> Iterator[Finding]:
    """What the data bank holds of the same thing, from other tables and agencies, differs by no more than rounding."""
    if not reading.context.stated:
        return
    known: dict[Thing, list[Stated]] = defaultdict(list)
    for stated in reading.context.stated:
        known[_regional(stated.thing)].append(stated)
    faults: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
    for figure in _figures(reading, {thing[0] for thing in known}):
        for stated in known.get(_regional(figure.thing), ()):
            slack = figure.slack + stated.slack
            if _comparable(figure, stated) and _differ(figure.amount, stated.amount, slack):
                code = "agencies_disagree" if stated.agency else "bank_disagrees"
                facts = {
                    "agency": stated.agency,
                    "other_cell": f"{stated.sheet} sel {stated.cell}" if stated.cell else "jumlah",
                    "other_table": stated.table,
                }
                told = _fault(code, reading, figure, stated.amount, slack, facts)
                key = (figure.thing[0], stated.agency, stated.table)
                faults[key].append((max(figure.level, stated.level), told))
    for found in faults.values():
        yield from _at_the_root(found)


def place_of(reading: TableReading, figure: Figure) -> str:
    """Where a figure or total stands on its sheet: `C8`."""
    layout = reading.layout
    if len(figure.columns) == 1:
        column = reading.columns[figure.columns[0]]
    else:
        totals = [set(total.columns) for total in layout.table.row_totals]
        column = layout.row_totals[totals.index(set(figure.columns))]
    below = layout.last_row + 1 if reading.own_row is None else reading.own_row - 1
    return address(reading.rows[figure.row] if figure.row else below, column)


def _figures(reading: TableReading, variables: Iterable[str]) -> Iterator[Figure]:
    """What the table says, of cells without a fault of their own."""
    wanted = {variable.code for variable in reading.table.variables} & set(variables)
    if not wanted:
        return iter(())
    amounts = {
        place: one.amount
        for place, one in reading.cells.items()
        if one.variable.code in wanted and one.amount is not None and (one.value.number is None or one.is_sound)
    }
    return figures_of(reading.table, amounts, wanted)


def _regional(thing: Thing) -> Thing:
    variable, area, dims = thing
    return (variable, "" if spans_region(area) else area, dims)


def _comparable(figure: Figure, stated: Stated) -> bool:
    """With another agency only where both name the area."""
    return not stated.agency or bool(figure.thing[1] and stated.thing[1])


def _differ(one: Decimal, other: Decimal, slack: Decimal) -> bool:
    return abs(EXACT.subtract(one, other)) > slack


def _at_the_root(faults: Sequence[Fault]) -> Iterator[Finding]:
    """Only the finest level that differs: a wrong figure makes every total over it differ too."""
    finest = min(level for level, _ in faults)
    return (found for level, found in faults if level == finest)


def _fault(
    code: str, reading: TableReading, figure: Figure, other: Decimal, slack: Decimal, facts: dict[str, str]
) -> Finding:
    facts = {**facts, "other_figure": plain_text(other), "tolerance": plain_text(slack)}
    if figure.row and len(figure.columns) == 1:
        return reading.fault_at(code, reading.cells[figure.row, figure.columns[0]], **facts)
    rows = {row.code: row.label for row in reading.table.rows}
    columns = {column.code: label_of(column) for column in reading.table.columns}
    facts |= {
        "row": rows.get(figure.row, "Jumlah"),
        "column": columns[figure.columns[0]] if len(figure.columns) == 1 else "jumlah",
    }
    return reading.fault(code, place_of(reading, figure), value=plain_text(figure.amount), **facts)
