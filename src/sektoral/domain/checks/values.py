"""Each input cell for itself: is it a number or a mark, of the right kind, within its bounds."""

from collections.abc import Iterator
from decimal import Decimal

from sektoral.domain.checks.readings import Reading, TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.grids import CellKind
from sektoral.domain.numbers import Problem, ValueState, plain_text
from sektoral.domain.validations import WHOLE

_WRONG_KIND = {
    CellKind.ERROR: "error_in_input",
    CellKind.UNCALCULATED: "formula_in_input",
    CellKind.BOOLEAN: "boolean_in_input",
    CellKind.DATE: "date_in_input",
}
_PROBLEMS = {
    Problem.NONE: "not_a_number",
    Problem.WORDS: "not_a_number",
    Problem.STYLE: "number_style",
    Problem.LEADING_ZERO: "leading_zero",
    Problem.TOO_LONG: "number_too_long",
    Problem.NOT_FINITE: "not_finite",
}
_FORMULA_SIGNS = ("=", "+", "@")


def check_contents(reading: TableReading) -> Iterator[Finding]:
    """Only typed numbers and marks count: no formula, error, date, boolean or words."""
    for one in reading.values():
        code = _fault_of_content(one)
        if code:
            yield reading.fault_at(code, one)


def check_kinds(reading: TableReading) -> Iterator[Finding]:
    """Whole where it must be whole, no more decimals than the variable has, no digits lost."""
    for one in reading.values():
        number = one.value.number
        if number is None:
            continue
        places = decimals(number)
        if places and one.variable.kind in WHOLE:
            yield reading.fault_at("not_whole", one, unit=one.variable.unit)
        elif places > one.variable.decimals and one.variable.kind not in WHOLE:
            yield reading.fault_at("too_many_decimals", one, decimals=str(one.variable.decimals))
        elif one.value.is_long:
            yield reading.fault_at("digits_lost", one)


def check_bounds(reading: TableReading) -> Iterator[Finding]:
    """Not below the least and not above the greatest value of the variable."""
    for one in reading.values():
        number = one.value.number
        if number is None:
            continue
        low, high = one.variable.bounds
        if low is not None and number < low:
            yield reading.fault_at("below_minimum", one, minimum=plain_text(low))
        elif high is not None and number > high:
            yield reading.fault_at("above_maximum", one, maximum=plain_text(high))


def decimals(number: Decimal) -> int:
    """How many decimal places a number needs."""
    return len(plain_text(number).partition(".")[2])


def _fault_of_content(one: Reading) -> str:
    if one.cell.kind is CellKind.ERROR and isinstance(one.cell.value, float):
        return "not_finite"
    if one.cell.kind in _WRONG_KIND:
        return _WRONG_KIND[one.cell.kind]
    if one.cell.formula is not None:
        return "formula_in_input"
    match one.value.state:
        case ValueState.AMBIGUOUS:
            return "number_ambiguous"
        case ValueState.UNREADABLE:
            is_formula = one.value.problem is Problem.WORDS and one.cell.text.strip().startswith(_FORMULA_SIGNS)
            return "formula_text" if is_formula else _PROBLEMS[one.value.problem]
        case _:
            return ""
