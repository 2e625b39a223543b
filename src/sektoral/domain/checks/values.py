"""Each input cell for itself: is it a number or a mark, of the right kind, within its bounds."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from sektoral.domain.checks.readings import TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Cell, CellKind
from sektoral.domain.instruments import VariableDef
from sektoral.domain.numbers import CellValue, Problem, ValueState, plain_text
from sektoral.domain.validations import WHOLE

NumberFault = tuple[str, Mapping[str, str]]  # a finding's code and its facts
NumberCheck = Callable[[CellValue, VariableDef], NumberFault | None]
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
FORMULA_SIGNS = ("=", "+", "@")


def check_contents(reading: TableReading) -> Iterator[Finding]:
    """Only typed numbers and marks count: no formula, error, date, boolean or words."""
    for one in reading.values():
        code = content_fault(one.cell, one.value)
        if code:
            yield reading.fault_at(code, one)


def check_kinds(reading: TableReading) -> Iterator[Finding]:
    """Whole where it must be whole, no more decimals than the variable has, no digits lost."""
    return _numbers(reading, kind_fault)


def check_bounds(reading: TableReading) -> Iterator[Finding]:
    """Not below the least and not above the greatest value of the variable."""
    return _numbers(reading, bound_fault)


def _numbers(reading: TableReading, fault_of: NumberCheck) -> Iterator[Finding]:
    for one in reading.values():
        fault = fault_of(one.value, one.variable)
        if fault:
            yield reading.fault_at(fault[0], one, **fault[1])


def kind_fault(value: CellValue, variable: VariableDef) -> NumberFault | None:
    """The code and facts of a number of the wrong kind: not whole, too many decimals, digits lost."""
    if value.number is None:
        return None
    places, is_whole = decimals(value.number), variable.kind in WHOLE
    if places and is_whole:
        return "not_whole", {"unit": variable.unit}
    if places > variable.decimals and not is_whole:
        return "too_many_decimals", {"decimals": str(variable.decimals)}
    return ("digits_lost", {}) if value.is_long else None


def bound_fault(value: CellValue, variable: VariableDef) -> NumberFault | None:
    """The code and facts of a number out of its bounds."""
    low, high = variable.bounds
    if value.number is None:
        return None
    if low is not None and value.number < low:
        return "below_minimum", {"minimum": plain_text(low)}
    if high is not None and value.number > high:
        return "above_maximum", {"maximum": plain_text(high)}
    return None


def decimals(number: Decimal) -> int:
    """How many decimal places a number needs."""
    return 0 if number == number.to_integral_value() else len(plain_text(number).partition(".")[2])


def content_fault(cell: Cell, value: CellValue) -> str:
    """The code of what makes a cell no number and no mark, empty where it is one (or is empty)."""
    if value.number is not None and cell.formula is None:
        return ""
    if cell.kind is CellKind.ERROR and isinstance(cell.value, float):
        return "not_finite"
    if cell.kind in _WRONG_KIND:
        return _WRONG_KIND[cell.kind]
    if cell.formula is not None:
        return "formula_in_input"
    match value.state:
        case ValueState.AMBIGUOUS:
            return "number_ambiguous"
        case ValueState.UNREADABLE:
            is_formula = value.problem is Problem.WORDS and cell.text.strip().startswith(FORMULA_SIGNS)
            return "formula_text" if is_formula else _PROBLEMS[value.problem]
        case _:
            return ""
