"""Which lines keep a rule for sure, found with doubles over whole columns; all others are judged exactly, one by one.

Sums and differences of whole numbers below 2⁵³ are exact in doubles, and two doubles compare as their decimals do.
Elsewhere the most that rounding may have added is reckoned along, and only what lies beyond it is sure.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

EXACT = 2.0**53
ROUNDING = 2.0**-52  # more than a rounding moves a double, relative to its size
_Reckoner = Callable[[float, float], float]
_ARITHMETIC: Mapping[type[ast.operator], _Reckoner] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_LESS, _MORE = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)


class NotSure(Exception):
    """The rule, or these figures, are beyond what doubles can tell for sure."""


@dataclass(frozen=True, slots=True)
class Doubles:
    """One double a line. None is larger than `bound`; each may be off by `error` after reckoning, 0 for exact."""

    values: Sequence[float]
    bound: float
    is_whole: bool
    error: float = 0.0

    @property
    def reckoned_error(self) -> float:
        """How far a double may be from the decimal that it stands for, once it is reckoned with."""
        return self.error if self.is_whole else max(self.error, self.bound * ROUNDING)


def statement_of(rule: str, names: Sequence[str]) -> ast.expr | None:
    """The rule as a tree over identifiers made by `identifier`, or `None` if it is no plain rule about one row."""
    spelled = {name: identifier(number) for number, name in enumerate(names)}
    alternatives = "|".join(map(re.escape, sorted(spelled, key=len, reverse=True))) or "(?!)"
    text = re.sub(rf"(?<![\w.\"'])(?:{alternatives})(?![\w.\"'])", lambda found: spelled[found[0]], rule)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if all(_is_plain(node) for node in ast.walk(tree)) else None


def identifier(number: int) -> str:
    """What stands in the tree for the name with this number."""
    return f"v{number}"


def _is_plain(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "abs" and len(node.args) == 1 and not node.keywords
    return not (isinstance(node, ast.Constant) and isinstance(node.value, str))


def kept_for_sure(tree: ast.expr, columns: Sequence[Doubles], count: int) -> Sequence[bool]:
    """Say of each line whether it keeps the rule for sure. Raise `NotSure` where nothing can be said of any line."""
    return _statement(tree, {identifier(number): one for number, one in enumerate(columns)}, count)


def _statement(node: ast.expr, columns: Mapping[str, Doubles], count: int) -> Sequence[bool]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_number(one, columns, count) for one in (left, *others)]
            pairs = zip(ops, sides, sides[1:], strict=False)
            return _every([_compare(op, a, b) for op, a, b in pairs])
        case ast.BoolOp(op=ast.And(), values=parts):
            return _every([_statement(part, columns, count) for part in parts])
        case ast.BoolOp(op=ast.Or(), values=parts):
            answers = [_statement(part, columns, count) for part in parts]
            return list(map(any, zip(*answers, strict=True)))
    raise NotSure


def _every(answers: list[Sequence[bool]]) -> Sequence[bool]:
    return answers[0] if len(answers) == 1 else list(map(all, zip(*answers, strict=True)))


def _compare(op: ast.cmpop, left: Doubles, right: Doubles) -> Sequence[bool]:
    compare = _COMPARISONS.get(type(op))
    if compare is None:
        raise NotSure
    if left.error == right.error == 0:
        return list(map(compare, left.values, right.values))
    margin = left.reckoned_error + right.reckoned_error + (left.bound + right.bound) * ROUNDING
    apart = map(operator.sub, right.values, left.values)
    if isinstance(op, _LESS):
        return [one > margin for one in apart]
    if isinstance(op, _MORE):
        return [one < -margin for one in apart]
    raise NotSure


def _number(node: ast.expr, columns: Mapping[str, Doubles], count: int) -> Doubles:
    match node:
        case ast.Name(id=name) if name in columns:
            return columns[name]
        case ast.Constant(value=int() | float() as number) if abs(number) < EXACT and len(repr(number)) <= 16:
            return Doubles([float(number)] * count, abs(float(number)), float(number).is_integer())
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _reckon(op, _number(left, columns, count), _number(right, columns, count))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _divide(_number(left, columns, count), _number(right, columns, count))
        case ast.Call(func=ast.Name(id="abs"), args=[one], keywords=[]):
            inner = _number(one, columns, count)
            return Doubles(list(map(abs, inner.values)), inner.bound, inner.is_whole, inner.error)
    raise NotSure


def _reckon(op: ast.operator, left: Doubles, right: Doubles) -> Doubles:
    values = list(map(_ARITHMETIC[type(op)], left.values, right.values))
    a, b = left.reckoned_error, right.reckoned_error
    is_product = isinstance(op, ast.Mult)
    bound = left.bound * right.bound if is_product else left.bound + right.bound
    if left.is_whole and right.is_whole and a == b == 0 and bound < EXACT:
        return Doubles(values, bound, is_whole=True)
    error = left.bound * b + right.bound * a + a * b if is_product else a + b
    return Doubles(values, bound + error, is_whole=False, error=error + bound * ROUNDING)


def _divide(left: Doubles, right: Doubles) -> Doubles:
    """A quotient; sure only where every divisor is far enough from zero."""
    nearest = min(map(abs, right.values), default=0.0)
    a, b = left.reckoned_error, right.reckoned_error
    if nearest <= 2 * b or nearest == 0:
        raise NotSure
    bound = left.bound / (nearest - b)
    error = (a + bound * b) / (nearest - b) + bound * ROUNDING
    return Doubles(list(map(operator.truediv, left.values, right.values)), bound, is_whole=False, error=error)
