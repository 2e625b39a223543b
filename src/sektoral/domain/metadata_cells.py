"""What a single answer of a metadata form may look like: its rows, its cells, their lengths."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sektoral.domain.metadata_forms import NO, YES, AnswerKind, CellKind, Entry

MOST_ROWS = {AnswerKind.CHOICES: 20, AnswerKind.LIST: 40, AnswerKind.TABLE: 300}
LONGEST = 500
LONGEST_TEXT = 4_000
MOST_OF_AN_ANSWER = 100_000
BETWEEN = "|"  # divides a list's items in INDAH's sheets
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YEAR = re.compile(r"(19|20)\d\d")
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


def shape_fault(entry: Entry, rows: Sequence[Sequence[str]]) -> str:
    """Say what is wrong with the number of rows or cells; empty where nothing is."""
    most = len(entry.rows) if entry.kind is AnswerKind.GRID else MOST_ROWS.get(entry.kind, 1)
    width = len(entry.columns) or 1
    if len(rows) > most:
        return f"Paling banyak {most} baris; ini {len(rows)}. Ringkas isiannya."
    if any(len(row) != width for row in rows):
        return f"Setiap baris memuat {width} isian. Muat ulang halaman, lalu isi lagi."
    if sum(len(cell) for row in rows for cell in row) > MOST_OF_AN_ANSWER:
        return "Isiannya terlalu panjang. Ringkas."
    if entry.kind is AnswerKind.CHOICES and len(set(rows)) != len(rows):
        return "Satu pilihan disebut dua kali."
    return ""


def cell_fault(entry: Entry, cell: str) -> str:
    """Say what is wrong with one cell that is not empty; empty where nothing is."""
    may_be_long = entry.kind in (AnswerKind.LONG_TEXT, AnswerKind.TABLE)
    most = LONGEST_TEXT if may_be_long else LONGEST
    if len(cell) > most:
        return f"Paling panjang {most} tanda; ini {len(cell)}. Ringkas."
    if any(not char.isprintable() and not (may_be_long and char == "\n") for char in cell):
        return "Memuat tanda yang tidak tampak. Ketik lagi, jangan menyalinnya."
    if entry.options:
        return "" if cell in entry.options else f"“{cell}” bukan salah satu pilihan. Pilih dari daftar."
    if entry.columns:
        return OF_CELLS[entry.cell](cell)
    return OF_ANSWERS[entry.kind](cell) if entry.kind in OF_ANSWERS else ""


def _year(cell: str) -> str:
    return "" if _YEAR.fullmatch(cell) else f"“{cell}” bukan tahun. Tulis empat angka, misalnya 2025."


def _email(cell: str) -> str:
    return "" if _EMAIL.fullmatch(cell) else f"“{cell}” bukan alamat surel. Tulis seperti nama@instansi.go.id."


def _whole(cell: str) -> str:
    return "" if _WHOLE.fullmatch(cell) else f"“{cell}” bukan bilangan bulat. Tulis angkanya saja."


def _item(cell: str) -> str:
    return f"Tanda {BETWEEN} memisahkan butir di INDAH dan tidak dapat dipakai di sini." if BETWEEN in cell else ""


def _day(cell: str) -> str:
    try:
        known = date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        known = False
    return "" if known else f"“{cell}” bukan tanggal. Tulis seperti 2026-11-23."


def _yes_or_no(cell: str) -> str:
    return "" if cell in (YES, NO) else f"“{cell}” bukan {YES} atau {NO}."


Judge = Callable[[str], str]
OF_ANSWERS: Mapping[AnswerKind, Judge] = {
    AnswerKind.YEAR: _year,
    AnswerKind.EMAIL: _email,
    AnswerKind.WHOLE: _whole,
    AnswerKind.LIST: _item,
}
OF_CELLS: Mapping[CellKind, Judge] = {CellKind.TEXT: _item, CellKind.DAY: _day, CellKind.YES_NO: _yes_or_no}
