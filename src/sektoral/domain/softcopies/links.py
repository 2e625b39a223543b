"""Which row and column of a found table answers which row and column of the table asked for."""

from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.softcopies.facts import Certainty, UnitFound
from sektoral.domain.softcopies.hints import Hint
from sektoral.domain.softcopies.regions import Doubt


class LinkReason(StrEnum):
    """Why a line is proposed for what it answers."""

    CODE = "code"
    AREA = "area"
    LABEL = "label"
    SPELLING = "spelling"  # nearly the same label
    DIMENSIONS = "dimensions"
    VARIABLE = "variable"
    ONLY = "only"  # there is no other
    KEPT = "kept"  # confirmed for an earlier file of this shape
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Link:
    """What one line (a row or a column of the sheet, by its number) answers: the codes of rows and of columns of the
    table that it may stand for. Empty says nothing about them. A figure answers the one cell that both lines leave.

    In a plain table a row names one row and a column one column; transposed it is the other way round; a row of a long
    table may name a row and narrow the columns (its sex), and the column of figures narrows them further.
    """

    line: int
    key: str  # by which next year's file finds the link again
    label: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    period: str = ""
    certainty: Certainty = Certainty.SURE
    reason: LinkReason = LinkReason.LABEL
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """A cell of the table asked for, and the cell of the file that answers it for a period. `factor` is exact decimal
    text by which the figure is to be multiplied; anything but `1` must be confirmed."""

    row: str
    column: str
    sheet: str
    cell: str
    period: str
    factor: str = "1"


@dataclass(frozen=True, slots=True)
class UnitQuestion:
    """A unit that differs from the one asked for. `factor` is empty where the two do not measure the same."""

    column: str  # of the table asked for
    asked: str
    found: UnitFound
    factor: str
    cells: int  # how many figures it is about


@dataclass(frozen=True, slots=True)
class Match:
    """A found table against the one asked for. `takes` answer the period asked for, `earlier` other periods."""

    region: int
    table: str
    rows: tuple[Link, ...]
    columns: tuple[Link, ...]
    takes: tuple[Take, ...]
    earlier: tuple[Take, ...]
    missing_rows: tuple[str, ...]  # codes asked for that nothing answers
    missing_columns: tuple[str, ...]
    left_rows: tuple[int, ...]  # rows and columns with figures that nobody asked for
    left_columns: tuple[int, ...]
    units: tuple[UnitQuestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A confirmed link by its key; periods are not part of it."""

    key: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A confirmed mapping: it holds for every region of this shape. `factors` pairs a column of the table asked for and
    the unit as written with the factor that a person confirmed. `hint` is how the reading was put right, and `before`
    the shape that the region has without that."""

    shape: str
    table: str
    rows: tuple[KeptLink, ...]
    columns: tuple[KeptLink, ...]
    factors: tuple[tuple[str, str, str], ...] = ()
    before: str = ""
    hint: Hint | None = None
