"""The columns that name the rows, and from them the layout: a row is an area, a variable, or an observation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.softcopies.areas import Areas
from sektoral.domain.softcopies.columns import Profile
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.regions import ColumnRole, Layout
from sektoral.domain.softcopies.words import GENERIC, LEVELS, MEASURED, PERIODS, VARIABLES, fold

_BESIDE_LEVELS = {"nama", "dan", "atau", "administrasi", "no", "kode"}


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column that says something of each row. `asks` names the part of a period, `level` the level of areas, if it
    holds such. A `steady` one says the same in all rows; a `sparse` one holds good until its next filled cell."""

    column: int
    asks: str = ""
    is_area: bool = False
    level: str = ""
    steady: bool = False
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Stub:
    """What names the rows: one main column or several keys; and the columns of units and codes, 0 for none."""

    layout: Layout
    keys: tuple[KeyColumn, ...]
    unit: int = 0
    code: int = 0

    @property
    def main(self) -> KeyColumn | None:
        """The column of labels, of a table that is not long."""
        return next((key for key in self.keys if not key.sparse), None)


def choose_stub(found: Sequence[Profile], roles: Mapping[int, ColumnRole], rows: int, areas: Areas) -> Stub:
    """Choose what names the rows of a table with `rows` rows."""
    of = {role: [one for one in found if roles[one.column] is role] for role in ColumnRole}
    periods = [one for one in of[ColumnRole.KEY] if one.filled]
    labels = [one for one in of[ColumnRole.LABEL] if one.filled]
    units = of[ColumnRole.UNIT]
    unit = units[0].column if len(units) == 1 else 0
    code = next((one.column for one in of[ColumnRole.CODE] if not one.hidden and one.filled), 0)
    main = max(labels, key=lambda one: (_variety(one) * one.filled, one.head in LEVELS), default=None)
    if periods or (main and len(labels) > 1 and _variety(main) < 0.8 and main.filled > 0.8 * rows):
        keys = [_key(one, rows, areas) for one in (*labels, *periods)]
        return Stub(Layout.LONG, tuple(sorted(keys, key=lambda key: key.column)), unit, code)
    if main is None:
        return Stub(Layout.WIDE, (), unit, code)
    sparse = [_key(one, rows, areas, sparse=True) for one in labels
              if one.column < main.column and one.filled <= 0.6 * rows]  # fmt: skip
    key = _key(main, rows, areas)
    figures = of[ColumnRole.FIGURES]
    layout = Layout.LISTED if _is_listed(main, key, figures, has_unit=bool(unit)) else Layout.WIDE
    return Stub(layout, (*sparse, key), unit, code)


def _variety(profile: Profile) -> float:
    return len(set(profile.values)) / max(len(profile.values), 1)


def _key(profile: Profile, rows: int, areas: Areas, *, sparse: bool = False) -> KeyColumn:
    values = set(profile.values)
    asks = PERIODS.get(profile.head, "any" if profile.kinds["d"] or profile.kinds["y"] > 0.9 * profile.filled else "")
    is_area, level = _area_level(profile, areas)
    return KeyColumn(profile.column, asks, is_area and not asks, level, len(values) == 1 and rows > 1, sparse)


def _area_level(profile: Profile, areas: Areas) -> tuple[bool, str]:
    """Whether a column holds areas: its heading says so, or most of its texts are in the lists."""
    level = LEVELS.get(profile.head)
    if level is not None:
        return True, level
    words = [word for word in profile.head.split() if word not in _BESIDE_LEVELS]
    if words and all(word in LEVELS for word in words):
        return True, LEVELS[words[0]]
    values = list(dict.fromkeys(profile.values))[:60]
    known = sum(areas.find(value) is not None for value in values) if areas.by_name else 0
    return len(values) > 1 and known >= 0.6 * len(values), ""


def _is_listed(main: Profile, key: KeyColumn, figures: Sequence[Profile], *, has_unit: bool) -> bool:
    """Whether each row is a variable of its own: the columns name nothing but periods, the rows what is measured."""
    if key.is_area or not all(_names_no_variable(one) for one in figures):
        return False
    measured = sum(fold(value).startswith(MEASURED) for value in main.values)
    return has_unit or main.head in VARIABLES or measured > 0.5 * len(main.values)


def _names_no_variable(profile: Profile) -> bool:
    for head in profile.heads:
        facts, _ = read_label(head)
        if facts.dims or any(fold(word) not in GENERIC for word in facts.words):
            return False
    return bool(profile.heads)
