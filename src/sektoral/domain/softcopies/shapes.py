"""The fingerprint of a table: what stays the same next year, whatever its figures, years and number formats."""

import hashlib
from collections.abc import Iterable

from sektoral.domain.softcopies.facts import Facts
from sektoral.domain.softcopies.regions import ColumnFound, ColumnRole, Layout, RowFound, RowRole
from sektoral.domain.softcopies.words import fold

ALIKE_ROWS = 0.5  # of the rows known before, so many must be there again


def key_of(facts: Facts, *, code: str = "") -> str:
    """Name a line by what it says, without its period: its area by code where there is one, dimensions, words."""
    area = facts.area
    parts = [code or (area.code if area and area.code else fold(area.name) if area else "")]
    parts += [f"{name}={value}" for name, value in facts.dims]
    parts += [fold(word) for word in facts.words]
    return " | ".join(part for part in parts if part)


def shape_of(layout: Layout, columns: Iterable[ColumnFound]) -> str:
    """The fingerprint of a layout and its columns. Columns that differ in nothing but the period count once."""
    signs = [layout.value]
    for column in columns:
        if column.role is ColumnRole.REMARK or (column.role is ColumnRole.CODE and column.hidden):
            continue
        head = column.key if column.has_figures else fold(" ".join(column.heads))
        unit = column.facts.unit.written.casefold() if column.facts.unit else ""
        sign = f"{column.role.value}:{head}:{unit}" if column.has_figures else f"{column.role.value}:{head}"
        if sign not in signs:
            signs.append(sign)
    return hashlib.sha256("\n".join(signs).encode()).hexdigest()[:32]


def row_keys(rows: Iterable[RowFound]) -> frozenset[str]:
    """The names of the rows that hold figures."""
    return frozenset(row.key for row in rows if row.role is RowRole.FIGURES)


def is_alike(before: frozenset[str], now: frozenset[str]) -> bool:
    """Whether enough of the rows known before are there again, so that a kept mapping may be proposed."""
    return bool(before) and len(before & now) >= ALIKE_ROWS * len(before)
