"""What the reader does not show of a worksheet's XML: error cells, formulas, cells that stand twice, stray cells.

The bytes are counted first, a megabyte at a time; where the counts disagree with the usual spelling, the part goes
through a real XML parser (`sheet_xml`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.grids import LAST_COLUMN, LAST_ROW, Block, Place, Span, column_index, column_letters, parse_address

_CELL_TAG = re.compile(rb"<c[ \t\r\n/>]")
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_FULL_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?:[^>]*[^>/])?>')
_ROW_TAG = re.compile(rb"<row[ \t\r\n/>]")
_ROW_NUMBER = re.compile(rb'<row (?:[^>]*? )?r="([1-9][0-9]{0,9})"')
_FORMULA = re.compile(rb"<f[ \t\r\n/>]")
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f(?:[ \t\r\n][^>]*?)?(?:/>|>([^<]*)</f>)')
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v(?: [^>]*)?>([^<]*)</v>'
)
_MERGE = re.compile(rb'<mergeCell [^>]*?ref="([^"]*)"')
_HIDDEN = re.compile(rb'<(row|col) (?:[^>]*? )?hidden="(?:0|1|false|true)"[^>]*>')
_HIDES = re.compile(rb' hidden="(?:1|true)"')
_HIDDEN_ROW = re.compile(rb' r="([1-9][0-9]{0,6})"')
_HIDDEN_COLUMNS = (re.compile(rb' min="([1-9][0-9]{0,4})"'), re.compile(rb' max="([1-9][0-9]{0,4})"'))
_MERGE_TAG = re.compile(rb"<mergeCell[ \t\r\n/>]")
_OTHER_PREFIX = re.compile(
    rb"xmlns:[\w.-]+\s*=\s*[\"'](?:http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"
    rb"|http://purl\.oclc\.org/ooxml/spreadsheetml/main)[\"']"
)
_DECLARED_UTF8 = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["'](?:utf-8|us-ascii)["']""", re.IGNORECASE)
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
FAR_DOWN, FAR_RIGHT = 5_000, 64
MERGED_CELLS = 200_000  # in one merge
MERGES_KEPT = 100_000  # in one sheet, whatever the caps
BLANKS, BLANKS_PER_CELL = 2_000_000, 10  # the reader keeps the whole rectangle in memory
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&#10;", b"\n"),
    (b"&amp;", b"&"),
)


class Unusual(Exception):
    """The part is spelled in a way that counting bytes cannot be trusted with."""


@dataclass(slots=True)
class SheetFacts:
    """What was found in one worksheet. Extents cover cells with content; styled blanks far away do not count."""

    sheet: str
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    merges: list[Block] = field(default_factory=list)
    hidden_rows: list[Span] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)


def check_facts(facts: SheetFacts, caps: Caps) -> None:
    """Raise `FileRefused` when the sheet is larger than allowed."""
    if facts.last_row > min(caps.rows, LAST_ROW):
        raise FileRefused("too_many_rows", sheet=facts.sheet, count=facts.last_row, limit=caps.rows)
    if facts.last_column > min(caps.columns, LAST_COLUMN):
        found = column_letters(facts.last_column)
        raise FileRefused("too_many_columns", sheet=facts.sheet, count=found, limit=column_letters(caps.columns))
    if facts.cells > caps.cells:
        raise FileRefused("too_many_cells", sheet=facts.sheet, count=facts.cells, limit=caps.cells)
    if facts.last_row * facts.last_column > max(BLANKS, BLANKS_PER_CELL * facts.cells):
        raise FileRefused("too_sparse", sheet=facts.sheet, cell=f"{column_letters(facts.last_column)}{facts.last_row}")
    if len(facts.merges) > caps.merges:
        raise FileRefused("too_many_merges", sheet=facts.sheet, count=len(facts.merges), limit=caps.merges)


def scan_bytes(sheet: str, chunks: Iterator[bytes], caps: Caps) -> SheetFacts:
    """Count through one worksheet. Raise `Unusual` where a real parser must look, `FileRefused` for what is refused."""
    facts, last_row, head = SheetFacts(sheet), 0, True
    for piece in _whole_rows(chunks):
        if head:
            _check_head(piece)
            head = False
        if b"!" in piece and b"<!" in piece:  # a single byte is found ten times faster than two
            raise Unusual
        last_row = _scan_rows(facts, piece, last_row)
        _scan_merges(facts, piece)
        _scan_hidden(facts, piece)
        check_facts(facts, caps)
    return facts


def _whole_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the stream behind ends of rows, so that no tag is split."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"</row>") + 6
        if cut > 5:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _check_head(piece: bytes) -> None:
    start = piece[:4096]
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or b"\x00" in start:
        raise Unusual
    declared = start.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml")
    if declared and b"encoding" in start[:200] and not _DECLARED_UTF8.search(start[:200]):
        raise Unusual
    if _OTHER_PREFIX.search(start) or b"<worksheet" not in start:
        raise Unusual


