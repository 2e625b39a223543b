"""The browser's data against the server's check: whatever is typed, both say the same of each cell."""

import json
import random
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.instruments import InstrumentDef, RuleDef, ValueKind
from sektoral.domain.layout import lay_out
from sektoral.domain.numbers import Locale, plain_text, render
from sektoral.domain.precheck import CODES, precheck_of, written
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

RULES = (
    RuleDef("R1", "realisasi <= pagu", says="Realisasi tidak melebihi pagu."),
    RuleDef("R2", "pagu - realisasi >= 1000", tolerance="0.5"),
    RuleDef("R3", "pagu == realisasi + -3"),
    RuleDef("R4", "realisasi / pagu <= 1"),
    RuleDef("R5", "pagu == sum_rows(realisasi)"),
)
Cell = tuple[str, str, str]  # sheet, row code, column code


def _definition() -> InstrumentDef:
    base = health_instrument()
    budget = replace(base.table("T05"), rules=RULES)
    return replace(base, sheets=tuple((name, budget if name == "T05" else table) for name, table in base.sheets))


DEFINITION = _definition()
DATA = json.loads(written(precheck_of(DEFINITION)))
PLACES = {
    (table.sheet, cell.row_def.code, cell.column_def.code): cell
    for table in lay_out(DEFINITION).tables
    for cell in table.input_cells()
}
PREVIOUS = dict(DEFINITION.previous)


class Browser:
    """What a form does with the data alone: it knows nothing of the server's code."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.numbers = data["numbers"]

    def judge(self, typed: dict[Cell, str]) -> dict[Cell, set[str]]:
        """The codes of findings for each cell."""
        found: dict[Cell, set[str]] = {}
        for table in self.data["tables"]:
            for row in table["rows"]:
                for column in table["columns"]:
                    key = (table["sheet"], row["code"], column["code"])
                    before = table["previous"].get(row["code"], {}).get(column["code"], "")
                    found[key] = self.judge_cell(typed.get(key, ""), column, before)
                for rule in table["rules"]:
                    if not self._holds(rule, table["sheet"], row["code"], typed):
                        found[table["sheet"], row["code"], rule["at"]].add("rule_broken")
        return found

    def judge_cell(self, text: str, column: Any, before: str) -> set[str]:
        """The codes for one cell by itself and against last period."""
        code, number = self.read(text)
        if code or number is None:
            return {code} - {""}
        found = set()
        if column["is_whole"] and number != int(number):
            found.add("not_whole")
        elif not column["is_whole"] and _places(number) > column["decimals"]:
            found.add("too_many_decimals")
        is_sound = "not_whole" not in found
        if column["minimum"] and number < Decimal(column["minimum"]):
            found.add("below_minimum")
            is_sound = False
        elif column["maximum"] and number > Decimal(column["maximum"]):
            found.add("above_maximum")
            is_sound = False
        small = self.data["small_counts"]
        if column["is_people"] and number in (Decimal(n) for n in range(int(small["from"]), int(small["to"]) + 1)):
            found.add("small_count")
        if is_sound and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", before):
            found |= self._changed(number, Decimal(before), column)
        return found

    def read(self, text: str) -> tuple[str, Decimal | None]:
        """A finding's code, or the number; neither for a mark."""
        numbers = self.numbers
        text = text.strip(numbers["trim"])
        if not text:
            return "cell_empty", None
        if text in numbers["marks"]:
            return "", None
        flagged = re.fullmatch(numbers["flagged"], text)
        bare = flagged[1] if flagged else text
        if not re.fullmatch(numbers["shape"], bare):
            return "formula_text" if text.startswith(tuple(numbers["formula_signs"])) else "not_a_number", None
        parts = re.fullmatch(numbers["number"], bare)
        if not parts:
            return "number_style", None
        if re.fullmatch(numbers["leading_zero"], bare):
            return "leading_zero", None
        number = Decimal(f"{parts[1]}{re.sub('[^0-9]', '', parts[2])}.{parts[3] or '0'}")
        whole, _, fraction = plain_text(number).lstrip("-").partition(".")
        if len(whole) > numbers["whole_digits"] or len(fraction) > numbers["fraction_digits"]:
            return "number_too_long", None
        return "", number

    def _changed(self, now: Decimal, before: Decimal, column: Any) -> set[str]:
        changes = self.data["changes"]
        moved = abs(now - before)
        if before == 0 or (column["kind"] == ValueKind.COUNT and moved < Decimal(changes["small_change"])):
            return set()
        if moved <= Decimal(changes["explain_above"]) * abs(before):
            return set()
        slack = Decimal(changes["factor_slack"])
        for factor in map(Decimal, changes["factors"]):
            for one, other in ((now, before * factor), (before, now * factor)):
                if now != 0 and abs(one - other) <= slack * abs(other):
                    return {"factor_suspected"}
        return {"changed_much"}

    def _holds(self, rule: Any, sheet: str, row: str, typed: dict[Cell, str]) -> bool:
        """Whether a rule holds or cannot be decided."""
        left, right = (self._sum(rule[side], sheet, row, typed) for side in ("left", "right"))
        if left is None or right is None:
            return True
        slack = Decimal(rule["tolerance"])
        return {"<=": left <= right + slack, ">=": left + slack >= right, "==": abs(left - right) <= slack}[
            rule["compare"]
        ]

    def _sum(self, side: Any, sheet: str, row: str, typed: dict[Cell, str]) -> Decimal | None:
        total = Decimal(side["constant"])
        for part in side["columns"]:
            text = typed.get((sheet, row, part["column"]), "").strip(self.numbers["trim"])
            number = Decimal(0) if text in self.numbers["marks_that_count_as_zero"] else self.read(text)[1]
            if number is None:
                return None
            total += part["sign"] * number
        return total


