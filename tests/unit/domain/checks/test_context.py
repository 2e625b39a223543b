"""The context crosses into the sandbox whole; and whatever stands in a workbook, the check ends with a verdict."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.domain.checks.context import CheckContext, Mute, Stated, read_context, write_context
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.findings import Severity
from sektoral.domain.grids import Raw
from sektoral.domain.layout import lay_out
from tests.instruments import BIRTHS, SHARES, health_instrument
from tests.workbooks.grids import filled_grids

DEFINITION = health_instrument()
CELLS = tuple((cell.sheet, cell.address) for table in lay_out(DEFINITION).tables for cell in table.input_cells())
KEYS = tuple(key for key, _ in DEFINITION.previous)
FULL = CheckContext(
    day=date(2026, 11, 23),
    history={("T01", "12.23.01", "L"): (("2023", "10.5"), ("2024", "11"))},
    elsewhere={("dukcapil", "DUK-07"): {("12.23.01", "nilai"): "5"}},
    stated=(
        Stated((BIRTHS.code, "12.23", (("jk", "L"), ("umur", "0-4"))), "Dinas “A”", "T", "T03", "C8", Decimal("1.50"),
               Decimal("0.05"), 1),
    ),
    muted=(Mute("T01", "R1", "Alasan é", date(2026, 12, 31)),),
)  # fmt: skip

TYPED = st.one_of(
    st.floats(), st.integers(-(10**30), 10**30), st.booleans(), st.dates(), st.text(max_size=20),
    st.sampled_from(["", "-", "...", "NA", "~0", "1.234", "1,5", "0.5*", "=A1", "12r", "1e400"]),
)  # fmt: skip
TEXTS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20).map(str)
SERIES = st.lists(
    st.tuples(st.sampled_from(["2019", "2020", "2021", "2022", "2023", "2024", "2024-S1"]), TEXTS), max_size=9
)
STATED = st.builds(
    Stated,
    st.tuples(st.sampled_from([BIRTHS.code, SHARES[0].code]), st.sampled_from(["", "12.23", "12.23.01"]),
              st.sampled_from([(), (("jk", "L"),)])),
    st.sampled_from(["", "Dinas Lain"]), st.just("X"), st.just("T09"), st.sampled_from(["", "C8"]),
    TEXTS.map(Decimal), st.just(Decimal(0)), st.integers(0, 2),
)  # fmt: skip


@pytest.mark.parametrize("context", [CheckContext(), FULL])
def test_context_comes_back_as_it_was_written(context: CheckContext) -> None:
    assert read_context(write_context(context)) == context


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"day":"yesterday"}', "null"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_context(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    typed=st.dictionaries(st.sampled_from(CELLS), TYPED, max_size=40),
    history=st.dictionaries(st.sampled_from(KEYS), SERIES.map(lambda one: tuple(sorted(one))), max_size=10),
    stated=st.lists(STATED, max_size=5),
)
def test_every_workbook_gets_a_verdict_and_no_context_calls_it_wrong(
    typed: Mapping[tuple[str, str], Raw], history: Mapping[tuple[str, str, str], tuple[tuple[str, str], ...]],
    stated: list[Stated],
) -> None:  # fmt: skip
    grids = filled_grids(typed)
    alone = check_instrument(DEFINITION, grids)
    known = check_instrument(DEFINITION, grids, CheckContext(date(2026, 11, 23), history, {}, tuple(stated)))
    assert all(finding_sentence(one) for one in known.findings)
    assert known.severities.get(Severity.ERROR, 0) == alone.severities.get(Severity.ERROR, 0)
    assert known.verdict is alone.verdict
