"""Components carry their own words for those who cannot see them, and every state has a look."""

from enum import StrEnum

import pytest

from sektoral.domain.states import FACTS, MOVES
from sektoral.ui.components import Clock, Shape, Status, Tone
from sektoral.ui.pictures import GridRow, Mark
from sektoral.ui.states import LOOKS, in_grid, status_of, table_status


@pytest.mark.parametrize(
    ("used", "total", "bars", "filled"),
    [(0, 5, 5, 0), (4, 5, 5, 4), (7, 5, 5, 5), (1, 1, 1, 1), (0, 0, 1, 0), (20, 40, 10, 5)],
)
def test_a_clock_has_a_bar_a_day_up_to_ten(used: int, total: int, bars: int, filled: int) -> None:
    clock = Clock(Tone.RUN, "Sisa", used, total)
    assert [bar.used for bar in clock.segments] == [True] * filled + [False] * (bars - filled)
    last = clock.segments[-1]
    assert float(last.x) + last.width <= clock.width


def test_a_row_of_the_grid_says_its_marks_in_words() -> None:
    stored, returned = Status(Tone.DONE, "Tersimpan"), Status(Tone.BACK, "Dikembalikan")
    row = GridRow("Dinas Kesehatan", "Dinkes", "#", (Mark(stored), Mark(returned), Mark(stored)), 2)
    assert row.said == "2 tersimpan, 1 dikembalikan"
    assert row.total == 3


@pytest.mark.parametrize("machine", list(MOVES), ids=lambda machine: machine.__name__)
def test_every_state_has_a_look_and_a_word(machine: type[StrEnum]) -> None:
    assert set(LOOKS[machine]) == set(machine)
    assert all(status_of(state).word == FACTS[machine][state].label for state in machine)


def test_stored_is_a_quiet_tick_in_the_grid_and_late_stays_loud() -> None:
    assert in_grid(table_status("stored", is_late=True)).symbol is Shape.TICK
    assert in_grid(table_status("waiting", is_late=True)).symbol is Shape.BAD
    assert table_status("waiting", is_late=False).tone is Tone.IDLE
    assert table_status("moved", is_late=True).tone is Tone.IDLE


def test_nil_and_not_available_and_not_yet_look_different() -> None:
    looks = {table_status(state, is_late=False).symbol for state in ("nil", "unavailable", "waiting")}
    assert len(looks) == 3
