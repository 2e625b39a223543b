"""The picture of a sheet on the mapping page: a window of its cells, each with the part that it plays in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.grids import column_letters, parse_address
from sektoral.domain.softcopies.regions import ColumnRole, Region, RowRole, TextKind
from sektoral.intake.softcopies import Window
from sektoral.ui.components import Shape, Status, Tone

LEFT_OUT = Status(Tone.IDLE, "Tidak dipakai", Shape.NIL)
HEADING = Status(Tone.RUN, "Kepala tabel", Shape.INFO)
NUMBERING = Status(Tone.IDLE, "Nomor kolom", Shape.NIL)
TEXTS: Mapping[TextKind, Status] = {
    TextKind.LETTERHEAD: Status(Tone.IDLE, "Kop", Shape.NIL),
    TextKind.TITLE: Status(Tone.RUN, "Judul", Shape.INFO),
    TextKind.NOTE: Status(Tone.IDLE, "Catatan", Shape.NIL),
    TextKind.SOURCE: Status(Tone.IDLE, "Sumber", Shape.NIL),
}
ROWS: Mapping[RowRole, Status] = {
    RowRole.FIGURES: Status(Tone.DONE, "Data", Shape.TICK),
    RowRole.TOTAL: Status(Tone.BACK, "Jumlah", Shape.RUN),
    RowRole.SECTION: Status(Tone.RUN, "Judul bagian", Shape.INFO),
    RowRole.REPEATED: HEADING,
}
COLUMNS: Mapping[ColumnRole, Status] = {
    ColumnRole.NUMBER: Status(Tone.IDLE, "Nomor", Shape.NIL),
    ColumnRole.CODE: Status(Tone.IDLE, "Kode", Shape.NIL),
    ColumnRole.LABEL: Status(Tone.RUN, "Nama baris", Shape.INFO),
    ColumnRole.KEY: Status(Tone.RUN, "Kunci", Shape.INFO),
    ColumnRole.UNIT: Status(Tone.WAIT, "Satuan", Shape.WAIT),
    ColumnRole.FIGURES: Status(Tone.DONE, "Angka", Shape.TICK),
    ColumnRole.TOTAL: Status(Tone.BACK, "Jumlah", Shape.RUN),
    ColumnRole.REMARK: Status(Tone.IDLE, "Keterangan", Shape.NIL),
}
LEGEND: Sequence[Status] = (
    HEADING,
    COLUMNS[ColumnRole.LABEL],
    COLUMNS[ColumnRole.UNIT],
    ROWS[RowRole.FIGURES],
    ROWS[RowRole.TOTAL],
    LEFT_OUT,
)


@dataclass(frozen=True, slots=True)
class PictureCell:
    """A cell: its name, what stands in it, and the tone of its part; empty for a cell outside the table."""

    address: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A row with the part it plays."""

    number: int
    part: Status
    cells: tuple[PictureCell, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A window of a sheet. `heads` pair each column's letters with its part. `earlier` and `later` begin the
    windows beside this one, 0 where there is none."""

    sheet: str
    heads: tuple[tuple[str, Status], ...]
    rows: tuple[PictureRow, ...]
    first: int
    last: int
    last_row: int
    earlier: int
    later: int
    cut_columns: int  # columns further right that are not drawn


def picture_of(window: Window, region: Region, height: int) -> Picture:
    """This will draw a window around a region. `height` is how many rows a window has."""
    parts = _Parts(region)
    width = max((len(line) for line in window.rows), default=0)
    last = window.first + len(window.rows) - 1
    return Picture(
        sheet=window.sheet,
        heads=tuple((column_letters(column), parts.of_column(column)) for column in range(1, width + 1)),
        rows=tuple(_row(number, line, parts) for number, line in enumerate(window.rows, window.first)),
        first=window.first,
        last=last,
        last_row=window.last_row,
        earlier=max(1, window.first - height) if window.first > 1 else 0,
        later=last + 1 if last < window.last_row else 0,
        cut_columns=max(0, window.last_column - width),
    )


class _Parts:
    """Which part each row and column of a sheet plays in one region."""

    def __init__(self, region: Region) -> None:
        self.top, self.left, self.bottom, self.right = region.block
        self._rows = {one.row: ROWS[one.role] for one in region.rows}
        self._rows |= dict.fromkeys(region.head_rows, HEADING)
        if region.numbering_row:
            self._rows[region.numbering_row] = NUMBERING
        self._texts = {parse_address(one.cell)[0]: TEXTS[one.kind] for one in region.texts}
        self._columns = {one.column: COLUMNS[one.role] for one in region.columns}

    def of_row(self, row: int) -> Status:
        return self._rows.get(row) or self._texts.get(row, LEFT_OUT)

    def of_column(self, column: int) -> Status:
        return self._columns.get(column, LEFT_OUT)

    def of_cell(self, row: int, column: int) -> str:
        """A total row colours its figures; every other row leaves that to its columns."""
        if not (self.top <= row <= self.bottom and self.left <= column <= self.right):
            return ""
        part, beside = self.of_row(row), self.of_column(column)
        return (beside if part is ROWS[RowRole.FIGURES] else part).tone.value


def _row(number: int, line: Sequence[str], parts: _Parts) -> PictureRow:
    cells = (
        PictureCell(f"{column_letters(column)}{number}", text, parts.of_cell(number, column) if text else "")
        for column, text in enumerate(line, 1)
    )
    return PictureRow(number, parts.of_row(number), tuple(cells))
