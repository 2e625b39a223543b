"""What is checked is told in full: every finding has its line, every threshold is the one that holds."""

from dataclasses import replace

import pytest

from sektoral.domain.checklist import CheckLine, checklist_of
from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.checks.titles import TITLES
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import InstrumentDef, RuleDef
from tests.guards.files import SOURCE
from tests.instruments import health_instrument

DEFINITION = health_instrument()
CHECKS = [path for path in (SOURCE / "domain" / "checks").glob("*.py") if path.stem != "sentences"]
MODULES = [*CHECKS, SOURCE / "adapters/sandbox/checking.py", SOURCE / "steps/step3_submit/actions/reading.py"]


def lines(sheet: str, definition: InstrumentDef = DEFINITION) -> list[CheckLine]:
    return [line for group in checklist_of(definition, sheet) for line in group.lines]


def said(sheet: str, definition: InstrumentDef = DEFINITION) -> str:
    return "\n".join(line.says for line in lines(sheet, definition))


def test_every_finding_has_its_line() -> None:
    told = {code for sheet, _ in DEFINITION.sheets for line in lines(sheet) for code in line.codes}
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)  # a long table's codes are not among them
    assert {one for one in SENTENCES if f'"{one}"' in code} - told == set()
    assert told - set(SENTENCES) == set()


def test_every_finding_of_an_instrument_has_a_short_name() -> None:
    told = {code for sheet, _ in DEFINITION.sheets for line in lines(sheet) for code in line.codes}
    assert told - set(TITLES) == set()
    assert set(TITLES) - set(SENTENCES) == set()
    assert len(set(TITLES.values())) == len(TITLES)


def test_thresholds_come_from_the_definition() -> None:
    assert "Nilainya antara 0 dan 100." in said("T04")
    assert "Paling banyak 2 desimal, dalam persen." in said("T04")
    assert "Bilangan bulat, dalam orang." in said("T01")
    assert "Jumlah dihitung sendiri: Laki-laki + Perempuan." in said("T01")
    assert "Berubah lebih dari 50 % dari 2024" in said("T01")


def test_a_change_of_the_definition_changes_what_is_said() -> None:
    births = DEFINITION.table("T01")
    capped = replace(births, variables=tuple(replace(one, maximum="500", unit="bayi") for one in births.variables))
    changed = replace(DEFINITION, sheets=(("T01", capped), *DEFINITION.sheets[1:]))
    assert "Nilainya antara 0 dan 500." in said("T01", changed)
    assert "Bilangan bulat, dalam bayi." in said("T01", changed)


def test_where_no_last_period_is_known_nothing_is_compared_with_it() -> None:
    titles = [group.title for group in checklist_of(replace(DEFINITION, previous=()), "T01")]
    assert "Dibandingkan dengan periode lalu" not in titles
    assert "Dibandingkan dengan periode lalu" in [group.title for group in checklist_of(DEFINITION, "T01")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            RuleDef(
                "R1", "realisasi <= pagu", Severity.ERROR, "Realisasi tidak melebihi pagu.", "0.5", "Perbup 31/2021"
            ),
            ("Salah", "Realisasi tidak melebihi pagu. Boleh selisih 0,5.", "Perbup 31/2021"),
        ),
        (RuleDef("R2", "realisasi <= pagu", on_trial=True), ("Catatan, diuji", "“Realisasi” <= “Pagu”.", "")),
    ],
)
def test_a_rule_stands_with_its_sentence_weight_tolerance_and_source(rule: RuleDef, expected: tuple[str, ...]) -> None:
    budget = replace(DEFINITION.table("T05"), rules=(rule,))
    changed = replace(DEFINITION, sheets=(("T05", budget),), previous=())
    (found,) = [line for line in lines("T05", changed) if "rule_broken" in line.codes]
    assert (found.weight, found.says, found.source) == expected
    assert found.where == rule.code
