"""Rules over variable codes, such as `laki + perempuan == total`: valid, invalid, or undecided for want of an input.

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
    _check(tree, set(codes), says=True)
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


def _check(node: ast.expr, known: set[str], *, says: bool, depth: int = 0) -> None:
    """Raise `RuleUnreadable` for what is not on the list. `says`: a statement must stand here, else a number."""
    if depth > DEEPEST:
        raise RuleUnreadable("too deep")
    for part in _parts_of_statement(node) if says else _parts_of_number(node, known):
        joins = isinstance(node, ast.BoolOp | ast.UnaryOp)
        _check(part, known, says=says and joins, depth=depth + 1)


def _parts_of_statement(node: ast.expr) -> list[ast.expr]:
    """A comparison, or statements joined by and, or, not."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARISONS for op in ops):
            return [left, *others]
        case ast.BoolOp(values=values):
            return values
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
    raise RuleUnreadable(f"{type(node).__name__} says nothing")


def _parts_of_number(node: ast.expr, known: set[str]) -> list[ast.expr]:
    """A known code, a number, arithmetic, or one of a few functions; `True` is no number here."""
    match node:
        case ast.Name(id=name) if name in known:
            return []
        case ast.Constant(value=value) if type(value) in (int, float):
            return []
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return [operand]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if _may_call(name, len(args)):
            return args
    raise RuleUnreadable(f"{type(node).__name__} is no number")


def _may_call(name: str, count: int) -> bool:
    return name in _FUNCTIONS and count > 0 and (name != "abs" or count == 1)


def _evaluate(node: ast.expr, values: Mapping[str, Decimal | None]) -> Value:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(repr(number))
        case ast.Name(id=name):
            return values.get(name)
        case ast.UnaryOp():
            return _turn(node, values)
        case ast.BinOp():
            left, right = _number(node.left, values), _number(node.right, values)
            return None if left is None or right is None else _ARITHMETIC[type(node.op)](left, right)
        case ast.Compare():
            return _compare(node, values)
        case ast.BoolOp():
            return _join(node, values)
        case ast.Call(func=ast.Name(id=name)):
            return _call(name, [_number(one, values) for one in node.args])
    raise RuleUnreadable(type(node).__name__)


def _turn(node: ast.UnaryOp, values: Mapping[str, Decimal | None]) -> Value:
    """Minus a number, or not a statement."""
    if isinstance(node.op, ast.Not):
        inner = _evaluate(node.operand, values)
        return None if inner is None else not inner
    number = _number(node.operand, values)
    return None if number is None else -number


def _call(name: str, numbers: list[Decimal | None]) -> Decimal | None:
    given = [one for one in numbers if one is not None]
    return _FUNCTIONS[name](given) if len(given) == len(numbers) else None


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
