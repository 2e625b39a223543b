"""One table as somebody types it into a form: its texts, what is stated of the whole table, what explains a row.

A field of the form has the name of its cell in the workbook, `C8`; a transcript holds the same by codes. Nothing is
judged here but what no check could take in: a field that was not drawn, a text without end.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sektoral.domain.errors import Invalid
from sektoral.domain.layout import TableLayout, address
from sektoral.domain.numbers import EXACT, Locale, ValueState, parse_text, render
from sektoral.domain.transcripts import TYPED_LENGTH, Answer, Explanation, Statement, Transcript
from sektoral.domain.validations import EXPLANATION_LENGTH, NATURES, REASONS, REMARK_LENGTH

STYLE = Locale.ID  # what is typed is read as Indonesians write, as the form says
FAULTY, UNKNOWN, NONE = "?", "…", "–"  # what a total says when it cannot be a number
MISSING = frozenset({ValueState.NOT_AVAILABLE, ValueState.NOT_SHOWN})
UNREAD = frozenset({ValueState.UNREADABLE, ValueState.AMBIGUOUS})
STATED = "pernyataan"  # the field that says that the fields of the statement are there
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no database keeps them and nobody types them
Place = tuple[str, str]  # codes of row and column
Key = TypeVar("Key", Place, str)


@dataclass(frozen=True, slots=True)
class TypedTable:
    """What is typed of one table. `cells` and `explanations` hold no empty texts."""

    sheet: str
    cells: Mapping[Place, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    statement: Statement = field(default_factory=lambda: Statement(""))

    @property
    def is_declared(self) -> bool:
        """Whether the table is stated to be nil or not available."""
        return self.statement.is_nil or bool(self.statement.reason)

    def text(self, row: str, column: str) -> str:
        """What stands in a cell, empty for nothing."""
        return self.cells.get((row, column), "")


def typed_of(transcript: Transcript, sheet: str) -> TypedTable:
    """Give what a transcript holds as typed of one table."""
    said = next((one for one in transcript.statements if one.table == sheet), Statement(sheet))
    return TypedTable(
        sheet,
        {(one.row, one.column): one.text for one in transcript.answers if one.table == sheet and one.text},
        {one.row: one.text for one in transcript.explanations if one.table == sheet},
        said,
    )


def transcript_of(instrument: str, tables: Iterable[TypedTable]) -> Transcript:
    """Write tables down as a transcript in which everything is typed; the order of typing leaves no trace."""
    held = sorted(tables, key=lambda table: table.sheet)
    return Transcript(
        instrument=instrument,
        locale="id-ID",
        answers=tuple(
            Answer(table.sheet, row, column, text)
            for table in held
            for (row, column), text in sorted(table.cells.items())
        ),
        statements=tuple(
            replace(table.statement, table=table.sheet)
            for table in held
            if replace(table.statement, table="") != Statement("")
        ),
        explanations=tuple(
            Explanation(table.sheet, row, text) for table in held for row, text in sorted(table.explanations.items())
        ),
    )


def read_posted(layout: TableLayout, posted: Mapping[str, str], before: TypedTable) -> TypedTable:
    """Read a form over what stood before, as it was typed: a field that was not sent leaves its cell as it is."""
    cells, explanations = dict(before.cells), dict(before.explanations)
    for cell in layout.input_cells():
        if cell.address in posted:
            _put(cells, (cell.row_def.code, cell.column_def.code), posted[cell.address])
    for row in layout.table.rows:
        name = address(layout.row_of(row.code), layout.explanation)
        if name in posted:
            _put(explanations, row.code, posted[name])
    said = _statement(layout.sheet, posted) if STATED in posted else replace(before.statement, table=layout.sheet)
    return TypedTable(layout.sheet, cells, explanations, said)


def check_posted(layout: TableLayout, posted: Mapping[str, str]) -> None:
    """Raise `Invalid` (`form_field_unknown`) for the name of a cell that this table does not ask for."""
    asked = {cell.address for cell in layout.input_cells()}
    asked |= {address(layout.row_of(row.code), layout.explanation) for row in layout.table.rows}
    for name in posted:
        if _CELL.fullmatch(name) and name not in asked:
            raise Invalid("form_field_unknown", cell=name[:12])


def check_typed(table: TypedTable) -> None:
    """Raise `Invalid` (`typed_too_long`, `choice_unknown`, `day_unreadable`) for what no transcript can hold.

    What the figures say is for the check to judge.
    """
    said = table.statement
    for (row, column), text in table.cells.items():
        _check_length(text, TYPED_LENGTH, f"{row}, {column}")
    for row, text in table.explanations.items():
        _check_length(text, EXPLANATION_LENGTH, row)
    _check_length(said.remark, REMARK_LENGTH, "Keterangan")
    for choice, known in ((said.reason, REASONS), (said.nature, NATURES[1:])):
        if choice and choice not in known:
            raise Invalid("choice_unknown", value=choice[:60])
    try:
        date.fromisoformat(said.expected_on or "2000-01-01")
    except ValueError:
        raise Invalid("day_unreadable", value=said.expected_on[:20]) from None


def total_of(texts: Sequence[str]) -> str:
    """Add up texts as the workbook does, never over a missing part: empty while one is empty, `?` while one cannot be
    read, `…` when one is not available, `–` when all are nil."""
    values = [parse_text(text, STYLE) for text in texts]
    states = {value.state for value in values}
    if ValueState.EMPTY in states:
        return ""
    if states & UNREAD:
        return FAULTY
    if states & MISSING:
        return UNKNOWN
    numbers = [value.number for value in values if value.number is not None]
    if not numbers:
        return NONE
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    return render(total, STYLE)


class Progress(StrEnum):
    """How far a table is, as its list in the workbook says it."""

    EMPTY = "empty"
    PARTIAL = "partial"
    FULL = "full"
    NIL = "nil"
    UNAVAILABLE = "unavailable"
    CONTRADICTORY = "contradictory"  # declared and filled, or declared twice


def progress_of(table: TypedTable, layout: TableLayout) -> Progress:
    """Tell how far a table is: what is stated of it first, then how many cells hold anything."""
    said, filled = table.statement, len(table.cells)
    if table.is_declared:
        if filled or (said.is_nil and said.reason):
            return Progress.CONTRADICTORY
        return Progress.NIL if said.is_nil else Progress.UNAVAILABLE
    if not filled:
        return Progress.EMPTY
    return Progress.PARTIAL if filled < layout.expected else Progress.FULL


def differing(one: TypedTable, other: TypedTable, layout: TableLayout) -> list[str]:
    """Name the fields in which two versions of a table differ: the addresses of cells, then `pernyataan`."""
    cells = [
        cell.address
        for cell in layout.input_cells()
        if one.text(cell.row_def.code, cell.column_def.code) != other.text(cell.row_def.code, cell.column_def.code)
    ]
    words = [
        address(layout.row_of(row.code), layout.explanation)
        for row in layout.table.rows
        if one.explanations.get(row.code) != other.explanations.get(row.code)
    ]
    is_same = replace(one.statement, table="") == replace(other.statement, table="")
    return [*cells, *words, *([] if is_same else [STATED])]


def changed_places(before: TypedTable, now: TypedTable, layout: TableLayout) -> list[Place]:
    """Name the cells that say something else than before; `1234` and `1.234` say the same."""
    places = [(cell.row_def.code, cell.column_def.code) for cell in layout.input_cells()]
    return [place for place in places if _meaning(before.text(*place)) != _meaning(now.text(*place))]


def _meaning(text: str) -> tuple[str, str]:
    value = parse_text(text, STYLE)
    return ("?", text) if value.state in UNREAD else (value.text, value.mark)


def _put(into: dict[Key, str], key: Key, text: str) -> None:
    """Keep a text, or forget the one before."""
    text = _clean(text)
    if text:
        into[key] = text
    else:
        into.pop(key, None)


def _statement(sheet: str, posted: Mapping[str, str]) -> Statement:
    return Statement(
        table=sheet,
        is_nil=bool(posted.get("nihil")),
        reason=_clean(posted.get("alasan", "")),
        nature=_clean(posted.get("sifat", "")),
        remark=_clean(posted.get("keterangan", "")),
        expected_on=_clean(posted.get("tersedia_pada", "")),
        held_by=_clean(posted.get("dipegang", "")),
    )


def _check_length(text: str, limit: int, where: str) -> None:
    if len(text) > limit:
        raise Invalid("typed_too_long", cell=where, length=len(text), limit=limit)


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text).strip()
