"""The job `read`: any spreadsheet as the importer sees it, summed up sheet by sheet."""

import time
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.domain.grids import Grid, Span
from sektoral.domain.numbers import EXACT, LOCALES, Locale, decide_locale, parse_text, plain_text

WHOLE = 2.0**53  # below, every whole double is written with all its digits
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def job(path: Path, options: Mapping[str, str], caps: Caps) -> dict[str, Json]:
    """Read a file. Raise `FileRefused` with the reason when it is refused.

    Options: `filename`; for a text table `delimiter`, `encoding` and `locale`, where a person knows better.
    """
    began = time.perf_counter()
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    looked = time.perf_counter()
    source, grids = spreadsheets.read_grids(path, found, caps, options)
    locale = LOCALES.get(options.get("locale", ""))
    sheets: list[Json] = [_summary(grid, locale, is_text=source.format == "csv") for grid in grids]
    answer: dict[str, Json] = {
        "format": source.format,
        "sheets": sheets,
        "timings": {
            "preflight_ms": round((looked - began) * 1000, 1),
            "read_ms": round((time.perf_counter() - looked) * 1000, 1),
        },
    }
    if source.encoding:
        answer |= {"encoding": source.encoding, "delimiter": source.delimiter, "ragged_rows": source.ragged_rows}
    return answer


def _summary(grid: Grid, locale: Locale | None, *, is_text: bool) -> dict[str, Json]:
    count, total = _text_numbers(grid, locale) if is_text else _numbers(grid)
    return {
        "name": grid.name,
        "visibility": grid.visibility.value,
        "rows": grid.last_row,
        "columns": grid.last_column,
        "numeric_cells": count,
        "numeric_sum": plain_text(total),
        "error_cells": len(grid.errors),
        "formula_cells": len(grid.formulas),
        "merged_ranges": len(grid.merges),
        "hidden_rows": _length(grid.hidden_rows, grid.last_row),
        "hidden_columns": _length(grid.hidden_columns, grid.last_column),
    }


def _length(spans: Sequence[Span], last: int) -> int:
    """How many rows or columns are hidden, as far as the sheet holds anything."""
    return sum(max(0, min(end, last) - start + 1) for start, end in spans)


def _numbers(grid: Grid) -> tuple[int, Decimal]:
    """How many cells are stored as numbers, and their exact sum; NaN and infinity are no numbers.

    A double counts as its shortest decimal, as everywhere; below 2^53 a whole one is that integer, which adds faster.
    """
    floats = [value for line in grid.rows for value in line if type(value) is float and value - value == 0]
    integers = [value for line in grid.rows for value in line if type(value) is int]  # as old workbooks store some
    whole = [value for value in floats if value.is_integer() and -WHOLE < value < WHOLE]
    others = []
    if len(whole) < len(floats):
        others = [value for value in floats if not (value.is_integer() and -WHOLE < value < WHOLE)]
    with localcontext(EXACT):
        total = sum(map(Decimal, map(repr, others)), Decimal(sum(map(int, whole)) + sum(integers)))
    return len(floats) + len(integers), total


def _text_numbers(grid: Grid, locale: Locale | None) -> tuple[int, Decimal]:
    """In a text table a number is what reads as one, without doubt, in the style its file keeps to."""
    texts = [value for _, _, value in grid.places() if isinstance(value, str)]
    locale = locale or decide_locale(texts) or Locale.PLAIN
    numbers = [found.number for found in (parse_text(text, locale) for text in texts) if found.number is not None]
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    return len(numbers), total
