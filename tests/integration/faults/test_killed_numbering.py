"""A process that is killed while it numbers a letter: nothing is half done, and no number is lost or given twice."""

import os
import signal
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import connection

from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.numbering import enter_number
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Letter, NumberCounter, Office
from tests.rounds import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_connections")]
COUNTED = "sektoral.letters.numbers.is_taken"  # the counter has gone on, the letter has no number yet
KEPT = "sektoral.letters.actions.initialling.journal.append"  # the letter has it, the journal does not know
TOLD = "sektoral.records.models.JournalHead.save"  # the event is written, the chain has not gone on


def killed(deed: Callable[[], object], *, at: str) -> None:
    """This will do it in a process of its own that is killed at the first call of the function named `at`."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        with patch(at, side_effect=lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
            deed()
        os._exit(1)  # it never got there
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def faults(scene: Scene) -> list[str]:
    scene.settle()
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


@pytest.mark.parametrize("point", [COUNTED, KEPT, TOLD])
def test_a_counted_number_is_neither_lost_nor_given_twice(point: str) -> None:
    scene = Scene()
    letters = scene.drafted("dinkes", "disdik")
    for letter in letters:
        initial(letter, by=scene.by("sukor"), at=scene.now)
    kabid = scene.by("kabid")
    killed(lambda: initial(letters[0], by=kabid, at=scene.now), at=point)
    assert not NumberCounter.objects.exists()
    assert [letter.state for letter in Letter.objects.all()] == ["initialling"] * 2
    for letter in letters:
        initial(letter, by=kabid, at=scene.now)
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    assert numbers == ["500.14/1/DISKOMINFO/2026", "500.14/2/DISKOMINFO/2026"]
    assert faults(scene) == []


@pytest.mark.parametrize("point", ["sektoral.letters.actions.numbering.journal.append", TOLD])
def test_a_number_by_hand_is_entered_wholly_or_not_at_all(point: str) -> None:
    scene = Scene()
    Office.objects.update(numbering={"source": "register", "kinds": {}})
    (letter,) = scene.drafted("dinkes")
    jp = scene.by("jp1")
    killed(lambda: enter_number(letter, "7/2026", by=jp, at=scene.now), at=point)
    assert Letter.objects.get(pk=letter.pk).number == ""
    enter_number(letter, "7/2026", by=jp, at=scene.now)
    assert faults(scene) == []
