"""What a check knows beside the workbook: figures the data bank holds, and which findings are muted.

An offline check knows nothing of it. Whatever needs the context is then undecided, which is never a finding.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypedDict

from sektoral.domain.instruments import Dimensions

Key = tuple[str, str, str]  # sheet id of this instrument (T01), row code, column code
Place = tuple[str, str]  # row code, column code
Series = tuple[tuple[str, str], ...]  # (period, canonical decimal text) pairs, oldest first
Thing = tuple[str, str, Dimensions]  # variable, area, dimensions: what a figure is about


@dataclass(frozen=True, slots=True)
class Mute:
    """A finding that is not to weigh for one table. `code` is that of a finding or of a rule of the table."""

    sheet: str
    code: str
    reason: str
    until: date  # the last day on which it is muted


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure or total of another table for this period. `agency` is a name, empty for a table of the same agency.

    `cell` is empty for a total, which the workbook reckons. `slack` is how far rounding may have moved the figure.
    """

    thing: Thing
    agency: str
    table: str
    sheet: str
    cell: str
    amount: Decimal
    slack: Decimal
    level: int  # 0 a figure, 1 a total over rows or columns, 2 over both


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the data bank holds that bears on one workbook, as of the check. Empty offline.

    `history` holds the figures of earlier periods, the last one included, by cell of this instrument; `elsewhere` the
    figures of this period in tables of this or other agencies, by (agency code, table code) and then by (row code,
    column code), empty where there is none; `stated` what other tables say of the variables that this workbook measures
    too.
    """

    day: date | None = None  # of the check
    history: Mapping[Key, Series] = field(default_factory=dict)
    elsewhere: Mapping[tuple[str, str], Mapping[Place, str]] = field(default_factory=dict)
    stated: tuple[Stated, ...] = ()
    muted: tuple[Mute, ...] = ()

    def mute_of(self, sheet: str, code: str) -> Mute | None:
        """The mute that holds on the day of the check for a finding or rule of a table, if there is one."""
        for mute in self.muted:
            if (mute.sheet, mute.code) == (sheet, code) and self.day is not None and self.day <= mute.until:
                return mute
        return None


NOTHING_KNOWN = CheckContext()


class _Written(TypedDict):
    """A context as JSON holds it."""

    day: str
    history: list[tuple[str, str, str, str, str]]  # periods and figures, parted by spaces
    elsewhere: list[tuple[str, str, list[tuple[str, str, str]]]]
    stated: list[tuple[str, str, list[tuple[str, str]], str, str, str, str, str, str, int]]
    muted: list[tuple[str, str, str, str]]


def write_context(context: CheckContext) -> str:
    """Write a context as JSON, for the way into the sandbox."""
    written: _Written = {
        "day": context.day.isoformat() if context.day else "",
        "history": [
            (*key, " ".join(period for period, _ in series), " ".join(text for _, text in series))
            for key, series in context.history.items()
        ],
        "elsewhere": [
            (*source, [(*place, text) for place, text in figures.items()])
            for source, figures in context.elsewhere.items()
        ],
        "stated": [
            (one.thing[0], one.thing[1], list(one.thing[2]), one.agency, one.table, one.sheet, one.cell,
             str(one.amount), str(one.slack), one.level) for one in context.stated
        ],
        "muted": [(one.sheet, one.code, one.reason, one.until.isoformat()) for one in context.muted],
    }  # fmt: skip
    return json.dumps(written, ensure_ascii=True, separators=(",", ":"))


def read_context(text: str) -> CheckContext:
    """Read back what `write_context` wrote. Raise `ValueError`, `KeyError` or `TypeError` for anything else."""
    found: _Written = json.loads(text)
    return CheckContext(
        day=date.fromisoformat(found["day"]) if found["day"] else None,
        history={
            (sheet, row, column): tuple(zip(periods.split(), texts.split(), strict=True))
            for sheet, row, column, periods, texts in found["history"]
        },
        elsewhere={
            (agency, table): {(row, column): figure for row, column, figure in figures}
            for agency, table, figures in found["elsewhere"]
        },
        stated=tuple(_stated(*one) for one in found["stated"]),
        muted=tuple(
            Mute(sheet, code, reason, date.fromisoformat(until)) for sheet, code, reason, until in found["muted"]
        ),
    )


def _stated(
    variable: str, area: str, dims: list[tuple[str, str]], agency: str, table: str, sheet: str, cell: str,
    amount: str, slack: str, level: int,
) -> Stated:  # fmt: skip
    thing = (variable, area, tuple((name, code) for name, code in dims))
    return Stated(thing, agency, table, sheet, cell, Decimal(amount), Decimal(slack), level)
