"""How a person puts the reading of a region right: which rows are headings and data, what its columns are for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import Block
from sektoral.domain.periods import read_period
from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.regions import ColumnRole
from sektoral.domain.softcopies.sheets import Sheet

ROLES = (ColumnRole.LABEL, ColumnRole.KEY, ColumnRole.CODE, ColumnRole.UNIT, ColumnRole.FIGURES, ColumnRole.REMARK)
HINTS_AT_MOST, COLUMNS_AT_MOST = 200, 500
Span = tuple[int | None, int | None]  # first and last; none for as it is read


@dataclass(frozen=True, slots=True)
class Hint:
    """What a person says of one region, in rows and columns of its sheet; the rest is read as ever.

    In a kept mapping rows and columns are counted from the region's first, the last row of data from its last.
    """

    heads: Span | None = None
    body: Span | None = None
    roles: tuple[tuple[int, ColumnRole], ...] = ()
    periods: tuple[tuple[int, str], ...] = ()


NO_HINT = Hint()
Hints = Mapping[int, Hint]  # by the number of the region


@dataclass(frozen=True, slots=True)
class _Numbered:
    region: int
    hint: Hint


def to_json(hints: Hints) -> str:
    """Write hints; equal hints give equal text."""
    return json.dumps([canonical.plain(_Numbered(number, hint)) for number, hint in sorted(hints.items())])


def from_json(text: str) -> Hints:
    """Read hints back. Raise `ValueError` for anything else, and for what no sheet can have."""
    found = json.loads(text or "[]")
    if not isinstance(found, list) or len(found) > HINTS_AT_MOST:
        raise ValueError("hints")
    hints = {one.region: one.hint for one in (canonical.read(_Numbered, each) for each in found)}
    if not all(map(is_sound, hints.values())):
        raise ValueError("hints")
    return hints


def is_sound(hint: Hint) -> bool:
    """Whether spans run downwards, columns are not too many, and periods are periods."""
    spans = all(map(_runs_down, filter(None, (hint.heads, hint.body))))
    few = max(len(hint.roles), len(hint.periods)) <= COLUMNS_AT_MOST
    return (
        spans and few and all(role in ROLES for _, role in hint.roles) and all(_is_period(p) for _, p in hint.periods)
    )


def _runs_down(span: Span) -> bool:
    rows = [row for row in span if row is not None]
    return all(row > 0 for row in rows) and rows == sorted(rows)


def _is_period(text: str) -> bool:
    try:
        read_period(text)
    except Invalid:
        return False
    return True


def recut(sheet: Sheet, draft: Draft, hint: Hint) -> Draft:
    """This will give a piece of a sheet with the rows that a person names; as it was where no data would be left."""
    first, last = _rows(hint.body, draft.body)
    head, end = _rows(hint.heads, draft.heads)
    heads = list(_filled(sheet, draft, head, end))
    body = [row for row in _filled(sheet, draft, first, last) if row not in heads]
    if not body:
        return draft
    every = sorted(
        {*draft.titles, *draft.heads, *draft.body, *draft.notes, *([draft.numbering] if draft.numbering else [])}
    )
    titles = [row for row in every if row < min([*heads, body[0]])]
    notes = [row for row in every if row > body[-1]]
    numbering = draft.numbering if draft.numbering not in (*heads, *body, *titles, *notes) else 0
    return replace(draft, titles=titles, heads=heads, numbering=numbering, body=body, notes=notes)


def _rows(span: Span | None, read: Sequence[int]) -> tuple[int, int]:
    """The first and last row: as a person says, else as they were read."""
    first, last = span or (None, None)
    ends = (read[0], read[-1]) if read else (last or 0, first or -1)
    return first or ends[0], last or ends[1]


def _filled(sheet: Sheet, draft: Draft, first: int, last: int) -> Iterable[int]:
    end = min(last, sheet.grid.last_row)
    return (row for row in range(first, end + 1) if sheet.filled(row, draft.left, draft.right))


def kept_hint(hint: Hint, block: Block) -> Hint:
    """This will give what is to be remembered of a hint about a region that was read as `block` without it. Periods of
    columns are not: next year they are others."""
    top, left, bottom, _ = block
    return Hint(_moved(hint.heads, -top, -top), _moved(hint.body, -top, -bottom), _shifted(hint.roles, -left))


def applied_hint(hint: Hint, block: Block) -> Hint:
    """This will give a remembered hint for a region that is read as `block` without it."""
    top, left, bottom, _ = block
    return Hint(_moved(hint.heads, top, top), _moved(hint.body, top, bottom), _shifted(hint.roles, left))


def _moved(span: Span | None, first: int, last: int) -> Span | None:
    if span is None:
        return None
    return (None if span[0] is None else span[0] + first, None if span[1] is None else span[1] + last)


def _shifted(roles: Iterable[tuple[int, ColumnRole]], columns: int) -> tuple[tuple[int, ColumnRole], ...]:
    return tuple((column + columns, role) for column, role in roles)
