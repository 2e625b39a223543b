"""The Daftar Data on paper: A3 landscape, the 22 columns in their order, for the Forum's minutes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.adapters.typesetting.books import render_book
from sektoral.domain.books import Align, Book, BookColumn
from sektoral.domain.data_lists import COLUMNS, WORDS
from sektoral.domain.papers import Paper
from sektoral.domain.states import DataListState, facts_of
from sektoral.records.actors import Actor
from sektoral.records.data_lists import entries_of, name_of
from sektoral.records.models import DataList
from sektoral.ui.formats import date_text

# millimetres, in the order of the columns; what is left is for the definition
WIDTHS = (20, 16, 15, 13, 18, 32, 11, 12, 13, 22, 13, 0, 12, 21, 15, 12, 18, 17, 14, 17, 14, 20)
NARROW = 11  # half points
CENTRED = frozenset({"jenis_data", "indikator_variabel", "klasifikasi_risiko", "jadwal_pemutakhiran"})


def data_list_paper(row: DataList, *, by: Actor, at: datetime) -> bytes:
    """This will set an edition as a PDF. Raises `Invalid` (`paper_not_set`)."""
    office, zone = row.office, ZoneInfo(row.office.time_zone)
    entries = entries_of(row)
    facts = [("Keadaan", facts_of(DataListState(row.state)).label), ("Jumlah entri", str(len(entries)))]
    if row.minutes_on:
        facts.append(("Berita acara", f"{row.minutes_number}, {date_text(row.minutes_on)}"))
    book = Book(
        paper=Paper.A3,
        government=office.government,
        office=office.name,
        title=name_of(row),
        facts=facts,
        columns=[
            BookColumn(WORDS[name], width, Align.CENTRE if name in CENTRED else Align.LEFT)
            for name, width in zip(COLUMNS, WIDTHS, strict=True)
        ],
        rows=[[_broken(getattr(entry, name)) for name in COLUMNS] for entry in entries],
        printed_at=at.astimezone(zone),
        printed_by=by.person.name,
        empty="Daftar ini tidak berisi entri.",
        size=NARROW,
        sample=office.is_sample,
    )
    return render_book(book).pdf


def _broken(text: str) -> str:
    """Codes and addresses have no spaces; they go on in the next line after a stroke."""
    return text.replace("/", "/\n") if " " not in text else text
