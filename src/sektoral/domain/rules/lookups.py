"""Functions that look beyond the row: other rows by key, earlier periods, other tables.

Keys are compared as text, so that `7` and "7" are the same key. A row whose key is missing is undecided itself and says
nothing of other rows; only where rows are counted or added it may be one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sektoral.domain.rules.calls import Call
from sektoral.domain.rules.judging import Reference, Row, Rows, Scene
from sektoral.domain.rules.terms import Kind, Term
from sektoral.domain.rules.values import Number, Span, Value, added, number_of, shown

Key = tuple[str, ...]


def previous(call: Call) -> Term:
    """The figure of the same cell one period before, or as many as are said."""
    figure = call.arguments[0]
    back = int(call.arguments[1].literal or 1) if len(call.arguments) > 1 else 1

    def evaluate(scene: Scene) -> Value:
        return scene.earlier(figure.column, back)

    return Term(Kind.NUMBER, call.text, evaluate, is_about_row=True, periods_back=back)


def is_unique(call: Call) -> Term:
    """Whether no other row has the same key."""
    columns = _columns(call.arguments)

    def evaluate(scene: Scene) -> Value:
        key = _key_of(scene.rows[scene.row], columns)
        return None if key is None else len(_index(scene, scene.rows, columns).rows[key]) == 1

    return Term(Kind.STATEMENT, call.text, evaluate, is_about_row=True)


def determines(call: Call) -> Term:
    """Whether all rows with the same first values have the same last one."""
    columns = _columns(call.arguments)

    def evaluate(scene: Scene) -> Value:
        whole = _key_of(scene.rows[scene.row], columns)
        if whole is None:
            return None
        lasts = scene.once(("lasts", columns), lambda: _lasts(_index(scene, scene.rows, columns)))
        return len(lasts[whole[:-1]]) == 1

    return Term(Kind.STATEMENT, call.text, evaluate, is_about_row=True)


def lookup(call: Call) -> Term:
    """The value of a column in the row of the same table that has these keys."""
    sought = call.arguments[0]

    def evaluate(scene: Scene) -> Value:
        codes = _found(scene, scene.rows, call.keys)
        return _only([_cell(scene.rows[code], sought.column, sought.kind) for code in codes or ()])

    return Term(sought.kind, call.text, evaluate, _is_key_about_row(call))


def figure_in(call: Call) -> Term:
    """The figure of another table: in the row of the same code, or in the one that has these keys."""
    table, column = _names(call)

    def evaluate(scene: Scene) -> Value:
        rows = scene.other(call.agency, table)
        if rows is None:
            return None
        codes = _found(scene, rows, call.keys) if call.keys else [scene.row]
        return _only([_cell(rows.get(code, {}), column, Kind.NUMBER) for code in codes or ()])

    return _refers(Term(Kind.NUMBER, call.text, evaluate, _is_key_about_row(call) or not call.keys), call, column)


def total_in(call: Call) -> Term:
    """The sum of a column of another table: over all its rows, or over those that have these keys."""
    table, column = _names(call)

    def evaluate(scene: Scene) -> Value:
        rows = scene.other(call.agency, table)
        codes = None if rows is None else _found(scene, rows, call.keys)
        if rows is None or codes is None or _index(scene, rows, tuple(call.keys)).unknown:
            return None
        return added(number_of(rows[code].get(column)) for code in codes)

    return _refers(Term(Kind.NUMBER, call.text, evaluate, _is_key_about_row(call)), call, column)


def count_in(call: Call) -> Term:
    """How many rows of another table there are, or have these keys: a span where a key is missing there."""
    table = str(call.arguments[0].literal)

    def evaluate(scene: Scene) -> Value:
        rows = scene.other(call.agency, table)
        codes = None if rows is None else _found(scene, rows, call.keys)
        if rows is None or codes is None:
            return None
        sure, unknown = Decimal(len(codes)), _index(scene, rows, tuple(call.keys)).unknown
        return Span(sure, sure + unknown) if unknown else sure

    return _refers(Term(Kind.NUMBER, call.text, evaluate, _is_key_about_row(call)), call, "")


@dataclass(frozen=True, slots=True)
class _Index:
    """The codes of the rows by key, in order; `unknown` counts the rows whose key is not wholly known."""

    rows: Mapping[Key, list[str]]
    unknown: int


def _index(scene: Scene, rows: Rows, columns: Key) -> _Index:
    """Sort the rows of a table by these columns, once."""

    def find() -> _Index:
        found: defaultdict[Key, list[str]] = defaultdict(list)
        unknown = 0
        for code, row in rows.items():
            key = _key_of(row, columns)
            if key is None:
                unknown += 1
            else:
                found[key].append(code)
        return _Index(dict(found), unknown)

    return scene.once(("index", id(rows), columns), find)  # the scene keeps the rows, so their id stays theirs


def _found(scene: Scene, rows: Rows, keys: Mapping[str, Term]) -> list[str] | None:
    """The codes of the rows that have these keys; `None` where a key sought is not at hand."""
    sought = [_key_text(one.evaluate(scene)) for one in keys.values()]
    if not all(sought):
        return None
    return _index(scene, rows, tuple(keys)).rows.get(tuple(sought), [])


def _lasts(index: _Index) -> Mapping[Key, set[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for key in index.rows:
        found[key[:-1]].add(key[-1])
    return found


def _key_of(row: Row, columns: Sequence[str]) -> Key | None:
    texts = [_key_text(row.get(column)) for column in columns]
    return tuple(texts) if all(texts) else None


def _key_text(value: Value) -> str:
    """A value as a key, empty where there is none."""
    if isinstance(value, Decimal):
        return shown(number_of(value))
    return "" if isinstance(value, Span | bool) else shown(value)


def _cell(row: Row, column: str, kind: Kind) -> Number | str | None:
    value = row.get(column)
    if kind is Kind.NUMBER:
        return number_of(value)
    return value if isinstance(value, str) and value else None


def _only(values: Sequence[Number | str | None]) -> Number | str | None:
    """The value that all of them are."""
    return values[0] if values and all(one == values[0] for one in values) else None


def _names(call: Call) -> tuple[str, str]:
    table, column = (str(one.literal) for one in call.arguments)
    return table, column


def _columns(arguments: Iterable[Term]) -> Key:
    return tuple(one.column for one in arguments)


def _refers(term: Term, call: Call, column: str) -> Term:
    columns = [one for one in (column, *call.keys) if one] or [""]
    table = str(call.arguments[0].literal)
    return replace(term, references=tuple(Reference(call.agency, table, one) for one in columns))


def _is_key_about_row(call: Call) -> bool:
    return any(one.is_about_row for one in call.keys.values())
