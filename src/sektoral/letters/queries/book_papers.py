"""Buku agenda and buku ekspedisi on the office's paper."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.adapters.typesetting.books import render_book
from sektoral.domain.books import Align, Book, BookColumn
from sektoral.domain.papers import Paper
from sektoral.letters.queries.books import AgendaRow, ExpeditionRow
from sektoral.letters.queries.span import Span
from sektoral.records.actors import Actor
from sektoral.ui.formats import date_text, moment_text

AGENDA_COLUMNS = (
    BookColumn("No", 10, Align.CENTRE),
    BookColumn("Dicatat", 34),
    BookColumn("Keluar/ Masuk", 15, Align.CENTRE),
    BookColumn("Nomor surat", 46),
    BookColumn("Tanggal surat", 30),
    BookColumn("Kepada/Dari", 52),
    BookColumn("Hal"),
    BookColumn("Keterangan", 28),
)
EXPEDITION_COLUMNS = (
    BookColumn("No", 10, Align.CENTRE),
    BookColumn("Nomor dan tanggal surat", 52),
    BookColumn("Kepada"),
    BookColumn("Hal", 48),
    BookColumn("Nama dan jabatan penerima", 50),
    BookColumn("Waktu diterima", 34),
    BookColumn("Tanda tangan", 32),
)
ROOM = 13  # millimetres a line for a hand


def agenda_paper(rows: Sequence[AgendaRow], span: Span, *, by: Actor, at: datetime) -> bytes:
    """This will set the agenda, numbered within what it covers."""
    zone = ZoneInfo(by.office.time_zone)
    lines = [
        (
            str(number),
            moment_text(row.registered_at, zone),
            row.way,
            row.number,
            date_text(row.day),
            row.other,
            f"{row.subject}\n{row.kind}",
            row.note,
        )
        for number, row in enumerate(rows, start=1)
    ]
    empty = "Tidak ada surat pada rentang ini."
    return _book("Buku agenda", AGENDA_COLUMNS, lines, span, by=by, at=at, empty=empty)


def expedition_paper(rows: Sequence[ExpeditionRow], span: Span, *, by: Actor, at: datetime) -> bytes:
    """This will set the expedition book: filled in where a delivery is recorded, with room for a hand where not."""
    zone = ZoneInfo(by.office.time_zone)
    lines = [
        (
            str(number),
            f"{row.number}\n{date_text(row.day)}",
            row.agency,
            f"{row.subject}\n{row.kind}",
            "\n".join(filter(None, (row.receiver, row.receiver_title))),
            moment_text(row.delivered_at, zone) if row.delivered_at else "",
            "",
        )
        for number, row in enumerate(rows, start=1)
    ]
    empty = "Tidak ada surat pada rentang ini."
    return _book("Buku ekspedisi", EXPEDITION_COLUMNS, lines, span, by=by, at=at, empty=empty, room=ROOM)


def _book(
    title: str,
    columns: Sequence[BookColumn],
    rows: Sequence[Sequence[str]],
    span: Span,
    *,
    by: Actor,
    at: datetime,
    empty: str,
    room: int = 0,
) -> bytes:
    office = by.office
    book = Book(
        paper=Paper(office.paper),
        government=office.government,
        office=office.name,
        title=title,
        facts=(("Rentang", span.words),),
        columns=columns,
        rows=rows,
        printed_at=at.astimezone(ZoneInfo(office.time_zone)),
        printed_by=by.person.name,
        empty=empty,
        row_height=room,
        sample=office.is_sample,
    )
    return render_book(book).pdf
