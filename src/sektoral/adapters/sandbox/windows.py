"""The job `window`: a few rows of one sheet as texts, so that a page can show a person where things stand."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.grids import Grid

ROWS_AT_MOST, COLUMNS_AT_MOST, LETTERS_AT_MOST = 100, 60, 80


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read a window. Raise `FileRefused` for a file that cannot be read or has no such sheet.

    Options: `filename`, `delimiter` and `encoding` as for `read`; `sheet` by its name, `row` and `rows` (at most 100)
    for where the window begins and how high it is.
    """
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    source, grids = spreadsheets.read_grids(path, found, caps, options)
    grid = next((one for one in grids if one.name == options["sheet"]), None)
    if grid is None:
        raise FileRefused("unreadable", detail="lembar tidak ada")
    first = max(1, int(options.get("row", "1")))
    last = min(first + min(int(options.get("rows", "40")), ROWS_AT_MOST) - 1, grid.last_row)
    columns = min(grid.last_column, COLUMNS_AT_MOST)
    return {
        "sheet": grid.name,
        "first": first,
        "rows": [[_text(grid, row, column) for column in range(1, columns + 1)] for row in range(first, last + 1)],
        "last_row": grid.last_row,
        "last_column": grid.last_column,
        "format": source.format,
        "delimiter": source.delimiter,
        "encoding": source.encoding,
    }


def _text(grid: Grid, row: int, column: int) -> str:
    """What stands there on one line; an error by its name, a formula without a result by its text."""
    cell = grid.cell(row, column)
    text = " ".join(cell.text.split()) or (f"={cell.formula}" if cell.formula is not None else "")
    return text if len(text) <= LETTERS_AT_MOST else f"{text[: LETTERS_AT_MOST - 1]}…"
