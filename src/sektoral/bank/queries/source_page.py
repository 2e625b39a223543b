"""The sheet around the cell that a figure came from, as the sandbox reads the very file that was received."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.errors import Invalid, NotFound
from sektoral.domain.grids import column_letters, parse_address
from sektoral.domain.transcripts import MEDIA_TYPE
from sektoral.intake.softcopies import Manner, Window, window_of
from sektoral.records.models import Observation

ABOVE, ROWS = 12, 30  # rows before the cell, and altogether


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of the drawn sheet; `is_asked` is the one that the figure came from."""

    text: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the drawn sheet with its number."""

    number: int
    cells: Sequence[SourceCell]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A window of the sheet. `why_not` says why there is nothing to draw."""

    file: str
    sha256: str
    sheet: str
    cell: str
    heads: Sequence[str] = ()
    rows: Sequence[SourceRow] = ()
    last_row: int = 0
    why_not: str = ""


def is_drawn(one: Observation) -> bool:
    """Whether the figure stands in a sheet: what was typed stands in a transcript, whose cells are fields of a form."""
    return one.file.media_type != MEDIA_TYPE and not one.file.purged_at


def source_page(one: Observation) -> SourcePage:
    """This will draw the rows around the figure's cell. Raises `NotFound` where it is in none, and `Unavailable`."""
    if not is_drawn(one):
        raise NotFound("not_found")
    row, _ = parse_address(one.cell)
    here = SourcePage(file=one.file.name, sha256=one.file.sha256, sheet=one.sheet, cell=one.cell)
    try:
        window = window_of(one.file, Manner(), sheet=one.sheet, row=max(1, row - ABOVE), rows=ROWS)
    except Invalid as error:
        reason = str(error.facts.get("reason", ""))
        return SourcePage(here.file, here.sha256, here.sheet, here.cell, why_not=reason or "Lembarnya tidak terbaca.")
    return _drawn(here, window)


def _drawn(here: SourcePage, window: Window) -> SourcePage:
    width = max((len(line) for line in window.rows), default=0)
    asked = parse_address(here.cell)
    return SourcePage(
        file=here.file,
        sha256=here.sha256,
        sheet=window.sheet,
        cell=here.cell,
        heads=tuple(column_letters(column) for column in range(1, width + 1)),
        rows=tuple(
            SourceRow(
                number, tuple(SourceCell(text, (number, column) == asked) for column, text in enumerate(line, start=1))
            )
            for number, line in enumerate(window.rows, start=window.first)
        ),
        last_row=window.last_row,
    )