def _scan_rows(facts: SheetFacts, piece: bytes, last_row: int) -> int:
    """Rows must rise, and each cell must stand once; rows that rise keep the pieces apart."""
    references = _REFERENCE.findall(piece)
    if len(references) != _count_cell_tags(piece) or (b"'" in piece and b"t='" in piece):
        raise Unusual
    rows = [int(number) for number in _ROW_NUMBER.findall(piece)]
    if len(rows) != len(_ROW_TAG.findall(piece)) or any(b <= a for a, b in zip([last_row, *rows], rows, strict=False)):
        raise Unusual
    if references:
        _count_cells(facts, piece, references, set(rows))
        if (b"f" in piece and b"<f" in piece) or (b"e" in piece and b't="e"' in piece):
            _scan_special(facts, piece)
    return rows[-1] if rows else last_row


def _count_cell_tags(piece: bytes) -> int:
    """Where every `<c` is followed by a blank they are all cells; else there are other tags in between."""
    spaced = piece.count(b"<c ")
    return spaced if piece.count(b"<c") == spaced else len(_CELL_TAG.findall(piece))


def _count_cells(facts: SheetFacts, piece: bytes, references: list[bytes], rows: set[int]) -> None:
    if len(set(references)) != len(references):
        raise Unusual  # the parser tells which one, and whether the contents differ
    last_row, last_column, standing = _extent(references)
    if not standing <= rows:
        raise Unusual
    if last_row > facts.last_row + FAR_DOWN or last_column > FAR_RIGHT:  # perhaps styled blanks alone reach so far
        last_row, last_column, _ = _extent(_FULL_REFERENCE.findall(piece))
    facts.cells += piece.count(b"</c>")
    facts.last_row, facts.last_column = max(facts.last_row, last_row), max(facts.last_column, last_column)


def _extent(references: list[bytes]) -> tuple[int, int, set[int]]:
    """The last row and column, and the rows that occur. Deleting letters from all at once beats a loop tenfold."""
    if not references:
        return 0, 0, set()
    joined = b" ".join(references)
    rows = {int(number) for number in set(joined.translate(None, _LETTERS).split())}
    columns = {column_index(letters.decode()) for letters in set(joined.translate(None, _DIGITS).split())}
    return max(rows), max(columns), rows


def _scan_special(facts: SheetFacts, piece: bytes) -> None:
    """Note error cells and formulas."""
    errors = _ERROR_CELL.findall(piece) if b't="e"' in piece else []
    formulas = _FORMULA_CELL.findall(piece) if b"<f" in piece else []
    if len(formulas) != len(_FORMULA.findall(piece)) or len(errors) != piece.count(b't="e"'):
        raise Unusual
    for reference, value in errors:
        facts.errors[parse_address(reference.decode())] = unescape(value)
    for reference, formula in formulas:
        facts.formulas[parse_address(reference.decode())] = unescape(formula)


def _scan_merges(facts: SheetFacts, piece: bytes) -> None:
    tags = len(_MERGE_TAG.findall(piece))
    if not tags:
        return
    ranges = _MERGE.findall(piece)
    if len(ranges) != tags:
        raise Unusual
    for text in ranges:
        note_merge(facts, text.decode("utf-8", "replace"))


def _scan_hidden(facts: SheetFacts, piece: bytes) -> None:
    """Note hidden rows and columns."""
    if b"hidden" not in piece:
        return
    tags = list(_HIDDEN.finditer(piece))
    if len(tags) != piece.count(b"hidden"):
        raise Unusual
    for tag in tags:
        patterns = (_HIDDEN_ROW, _HIDDEN_ROW) if tag[1] == b"row" else _HIDDEN_COLUMNS
        first, last = (pattern.search(tag[0]) for pattern in patterns)
        if first is None or last is None:
            raise Unusual
        if _HIDES.search(tag[0]):
            spans = facts.hidden_rows if tag[1] == b"row" else facts.hidden_columns
            spans.append((int(first[1]), int(last[1])))


def note_merge(facts: SheetFacts, text: str) -> None:
    """Note merged cells such as `A1:B2`. Raise `FileRefused` when they cover an absurd area or are no range."""
    first, _, last = text.partition(":")
    try:
        note_block(facts, (*parse_address(first), *parse_address(last or first)))
    except ValueError:
        raise FileRefused("merge_too_big", sheet=facts.sheet, cell=text[:40]) from None


def note_block(facts: SheetFacts, block: Block) -> None:
    """Note merged cells by their corners. Raise `FileRefused` when they cover an absurd area."""
    top, left, bottom, right = block
    if (bottom - top + 1) * (right - left + 1) > MERGED_CELLS:
        corners = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        raise FileRefused("merge_too_big", sheet=facts.sheet, cell=corners)
    if len(facts.merges) >= MERGES_KEPT:
        raise FileRefused("too_many_merges", sheet=facts.sheet, count=MERGES_KEPT + 1, limit=MERGES_KEPT)
    facts.merges.append(block)


def unescape(text: bytes) -> str:
    """Read the five XML entities back."""
    if b"&" not in text:
        return text.decode("utf-8", "replace")
    for entity, plain in _ENTITIES:
        text = text.replace(entity, plain)
    return text.decode("utf-8", "replace")
