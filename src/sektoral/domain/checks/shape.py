"""The form of the answer: what the list of tables declares, what is missing, what was declared and filled."""

import re
from collections.abc import Iterator, Mapping

from sektoral.domain.checks.readings import TableReading, is_blank, label_of
from sektoral.domain.checks.results import Correction, Declaration
from sektoral.domain.checks.sentences import finding
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Grid
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import (
    LISTING,
    METADATA_ITEMS,
    NATURE_COLUMN,
    NIL_COLUMN,
    REASON_COLUMN,
    REMARK_COLUMN,
    address,
    lay_out,
)
from sektoral.domain.numbers import FLAGS
from sektoral.domain.validations import NATURES, REASONS

OTHER_REASON = "6"
_FINAL = NATURES[0].casefold()
_DIGITS = {reason[0] for reason in REASONS}
Declared = tuple[dict[str, Declaration], list[Finding]]


def read_declarations(definition: InstrumentDef, listing: Grid | None) -> Declared:
    """Read what `Daftar` says of each table: nil, not available with a reason, the nature of the figures, a remark."""
    if listing is None:
        return {}, [finding("listing_missing", sheet=LISTING, cell="A1")]
    layout = lay_out(definition)
    found: dict[str, Declaration] = {}
    faults: list[Finding] = []
    rows = _listed_rows(listing)
    for table in layout.tables:
        row = rows.get(table.sheet, layout.list_row(table.sheet))
        declaration, more = _declaration(listing, table.sheet, row)
        found[table.sheet] = declaration
        faults += more
    return found, faults


def _listed_rows(listing: Grid) -> dict[str, int]:
    """The row of each sheet id, so that a sorted list is still read rightly."""
    return {
        text: row
        for row in range(1, min(listing.last_row, 400) + 1)
        if re.fullmatch(r"T\d{2}", text := listing.text(row, 2))
    }


def _declaration(listing: Grid, table: str, row: int) -> tuple[Declaration, list[Finding]]:
    nil, reason, nature, remark = (
        listing.text(row, column) for column in (NIL_COLUMN, REASON_COLUMN, NATURE_COLUMN, REMARK_COLUMN)
    )
    faults = []

    def fault(code: str, column: int, value: str) -> None:
        cell = address(row, column)
        faults.append(finding(code, sheet=listing.name, cell=cell, table=table, value=value))

    if nil and nil.casefold() != "nihil":
        fault("nil_unknown", NIL_COLUMN, nil)
    if reason and reason[0] not in _DIGITS:
        fault("reason_unknown", REASON_COLUMN, reason)
    if nil and reason:
        fault("declared_twice", NIL_COLUMN, nil)
    if reason.startswith(OTHER_REASON) and not remark:
        fault("reason_needs_remark", REMARK_COLUMN, reason)
    flag = "" if nature.casefold() in ("", _FINAL) else nature.split()[0]
    if flag and flag not in FLAGS:
        fault("nature_unknown", NATURE_COLUMN, nature)
        flag = ""
    digit = reason[0] if reason and reason[0] in _DIGITS else ""
    return Declaration(nil.casefold() == "nihil", digit, reason, flag, remark), faults


def check_declared(reading: TableReading) -> Iterator[Finding]:
    """A declared table must be empty; each cell that is not is listed by the first of them."""
    filled = [one for one in reading.values() if not is_blank(one)]
    if reading.is_declared and filled:
        declared = "nihil" if reading.declaration.is_nil else "tidak tersedia"
        yield reading.fault("declared_and_filled", filled[0].cell, value=filled[0].cell.text, declared=declared)


def check_missing(reading: TableReading) -> Iterator[Finding]:
    """Every cell must say something; a table without any answer is one finding."""
    if reading.is_declared:
        return
    empty = [one for one in reading.values() if is_blank(one)]
    if empty and len(empty) == len(reading.cells):
        yield reading.fault("table_empty", empty[0].cell)
        return
    for one in empty:
        yield reading.fault("cell_empty", one.cell, row=one.row.label, column=label_of(one.column))


def read_corrections(definition: InstrumentDef, metadata: Grid | None) -> tuple[Correction, ...]:
    """Read the corrections to the metadata of each variable; a row is known by its code and the number of its butir."""
    if metadata is None:
        return ()
    known = {variable.code for variable in lay_out(definition).variables}
    return tuple(_corrections(metadata, known))


def _corrections(metadata: Grid, known: set[str]) -> Iterator[Correction]:
    places: Mapping[str, int] = {str(number): number for number in range(1, METADATA_ITEMS + 1)}
    for row in range(1, metadata.last_row + 1):
        code, item, text = metadata.text(row, 1), places.get(metadata.text(row, 2)), metadata.text(row, 5)
        if code in known and item and text:
            yield Correction(code, item, address(row, 5), text[:2_000])
