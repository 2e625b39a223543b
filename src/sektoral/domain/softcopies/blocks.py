"""Where the tables of a sheet stand: one below the other, side by side, with lines of text above and below them.

A row is judged by what its cells are. Figures make a row of the body; what stands right above the first of them are
headings, what stands alone above those is a title, and what follows the last of them without figures are notes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sektoral.domain.softcopies.sheets import DATE, ERROR, MARK, NUMBER, TEXT, YEAR, Sheet
from sektoral.domain.softcopies.words import LETTERHEADS, LEVELS, NOTES, UNITS, VARIABLES, fold

GAP_AT_MOST = 2  # blank rows between the headings and the body
LONG_LINE = 70  # characters; a longer text alone below a table is a note
_CAPTIONS = ("tabel", "table", "tbl")


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a sheet, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Draft:
    """A table cut out of a sheet: its columns, and its rows by what they are."""

    left: int
    right: int
    titles: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    numbering: int = 0
    body: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


def cut(sheet: Sheet, window: Window) -> Iterator[Draft]:
    """Cut a window of a sheet into tables: into bands first, then from top to bottom, and so on within each."""
    rows = [row for row in range(window.top, window.bottom + 1) if sheet.filled(row, window.left, window.right)]
    bands = _bands(sheet, rows, window)
    if len(bands) > 1:
        for left, right in bands:
            yield from cut(sheet, Window(window.top, left, window.bottom, right))
        return
    drafts = _stacked(sheet, rows, window)
    for draft in drafts:
        spanned = [*draft.titles, *draft.heads, *draft.body, *draft.notes]
        if len(drafts) > 1 and draft.body and len(_bands(sheet, [*draft.heads, *draft.body], window)) > 1:
            yield from cut(sheet, Window(min(spanned), window.left, max(spanned), window.right))
        else:
            yield draft


def _bands(sheet: Sheet, rows: Sequence[int], window: Window) -> list[tuple[int, int]]:
    """Split by columns that are empty in every row of two cells or more, where both sides name their rows."""
    used = sorted({column for row in rows if len(found := sheet.filled(row, window.left, window.right)) > 1
                   for column in found})  # fmt: skip
    if not used:
        return [(window.left, window.right)]
    runs: list[list[int]] = [[used[0], used[0]]]
    for column in used[1:]:
        if column > runs[-1][1] + 1:
            runs.append([column, column])
        runs[-1][1] = column
    bands: list[tuple[int, int]] = []
    for left, right in runs:
        if bands and not (_is_table(sheet, rows, left, right) and _is_table(sheet, rows, *bands[-1])):
            bands[-1] = (bands[-1][0], right)
        else:
            bands.append((left, right))
    if len(bands) < 2:
        return [(window.left, window.right)]
    return [(window.left if index == 0 else left, right) for index, (left, right) in enumerate(bands)]


def _is_table(sheet: Sheet, rows: Sequence[int], left: int, right: int) -> bool:
    """Whether a run of columns has rows with a name and a figure, twice at least."""
    named = 0
    for row in rows:
        kinds = [sheet.kind(row, column) for column in sheet.filled(row, left, right)]
        named += kinds[:1] != [NUMBER] and TEXT in kinds and NUMBER in kinds
        named += kinds[:2] == [NUMBER, TEXT] and NUMBER in kinds[2:]
        if named > 1:
            return True
    return False


def _stacked(sheet: Sheet, rows: Sequence[int], window: Window) -> list[Draft]:
    """Follow the rows from top to bottom; a heading after figures begins another table."""
    drafts = [Draft(window.left, window.right)]
    waiting: list[int] = []
    for row in rows:
        draft = drafts[-1]
        if not _is_data(sheet, row, draft, waiting):
            waiting.append(row)
            continue
        head = _head_among(sheet, waiting, draft) if draft.body else None
        if head is not None:
            _finish(sheet, draft, waiting[:head])
            draft, waiting = Draft(window.left, window.right), waiting[head:]
            drafts.append(draft)
        if not draft.body:
            _begin(sheet, draft, waiting, row)
            waiting = []
        draft.body += [*waiting, row]
        waiting = []
    _finish(sheet, drafts[-1], waiting)
    return drafts


def _is_data(sheet: Sheet, row: int, draft: Draft, waiting: Sequence[int]) -> bool:
    """Whether a row holds figures. Years alone are headings, unless the row above is one and holds its own for each."""
    filled = sheet.filled(row, draft.left, draft.right)
    kinds = [sheet.kind(row, column) for column in filled]
    if numbering(sheet, row, draft.left, draft.right):
        return bool(draft.body)
    if NUMBER in kinds:
        return len(kinds) > 1 or bool(draft.body)
    if not {YEAR, MARK, ERROR, DATE} & set(kinds) or TEXT not in kinds:
        return bool(draft.body) and YEAR in kinds and not waiting
    above = waiting[-1] if waiting else 0
    if draft.body:
        return not (waiting and kinds.count(YEAR) > 1 and row - above > 1)
    return above > 0 and _lies_under(sheet, row, above, filled, draft)


def _lies_under(sheet: Sheet, row: int, above: int, filled: Sequence[int], draft: Draft) -> bool:
    """Whether the row above holds a heading of its own for each cell of this one, and is not the same again."""
    heads = sheet.filled(above, draft.left, draft.right)
    label = next(column for column in filled if sheet.kind(row, column) == TEXT)
    same = sheet.text(row, label) == sheet.text(above, label)
    return not same and len(heads) > 1 and set(filled) <= set(heads)


def numbering(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), 1 2 3."""
    filled = sheet.filled(row, left, right)
    bracketed = bool(filled) and sheet.text(row, filled[0]).startswith("(")
    if len(filled) < (2 if bracketed else 3) or (sheet.kind(row, filled[0]) == TEXT and not bracketed):
        return False
    texts = [sheet.text(row, column).strip("()") for column in filled]
    numbers = [abs(int(text)) for text in texts if text.removeprefix("-").isdecimal() and len(text) < 4]
    return (
        len(numbers) > 1
        and len(numbers) == len(texts)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _head_among(sheet: Sheet, waiting: Sequence[int], draft: Draft) -> int | None:
    """Where, among rows without figures, those of another table begin: before a row with several headings over columns
    of figures, which stands apart. The same headings again begin none."""
    if not waiting:
        return None
    known = {tuple(_texts(sheet, row, draft)) for row in draft.heads}
    previous = draft.body[-1]
    for index, row in enumerate(waiting):
        texts = tuple(_texts(sheet, row, draft))
        apart = row - previous > 1 or (
            index > 0 and len(sheet.filled(waiting[index - 1], draft.left, draft.right)) == 1
        )
        previous = row
        if len(texts) > 1 and apart and texts not in known and not numbering(sheet, row, draft.left, draft.right):
            return _beginning(sheet, waiting, index, draft)
    return None


def _beginning(sheet: Sheet, waiting: Sequence[int], head: int, draft: Draft) -> int:
    """The first row that belongs to the table below: up to the blank row above the headings, or above the title."""
    start, gaps = head, 0
    while start > 0:
        above = waiting[start - 1]
        gaps += waiting[start] - above > 1
        if gaps > 1 or is_note(sheet, above, draft.left, draft.right) or (gaps and start < head):
            break
        start -= 1
    return start


def _texts(sheet: Sheet, row: int, draft: Draft) -> list[str]:
    return [sheet.text(row, column) for column in sheet.filled(row, draft.left, draft.right)]


def _begin(sheet: Sheet, draft: Draft, above: Sequence[int], first: int) -> None:
    """Part the rows above the first figures into title and headings."""
    below, rest = first, list(above)
    while rest:
        row = rest[-1]
        if numbering(sheet, row, draft.left, draft.right) and not draft.heads:
            draft.numbering = row
        elif below - row > (1 if draft.heads else GAP_AT_MOST) or not _is_head(sheet, row, first, draft):
            break
        else:
            draft.heads.insert(0, row)
        below = row
        rest.pop()
    draft.titles = rest


def _is_head(sheet: Sheet, row: int, first: int, draft: Draft) -> bool:
    """Whether a row above the figures holds headings. `first` is the first row of the body."""
    every = sheet.filled(row, draft.left, draft.right)
    filled = [column for column in every if not sheet.grid.hides_column(column)] or every
    texts = [sheet.text(row, column) for column in filled]
    words = fold(texts[0])
    if words.startswith(_CAPTIONS) or any(text.endswith(":") or text.startswith(":") for text in texts):
        return False
    if len(filled) > 1:
        return not (draft.heads and words.startswith(LETTERHEADS) and len(filled) < 3 and words not in LEVELS)
    return _is_lone_head(sheet, (row, filled[0]), first, draft, words)


def _is_lone_head(sheet: Sheet, place: tuple[int, int], first: int, draft: Draft, words: str) -> bool:
    """Whether the only cell of a row is a heading: it reaches down into one, stands over figures, or names the rows."""
    row, column = place
    block = sheet.spans.get(place, (row, column, row, column))
    if block[2] > row:
        return True
    labels = [one for one in sheet.filled(first, draft.left, draft.right) if not sheet.grid.hides_column(one)]
    over_labels = any(sheet.kind(first, one) == TEXT for one in range(column, block[3] + 1))
    return (
        (column > min(labels, default=draft.left) and not over_labels)
        or words in VARIABLES
        or words in LEVELS
        or words in UNITS
    )


def _finish(sheet: Sheet, draft: Draft, after: Sequence[int]) -> None:
    """Part the rows below the last figures: rows of the table that hold none, and notes."""
    if not draft.body:
        draft.titles = [*draft.titles, *after]
        return
    previous = draft.body[-1]
    for index, row in enumerate(after):
        filled = sheet.filled(row, draft.left, draft.right)
        block = sheet.spans.get((row, filled[0]), (row, filled[0], row, filled[0]))
        wide = block[3] - block[1] > 1 or len(sheet.text(row, filled[0])) > LONG_LINE
        if row - previous > 1 or (len(filled) == 1 and wide) or is_note(sheet, row, draft.left, draft.right):
            draft.notes = list(after[index:])
            return
        draft.body.append(row)
        previous = row


def is_note(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a row begins as notes and sources do."""
    filled = sheet.filled(row, left, right)
    text = sheet.text(row, filled[0]).casefold() if filled else ""
    return len(filled) <= 2 and text.startswith(NOTES) and len(text) > 3
