"""What each row of a table says: its path of sections and its own label, or the keys of its observation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sektoral.domain.grids import raw_text
from sektoral.domain.softcopies.areas import Areas, level_of, named_area
from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.facts import NOTHING, Facts, joined
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.regions import Layout, RowFound, RowRole
from sektoral.domain.softcopies.shapes import key_of
from sektoral.domain.softcopies.sheets import Sheet
from sektoral.domain.softcopies.spans import NO_SPAN, Span, key_span
from sektoral.domain.softcopies.stubs import KeyColumn, Stub
from sektoral.domain.softcopies.units import read_unit
from sektoral.domain.softcopies.words import clean, numbered

ROWS_AT_LEAST = 3  # beside one that holds them all


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a body, those below each row by number or indentation, and what a steady key says of all of them."""

    rows: tuple[RowFound, ...]
    children: Mapping[int, tuple[int, ...]]
    steady: Facts = NOTHING


@dataclass(slots=True)
class _Above:
    """A row under which others may stand."""

    row: int
    indent: int
    scheme: str
    sign: str
    facts: Facts
    is_section: bool
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """What the reading of rows needs: the sheet, the cut, the columns that name rows, those of figures, the areas."""

    sheet: Sheet
    draft: Draft
    stub: Stub
    figures: tuple[int, ...]
    heads: frozenset[tuple[str, ...]]  # texts of the rows of headings, to know them when they come again
    areas: Areas


def read_rows(body: Body) -> Rows:
    """Read every row of the body."""
    return _observations(body) if body.stub.layout is Layout.LONG else _labelled(body)


def _observations(body: Body) -> Rows:
    """Rows of a long table: each key says its part. What the same texts say is looked at once."""
    keys = [key for key in body.stub.keys if not key.asks]
    periods = [key for key in body.stub.keys if key.asks]
    said: dict[tuple[str, ...], tuple[Facts, str]] = {}
    spans: dict[tuple[str, ...], tuple[Span, tuple[str, ...]]] = {}
    steady = _steady(body, keys)
    lasting: dict[int, str] = {}
    rows = []
    for row in body.draft.body:
        if _is_repeated(body, row):
            rows.append(RowFound(row, RowRole.REPEATED))
            continue
        texts = _texts(body, row, keys, lasting)
        if texts not in said:
            facts = _joined(body, row, keys, texts, steady)
            said[texts] = facts, key_of(facts)
        times = _texts(body, row, periods, lasting)
        if times not in spans:
            spans[times] = _span(body, row, periods, times)
        (facts, name), (span, others) = said[texts], spans[times]
        unit = read_unit(body.sheet.text(row, body.stub.unit)) if body.stub.unit else None
        facts = Facts((*facts.words, *others), unit or facts.unit, facts.area, span.code, facts.dims)
        label = " · ".join(
            body.sheet.text(row, key.column) for key in body.stub.keys if body.sheet.text(row, key.column)
        )
        role = RowRole.FIGURES if label or _has_figures(body, row) else RowRole.SECTION
        rows.append(RowFound(row, role, label, facts, name, hidden=body.sheet.grid.hides_row(row)))
    return Rows(tuple(rows), {}, steady)


def _steady(body: Body, keys: Sequence[KeyColumn]) -> Facts:
    """What a key that never changes says of all rows, where other keys tell the rows apart."""
    found = NOTHING
    varied = any(not key.steady and not key.is_area for key in keys)
    row = body.draft.body[0]
    for key in keys if varied else ():
        if key.steady and not key.is_area:
            found = joined(found, _key_says(body, row, key, body.sheet.text(row, key.column))[0])
    return found


def _texts(body: Body, row: int, keys: Sequence[KeyColumn], lasting: dict[int, str]) -> tuple[str, ...]:
    """The texts of some keys; an empty cell goes on with the text above it."""
    for key in keys:
        lasting[key.column] = body.sheet.text(row, key.column) or lasting.get(key.column, "")
    return tuple(lasting[key.column] for key in keys)


def _joined(body: Body, row: int, keys: Sequence[KeyColumn], texts: Sequence[str], steady: Facts) -> Facts:
    facts = NOTHING
    for key, text in zip(keys, texts, strict=True):
        one = _key_says(body, row, key, text)[0]
        if not (key.steady and one.words and set(one.words) <= set(steady.words)):
            facts = joined(facts, one)
    return facts


def _span(body: Body, row: int, periods: Sequence[KeyColumn], texts: Sequence[str]) -> tuple[Span, tuple[str, ...]]:
    """The period that some keys tell together, and what of them is none."""
    span, others = NO_SPAN, NOTHING
    for key, text in zip(periods, texts, strict=True):
        one, part = _key_says(body, row, key, text)
        span, others = part.within(span), joined(others, one)
    return span, others.words


def _key_says(body: Body, row: int, key: KeyColumn, text: str) -> tuple[Facts, Span]:
    if not text:
        return NOTHING, NO_SPAN
    if key.asks:
        span = key_span(body.sheet.grid.raw(row, key.column) or text, key.asks)
        return (NOTHING, span) if span != NO_SPAN else (Facts((clean(text),)), NO_SPAN)
    if key.is_area:
        return Facts(area=body.areas.find(text, key.level) or named_area(text, key.level)), NO_SPAN
    return read_label(text, body.areas)


