"""A found table against the one asked for: which of its lines answers which row and column, how surely, and why.

Rows may answer rows and columns columns, or the other way round; a row of a long table may say something of both.
Nothing is taken from the order of lines: only what they say counts, or what was confirmed for an earlier file of the
shape.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sektoral.domain.instruments import TableDef
from sektoral.domain.softcopies.facts import Certainty, Facts
from sektoral.domain.softcopies.links import Kept, KeptLink, Link, LinkReason, Match
from sektoral.domain.softcopies.narrowing import NOTHING_SAID, Item, Narrowed, column_items, narrow, row_items
from sektoral.domain.softcopies.regions import ColumnFound, ColumnRole, Layout, Region, RowFound, RowRole
from sektoral.domain.softcopies.taking import taken
from sektoral.domain.softcopies.words import fold

_ORDER = {Certainty.SURE: 2, Certainty.LIKELY: 1, Certainty.GUESS: 0}
_SAME_MATTER = 0.5  # of the telling words of a title, so many must be the other's
_UNTELLING = frozenset({"jumlah", "menurut", "dan", "tahun", "jenis", "kelamin", "tabel", "kabupaten", "kecamatan",
    "desa", "kelurahan", "kota", "provinsi", "banyaknya", "data", "per", "yang", "dengan", "dari", "daerah", "wilayah",
    "laki", "perempuan", "utara", "selatan", "nama", "nilai", "berdasarkan"})  # fmt: skip
Says = Mapping[int, Narrowed]  # line of the sheet -> what it narrows


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or a column of the sheet that holds figures."""

    number: int
    key: str
    label: str
    facts: Facts


def match_region(region: Region, table: TableDef, *, period: str, kept: Kept | None = None) -> Match:
    """Propose how a region answers a table for a period. `kept` is a mapping confirmed for an earlier file of the
    shape; it goes before whatever the words say."""
    rows = [_Line(one.row, one.key, one.label, one.facts) for one in region.rows if _may_answer(one, table)]
    columns = [
        _Line(one.column, one.key, " ".join(one.heads), one.facts) for one in region.columns if _holds(one, table)
    ]
    row_links, column_links = _propose(region, table, rows, columns)
    if kept is not None:
        row_links = _as_kept(rows, kept.rows, row_links)
        column_links = _as_kept(columns, kept.columns, column_links)
    links = _each_once(row_links, long=region.layout is Layout.LONG), _each_once(column_links, long=False)
    linked = {link.line for link in links[0]}, {link.line for link in links[1]}
    match = Match(
        region.number, table.code, *links, (), (), (), (),
        tuple(one.row for one in region.rows if one.role is RowRole.FIGURES and one.row not in linked[0]),
        tuple(one.column for one in region.columns if one.role is ColumnRole.FIGURES and one.column not in linked[1]),
    )  # fmt: skip
    match = taken(match, region, table, period=period)
    return replace(match, certainty=_certainty(match, region, table, is_kept=kept is not None))


def _may_answer(row: RowFound, table: TableDef) -> bool:
    """Totals answer nothing, unless the table asks for the very area or variable that they name."""
    if row.role is not RowRole.TOTAL:
        return row.role is RowRole.FIGURES
    code = row.facts.area.code if row.facts.area else ""
    labels = {fold(column.label) for column in table.columns} | {fold(one.name) for one in table.variables}
    return code in {one.area for one in table.rows if one.area} or any(fold(word) in labels for word in row.facts.words)


def _holds(column: ColumnFound, table: TableDef) -> bool:
    return column.role is ColumnRole.FIGURES


def _propose(
    region: Region, table: TableDef, rows: Sequence[_Line], columns: Sequence[_Line]
) -> tuple[list[Link], list[Link]]:
    """The links of rows and of columns, by the orientation that says more."""
    down, across = row_items(table), column_items(table)
    shared = region.facts
    row_rows, row_columns = _says(rows, down, shared), _says(rows, across, shared)
    column_columns, column_rows = _says(columns, across, shared), _says(columns, down, shared)
    plain = _weight(row_rows, rows, down) + _weight(column_columns, columns, across)
    turned = _weight(row_columns, rows, across) + _weight(column_rows, columns, down)
    if plain >= turned:
        narrowing = {
            line: one
            for line, one in row_columns.items()
            if one.by_dims or (one.codes and region.layout is Layout.LONG)
        }
        return (
            _links(rows, row_rows, narrowing, needs_row=len(down) > 1),
            _links(columns, {}, column_columns, needs_column=len(across) > 1 and not narrowing),
        )
    return (
        _links(rows, {}, row_columns, needs_column=len(across) > 1),
        _links(columns, column_rows, {}, needs_row=len(down) > 1 and not all(not one.facts.words for one in columns)),
    )


