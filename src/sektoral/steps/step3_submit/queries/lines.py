"""The lines of a region (rows or columns of the sheet) with what they answer: the doubtful ones as choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.grids import column_letters
from sektoral.domain.instruments import ColumnDef, TableDef
from sektoral.domain.softcopies.confirming import COLUMN, NOTHING, ROW, Lines, answered_by
from sektoral.domain.softcopies.facts import Certainty
from sektoral.domain.softcopies.links import Link, LinkReason, Match
from sektoral.domain.softcopies.regions import ColumnRole, Region, RowRole
from sektoral.ui.components import Shape, Status, Tone

SHOWN_AT_MOST = 200  # lines of one region on one page
REASONS: Mapping[LinkReason, str] = {
    LinkReason.CODE: "kodenya sama",
    LinkReason.AREA: "wilayahnya sama",
    LinkReason.LABEL: "namanya sama",
    LinkReason.SPELLING: "namanya mirip",
    LinkReason.DIMENSIONS: "rinciannya sama",
    LinkReason.VARIABLE: "variabelnya sama",
    LinkReason.ONLY: "satu-satunya",
    LinkReason.KEPT: "menurut pemetaan tersimpan",
    LinkReason.PERSON: "menurut pilihan Anda",
}
LOOKS: Mapping[Certainty, Status] = {
    Certainty.SURE: Status(Tone.DONE, "Cocok", Shape.TICK),
    Certainty.LIKELY: Status(Tone.WAIT, "Periksa"),
    Certainty.GUESS: Status(Tone.WAIT, "Dugaan"),
}
UNANSWERED = Status(Tone.IDLE, "Tidak dipakai", Shape.NIL)


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A line as the page offers it. `name` is its field; `chosen` what it answers now, a value among `options`."""

    name: str
    where: str  # Baris 8, Kolom C
    label: str
    chosen: str
    status: Status
    why: str
    period: str
    is_open: bool  # doubtful, or asked to be shown


@dataclass(frozen=True, slots=True)
class Options:
    """What a line of a table may answer, as values and words."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]


def options_of(table: TableDef) -> Options:
    """This will list the rows and columns of the table asked for."""
    rows = tuple((f"{ROW}{row.code}", row.label) for row in table.rows)
    return Options(rows, tuple((f"{COLUMN}{one.code}", column_label(one)) for one in table.columns))


def row_lines(region: Region, match: Match, said: Lines, prefix: str, *, every: bool) -> Sequence[LineChoice]:
    """This will list the rows with figures: those in doubt and those that nothing asks for are open."""
    links = {one.line: one for one in match.rows}
    lines = [
        _line(
            f"{prefix}b{row.row}", f"Baris {row.row}", row.label, links.get(row.row), said=row.row in said, every=every
        )
        for row in region.rows
        if row.row in links or row.role is RowRole.FIGURES or (every and row.role is RowRole.TOTAL)
    ]
    return _open_first(lines)


def column_lines(region: Region, match: Match, said: Lines, prefix: str, *, every: bool) -> Sequence[LineChoice]:
    """This will list the columns with figures, likewise."""
    links = {one.line: one for one in match.columns}
    lines = [
        _line(
            f"{prefix}k{one.column}",
            f"Kolom {column_letters(one.column)}",
            " · ".join(one.heads),
            links.get(one.column),
            said=one.column in said,
            every=every,
        )
        for one in region.columns
        if one.column in links or one.role is ColumnRole.FIGURES or (every and one.has_figures)
    ]
    return _open_first(lines)


def column_label(column: ColumnDef) -> str:
    """This will give a column's label on one line, with its group."""
    label = " ".join(column.label.split())
    return f"{column.group}: {label}" if column.group else label


def _line(name: str, where: str, label: str, link: Link | None, *, said: bool, every: bool) -> LineChoice:
    if link is None:
        return LineChoice(name, where, label, NOTHING, UNANSWERED, "", "", is_open=True)
    is_doubtful = link.certainty is not Certainty.SURE
    chosen = answered_by((link,), link.line)
    why = REASONS[link.reason]
    return LineChoice(
        name, where, label, chosen, LOOKS[link.certainty], why, link.period, is_open=is_doubtful or said or every
    )


def _open_first(lines: Iterable[LineChoice]) -> Sequence[LineChoice]:
    """In the order of the sheet; where there are too many, what is open is shown."""
    found = list(lines)
    if len(found) <= SHOWN_AT_MOST:
        return found
    return [one for one in found if one.is_open][:SHOWN_AT_MOST]
