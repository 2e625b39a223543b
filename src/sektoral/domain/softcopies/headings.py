"""The path of headings over each column: merged cells reach over what they cover, and so do headings left unmerged."""

from collections.abc import Mapping, Sequence

from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.sheets import Sheet

_Covered = Mapping[tuple[int, int], str]


def head_paths(sheet: Sheet, draft: Draft) -> dict[int, tuple[str, ...]]:
    """Give each column its headings, the outermost first; a heading that repeats the one above it counts once."""
    covered = _covered(sheet, draft)
    columns = range(draft.left, draft.right + 1)
    levels: list[dict[int, str]] = []
    for index, row in enumerate(draft.heads):
        own = {column: sheet.text(row, column) or covered.get((row, column), "") for column in columns}
        levels.append(_reach_right(sheet, own, draft.heads[index + 1 :], covered, row))
    paths = {}
    for column in columns:
        path: list[str] = []
        for level in levels:
            text = level[column]
            if text and text != (path[-1] if path else ""):
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _covered(sheet: Sheet, draft: Draft) -> _Covered:
    """What merged cells say in the places that they cover: their text in their first row, nothing in the others."""
    heads = set(draft.heads)
    found: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in sheet.grid.merges:
        if top not in heads and bottom not in heads:
            continue
        text = sheet.text(top, left)
        for row in range(top, bottom + 1):
            for column in range(max(left, draft.left), min(right, draft.right) + 1):
                found[row, column] = text if row == top else ""
    return found


def _reach_right(
    sheet: Sheet, own: dict[int, str], below: Sequence[int], covered: _Covered, row: int
) -> dict[int, str]:
    """Let a heading with others below it reach over the columns to its right that have none in this row."""
    if not below:
        return own
    found: dict[int, str] = {}
    reaching = ""
    for column, text in own.items():
        has_below = any(sheet.text(one, column) for one in below)
        if text:
            reaching = text if has_below else ""
        elif (row, column) in covered or not has_below:
            reaching = reaching if (row, column) not in covered else ""
        found[column] = text or (reaching if has_below and (row, column) not in covered else "")
    return found
