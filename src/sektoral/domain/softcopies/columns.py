"""What each column of a table is for: told by its heading and by what its cells are, never by its place alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sektoral.domain.softcopies.areas import Areas
from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.regions import ColumnRole
from sektoral.domain.softcopies.sheets import Sheet, count_kinds
from sektoral.domain.softcopies.spans import take_span
from sektoral.domain.softcopies.units import is_unit, take_unit
from sektoral.domain.softcopies.words import (
    ADMINISTRATIVE,
    CODES,
    NUMBERS,
    PERIODS,
    REMARKS,
    UNITS,
    fold,
)

LOOKED_AT = 400  # rows that tell what a column is for


@dataclass(frozen=True, slots=True)
class Profile:
    """A column as it was found: headings from the outermost, cells by kind, texts without repetition, filled rows."""

    column: int
    heads: tuple[str, ...]
    kinds: Mapping[str, int]
    values: tuple[str, ...]  # of the rows looked at
    hidden: bool

    @property
    def head(self) -> str:
        """The innermost heading, folded."""
        return fold(self.heads[-1]) if self.heads else ""

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return sum(self.kinds.values())

    @property
    def numbers(self) -> int:
        """How many cells hold a number, years among them."""
        return self.kinds["n"] + self.kinds["y"]


def profiles(sheet: Sheet, draft: Draft, heads: Mapping[int, tuple[str, ...]]) -> list[Profile]:
    """Look at every column of a table that holds anything."""
    sample = (
        draft.body if len(draft.body) <= LOOKED_AT else draft.body[: LOOKED_AT // 2] + draft.body[-LOOKED_AT // 2 :]
    )
    found = []
    for column in range(draft.left, draft.right + 1):
        kinds = count_kinds(sheet, sample, column)
        if any(kinds.values()) or heads.get(column):
            values = tuple(text for row in sample if (text := sheet.text(row, column)))
            hidden = sheet.grid.hides_column(column)
            found.append(Profile(column, heads.get(column, ()), kinds, values, hidden))
    return found


def assign_roles(found: Sequence[Profile], areas: Areas) -> dict[int, ColumnRole]:
    """Give every column its role."""
    roles: dict[int, ColumnRole] = {}
    for profile in found:
        roles[profile.column] = _told_by_head(profile) or _told_by_cells(profile)
    _settle_periods(found, roles)
    _settle_numbers(found, roles)
    _settle_codes(found, roles, areas)
    _settle_texts(found, roles)
    _settle_labels(found, roles)
    _settle_empty(found, roles)
    return roles


def _told_by_head(profile: Profile) -> ColumnRole | None:
    head = profile.head
    if head in NUMBERS and not profile.kinds["d"]:
        return ColumnRole.NUMBER
    if head in UNITS and profile.kinds["t"] >= profile.numbers:
        return ColumnRole.UNIT
    if head in REMARKS:
        return ColumnRole.REMARK
    if head in PERIODS:
        return ColumnRole.KEY
    if CODES.match(head.replace(" ", "_")) and not _reads_as_word(head):
        return ColumnRole.CODE
    return ColumnRole.REMARK if head in ADMINISTRATIVE and profile.numbers >= profile.kinds["t"] else None


def _reads_as_word(head: str) -> bool:
    """`ide`, `idola` and the like begin as codes do and are none."""
    return head.startswith("id") and len(head) > 2 and head[:4] in ("ide ", "idea", "ideo", "idol", "iden", "idul")


def _told_by_cells(profile: Profile) -> ColumnRole:
    figures = profile.numbers + profile.kinds["m"] + profile.kinds["e"]
    if profile.numbers and figures >= 0.5 * profile.filled and profile.numbers >= profile.kinds["t"]:
        return ColumnRole.FIGURES
    if profile.kinds["d"] and profile.kinds["d"] >= 0.5 * profile.filled:
        return ColumnRole.KEY
    texts = [] if profile.heads else [value for value in profile.values if value]
    if texts and profile.kinds["t"] > 1 and sum(map(is_unit, texts)) >= 0.6 * len(texts):
        return ColumnRole.UNIT
    if profile.filled and profile.kinds["m"] + profile.kinds["e"] == profile.filled:
        return ColumnRole.FIGURES
    return ColumnRole.LABEL


def _settle_periods(found: Sequence[Profile], roles: dict[int, ColumnRole]) -> None:
    """A column of nothing but years without a heading is a key, as long as other columns hold the figures."""
    for profile in found:
        years_only = profile.kinds["y"] > 2 and profile.kinds["y"] == profile.filled
        others = any(roles[one.column] is ColumnRole.FIGURES for one in found if one is not profile)
        if roles[profile.column] is ColumnRole.FIGURES and years_only and not profile.heads and others:
            roles[profile.column] = ColumnRole.KEY


def _settle_numbers(found: Sequence[Profile], roles: dict[int, ColumnRole]) -> None:
    """A running number without a heading stands left of the labels."""
    for profile in found:
        if roles[profile.column] in (ColumnRole.LABEL, ColumnRole.UNIT):
            break
        if roles[profile.column] is ColumnRole.FIGURES and not profile.head and _runs(profile.values):
            roles[profile.column] = ColumnRole.NUMBER


def _runs(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isdecimal()]
    steps = sum(b - a == 1 for a, b in pairwise(numbers))
    return len(numbers) > 2 and len(numbers) == len(values) and steps >= 0.7 * (len(numbers) - 1)


def _settle_codes(found: Sequence[Profile], roles: dict[int, ColumnRole], areas: Areas) -> None:
    """Codes of areas are no figures, nor is what a hidden column without a heading holds left of the labels."""
    labelled = False
    for profile in found:
        labelled = labelled or (roles[profile.column] is ColumnRole.LABEL and bool(profile.heads))
        if roles[profile.column] not in (ColumnRole.FIGURES, ColumnRole.LABEL):
            continue
        known = sum(value in areas.by_code for value in profile.values)
        unheaded = not labelled and not profile.heads and profile.hidden
        if unheaded or (profile.filled > 1 and known >= 0.8 * profile.filled and len(profile.values[0]) > 3):
            roles[profile.column] = ColumnRole.CODE


def _settle_texts(found: Sequence[Profile], roles: dict[int, ColumnRole]) -> None:
    """Texts to the right of the first figures are remarks, unless nothing else names the rows."""
    figures = [one.column for one in found if roles[one.column] is ColumnRole.FIGURES]
    if not figures:
        return
    for profile in found:
        if roles[profile.column] is not ColumnRole.LABEL or profile.column < figures[0]:
            continue
        labels_before = any(roles[one.column] is ColumnRole.LABEL for one in found if one.column < profile.column)
        roles[profile.column] = ColumnRole.REMARK if labels_before else ColumnRole.LABEL


def _settle_labels(found: Sequence[Profile], roles: dict[int, ColumnRole]) -> None:
    """Where nothing else names the rows, whole numbers under a heading of their own do: classes of income."""
    figures = [one for one in found if roles[one.column] is ColumnRole.FIGURES]
    if len(figures) < 3 or any(roles[one.column] in (ColumnRole.LABEL, ColumnRole.KEY) for one in found):
        return
    first = figures[0]
    whole = all("." not in value and "," not in value for value in first.values)
    if first.heads and take_unit(first.heads[-1])[0] is None and whole and len(set(first.values)) == len(first.values):
        roles[first.column] = ColumnRole.LABEL


def _settle_empty(found: Sequence[Profile], roles: dict[int, ColumnRole]) -> None:
    """An empty column with a heading belongs to the figures where it names a period or stands among them."""
    figures = [one.column for one in found if roles[one.column] is ColumnRole.FIGURES]
    for profile in found:
        if profile.filled or (
            roles[profile.column] is not ColumnRole.LABEL and roles[profile.column] is not ColumnRole.REMARK
        ):
            continue
        between = bool(figures) and figures[0] < profile.column < figures[-1]
        period = any(take_span(head)[0].year for head in profile.heads)
        roles[profile.column] = ColumnRole.FIGURES if between or period else ColumnRole.REMARK