def _says(lines: Sequence[_Line], items: Sequence[Item], shared: Facts) -> dict[int, Narrowed]:
    """What each line narrows, if anything. Lines that say the same are looked at once."""
    known: dict[Facts, Narrowed] = {}
    found: dict[int, Narrowed] = {}
    for line in lines:
        facts = replace(line.facts, period="")
        if facts not in known:
            known[facts] = narrow(facts, items)
        if known[facts].codes:
            found[line.number] = known[facts]
    return found


def _weight(says: Says, lines: Sequence[_Line], items: Sequence[Item]) -> float:
    """How much of the lines and of what is asked for is answered; the only one there is needs no answer."""
    if len(items) == 1:
        return 0.5
    if not lines:
        return 0.0
    answered = {code for one in says.values() for code in one.codes}
    sure = sum(1 if one.certainty is Certainty.SURE else 0.6 for one in says.values())
    return sure / len(lines) + len(answered) / len(items)


def _links(
    lines: Sequence[_Line], rows: Says, columns: Says, *, needs_row: bool = False, needs_column: bool = False
) -> list[Link]:
    """Link the lines; one that must say something and does not is left."""
    found = []
    for line in lines:
        row, column = rows.get(line.number, NOTHING_SAID), columns.get(line.number, NOTHING_SAID)
        if (needs_row and not row.codes) or (needs_column and not column.codes):
            continue
        said = row if row.codes else column
        certainty = min(
            (one.certainty for one in (row, column) if one.codes), key=_ORDER.__getitem__, default=Certainty.SURE
        )
        reason = said.reason if said.codes else LinkReason.ONLY
        period = "" if line.facts.period.startswith("-") else line.facts.period
        found.append(
            Link(line.number, line.key, line.label, row.codes, column.codes, period, certainty, reason, said.detail)
        )
    return found


def _as_kept(lines: Sequence[_Line], kept: Iterable[KeptLink], proposed: Iterable[Link]) -> list[Link]:
    """Put what was confirmed before in the place of what is proposed; lines it did not know are proposed, to be looked
    at."""
    by_key = {one.key: one for one in kept}
    fresh = {link.line: link for link in proposed}
    found = []
    for line in lines:
        before, now = by_key.get(line.key), fresh.get(line.number)
        period = "" if line.facts.period.startswith("-") else line.facts.period
        if before is not None:
            found.append(
                Link(line.number, line.key, line.label, before.rows, before.columns, period, reason=LinkReason.KEPT)
            )
        elif now is not None:
            found.append(replace(now, certainty=min(now.certainty, Certainty.LIKELY, key=_ORDER.__getitem__)))
    return found


def _each_once(links: Sequence[Link], *, long: bool) -> tuple[Link, ...]:
    """Where several lines of one period say that they are the same, the surest of them is; the others are left."""
    if long:
        return tuple(links)
    claims: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[Link]] = defaultdict(list)
    for link in links:
        claims[link.rows, link.columns, link.period].append(link)
    dropped: set[int] = set()
    for (rows, columns, _), same in claims.items():
        best = max(_ORDER[one.certainty] for one in same)
        if rows or columns:
            dropped |= {one.line for one in same if _ORDER[one.certainty] < best}
    return tuple(link for link in links if link.line not in dropped)


def _certainty(match: Match, region: Region, table: TableDef, *, is_kept: bool) -> Certainty:
    """How sure the whole is: by its links, by how much of the table is answered, by what both say they are about."""
    if not match.takes and not match.earlier:
        return Certainty.GUESS
    places = {(take.row, take.column) for take in (*match.takes, *match.earlier)}
    share = len(places) / (len(table.rows) * len(table.columns))
    about = 1.0 if is_kept else _about(region, table)
    if share < 0.3 or about < _SAME_MATTER / 2:
        return Certainty.GUESS
    sure = all(link.certainty is Certainty.SURE for link in (*match.rows, *match.columns))
    return Certainty.SURE if sure and share > 0.9 and about >= _SAME_MATTER else Certainty.LIKELY


def _about(region: Region, table: TableDef) -> float:
    """How much the words of both are about the same; halfway where the file does not say what it is about."""
    ours = _telling(table.title, *(one.name for one in table.variables))
    theirs = _telling(region.title, *region.facts.words, *(w for one in region.columns for w in one.facts.words))
    listed = (
        _telling(*(word for one in region.rows for word in one.facts.words))
        if region.layout is not Layout.WIDE
        else set()
    )
    theirs |= listed & ours
    if not theirs:
        return _SAME_MATTER
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours else 0.0


def _telling(*texts: str) -> set[str]:
    return {word for text in texts for word in fold(text).split() if word not in _UNTELLING and len(word) > 2}
