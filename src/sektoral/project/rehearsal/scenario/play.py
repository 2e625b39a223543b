"""Plays a scenario: sets the clock, does the deed, lets the worker settle, notes what was refused, goes on."""

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from sektoral.domain.errors import SektoralError
from sektoral.project.rehearsal.company import Clock
from sektoral.project.rehearsal.room import Room
from sektoral.project.rehearsal.scenario.account import Account, Refusal, account_for
from sektoral.project.rehearsal.scenario.deeds import DEEDS
from sektoral.project.rehearsal.scenario.particulars import MALFORMED
from sektoral.project.rehearsal.scenario.script import Happening, Scenario, read_scenario
from sektoral.project.rehearsal.scenario.stage import Stage, set_stage
from sektoral.project.rehearsal.workers import OwnWorker
from sektoral.records.models import Round
from sektoral.setup.facts import OFFICE, load_calendar


def play_file(path: Path, room: Room, *, as_json: bool) -> int:
    """This will play a scenario file, print its account and give 0; the room is thrown away afterwards.

    Raises `Invalid("scenario_malformed")` for a file that cannot be played.
    """
    try:
        account = play(read(path), clock_file=room.clock)
    finally:
        shutil.rmtree(room.folder, ignore_errors=True)
    print(account.as_json() if as_json else account.as_text())
    return 0


def read(path: Path) -> Scenario:
    """This will read a scenario for the shipped office."""
    return read_scenario(path, zone=_zone(), deeds=list(DEEDS))


def play(scenario: Scenario, *, clock_file: Path | None = None) -> Account:
    """This will make the scenario's office in the present database, play every event in order and give the account."""
    clock = Clock(clock_file, scenario.events[0].at)
    stage = set_stage(scenario, clock)
    worker = OwnWorker(clock)
    worker.settle()
    refused = []
    for event in scenario.events:
        clock.set(event.at)
        refusal = _do(stage, event)
        worker.settle()
        if refusal:
            refused.append(refusal)
    round_ = Round.objects.filter(office=stage.office).select_related("office", "sop").order_by("opened_at").last()
    return account_for(round_, refused, zone=_zone(), now=clock())


def _do(stage: Stage, event: Happening) -> Refusal | None:
    try:
        DEEDS[event.do](stage, event)
    except SektoralError as error:
        if error.code == MALFORMED:
            raise
        return Refusal(event.said_at, event.do, error.code)
    return None


def _zone() -> ZoneInfo:
    return ZoneInfo(load_calendar(OFFICE).zone)
