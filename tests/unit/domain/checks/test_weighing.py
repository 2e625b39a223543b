"""How findings weigh: what is muted is told once and blocks nobody, what is on trial only informs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sektoral.domain.checks.context import CheckContext, Mute
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.results import CheckResult, Verdict
from sektoral.domain.checks.sentences import SENTENCES, finding, finding_parts, finding_sentence
from sektoral.domain.checks.weighing import ON_TRIAL, may_be_muted, weigh
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import InstrumentDef
from tests.instruments import health_instrument
from tests.workbooks.grids import Typed, filled_grids

DEFINITION = health_instrument()
TODAY = date(2026, 11, 23)
TWICE_CHANGED: Typed = {("T01", "C8"): 10_000_001.0, ("T01", "C9"): 10_000_003.0}
OVERSPENT: Typed = {("T05", "D8"): 99e9}


def check(typed: Typed, *mutes: Mute, definition: InstrumentDef = DEFINITION) -> CheckResult:
    grids = filled_grids(typed, definition=definition)
    return check_instrument(definition, grids, CheckContext(day=TODAY, muted=mutes))


def mute(code: str, *, sheet: str = "T01", until: date = TODAY) -> Mute:
    return Mute(sheet, code, "Pendataan baru dimulai.", until)


def test_a_muted_code_is_told_once_with_its_reason_and_last_day() -> None:
    result = check(TWICE_CHANGED, mute("changed_much"))
    assert result.verdict is Verdict.ACCEPTED
    assert result.totals == {"muted": 1}
    sentence = finding_sentence(result.findings[0])
    assert "dimatikan sampai 23 November 2026 karena: Pendataan baru dimulai." in sentence
    assert sentence.endswith("Temuan yang tidak dihitung: 2.")


@pytest.mark.parametrize(
    "other",
    [
        mute("changed_much", until=TODAY - timedelta(days=1)),
        mute("changed_much", sheet="T02"),
        mute("factor_suspected"),
    ],
)
def test_an_expired_mute_or_one_of_something_else_does_nothing(other: Mute) -> None:
    assert check(TWICE_CHANGED, other).totals == {"changed_much": 2}


def test_a_mute_that_silences_nothing_is_not_told() -> None:
    assert check({}, mute("changed_much")).totals == {}


def test_what_blocks_cannot_be_muted() -> None:
    result = check({("T01", "C8"): ""}, mute("cell_empty"))
    assert result.totals == {"cell_empty": 1}
    assert result.verdict is Verdict.REJECTED
    assert may_be_muted("changed_much")
    assert not may_be_muted("cell_empty")
    assert not may_be_muted("no_such_code")


@pytest.mark.parametrize("severity", Severity)
def test_a_rule_is_muted_by_its_own_code_whatever_its_severity(severity: Severity) -> None:
    table = DEFINITION.table("T05")
    rule = replace(table.rules[0], severity=severity)
    sheets = tuple((name, replace(one, rules=(rule,)) if name == "T05" else one) for name, one in DEFINITION.sheets)
    definition = replace(DEFINITION, sheets=sheets)
    assert "rule_broken" in check(OVERSPENT, definition=definition).totals
    assert "rule_broken" in check(OVERSPENT, mute("R2", sheet="T05"), definition=definition).totals
    muted = check(OVERSPENT, mute("R1", sheet="T05"), definition=definition)
    assert "rule_broken" not in muted.totals
    assert muted.totals["muted"] == 1


@pytest.mark.parametrize("code", sorted(ON_TRIAL))
def test_a_check_on_trial_only_informs_and_says_so(code: str) -> None:
    found = finding(code, sheet="T01", cell="C8", table="T01", value="12")
    assert found.severity is Severity.WARNING
    (tried,) = weigh([found], CheckContext())
    assert tried.severity is Severity.INFO
    assert "percobaan" in finding_sentence(tried)
    assert "percobaan" in finding_parts(tried)[2]
    assert "percobaan" not in finding_sentence(found)


def test_only_known_codes_are_on_trial() -> None:
    assert SENTENCES.keys() >= ON_TRIAL
