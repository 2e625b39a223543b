"""The export of a form's responses: which cell of the file answers which cell of a table, response by response."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.google_forms.questions import ANY_ROW, BETWEEN, CODE, TAG, tag_of
from sektoral.domain.google_forms.times import read_times
from sektoral.domain.grids import Grid, column_letters
from sektoral.domain.instruments import InstrumentDef

HEADER_ROWS = 5  # in which the questions are looked for
RESPONSES_AT_MOST = 5_000
TIME_HEADS = frozenset({"timestamp", "cap waktu", "stempel waktu", "waktu", "tanggal waktu"})


@dataclass(frozen=True, slots=True)
class Response:
    """One response: the row of the file, when (ISO, local, empty where unknown), and the unit that answered."""

    row: int
    at: str
    at_text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: the cell of a table, and where it stands; `text` shows it."""

    response: int  # the row of the file
    table: str
    row: str
    column: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Responses:
    """What a form's export holds. `is_other` tells that it was made for another edition of the instrument.

    `unknown` are codes that the instrument does not know; `order_unclear` that day and month might be swapped.
    """

    sheet: str
    responses: tuple[Response, ...]
    given: tuple[Given, ...]
    unknown: tuple[str, ...] = ()
    is_other: bool = False
    order_unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where the questions stand: by column of the file the table, row (`*` for any) and column they ask for."""

    row: int
    cells: Mapping[int, tuple[str, str, str]]
    choices: Mapping[str, int]  # by table, the question for the row
    unit: int
    time: int
    tag: str


def is_form(grids: Sequence[Grid]) -> bool:
    """Whether a file is the export of a form that we made."""
    return any(_heads(grid) is not None for grid in grids)


def read_responses(definition: InstrumentDef, grids: Sequence[Grid]) -> Responses | None:
    """This will read the responses in a file; nothing where it is no such export. Beyond the cap they are left out."""
    for grid in grids:
        heads = _heads(grid)
        if heads is not None:
            return _read(definition, grid, heads)
    return None


def _heads(grid: Grid) -> _Heads | None:
    for row in range(1, min(grid.last_row, HEADER_ROWS) + 1):
        texts = {column: grid.text(row, column) for column in range(1, grid.last_column + 1)}
        found = {column: code for column, text in texts.items() if (code := CODE.search(text))}
        if found:
            tags = {column: tag["tag"] for column, text in texts.items() if (tag := TAG.search(text))}
            unit = next(iter(tags), 0)
            return _Heads(
                row=row,
                cells={at: (c["table"], c["row"], c["column"]) for at, c in found.items() if c["column"] is not None},
                choices={c["table"]: at for at, c in found.items() if c["column"] is None},
                unit=unit,
                time=next((column for column, text in texts.items() if text.casefold() in TIME_HEADS), 0),
                tag=tags.get(unit, ""),
            )
    return None


def _read(definition: InstrumentDef, grid: Grid, heads: _Heads) -> Responses:
    lines = [row for row in range(heads.row + 1, grid.last_row + 1) if _answers_anything(grid, row, heads)]
    lines = lines[:RESPONSES_AT_MOST]
    stamps = [grid.raw(row, heads.time) if heads.time else "" for row in lines]
    times, style = read_times(stamps)
    known = {
        (sheet, row.code, column.code)
        for sheet, table in definition.sheets
        for row in table.rows
        for column in table.columns
    }
    given = [one for row in lines for one in _given(grid, row, heads)]
    return Responses(
        sheet=grid.name,
        responses=tuple(
            Response(
                row,
                at.isoformat() if at else "",
                grid.text(row, heads.time) if heads.time else "",
                _unit(grid, row, heads),
            )
            for row, at in zip(lines, times, strict=True)
        ),
        given=tuple(one for one in given if (one.table, one.row, one.column) in known),
        unknown=tuple(sorted({_code(one) for one in given if (one.table, one.row, one.column) not in known}))[:20],
        is_other=bool(heads.tag) and heads.tag != tag_of(definition),
        order_unclear=style is None and any(times),
    )


def _given(grid: Grid, row: int, heads: _Heads) -> Iterator[Given]:
    for column, (table, code, asked) in heads.cells.items():
        text = grid.text(row, column)
        if not text:
            continue
        if code == ANY_ROW:
            chosen = grid.text(row, heads.choices[table]) if table in heads.choices else ""
            code = chosen.partition(BETWEEN)[0].strip()
        yield Given(row, table, code, asked, f"{column_letters(column)}{row}", text[:60])


def _answers_anything(grid: Grid, row: int, heads: _Heads) -> bool:
    return any(grid.raw(row, column) != "" for column in heads.cells)


def _unit(grid: Grid, row: int, heads: _Heads) -> str:
    return " ".join(grid.text(row, heads.unit).split())[:120] if heads.unit else ""


def _code(one: Given) -> str:
    return f"[{one.table}|{one.row}|{one.column}]"[:60]
