"""Books and lists as PDF/A: the call list, buku agenda, buku ekspedisi, and control sheets."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sektoral.adapters.typesetting import TEMPLATES, Rendered, set_paper
from sektoral.adapters.typesetting.coverage import drawable
from sektoral.adapters.typesetting.payload import Json
from sektoral.domain.books import Book, BookColumn, ControlSheet, ControlSheets
from sektoral.domain.wording import clock, long_date


def render_book(book: Book) -> Rendered:
    """This will set a list, landscape, its head repeated on every page. Raises `Invalid` (`paper_not_set`).

    `printed_at` stands in the office's own zone.
    """
    data: dict[str, Json] = {
        **_frame(book),
        "title": _line(book.title),
        "facts": [[_line(label), _line(value)] for label, value in book.facts],
        "columns": _columns(book.columns),
        "rows": _rows(book.rows),
        "notes": [_line(note) for note in book.notes],
        "row_height": book.row_height,
        "size": book.size,
        "empty": book.empty,
    }
    return set_paper(TEMPLATES / "book.typ", data=json.dumps(data), at=_second(book.printed_at))


def render_control_sheets(sheets: ControlSheets) -> Rendered:
    """This will set control sheets, upright, each on a page of its own. Raises `Invalid` (`paper_not_set`)."""
    data: dict[str, Json] = {**_frame(sheets), "sheets": [_sheet(one) for one in sheets.sheets]}
    return set_paper(TEMPLATES / "control.typ", data=json.dumps(data), at=_second(sheets.printed_at))


def _frame(paper: Book | ControlSheets) -> dict[str, Json]:
    return {
        "paper": paper.paper.value,
        "government": _line(paper.government),
        "office": _line(paper.office),
        "sample": paper.sample,
        "printed": _moment(paper.printed_at),
        "by": _line(paper.printed_by),
    }


def _sheet(sheet: ControlSheet) -> Json:
    return {
        "agency": _line(sheet.agency),
        "title": _line(sheet.title),
        "facts": [[_line(label), _line(value)] for label, value in sheet.facts],
        "parts": [
            {"title": part.title, "columns": _columns(part.columns), "rows": _rows(part.rows), "empty": part.empty}
            for part in sheet.parts
        ],
    }


def _columns(columns: Sequence[BookColumn]) -> Json:
    return [{"label": one.label, "width": one.width, "align": one.align.value} for one in columns]


def _rows(rows: Sequence[Sequence[str]]) -> Json:
    return [[[_line(line) for line in cell.split("\n")] for cell in row] for row in rows]


def _line(text: str) -> str:
    """What people typed must not keep a list from being printed."""
    return drawable(text)


def _second(at: datetime) -> datetime:
    """A PDF is dated to the second."""
    return at.astimezone(UTC).replace(microsecond=0)


def _moment(at: datetime) -> str:
    return f"{long_date(at.date())}, {clock(at)}"
