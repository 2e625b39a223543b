"""What a person puts right in a match: lines that answer something else or nothing, and which factors are agreed to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.domain.softcopies.facts import Certainty
from sektoral.domain.softcopies.links import Kept, KeptLink, Link, LinkReason, Match, UnitQuestion
from sektoral.domain.softcopies.regions import Region
from sektoral.domain.softcopies.taking import taken

NOTHING = "-"  # said of a line that answers nothing
ROW, COLUMN = "r:", "c:"  # said of a line, before the code of a row or a column of the table
Lines = Mapping[int, str]
Unit = tuple[str, str]  # a column of the table asked for, and the unit as the file writes it


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one region: the table it answers (`T01`), empty where it answers none; what single lines of
    the sheet answer; and the units whose factor holds."""

    table: str = ""
    rows: Lines = field(default_factory=dict)
    columns: Lines = field(default_factory=dict)
    agreed: frozenset[Unit] = frozenset()


def corrected(match: Match, region: Region, table: TableDef, said: Said, *, period: str) -> Match:
    """This will put a match right. `period` is the one asked for. Unknown lines and codes are left out."""
    known = {f"{ROW}{row.code}" for row in table.rows} | {f"{COLUMN}{one.code}" for one in table.columns} | {NOTHING}
    rows = {line: what for line, what in said.rows.items() if what in known and what != answered_by(match.rows, line)}
    columns = {
        line: what for line, what in said.columns.items() if what in known and what != answered_by(match.columns, line)
    }
    if not rows and not columns:
        return match
    row_names = {one.row: (one.key, one.label) for one in region.rows}
    column_names = {one.column: (one.key, " ".join(one.heads)) for one in region.columns}
    links = _put_right(match.rows, rows, row_names), _put_right(match.columns, columns, column_names)
    return taken(replace(match, rows=links[0], columns=links[1]), region, table, period=period)


def answered_by(links: Iterable[Link], line: int) -> str:
    """This will tell what a line answers, as it is said; empty where it narrows several."""
    link = next((one for one in links if one.line == line), None)
    if link is None:
        return NOTHING
    if len(link.rows) == 1 and not link.columns:
        return f"{ROW}{link.rows[0]}"
    return f"{COLUMN}{link.columns[0]}" if len(link.columns) == 1 else ""


def unagreed(match: Match, said: Said, kept: Kept | None = None) -> tuple[UnitQuestion, ...]:
    """This will list the units that are still to be agreed to; figures are never multiplied without that.

    What was agreed to for an earlier file of the same shape holds as long as the factor is the same.
    """
    before = set(kept.factors) if kept else set()
    return tuple(
        one
        for one in match.units
        if one.factor != "1"
        and (one.column, one.found.written) not in said.agreed
        and (one.column, one.found.written, one.factor) not in before
    )


def kept_of(match: Match, region: Region, *, table: str) -> Kept:
    """This will give what is to be remembered of a confirmed match, for files of the same shape. `table` is its code.

    A match is confirmed with all its factors.
    """
    factors = tuple((one.column, one.found.written, one.factor) for one in match.units)
    return Kept(region.shape, table, _kept(match.rows), _kept(match.columns), factors)


def read_kept(plan: Mapping[str, object]) -> Kept:
    """This will read what was confirmed; plans of before had no hints."""
    return canonical.read(Kept, {"before": "", "hint": None, **plan})


def plan_digest(kept: Kept) -> str:
    """This will give the SHA-256 of what was confirmed."""
    return hashlib.sha256(canonical.dumps(kept).encode()).hexdigest()


def both(first: Kept, second: Kept) -> Kept:
    """This will put together two mappings of one shape and table; of a line that both know, the first says."""
    return replace(
        first,
        rows=_together(first.rows, second.rows),
        columns=_together(first.columns, second.columns),
        factors=tuple(dict.fromkeys((*first.factors, *second.factors))),
    )


def _together(first: Iterable[KeptLink], second: Iterable[KeptLink]) -> tuple[KeptLink, ...]:
    by_key: dict[str, KeptLink] = {}
    for one in (*first, *second):
        by_key.setdefault(one.key, one)
    return tuple(by_key.values())


def _kept(links: Iterable[Link]) -> tuple[KeptLink, ...]:
    """Lines that share a key are the same thing twice; the first stands for both."""
    return _together((KeptLink(one.key, one.rows, one.columns) for one in links), ())


def _put_right(links: Sequence[Link], said: Lines, names: Mapping[int, tuple[str, str]]) -> tuple[Link, ...]:
    by_line = {one.line: one for one in links}
    for line, what in said.items():
        if line not in names:
            continue
        key, label = names[line]
        before = by_line.pop(line, Link(line, key, label))
        if what == NOTHING:
            continue
        rows = (what.removeprefix(ROW),) if what.startswith(ROW) else before.rows if _narrows(before, what) else ()
        codes = (what.removeprefix(COLUMN),) if what.startswith(COLUMN) else before.columns
        by_line[line] = replace(
            before, rows=rows, columns=codes, certainty=Certainty.SURE, reason=LinkReason.PERSON, detail=""
        )
    return tuple(by_line[line] for line in sorted(by_line))


def _narrows(before: Link, what: str) -> bool:
    """A row that names both keeps what is not spoken of."""
    return what.startswith(COLUMN) and len(before.rows) == 1 and bool(before.columns)
