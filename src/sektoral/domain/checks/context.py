"""What a check knows beside the workbook: figures the data bank holds, and which findings are muted.

An offline check knows nothing of it. Whatever needs the context is then undecided, which is never a finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Key = tuple[str, str, str]  # sheet id of this instrument (T01), row code, column code
Place = tuple[str, str]  # row code, column code
Series = tuple[tuple[str, str], ...]  # (period, canonical decimal text) pairs, oldest first


@dataclass(frozen=True, slots=True)
class Mute:
    """A finding that is not to weigh for one table. `code` is that of a finding or of a rule of the table."""

    sheet: str
    code: str
    reason: str
    until: date  # the last day on which it is muted


@dataclass(frozen=True, slots=True)
class Stated:
    """What another table states for the same variable, area, dimensions and period. `text` is canonical."""

    agency: str  # as readers know it, `Dinas Kesehatan`
    table: str
    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the data bank holds that bears on one workbook, as of the check. Empty offline.

    `history` holds the figures of all earlier periods, the last one included, by cell of this instrument; `elsewhere`
    the figures of this period in tables of this or other agencies, by (agency code, table code) and then by (row code,
    column code); `stated` what other tables say of the very thing that one of our cells is about.
    """

    day: date | None = None  # of the check
    history: Mapping[Key, Series] = field(default_factory=dict)
    elsewhere: Mapping[tuple[str, str], Mapping[Place, str]] = field(default_factory=dict)
    stated: Mapping[Key, tuple[Stated, ...]] = field(default_factory=dict)
    muted: tuple[Mute, ...] = ()

    def mute_of(self, sheet: str, code: str) -> Mute | None:
        """The mute that holds on the day of the check for a finding or rule of a table, if there is one."""
        for mute in self.muted:
            if (mute.sheet, mute.code) == (sheet, code) and self.day is not None and self.day <= mute.until:
                return mute
        return None


NOTHING_KNOWN = CheckContext()
