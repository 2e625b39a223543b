"""The figures of the collective report: each is counted from what the agencies did."""

from dataclasses import replace
from datetime import date

import pytest

from sektoral.domain.reports import TableState, Timeliness, days_of, recap, tally
from tests.outcomes import agency, at, four_fates, outcome, steps
from tests.papers import report


def test_the_four_fates_of_an_agency_are_told_apart() -> None:
    counts = recap(four_fates())
    assert (counts.agencies, counts.sent, counts.on_time, counts.late, counts.silent) == (4, 3, 2, 1, 1)
    assert (counts.tables.requested, counts.tables.received, counts.tables.missing) == (8, 6, 2)
    assert (counts.tables.stored, counts.tables.nil, counts.tables.resubmitted) == (5, 1, 1)


def test_data_in_time_with_a_later_letter_are_a_count_of_their_own() -> None:
    later = agency("Dinas Contoh", outcome(1), timeliness=Timeliness.LETTER_LATER, letter_at=at(20))
    counts = recap([later])
    assert (counts.letter_later, counts.on_time, counts.late, counts.sent) == (1, 0, 0, 1)


@pytest.mark.parametrize("state", list(TableState))
def test_a_table_is_counted_in_exactly_one_state(state: TableState) -> None:
    counts = tally([outcome(1, state)])
    by_state = {
        TableState.STORED: counts.stored,
        TableState.NIL: counts.nil,
        TableState.UNAVAILABLE: counts.unavailable,
        TableState.HANDED_ON: counts.handed_on,
        TableState.AWAITING_STEWARD: counts.awaiting_steward,
        TableState.RETURNED: counts.returned,
        TableState.MISSING: counts.missing,
    }
    assert by_state == {other: int(other is state) for other in TableState}
    assert counts.received == (0 if state is TableState.MISSING else 1)


def test_values_are_summed_and_a_table_sent_again_twice_counts_once() -> None:
    counts = tally([outcome(1), outcome(2, resubmitted=2), outcome(3, TableState.NIL)])
    assert (counts.values, counts.resubmitted) == (300, 1)


def test_nothing_requested_is_counted_as_nothing() -> None:
    assert recap([]).tables == tally([])
    assert tally([]).requested == 0


def test_the_charts_days_hold_the_deadline_and_every_day_data_came_in() -> None:
    late = agency("Dinas Contoh", outcome(1), timeliness=Timeliness.LATE, day=28)
    days = days_of(replace(report(agencies=(late,)), days=(date(2026, 11, 12),)))
    assert days == (date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 28))


def test_a_step_is_late_only_after_its_planned_end() -> None:
    step = steps()[0]
    assert replace(step, due_at=at(12, 9), ended_at=at(12, 9, 1)).is_late
    assert not replace(step, due_at=at(12, 9), ended_at=at(12, 9)).is_late
    assert not replace(step, ended_at=None).is_late
    assert not replace(step, due_at=None).is_late
