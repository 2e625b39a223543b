"""The call list on paper: who to ask, and room to write down what was said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.adapters.typesetting.books import render_book
from sektoral.domain.books import Align, Book, BookColumn
from sektoral.domain.papers import Paper
from sektoral.records.actors import Actor
from sektoral.steps.step3_submit.queries.calls import CallList, CallRow
from sektoral.ui.formats import date_text, moment_text

COLUMNS = (
    BookColumn("No", 9, Align.CENTRE),
    BookColumn("OPD", 46),
    BookColumn("Yang belum ada"),
    BookColumn("Batas waktu", 32),
    BookColumn("Kontak", 62),
    BookColumn("Terakhir dihubungi", 34),
    BookColumn("Hasil panggilan ini", 38),
)
MOST_TABLES = 6  # named in a line; the others are counted


def call_paper(calls: CallList, *, by: Actor, at: datetime) -> bytes:
    """This will set the list on the office's paper."""
    office = by.office
    zone = ZoneInfo(office.time_zone)
    book = Book(
        paper=Paper(office.paper),
        government=office.government,
        office=office.name,
        title="Daftar telepon",
        facts=(
            ("Putaran", calls.round.title),
            ("Belum lengkap", f"{len(calls.rows)} OPD, {calls.late} lewat batas"),
        ),
        columns=COLUMNS,
        rows=[_row(number, row, zone) for number, row in enumerate(calls.rows, start=1)],
        printed_at=at.astimezone(zone),
        printed_by=by.person.name,
        empty="Semua OPD sudah lengkap.",
        notes=(
            "Nomor telepon adalah data pribadi: pakai hanya untuk permintaan ini, dan musnahkan lembar ini sesudahnya.",
            "Hasil: dijanjikan (tanggal), terhubung, tidak diangkat, atau salah kontak. Catat juga di Daftar telepon.",
        ),
        row_height=11,
        sample=office.is_sample,
    )
    return render_book(book).pdf


def _row(number: int, row: CallRow, zone: ZoneInfo) -> tuple[str, ...]:
    rest = len(row.missing) - MOST_TABLES
    missing = [*row.missing[:MOST_TABLES], *([f"dan {rest} tabel lainnya"] if rest > 0 else [])]
    last = f"{date_text(row.last.at.astimezone(zone).date())}\n{row.last_words}" if row.last else "–"
    people = "\n".join(
        part
        for person in row.people
        for part in (f"{person.name}, {person.role}", person.phone or "(nomor belum ada)", person.email)
        if part
    )
    due = f"{moment_text(row.due_at, zone)}\n{row.clock.words}"
    return str(number), row.agency, "\n".join(missing), due, people or "Belum ada kontak", last, ""
