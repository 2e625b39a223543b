"""Text tables (csv, tsv): the encoding and the delimiter are found out and shown, never silently assumed."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.grids import column_letters

ENCODINGS = ("utf-8", "utf-16", "cp1252")
DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_LINES = 50
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text table's rows with how it was read. `encoding` and `delimiter` are to be confirmed by a person."""

    rows: list[list[str]]
    encoding: str
    delimiter: str


def read_text_table(path: Path, caps: Caps, *, delimiter: str = "", encoding: str = "") -> TextTable:
    """Read a text table, with the delimiter and encoding that a person has said, or those it shows by itself.

    Raise `FileRefused` where its letters or its quotes make no sense or it is too large.
    """
    data = path.read_bytes()
    text, encoding = (_decoded(data, encoding).removeprefix("\ufeff"), encoding) if encoding else decode(data)
    shown, body = _delimiter(text)
    delimiter = delimiter or shown
    csv.field_size_limit(max(caps.text_characters, 1))
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            _check_size(len(rows) + 1, len(row), cells, caps)
            rows.append(row)
    except csv.Error as error:
        raise FileRefused("text_broken", line=reader.line_num) from error
    return TextTable(rows, encoding, delimiter)


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text, and name the encoding. Raise `FileRefused` for bytes that are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding), encoding.removesuffix("-sig")
    if b"\x00" in data:
        raise FileRefused("text_encoding")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252"), "cp1252"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise FileRefused("text_encoding") from error
    if "\x00" in text:
        raise FileRefused("text_encoding")
    return text


def _delimiter(text: str) -> tuple[str, str]:
    """The declared delimiter (`sep=;`), or the one that cuts the first lines most evenly."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    return max(DELIMITERS, key=lambda one: _evenness(lines, one)), text


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines share the most usual number of cuts (above none), then how many cuts that is."""
    counts = [_outside_quotes(line, delimiter) for line in lines]
    usual = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
    return (counts.count(usual) if usual else 0, usual)


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(piece.count(delimiter) for piece in line.split('"')[::2])


def _check_size(rows: int, columns: int, cells: int, caps: Caps) -> None:
    if rows > caps.rows:
        raise FileRefused("too_many_rows", sheet="(teks)", count=rows, limit=caps.rows)
    if columns > caps.columns:
        found, limit = column_letters(columns), column_letters(caps.columns)
        raise FileRefused("too_many_columns", sheet="(teks)", count=found, limit=limit)
    if cells > caps.cells:
        raise FileRefused("too_many_cells", sheet="(teks)", count=cells, limit=caps.cells)
