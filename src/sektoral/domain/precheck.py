"""What a browser needs to check an answer while it is typed: data drawn from the definition, no code of the server.

The server check stays the judge; this says the same of a single cell or row. What needs more than that (totals of the
agency, other tables, the data bank, rules beyond sums) is left to the server and named in `server_only`. Every number
is exact decimal text; a reader compares decimals, never floats.
"""

import ast
import json
from collections.abc import Mapping
from decimal import Decimal

from sektoral.domain.checks import history, privacy, values
from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.instruments import ColumnDef, InstrumentDef, RowDef, RuleDef, TableDef, VariableDef
from sektoral.domain.numbers import FRACTION_DIGITS, MARKS, WHOLE_DIGITS, Locale, ValueState, grammar, plain_text
from sektoral.domain.rules.spelling import Spelling, spell
from sektoral.domain.rules.tables import column_of, names_of, parse_rule_of
from sektoral.domain.rules.unreadable import RuleUnreadable
from sektoral.domain.validations import EXPLAIN_ABOVE, WHOLE, refusal

SCHEMA = "sektoral.precheck/1"
LOCALE = Locale.ID  # what is typed into a form is read as Indonesians write
CODES = (
    "cell_empty",
    "not_a_number",
    "formula_text",
    "number_style",
    "leading_zero",
    "number_too_long",
    "not_whole",
    "too_many_decimals",
    "below_minimum",
    "above_maximum",
    "changed_much",
    "factor_suspected",
    "small_count",
    "rule_broken",
)  # the findings that a browser can make
ZERO_MARKS = tuple(typed for typed, (state, _) in MARKS.items() if state in (ValueState.NONE, ValueState.NEGLIGIBLE))
_COMPARISONS: Mapping[type[ast.cmpop], str] = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">="}
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def precheck_of(definition: InstrumentDef) -> dict[str, Json]:
    """Draw the data for a form. Texts are Indonesian, numbers exact decimal texts."""
    return {
        "schema": SCHEMA,
        "instrument": definition.id,
        "agency": definition.agency,
        "period": definition.period,
        "previous_period": definition.previous_period,
        "numbers": _numbers(),
        "changes": {
            "explain_above": plain_text(EXPLAIN_ABOVE),
            "factors": [plain_text(factor) for factor in history.FACTORS],
            "factor_slack": plain_text(history.FACTOR_SLACK),
            "small_change": str(history.SMALL_CHANGE),
        },
        "small_counts": {"from": str(privacy.SMALL.start), "to": str(privacy.SMALL.stop - 1)},
        "messages": {
            code: {"severity": SENTENCES[code].severity.value, "text": SENTENCES[code].text} for code in CODES
        },
        "tables": [_table(definition, sheet, table) for sheet, table in definition.sheets],
    }


def written(data: Mapping[str, Json]) -> str:
    """Write the data as JSON; equal data give equal text."""
    return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _numbers() -> dict[str, Json]:
    """The grammar of what is typed: trim, look for a mark, take off a flag, then read a number."""
    patterns: dict[str, Json] = dict(grammar(LOCALE))
    return {
        **patterns,
        "number_en": grammar(Locale.EN)["number"],  # by which a pasted block in the other style is known
        "locale": LOCALE.value,
        "marks": {typed: mark for typed, (_, mark) in MARKS.items()},
        "marks_that_count_as_zero": list(ZERO_MARKS),
        "formula_signs": list(values.FORMULA_SIGNS),
        "whole_digits": WHOLE_DIGITS,
        "fraction_digits": FRACTION_DIGITS,
    }


def _table(definition: InstrumentDef, sheet: str, table: TableDef) -> dict[str, Json]:
    rules = {rule.code: _linear(rule, table) for rule in table.rules}
    before: dict[str, dict[str, str]] = {}
    for (of, row, column), text in definition.previous:
        if of == sheet:
            before.setdefault(row, {})[column] = text
    return {
        "sheet": sheet,
        "code": table.code,
        "version": table.version,
        "title": table.title,
        "rows": [_row(table, row) for row in table.rows],
        "columns": [_column(table, column) for column in table.columns],
        "totals": [{"label": total.label, "columns": list(total.columns)} for total in table.row_totals],
        "total_label": table.total_label,
        "previous": {row: dict(cells) for row, cells in before.items()},
        "rules": [rule for rule in rules.values() if rule is not None],
        "server_only": [code for code, rule in rules.items() if rule is None],
    }


def _row(table: TableDef, row: RowDef) -> dict[str, Json]:
    """A row; one with a variable of its own says itself what its cells accept."""
    accepts = _accepts(table.variable_at(row, table.columns[0])) if row.variable else {}
    return {"code": row.code, "label": row.label, **accepts}


def _column(table: TableDef, column: ColumnDef) -> dict[str, Json]:
    accepts = {} if table.has_variables_in_rows else _accepts(table.variable_of(column))
    named: dict[str, Json] = {"code": column.code, "label": column.label}
    return {**named, "shown": label_of(column), "group": column.group, **accepts}


def _accepts(variable: VariableDef) -> dict[str, Json]:
    low, high = variable.bounds
    return {
        "kind": variable.kind.value,
        "unit": variable.unit,
        "is_whole": variable.kind in WHOLE,
        "is_people": privacy.is_about_people(variable),
        "decimals": variable.decimals,
        "minimum": "" if low is None else plain_text(low),
        "maximum": "" if high is None else plain_text(high),
        "hint": refusal(variable),
    }


def _linear(rule: RuleDef, table: TableDef) -> dict[str, Json] | None:
    """A rule that compares two sums of this row's columns, as data; nothing for any other rule."""
    try:
        parsed = parse_rule_of(table, rule)
        spelling = spell(rule.text, names_of(table))
    except RuleUnreadable:
        return None
    tree = ast.parse(spelling.text, mode="eval").body
    if parsed.is_over_table or not isinstance(tree, ast.Compare) or type(tree.ops[0]) not in _COMPARISONS:
        return None
    sides = [_sum(side, table, spelling) for side in (tree.left, *tree.comparators)]
    left, right = sides[0], sides[-1]
    if len(sides) != 2 or left is None or right is None:
        return None
    return {
        "code": rule.code,
        "says": rule.says or parsed.text,
        "severity": "info" if rule.on_trial else rule.severity.value,
        "tolerance": plain_text(parsed.tolerance),
        "at": column_of(table, parsed.names[0]),
        "left": left,
        "right": right,
        "compare": _COMPARISONS[type(tree.ops[0])],
    }


def _sum(side: ast.expr, table: TableDef, spelling: Spelling) -> dict[str, Json] | None:
    """`a + b - 3` as columns with their signs and one constant."""
    columns: list[Json] = []
    constant = Decimal(0)
    pending: list[tuple[int, ast.expr]] = [(1, side)]
    while pending:
        sign, node = pending.pop()
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                pending += [(sign if isinstance(op, ast.Add) else -sign, right), (sign, left)]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                pending.append((-sign, operand))
            case ast.Name(id=name) if column := column_of(table, spelling.code_of(name)):
                columns.append({"column": column, "sign": sign})
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                constant += sign * Decimal(repr(number))
            case _:
                return None
    return {"columns": columns, "constant": plain_text(constant)}
