"""Rules over variable codes, such as `laki + perempuan == total`: valid, invalid, or undecided when an input is missing.

A rule is parsed with `ast` and an allow-list; it is never compiled or executed. Arithmetic is in exact decimals.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from enum import StrEnum

LONGEST, DEEPEST = 500, 20
ARITHMETIC = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])


class Outcome(StrEnum):
    """What a rule says of one row."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


class RuleUnreadable(ValueError):
    """The text is no rule: wrong grammar, an unknown code, or something that rules may not hold."""


Value = Decimal | bool | None  # None: undecided
Operator = Callable[[Decimal, Decimal], Decimal]
_ARITHMETIC: Mapping[type[ast.operator], Operator] = {
    ast.Add: ARITHMETIC.add,
    ast.Sub: ARITHMETIC.subtract,
    ast.Mult: ARITHMETIC.multiply,
    ast.Div: ARITHMETIC.divide,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}
_FUNCTIONS: Mapping[str, Callable[[list[Decimal]], Decimal]] = {
    "abs": lambda values: abs(values[0]),
    "min": min,
    "max": max,
    "sum": lambda values: sum(values, Decimal(0)),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule. `names` are the codes it uses, in the order they occur."""

    text: str
    names: tuple[str, ...]
    _tree: ast.expr
    _codes: Mapping[str, str]  # identifier in the tree -> code

    def judge(self, values: Mapping[str, Decimal | None]) -> Outcome:
        """Judge one row. A missing or `None` value, or a division by zero, leaves the rule undecided."""
        try:
            answer = _evaluate(self._tree, {name: values.get(code) for name, code in self._codes.items()})
        except DecimalException:
            return Outcome.UNDECIDED
        if answer is None:
            return Outcome.UNDECIDED
        return Outcome.VALID if answer else Outcome.INVALID


def parse_rule(text: str, *, names: frozenset[str]) -> Rule:
    """Parse a rule over these codes, which may hold dots (`1.02.904`). Raise `RuleUnreadable` for anything else."""
    if len(text) > LONGEST:
        raise RuleUnreadable("too long")
    spelled, codes = _spell(text, names)
    try:
        tree = ast.parse(spelled, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RuleUnreadable(text) from error
    _check(tree, set(codes), 0)
    if not _is_statement(tree):
        raise RuleUnreadable("a rule compares")
    return Rule(text, tuple(codes.values()), tree, codes)


def _spell(text: str, names: frozenset[str]) -> tuple[str, dict[str, str]]:
    """Replace each code by an identifier that Python's grammar takes, the longest codes first."""
    codes: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        for identifier, code in codes.items():
            if code == found[0]:
                return identifier
        identifier = f"v{len(codes)}"
        codes[identifier] = found[0]
        return identifier

    if not names:
        raise RuleUnreadable("no codes")
    alternatives = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w.])(?:{alternatives})(?![\w.])", name, text), codes


def _check(node: ast.AST, known: set[str], depth: int) -> None:
    """Raise `RuleUnreadable` for every kind of node that is not on the list."""
    if depth > DEEPEST:
        raise RuleUnreadable("too deep")
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return
        case ast.Name(id=name) if name in known:
            return
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            parts: list[ast.AST] = [node.left, node.right]
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            parts = [node.operand]
        case ast.BoolOp():
            parts = list(node.values)
        case ast.Compare() if all(type(op) in _COMPARISONS for op in node.ops):
            parts = [node.left, *node.comparators]
        case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS and node.args and not node.keywords:
            parts = list(node.args)
        case _:
            raise RuleUnreadable(type(node).__name__)
    for part in parts:
        _check(part, known, depth + 1)


def _is_statement(node: ast.expr) -> bool:
    """Whether the expression says something that can be true: a comparison, or such joined by and, or, not."""
    match node:
        case ast.Compare():
            return True
        case ast.BoolOp():
            return all(_is_statement(value) for value in node.values)
        case ast.UnaryOp(op=ast.Not()):
            return _is_statement(node.operand)
        case _:
            return False


def _evaluate(node: ast.expr, values: Mapping[str, Decimal | None]) -> Value:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(repr(number))
        case ast.Name(id=name):
            return values.get(name)
        case ast.UnaryOp(op=op):
            inner = _evaluate(node.operand, values)
            if inner is None:
                return None
            return (not inner) if isinstance(op, ast.Not) else -Decimal(inner)
        case ast.BinOp():
            left, right = _number(node.left, values), _number(node.right, values)
            return None if left is None or right is None else _ARITHMETIC[type(node.op)](left, right)
        case ast.Compare():
            return _compare(node, values)
        case ast.BoolOp():
            return _join(node, values)
        case ast.Call(func=ast.Name(id=name)):
            numbers = [_number(one, values) for one in node.args]
            given = [one for one in numbers if one is not None]
            return _FUNCTIONS[name](given) if len(given) == len(numbers) else None
        case _:
            raise RuleUnreadable(type(node).__name__)


def _compare(node: ast.Compare, values: Mapping[str, Decimal | None]) -> bool | None:
    numbers = [_number(one, values) for one in (node.left, *node.comparators)]
    answers = [
        None if a is None or b is None else _COMPARISONS[type(op)](a, b)
        for op, a, b in zip(node.ops, numbers, numbers[1:], strict=False)
    ]
    return _all(answers)


def _join(node: ast.BoolOp, values: Mapping[str, Decimal | None]) -> bool | None:
    """Three-valued and, or: a false part decides `and`, a true one `or`, whatever is missing."""
    answers = [None if (one := _evaluate(part, values)) is None else bool(one) for part in node.values]
    if isinstance(node.op, ast.And):
        return _all(answers)
    inverse = _all([None if one is None else not one for one in answers])
    return None if inverse is None else not inverse


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _number(node: ast.expr, values: Mapping[str, Decimal | None]) -> Decimal | None:
    value = _evaluate(node, values)
    if isinstance(value, bool):
        raise RuleUnreadable("a comparison is no number")
    return value
