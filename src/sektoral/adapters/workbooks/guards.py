"""What a table's sheet refuses, colours and says of itself while it is filled."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from sektoral.adapters.workbooks import formulas
from sektoral.adapters.workbooks.canvas import Canvas
from sektoral.adapters.workbooks.looks import BAD, BAD_GROUND, DONE, EMPTY, QUIET, WAIT, WAIT_GROUND
from sektoral.domain.instruments import ColumnDef, VariableDef
from sektoral.domain.layout import CODE_COLUMN, FIRST_ROW, STATE_ROW, Area, TableLayout, address
from sektoral.domain.validations import EXPLAIN_ABOVE, EXPLANATION_LENGTH, REFUSAL_TITLE, refusal

WRONG, UNEXPLAINED, MISMATCH, MATCH = "Ada isian salah", "Belum dijelaskan", "Jumlah tidak cocok", "Jumlah cocok"
INCOMPLETE, COMPLETE, NOT_ADDED = "Jumlah belum lengkap", "Jumlah lengkap", "Tidak dijumlahkan"
EXCEEDS = "melebihi"
_AT_MOST = re.compile(r"\s*([\w.]+)\s*<=\s*([\w.]+)\s*")


def guard_inputs(canvas: Canvas, place: TableLayout) -> None:
    """Refuse what is typed wrongly, and colour what is empty, faulty or unexplained: pasting goes around refusing."""
    for area, variable in blocks(place):
        accepts = formulas.accepts(variable, address(area.first_row, area.first_column))
        rule = {"validate": "custom", "value": f"={accepts}"}
        canvas.validate(area, {**rule, "error_title": REFUSAL_TITLE, "error_message": refusal(variable)})
        canvas.colour(area, {"type": "blanks", "format": canvas.looks.tone(ground=EMPTY), "stop_if_true": True})
        bad = canvas.looks.tone(BAD, BAD_GROUND)
        canvas.colour(area, {"type": "formula", "criteria": f"=NOT({accepts})", "format": bad})
    for _, shown in place.changes:
        first, why = address(FIRST_ROW, shown), f"${address(FIRST_ROW, place.explanation)}"
        silent = f'=AND(ISNUMBER({first}),ABS(N({first}))>{EXPLAIN_ABOVE},{why}="")'
        area = Area(FIRST_ROW, shown, place.last_row, shown)
        canvas.colour(area, {"type": "formula", "criteria": silent, "format": canvas.looks.tone(WAIT, WAIT_GROUND)})
    canvas.validate(place.explanations, length_rule(EXPLANATION_LENGTH, "Penjelasan"))


def length_rule(characters: int, what: str) -> dict[str, object]:
    """Refuse words that are too long."""
    shown = f"{characters:,}".replace(",", ".")
    message = f"{what} paling banyak {shown} huruf."
    rule = {"validate": "length", "criteria": "<=", "value": characters}
    return {**rule, "error_title": "Terlalu panjang", "error_message": message}


def blocks(place: TableLayout) -> list[tuple[Area, VariableDef]]:
    """The inputs cut into blocks of neighbouring columns, or rows, that accept the same."""
    table = place.table
    if table.has_variables_in_rows:
        rows = _runs(
            (number, table.variable_at(row, table.columns[0])) for number, row in enumerate(table.rows, FIRST_ROW)
        )
        return [(Area(first, place.first_input, last, place.last_input), variable) for first, last, variable in rows]
    columns = _runs((number, table.variable_of(one)) for number, one in enumerate(table.columns, place.first_input))
    return [(Area(FIRST_ROW, first, place.last_row, last), variable) for first, last, variable in columns]


def _runs(lines: Iterable[tuple[int, VariableDef]]) -> Iterator[tuple[int, int, VariableDef]]:
    """Neighbouring rows or columns that accept the same: the first, the last, and what they hold."""

    def accepted(line: tuple[int, VariableDef]) -> tuple[object, ...]:
        return line[1].kind, line[1].bounds, line[1].decimals

    for _, run in groupby(lines, key=accepted):
        same = list(run)
        yield same[0][0], same[-1][0], same[0][1]


def name_parts(canvas: Canvas, place: TableLayout) -> None:
    """Name the parts of the sheet: `T01_isian`, `T01_jumlah`, …"""
    parts = {
        "isian": place.inputs,
        "penjelasan": place.explanations,
        "lalu": place.previous,
        "laporan": place.own_totals,
        "jumlah": _in_row(place, place.total_row),
        "cocok": _in_row(place, place.match_row),
        "keadaan": Area(STATE_ROW, CODE_COLUMN, STATE_ROW, CODE_COLUMN),
        "periksa": Area(STATE_ROW, place.first_input, STATE_ROW, place.first_input),
    }
    for part, area in parts.items():
        if area is not None:
            canvas.name_area(f"{place.sheet}_{part}", area)


def draw_state(canvas: Canvas, place: TableLayout) -> None:
    """Draw row 4: how far, and does it add up."""
    wrong = "+".join(formulas.count_faulty(area.address, variable) for area, variable in blocks(place))
    asked = place.expected
    filled = f'="Terisi "&COUNTA({place.sheet}_isian)&" dari {asked} sel"&IF({wrong}>0,", "&{wrong}&" salah","")'
    canvas.formula(STATE_ROW, CODE_COLUMN, filled, canvas.look("bold"), f"Terisi 0 dari {asked} sel")
    look = canvas.look("bold", font_color=QUIET)
    canvas.formula(STATE_ROW, place.first_input, _check(place, wrong), look, first_state(place))
    cell = Area(STATE_ROW, place.first_input, STATE_ROW, place.first_input)
    canvas.colour_words(cell, (MATCH,), canvas.looks.tone(DONE))
    canvas.colour_words(cell, (WRONG, MISMATCH, *(words for _, words in _limits(place))), canvas.looks.tone(BAD))
    canvas.colour_words(cell, (UNEXPLAINED,), canvas.looks.tone(WAIT))


def first_state(place: TableLayout) -> str:
    """What the check says of an empty table."""
    return INCOMPLETE if place.total_row else NOT_ADDED


def _check(place: TableLayout, wrong: str) -> str:
    """The formula of the check: the gravest thing first."""
    answer = f'"{NOT_ADDED}"'
    if place.total_row:
        missing = f'IF(COUNTBLANK({place.sheet}_isian)>0,"{INCOMPLETE}","{COMPLETE}")'
        answer = f'IF(COUNTIF({place.sheet}_cocok,"cocok")>0,"{MATCH}",{missing})'
    if place.changes:
        answer = f'IF({_unexplained(place)}>0,"{UNEXPLAINED}",{answer})'
    if place.total_row:
        answer = f'IF(COUNTIF({place.sheet}_cocok,"beda")>0,"{MISMATCH}",{answer})'
    for count, words in reversed(_limits(place)):
        answer = f'IF({count}>0,"{words}",{answer})'
    return f'=IF({wrong}>0,"{WRONG}",{answer})'


def _unexplained(place: TableLayout) -> str:
    """How many large changes lack an explanation."""
    criteria = (f'">"&{EXPLAIN_ABOVE}', f'"<"&-{EXPLAIN_ABOVE}')
    columns = [Area(FIRST_ROW, shown, place.last_row, shown).address for _, shown in place.changes]
    why = f"{place.sheet}_penjelasan"
    return "+".join(f'COUNTIFS({column},{one},{why},"=")' for column in columns for one in criteria)


def _limits(place: TableLayout) -> list[tuple[str, str]]:
    """The table's rules of the form `part <= whole` over two columns: how many rows break each, and the words."""
    columns = {column.code: column for column in place.table.columns}
    found = []
    for rule in place.table.rules:
        sides = _AT_MOST.fullmatch(rule.text)
        if sides and sides[1] in columns and sides[2] in columns:
            part, whole = (_column(place, code) for code in sides.groups())
            allowed = f"{whole}+{rule.tolerance}" if rule.tolerance else whole
            count = f"SUMPRODUCT(ISNUMBER({part})*ISNUMBER({whole})*({part}>{allowed}))"
            found.append((count, f"{_name(columns[sides[1]])} {EXCEEDS} {_name(columns[sides[2]])}"))
    return found


def _name(column: ColumnDef) -> str:
    """A column in words that fit into a formula's quotes."""
    return f"{column.group} {column.label}".strip().replace("\n", " ").replace('"', "”")


def _column(place: TableLayout, code: str) -> str:
    column = place.column_of(code)
    return Area(FIRST_ROW, column, place.last_row, column).address


def _in_row(place: TableLayout, row: int | None) -> Area | None:
    return None if row is None else Area(row, place.first_input, row, place.last_summed)
