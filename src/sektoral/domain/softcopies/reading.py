"""What a whole file holds: every table of every sheet, or the true reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sektoral.domain.grids import Grid
from sektoral.domain.numbers import Locale, ValueState, decide_locale
from sektoral.domain.softcopies.areas import NO_AREAS, Areas
from sektoral.domain.softcopies.blocks import Draft, Window, cut
from sektoral.domain.softcopies.columns import assign_roles, profiles
from sektoral.domain.softcopies.headings import head_paths
from sektoral.domain.softcopies.hints import Hint, Hints, recut
from sektoral.domain.softcopies.refusals import NoTable, foremost, why_no_table
from sektoral.domain.softcopies.regions import Doubt, Proposal, Region, SheetFound, SheetState
from sektoral.domain.softcopies.sheets import Sheet, open_sheet, telling_texts
from sektoral.domain.softcopies.tables import read_table

NO_HINTS: Hints = {}
REGIONS_AT_MOST = 200  # tables that one file is read for


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    sheets: list[SheetFound] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    refused: list[NoTable] = field(default_factory=list)


def propose(
    grids: Sequence[Grid], areas: Areas = NO_AREAS, *, locale: Locale | None = None, hints: Hints = NO_HINTS
) -> Proposal:
    """Find the tables of a file. `locale` is the style of its numbers where a person has said it; otherwise its own
    texts tell, and what they leave open is asked. `hints` is what a person puts right in single regions."""
    locale = locale or decide_locale(telling_texts(grids))
    found = _Found()
    for grid in grids:
        _look_at(open_sheet(grid, locale), areas, hints, found)
    refusal = foremost(found.refused) if not found.regions else None
    return Proposal(
        tuple(found.sheets), tuple(found.regions), refusal.code if refusal else "", refusal.detail if refusal else "",
        locale, _question(found.regions),
    )  # fmt: skip


def _look_at(sheet: Sheet, areas: Areas, hints: Hints, found: _Found) -> None:
    grid = sheet.grid
    window = Window(1, 1, grid.last_row, grid.last_column)
    regions: list[Region] = []
    reasons: list[NoTable] = []
    for draft in cut(sheet, window):
        if len(found.regions) + len(regions) >= REGIONS_AT_MOST:
            break
        if not draft.body and not draft.titles:
            continue
        number = len(found.regions) + len(regions) + 1
        one = (
            _read(sheet, draft, number, areas, hints.get(number)) if draft.body else _without_body(sheet, draft.titles)
        )
        if isinstance(one, Region):
            regions.append(one)
        else:
            reasons.append(one)
    state = SheetState.TABLES if regions else SheetState.REFUSED if reasons else SheetState.EMPTY
    why = foremost(reasons) if reasons and not regions else NoTable("")
    hidden = (_length(grid.hidden_rows, grid.last_row), _length(grid.hidden_columns, grid.last_column))
    found.sheets.append(SheetFound(grid.name, state, grid.visibility, why.code, why.detail, *hidden))
    found.regions += regions
    found.refused += reasons


def _read(sheet: Sheet, draft: Draft, number: int, areas: Areas, hint: Hint | None) -> Region | NoTable:
    """Read a table as a person says; where that makes it none, it is read as ever, and that is told."""
    plain = read_table(sheet, draft, number, areas)
    if hint is None or not isinstance(plain, Region):
        return plain
    corrected = read_table(sheet, recut(sheet, draft, hint), number, areas, hint)
    if isinstance(corrected, Region):
        return corrected
    return replace(plain, doubts=(Doubt("correction_unusable"), *plain.doubts))


def _without_body(sheet: Sheet, rows: Sequence[int]) -> NoTable:
    """Rows of text alone: headings that wait for figures, a list, or just text."""
    last = sheet.grid.last_column
    wide = [row for row in rows if len(sheet.filled(row, 1, last)) > 1]
    if len(wide) < 2:
        return NoTable("template_empty" if wide else "text_only")
    draft = Draft(1, last, heads=wide[:1], body=wide[1:])
    found = profiles(sheet, draft, head_paths(sheet, draft))
    return why_no_table(sheet, draft, found, assign_roles(found, NO_AREAS)) or NoTable("text_only")


def _length(spans: Sequence[tuple[int, int]], last: int) -> int:
    return sum(max(0, min(end, last) - start + 1) for start, end in spans)


def _question(regions: Sequence[Region]) -> Doubt | None:
    """The first text that reads as two numbers."""
    for region in regions:
        for one in region.readings:
            if one.state is ValueState.AMBIGUOUS:
                return Doubt("number_ambiguous", f"{region.sheet}!{one.cell}", one.raw.strip())
    return None
