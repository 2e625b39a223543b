"""What stands around a table: letterhead and title above it, notes and sources below."""

import re
from collections.abc import Sequence

from sektoral.domain.grids import column_letters
from sektoral.domain.softcopies.areas import Areas, named_area
from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.facts import NOTHING, Facts
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.regions import ColumnFound, TextAt, TextKind
from sektoral.domain.softcopies.sheets import Sheet
from sektoral.domain.softcopies.words import LETTERHEADS, SOURCES, bare, clean

_CAPTION = re.compile(r"^(?:tabel|table|tbl)\s*[.:]?\s*[\dIVXA-Z]+(?:[.\-]\d+)*[a-z]?\s*[.:\-]?\s*", re.IGNORECASE)
_GOVERNMENT = re.compile(
    r"^pemerintah(?:an)?\s+(?P<area>(?:kabupaten|kab\.?|kota|provinsi|propinsi)\s+.{3,50})$", re.IGNORECASE
)


def read_texts(sheet: Sheet, draft: Draft) -> tuple[TextAt, ...]:
    """The lines above and below, each with what it is."""
    above = [_line(sheet, row, column, above=True) for row, column in _cells(sheet, draft, draft.titles)]
    below = [_line(sheet, row, column, above=False) for row, column in _cells(sheet, draft, draft.notes)]
    return (*above, *below)


def read_title(sheet: Sheet, draft: Draft, columns: Sequence[ColumnFound], areas: Areas) -> tuple[str, Facts]:
    """The title, without the number of its table; and the period, unit and area that it or the letterhead tells.

    Where nothing stands above the table, the heading over all its figures is the title.
    """
    lines = [_line(sheet, row, column, above=True) for row, column in _cells(sheet, draft, draft.titles)]
    titles = [line.text for line in lines if line.kind is TextKind.TITLE]
    title = clean(" ".join(_CAPTION.sub("", text) for text in titles)) or _common_head(columns)
    facts, span = read_label(title, areas) if title else (NOTHING, None)
    area = facts.area
    for line in lines:
        found = _GOVERNMENT.match(line.text)
        if area is None and found:
            area = areas.find(found["area"]) or named_area(found["area"], "")
    return title, Facts((), facts.unit, area, span.code if span else "", facts.dims)


def _common_head(columns: Sequence[ColumnFound]) -> str:
    tops = {column.heads[0] if len(column.heads) > 1 else "" for column in columns if column.has_figures}
    top = bare(tops.pop()) if len(tops) == 1 else ""
    return top if read_label(top)[0].words else ""


def _cells(sheet: Sheet, draft: Draft, rows: Sequence[int]) -> list[tuple[int, int]]:
    return [(row, column) for row in rows for column in sheet.filled(row, draft.left, draft.right)
            if not sheet.grid.hides_column(column)]  # fmt: skip


def _line(sheet: Sheet, row: int, column: int, *, above: bool) -> TextAt:
    text = sheet.text(row, column)
    small = text.casefold()
    if above:
        kind = TextKind.LETTERHEAD if small.startswith(LETTERHEADS) else TextKind.TITLE
    else:
        kind = TextKind.SOURCE if small.startswith(SOURCES) else TextKind.NOTE
    return TextAt(f"{column_letters(column)}{row}", text, kind)