def _labelled(body: Body) -> Rows:
    """Rows with one label each, under sections told by indentation, by numbering, or by having no figures."""
    stack: list[_Above] = []
    children: dict[int, list[int]] = {}
    indented = _uses_indents(body)
    lasting: dict[int, Facts] = {}
    rows = []
    for row in body.draft.body:
        if _is_repeated(body, row):
            rows.append(RowFound(row, RowRole.REPEATED))
            continue
        found, above = _one(body, row, lasting)
        if not found.label and not _has_figures(body, row):
            continue
        _leave(stack, above, indented=indented)
        if stack and found.label:
            for one in stack[-1:]:
                children.setdefault(one.row, []).append(row)
            outer = stack[-1].facts
            inner = found.facts
            facts = joined(replace(outer, unit=None), inner) if inner != NOTHING else outer
            found = replace(found, facts=facts, key=key_of(facts), level=len(stack))
            above.facts = facts
        if found.label and (above.is_section or above.scheme or indented):
            stack.append(above)
        rows.append(found)
    return Rows(tuple(rows), {row: tuple(below) for row, below in children.items()})


def _one(body: Body, row: int, lasting: dict[int, Facts]) -> tuple[RowFound, _Above]:
    """A row by itself, not yet under its sections."""
    sheet, stub = body.sheet, body.stub
    main = stub.main
    facts, label, indent = NOTHING, "", 0
    for key in stub.keys:
        raw = raw_text(sheet.grid.raw(row, key.column))
        text = sheet.text(row, key.column)
        said, span = _key_says(body, row, key, text)
        said = replace(said, period=said.period or span.code)
        if key.sparse:
            lasting[key.column] = said if text else lasting.get(key.column, NOTHING)
            said = lasting[key.column]
        elif key is main:
            label, indent = text, len(raw) - len(raw.lstrip(" \u00a0\t")) if raw.strip() else 0
        facts = joined(facts, said)
    written = sheet.text(row, stub.unit) if stub.unit else ""
    facts = replace(facts, unit=read_unit(written) or facts.unit)
    code = sheet.text(row, stub.code) if stub.code else ""
    if code in body.areas.by_code:
        facts = replace(facts, area=body.areas.find(code), words=())
    is_section = not _has_figures(body, row) and not written and not (main is not None and main.is_area)
    role = RowRole.SECTION if is_section and label else RowRole.FIGURES
    scheme, sign = numbered(label)
    found = RowFound(row, role, label, facts, key_of(facts), hidden=sheet.grid.hides_row(row))
    return found, _Above(row, indent, scheme, sign, facts, is_section)


def _leave(stack: list[_Above], above: _Above, *, indented: bool) -> None:
    """Leave the sections that end before this row."""
    if indented:
        while stack and stack[-1].indent >= above.indent:
            stack.pop()
        return
    if not above.scheme:
        keep = 0 if above.is_section else max((i + 1 for i, one in enumerate(stack) if one.is_section), default=0)
        del stack[keep:]
        return
    for place, one in enumerate(stack):
        if one.scheme == above.scheme or (one.sign.lower() == "h" and above.sign.lower() == "i"):
            del stack[place:]
            return


def _uses_indents(body: Body) -> bool:
    """Whether labels stand at different depths, so that indentation tells what belongs to what."""
    main = body.stub.main
    if main is None:
        return False
    raws = [raw_text(body.sheet.grid.raw(row, main.column)) for row in body.draft.body]
    depths = [len(raw) - len(raw.lstrip(" \u00a0\t")) for raw in raws if raw.strip()]
    deep = sum(depth >= 2 for depth in depths)
    return len(set(depths)) > 1 and deep >= 2 and max(depths, default=0) - min(depths, default=0) >= 2


def _has_figures(body: Body, row: int) -> bool:
    return any(body.sheet.kind(row, column) for column in body.figures)


def _is_repeated(body: Body, row: int) -> bool:
    texts = tuple(body.sheet.text(row, column) for column in body.sheet.filled(row, body.draft.left, body.draft.right))
    return texts in body.heads


def area_totals(rows: Sequence[RowFound], level: str) -> list[int]:
    """The rows whose area holds the others: the nation among provinces, the regency among its districts."""
    nation = [row.row for row in rows if row.label.casefold() in _NATION and len(rows) > ROWS_AT_LEAST]
    named = [row for row in rows if row.role is RowRole.FIGURES and row.facts.area is not None]
    codes = {row.facts.area.code for row in named if row.facts.area and row.facts.area.code}
    found = nation
    for row in named if len({row.label for row in named}) > ROWS_AT_LEAST else []:
        area = row.facts.area
        if area is None:
            continue
        holds = area.code and sum(code.startswith(area.code + ".") for code in codes) > 1
        higher = _HEIGHTS.get(level_of(area.written), 9) < _HEIGHTS.get(level, 0)
        if area.written.casefold() in _NATION or holds or higher:
            found.append(row.row)
    return found


_NATION = ("indonesia", "nasional")
_HEIGHTS = {"negara": 0, "provinsi": 1, "kabupaten": 2, "kecamatan": 3, "desa": 4}
