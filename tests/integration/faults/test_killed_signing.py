"""SIGKILL to whoever signs, between any two steps: nothing is lost, nothing is signed twice (security.md F03)."""

import json
from pathlib import Path

import pytest

from tests import bsre
from tests.bsre_state import PASSWORD, USER
from tests.databases import empty_database
from tests.killed_signing import POINTS
from tests.rehearsals import run_python

WAITS, UNKNOWN, SIGNED = "awaiting_signature", "signing_unknown", "signed"
NOTHING_ASKED = {"before the attempt is written", "before the attempt is committed"}


@pytest.mark.django_db
def test_whoever_is_killed_while_signing_leaves_a_letter_that_is_signed_once_in_the_end(tmp_path: Path) -> None:
    with bsre.running() as gateway, empty_database("signing") as database:
        environment = {
            "SEKTORAL_REHEARSAL_DATABASE": database,
            "SEKTORAL_BSRE_URL": gateway.url,
            "SEKTORAL_BSRE_USER": USER,
            "SEKTORAL_BSRE_PASSWORD": PASSWORD,
        }
        told = json.loads(
            run_python("-m", "tests.killed_signing", str(tmp_path), environment=environment).splitlines()[-1]
        )
    assert told.pop("invariants") == {}
    assert told.keys() == POINTS.keys()
    for point, ended in told.items():
        if point == "after all":
            expected = {"left": SIGNED, "attempts": [SIGNED], "meanwhile": "letter_state", "given_up": SIGNED}
        elif point in NOTHING_ASKED:
            expected = {"left": WAITS, "attempts": [], "meanwhile": SIGNED, "given_up": SIGNED}
        else:
            expected = {"left": WAITS, "attempts": [""], "meanwhile": "signing_in_hand", "given_up": UNKNOWN}
        assert expected.items() <= ended.items(), (point, ended)
        assert (ended["at_last"], ended["signatures"]) == (SIGNED, 1), point
    numbers = [ended["number"] for ended in told.values()]
    assert len(set(numbers)) == len(POINTS)
