"""The status machines: total, closed, and never mixed up with one another."""

from enum import StrEnum

import pytest

from sektoral.domain.errors import WrongState
from sektoral.domain.events import LABELS
from sektoral.domain.states import FACTS, MOVES, RequestState, RoundState, check_move, facts_of

STATES = [state for machine in MOVES for state in machine]


def _id(state: StrEnum) -> str:
    return f"{type(state).__name__}.{state.name}"


@pytest.mark.parametrize("machine", MOVES)
def test_every_state_has_its_moves_and_its_facts(machine: type[StrEnum]) -> None:
    assert set(MOVES[machine]) == set(machine) == set(FACTS[machine])


@pytest.mark.parametrize("state", STATES, ids=_id)
def test_every_state_begins_with_an_event_that_the_journal_knows(state: StrEnum) -> None:
    assert facts_of(state).event in LABELS


def test_states_with_the_same_text_keep_their_own_facts() -> None:
    assert RoundState.CLOSED.value == RequestState.CLOSED.value
    assert facts_of(RoundState.CLOSED).event == "round.closed"
    assert facts_of(RequestState.CLOSED).event == "request.closed"


@pytest.mark.parametrize("machine", MOVES)
def test_every_state_can_be_reached_from_the_first(machine: type[StrEnum]) -> None:
    reached, frontier = set(), {next(iter(machine))}
    while frontier:
        reached |= frontier
        frontier = {then for now in frontier for then in MOVES[machine][now]} - reached
    assert reached == set(machine)


def test_a_move_that_is_not_in_the_table_is_refused_with_the_label() -> None:
    check_move(RoundState.REPORTING, RoundState.CLOSED)
    with pytest.raises(WrongState) as refusal:
        check_move(RoundState.CLOSED, RoundState.PREPARING)
    assert refusal.value.facts["label"] == "Selesai"
