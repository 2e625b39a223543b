"""What became of a finding is judged over all that an agency sent for a request."""

from collections import Counter

import pytest

from sektoral.domain.findings import Severity
from sektoral.domain.report_parts import Became, Fault, FaultCount, Reading, judge, quality_of
from sektoral.domain.reports import TableState, coverage_of
from tests import outcomes

S = Severity


def fault(
    code: str = "changed_much", cell: str = "C8", *, table: str = "T01", kind: Severity = S.WARNING, said: bool = False
) -> Fault:
    return Fault(code, kind, table, cell, said)


def reading(*faults: Fault, sheets: str = "T01", complete: bool = True) -> Reading:
    return Reading(frozenset(sheets.split()), faults, complete)


@pytest.mark.parametrize(
    ("readings", "became"),
    [
        ([reading(fault())], Became.OPEN),
        ([reading(fault(said=True))], Became.EXPLAINED),
        ([reading(fault(said=True), complete=False)], Became.OPEN),
        ([reading(fault(kind=S.INFO))], Became.NOTED),
        ([reading(fault(kind=S.ERROR), sheets="", complete=False)], Became.OPEN),
        ([reading(fault(kind=S.ERROR), sheets="", complete=False), reading()], Became.CORRECTED),
        ([reading(fault()), reading(fault(said=True))], Became.EXPLAINED),
        ([reading(fault()), reading(sheets="T02")], Became.OPEN),
        ([reading(fault()), reading(sheets="T02"), reading(sheets="T01 T02")], Became.CORRECTED),
        ([reading(fault(table="")), reading(sheets="T02")], Became.CORRECTED),
        ([reading(fault()), reading(fault(cell="C9"), sheets="")], None),
    ],
)
def test_a_finding_is_judged_by_the_last_submission_that_speaks_of_its_table(
    readings: list[Reading], became: Became | None
) -> None:
    found = [one for _, one in judge(readings)]
    assert found == ([became] if became else [Became.CORRECTED, Became.OPEN])


def test_the_same_finding_in_two_submissions_counts_once() -> None:
    quality = quality_of({"Dinas Satu": [reading(fault()), reading(fault(said=True))]})
    assert quality.total == FaultCount(found=1, explained=1, corrected=0, still_open=0)


def test_findings_are_counted_by_kind_and_by_agency_and_both_agree() -> None:
    quality = quality_of(
        {
            "Dinas Satu": [reading(fault(), fault(cell="C9", said=True), fault("small_count", kind=S.INFO))],
            "Dinas Dua": [reading(fault("cell_empty", kind=S.ERROR), sheets="", complete=False), reading()],
            "Dinas Tiga": [reading()],
        }
    )
    assert [(kind.code, kind.severity) for kind in quality.kinds] == [
        ("cell_empty", S.ERROR),
        ("changed_much", S.WARNING),
        ("small_count", S.INFO),
    ]
    assert quality.total == FaultCount(found=4, explained=1, corrected=1, still_open=1)
    assert quality.asking == FaultCount(found=3, explained=1, corrected=1, still_open=1)
    by_agency = Counter[str]()
    for one in quality.agencies:
        by_agency.update(
            found=one.count.found, open=one.count.still_open, weighed=one.errors + one.warnings + one.infos
        )
    assert by_agency == {"found": 4, "open": 1, "weighed": 4}
    assert [one.name for one in quality.agencies] == ["Dinas Satu", "Dinas Dua"]


def test_nothing_found_is_a_count_too() -> None:
    assert quality_of({}).total == FaultCount(0, 0, 0, 0)


def test_completeness_and_timeliness_are_counted_over_agencies_and_over_tables() -> None:
    returned = outcomes.agency("Dinas Satu", outcomes.outcome(1, TableState.RETURNED), outcomes.outcome(2))
    found = coverage_of((*outcomes.four_fates(), returned), tables_in_time=5)
    assert (found.agencies_complete, found.agencies, found.agencies_in_time) == (3, 5, 3)
    assert (found.tables_answered, found.tables, found.tables_in_time) == (7, 10, 5)
