"""The office's printed books and lists as data: what stands over them, their columns and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sektoral.domain.papers import Paper


class Align(StrEnum):
    """Where a column's words stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: `width` in millimetres, or 0 to share what is left with the others of 0."""

    label: str
    width: int = 0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Book:
    """A printed list. A cell may hold several lines; `row_height` in millimetres leaves room for a hand.

    `size` is that of the letters in half points.
    """

    paper: Paper
    government: str
    office: str
    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[str]]
    printed_at: datetime
    printed_by: str
    empty: str
    notes: Sequence[str] = ()
    row_height: int = 0
    size: int = 17
    sample: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One block of a control sheet: a heading over a small table; `empty` stands where it has no line."""

    title: str
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[str]]
    empty: str


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """Lembar kendali: all that was asked of one agency and came of it, on one page."""

    agency: str
    title: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[SheetPart]


@dataclass(frozen=True, slots=True)
class ControlSheets:
    """The control sheets of a round, one page for each agency."""

    paper: Paper
    government: str
    office: str
    sheets: Sequence[ControlSheet]
    printed_at: datetime
    printed_by: str
    sample: bool = False
