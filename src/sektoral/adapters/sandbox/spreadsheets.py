"""Any spreadsheet as grids with the coordinates its user sees. calamine reads the values; the preflight's facts lay
error cells and formulas over them, which calamine shows as empty."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.preflight import Preflight
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts
from sektoral.adapters.sandbox.text_tables import read_text_table
from sektoral.domain.grids import Grid, Visibility, joined

T = TypeVar("T")
SHEET_NAME = 31  # characters, as Excel has it
LONGEST_NAME = 40  # of a sheet: what is kept of it; other programs than Excel allow more


@dataclass(frozen=True, slots=True)
class Source:
    """How the file was read: its format, and for text the encoding, the delimiter, how many rows are too short."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    ragged_rows: int = 0


def read_grids(
    path: Path, found: Preflight, caps: Caps, options: Mapping[str, str] = MappingProxyType({})
) -> tuple[Source, Iterator[Grid]]:
    """Read the sheets of a file that passed the preflight, one by one. Raise `FileRefused` if it cannot be read.

    `options` may say a text table's `delimiter` and `encoding`, and the `filename` that its only sheet is called by.
    """
    if found.format == "csv":
        said = {name: options[name] for name in ("delimiter", "encoding") if options.get(name)}
        table = read_text_table(path, caps, **said)
        width = max(map(len, table.rows), default=0)
        ragged = sum(0 < len(row) < width for row in table.rows)
        rows = [[*row, *[""] * (width - len(row))] for row in table.rows]
        name = PurePath(options.get("filename", path.name)).stem[:SHEET_NAME]
        return Source("csv", table.encoding, table.delimiter, ragged), iter((Grid(name, rows),))
    return Source(found.format), _sheets(path, found)


def _sheets(path: Path, found: Preflight) -> Iterator[Grid]:
    book = guarded(lambda: CalamineWorkbook.from_path(path))
    if not book.sheets_metadata:
        raise FileRefused("no_sheets")
    for index, sheet in enumerate(book.sheets_metadata):
        if len(sheet.name) > LONGEST_NAME:
            raise FileRefused("sheet_name_long", sheet=sheet.name[:LONGEST_NAME], limit=LONGEST_NAME)
        visibility = _visibility(sheet.visible)
        if sheet.typ == SheetTypeEnum.WorkSheet:
            facts = found.facts.get(sheet.name)
            if facts is None:  # the reader found a sheet that the preflight did not look at
                raise FileRefused("unreadable", detail=f"lembar {sheet.name[:40]} tidak terdaftar")
            yield _grid(guarded(partial(book.get_sheet_by_index, index)), facts, visibility)
        else:
            yield Grid(sheet.name, (), visibility)


def _visibility(visible: SheetVisibleEnum) -> Visibility:
    """The reader's enum cannot be a key of a dict."""
    if visible == SheetVisibleEnum.Hidden:
        return Visibility.HIDDEN
    return Visibility.VERY_HIDDEN if visible == SheetVisibleEnum.VeryHidden else Visibility.VISIBLE


def _grid(sheet: CalamineSheet, facts: SheetFacts, visibility: Visibility) -> Grid:
    start = sheet.start
    rows = guarded(lambda: sheet.to_python(skip_empty_area=True)) if start else []
    row, column = start or (0, 0)
    hidden_rows, hidden_columns = joined(facts.hidden_rows), joined(facts.hidden_columns)
    return Grid(
        sheet.name, rows, visibility, row + 1, column + 1, facts.errors, facts.formulas, facts.merges, hidden_rows,
        hidden_columns,
    )  # fmt: skip


def guarded(call: Callable[[], T]) -> T:
    """Call the reader. Raise `FileRefused` for its errors and for its panics, which are no `Exception`."""
    try:
        return call()
    except PasswordError as error:
        raise FileRefused("encrypted") from error
    except MemoryError as error:
        raise FileRefused("memory_exceeded") from error
    except (CalamineError, OSError, ValueError, RuntimeError) as error:
        raise FileRefused("unreadable", detail=_brief(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise FileRefused("unreadable", detail="pembaca menyerah") from error
        raise


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