def _places(number: Decimal) -> int:
    return len(plain_text(number).partition(".")[2])


def judged_by_server(typed: dict[Cell, str]) -> dict[Cell, set[str]]:
    """What the server's check says of the same texts, of the codes that a browser can make."""
    cells = {(key[0], PLACES[key].address): text for key, text in typed.items()}
    result = check_instrument(DEFINITION, filled_grids(cells, definition=DEFINITION), locale=Locale.ID)
    at = {(cell.sheet, cell.address): key for key, cell in PLACES.items()}
    found: dict[Cell, set[str]] = {key: set() for key in PLACES}
    for one in result.findings:
        is_shared = one.code in CODES and one.facts.get("rule", "") not in ("R4", "R5")
        if is_shared and (one.sheet, one.cell) in at:
            found[at[one.sheet, one.cell]].add(one.code)
    return found


FACTORS = tuple(map(Decimal, ("1", "1.04", "0.5", "1.5", "1.501", "10", "0.1", "1000", "-1", "0")))
STYLES = (Locale.ID, Locale.ID, Locale.ID, Locale.EN, Locale.PLAIN)
ODD = ("", " ", "-", "–", "...", "…", "NA", "~0", "0", "007", "3", "1.204", "1,204", "1.204,5", "12*", "=A1", "+3",
       "@x", "-4", "belum ada", "1e5", "\uff11\uff12", "9" * 30, "0," + "1" * 12, "1 250", "100,01", "5 r")  # fmt: skip
SIGNS = "0123456789.,-* re\u00a0"


def typed_text(key: Cell, dice: random.Random) -> str:
    """A text for a cell: mostly a figure near last period's, else something odd, else any signs."""
    kind = dice.random()
    if kind < 0.7:
        return render(Decimal(PREVIOUS.get(key, "50")) * dice.choice(FACTORS), dice.choice(STYLES))
    return dice.choice(ODD) if kind < 0.85 else "".join(dice.choices(SIGNS, k=dice.randint(0, 12)))


@settings(max_examples=100, deadline=None)
@given(st.integers())
def test_browser_and_server_say_the_same_of_every_cell(seed: int) -> None:
    dice = random.Random(seed)
    typed = {key: typed_text(key, dice) for key in PLACES}
    said, judged = Browser(DATA).judge(typed), judged_by_server(typed)
    emptied = {
        table["sheet"]
        for table in DATA["tables"]
        if all("cell_empty" in codes for key, codes in said.items() if key[0] == table["sheet"])
    }  # the server tells of a wholly empty table once
    differing = {key: (typed[key], said[key], judged[key]) for key in PLACES if said[key] != judged[key]}
    assert {key: one for key, one in differing.items() if key[0] not in emptied} == {}


def test_every_code_is_met_by_a_text() -> None:
    """The comparison above would prove little if some finding never came about."""
    texts = {
        "cell_empty": "", "not_a_number": "x", "formula_text": "=A1", "number_style": "1,2,3", "leading_zero": "007",
        "number_too_long": "9" * 30, "not_whole": "1,5", "below_minimum": "-4", "small_count": "3",
        "changed_much": "900",
    }  # fmt: skip
    key = next(key for key in PLACES if key[0] == "T01")
    for code, text in texts.items():
        assert code in Browser(DATA).judge({key: text})[key] & judged_by_server({key: text})[key]
    share = next(key for key in PLACES if key[0] == "T04")
    for code, text in {"above_maximum": "100,01", "too_many_decimals": "87,123"}.items():
        assert code in Browser(DATA).judge({share: text})[share] & judged_by_server({share: text})[share]


def test_rules_that_a_browser_cannot_check_are_left_to_the_server_by_name() -> None:
    table = next(one for one in DATA["tables"] if one["sheet"] == "T05")
    assert [rule["code"] for rule in table["rules"]] == ["R1", "R2", "R3"]
    assert table["server_only"] == ["R4", "R5"]
    assert table["rules"][2]["right"] == {"columns": [{"column": "realisasi", "sign": 1}], "constant": "-3"}


def test_a_rule_on_trial_only_informs() -> None:
    rules = (replace(RULES[0], on_trial=True), RuleDef("R9", "pagu <=> 2"))
    tables = tuple((name, replace(table, rules=rules) if name == "T05" else table) for name, table in DEFINITION.sheets)
    drawn = json.loads(written(precheck_of(replace(DEFINITION, sheets=tables))))["tables"][4]
    assert ([rule["severity"] for rule in drawn["rules"]], drawn["server_only"]) == (["info"], ["R9"])


def test_equal_definitions_give_equal_text() -> None:
    assert written(precheck_of(DEFINITION)) == written(precheck_of(_definition()))
    assert written(precheck_of(DEFINITION)) != written(precheck_of(health_instrument()))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_words_and_weight(code: str) -> None:
    assert DATA["messages"][code]["severity"] in ("salah", "periksa", "info")
    assert DATA["messages"][code]["text"]
