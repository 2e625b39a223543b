"""A table's figures as a list to keep: one line a figure, exact, with where it came from."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sektoral.bank.queries.ends import End, Key, ends_of
from sektoral.bank.queries.figures import Recorded, list_recorded
from sektoral.bank.queries.grid import whole
from sektoral.bank.queries.table_page import definitions_of
from sektoral.records.models import Table
from sektoral.ui.lists import Column, ListSpec


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure with the words of its row and column; `until` and `ended` for a version that holds no longer."""

    row: str
    area: str
    column: str
    unit: str
    figure: Recorded
    until: datetime | None = None
    ended: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The exact number; none where only a mark was given."""
        return Decimal(self.figure.text) if self.figure.text else None


DOWNLOAD: ListSpec[Taken] = ListSpec(
    name="bank-data",
    columns=(
        Column("periode", "Periode", lambda row: row.figure.period),
        Column("baris", "Baris", lambda row: row.row),
        Column("wilayah", "Kode wilayah", lambda row: row.area),
        Column("kolom", "Kolom", lambda row: row.column),
        Column("nilai", "Nilai", lambda row: row.amount, numeric=True),
        Column("tanda", "Tanda", lambda row: row.figure.flag),
        Column("satuan", "Satuan", lambda row: row.unit),
        Column("versi", "Versi", lambda row: row.figure.version, numeric=True),
        Column("alasan", "Alasan perubahan", lambda row: row.figure.reason),
        Column("dicatat", "Dicatat", lambda row: row.figure.recorded_at),
        Column("surat", "Surat pengiriman", lambda row: row.figure.letter),
        Column("kiriman", "Kiriman ke", lambda row: row.figure.sending, numeric=True),
        Column("lembar", "Lembar", lambda row: row.figure.sheet),
        Column("sel", "Sel", lambda row: row.figure.cell),
    ),
)

HISTORY: ListSpec[Taken] = ListSpec(
    name="bank-data-riwayat",
    columns=(
        *DOWNLOAD.columns,
        Column("sampai", "Berlaku sampai", lambda row: row.until),
        Column("diterima", "Diterima oleh", lambda row: row.figure.let_in_by),
        Column("berakhir", "Ditarik karena", lambda row: row.ended),
    ),
)


def list_cells(table: Table, *, as_of: datetime | None) -> Sequence[Taken]:
    """This will list the figures that hold, period by period in the order of the table."""
    return _in_order(table, [one for one in list_recorded(table, as_of=as_of) if one.holds(as_of)])


def list_versions(table: Table, *, as_of: datetime | None) -> Sequence[Taken]:
    """This will list every version known by then, each series from its first to its last, with what ended it."""
    known, ends = list_recorded(table, as_of=as_of), ends_of(table)
    followed = {(one.series, one.recorded_at) for one in known}
    return [
        replace(
            one,
            until=None if one.figure.holds(as_of) else one.figure.superseded_at,
            ended=_ended(one.figure, ends, followed, as_of),
        )
        for one in _in_order(table, known)
    ]


def _ended(one: Recorded, ends: Mapping[Key, End], followed: Set[tuple[str, datetime]], as_of: datetime | None) -> str:
    if one.holds(as_of) or one.superseded_at is None or (one.series, one.superseded_at) in followed:
        return ""
    end = ends.get((one.period, one.superseded_at))
    return end.words if end else ""


def _in_order(table: Table, known: Sequence[Recorded]) -> Sequence[Taken]:
    definition = whole(definitions_of(table), known)
    rows = {row.code: (at, row) for at, row in enumerate(definition.rows)}
    columns = {column.code: (at, column) for at, column in enumerate(definition.columns)}
    order = sorted(known, key=lambda one: (one.period, rows[one.row][0], columns[one.column][0], one.version))
    return [
        Taken(
            row=rows[one.row][1].label,
            area=rows[one.row][1].area,
            column=", ".join(filter(None, (columns[one.column][1].group, columns[one.column][1].label))),
            unit=definition.variable_at(rows[one.row][1], columns[one.column][1]).unit,
            figure=one,
        )
        for one in order
    ]
