"""Scenarios with deadlines worked out by hand: what `rehearse --scenario` says is what the sibling file expects.

`tests/scenarios/NAME.json` is played, `NAME.expected.json` holds the deadlines, each with how it was counted.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sektoral.domain.errors import Invalid
from sektoral.project.invariants import verify
from sektoral.project.rehearsal.scenario import play
from sektoral.project.rehearsal.scenario.play import read
from sektoral.records.models import Event, Extension, Letter, Message, RequestedTable

NOW = datetime(2027, 4, 1, tzinfo=UTC)  # after the last of them
FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def outcome_of(name: str) -> dict[str, object]:
    """This will play a scenario in the test database and give its account as a program reads it."""
    account: dict[str, object] = json.loads(play(read(FOLDER / f"{name}.json")).as_json())
    return account


def assert_holds(expected: object, found: object, where: str = "") -> None:
    """This will compare what the expectation names; what it does not name is free."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping), where
        for key, value in expected.items():
            assert_holds(value, found[key], f"{where}/{key}")
        return
    assert found == expected, where


def test_every_scenario_has_its_expectation() -> None:
    played = {path.stem for path in FOLDER.glob("*.json") if not path.name.endswith(".expected.json")}
    assert played == set(NAMES)
    assert len(NAMES) >= 10


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_ends_as_worked_out_by_hand(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    found = outcome_of(name)
    counted = [{key: value for key, value in one.items() if key != "how"} for one in expected["deadlines"]]
    assert found["refused"] == expected["refused"]
    assert found["deadlines"] == counted
    assert_holds(expected["states"], found["states"], "states")
    assert_holds(expected["report"], found["report"], "report")
    assert [fault for outcome in verify(at=NOW) for fault in outcome.faults] == []


@pytest.mark.django_db
def test_a_plt_stands_under_the_letter_and_the_kadis_under_the_report() -> None:
    outcome_of("plt")
    request, report = Letter.objects.get(kind="request"), Letter.objects.get(kind="report")
    assert request.signed_as["post"][0].startswith("Plt. Kepala Dinas")
    assert request.signed_as["name"] == "Contoh Pelaksana Tugas"
    assert report.signed_as["post"][0].startswith("Kepala Dinas")


@pytest.mark.django_db
def test_a_merger_numbers_the_sheets_on_and_rebuilds_the_workbook() -> None:
    outcome_of("merger")
    moved = RequestedTable.objects.filter(request__agency__code="A", table__agency__code="B")
    assert [(row.sheet, row.table.code) for row in moved] == [("T02", "T2"), ("T03", "T3")]
    instruments = moved[0].request.instruments.order_by("version")
    assert [len(one.definition["sheets"]) for one in instruments] == [1, 3]
    report = Letter.objects.get(kind="report")
    notes = {table["note"] for agency in report.content["agencies"] for table in agency["tables"]}
    assert "dialihkan dari Dinas B" in notes


@pytest.mark.django_db
def test_an_added_day_off_moves_one_deadline_by_one_event_only_when_asked() -> None:
    outcome_of("calendar")
    assert [one.request.agency.code for one in Extension.objects.all()] == ["B"]
    assert Event.objects.filter(kind="request.extended").count() == 1


@pytest.mark.django_db
def test_every_request_is_mailed_once_to_each_address() -> None:
    outcome_of("timeout")
    asked = Message.objects.filter(key__startswith="request.sent:", channel="email")
    assert asked.filter(sent_at__isnull=False).count() == asked.count() == 4
    assert len(set(asked.values_list("request", "to"))) == 4
    assert Message.objects.filter(sent_at__isnull=True).count() == 0


SECONDS = {-1: "08:29:58", 0: "08:30:00", 1: "08:30:01"}  # step 2 counts from the signature, which is shifted too


@pytest.mark.django_db
@pytest.mark.parametrize("shift", SECONDS)
def test_every_deadline_holds_to_its_second_and_not_one_longer(shift: int, tmp_path: Path) -> None:
    found = json.loads(play(read(written(tmp_path, [{"code": "A", "tables": 2}], on_the_second(shift)))).as_json())
    assert found["refused"] == []
    assert [one["what"] for one in found["deadlines"]] == [
        *("step1", "step2", "request:A", "check:A:1", "check:A:2", "revision:A:T1", "report"),
    ]
    assert {one["late"] for one in found["deadlines"]} == {shift > 0}


def on_the_second(shift: int) -> list[dict[str, object]]:
    """This will do what each deadline asks for, as many seconds after it."""

    def due(day: str, clock: str) -> str:
        return (datetime.fromisoformat(f"{day}T{clock}") + timedelta(seconds=shift)).isoformat()

    return [
        {"at": "2026-11-23T09:00:00", "by": "KADIS", "do": "round.open"},
        {"at": "2026-11-23T09:30:00", "by": "JP", "do": "letters.prepare"},
        {"at": "2026-11-23T10:00:00", "by": "SUKOR", "do": "letters.initial"},
        {"at": "2026-11-23T10:30:00", "by": "KABID", "do": "letters.initial"},
        {"at": due("2026-11-24", "16:00:00"), "by": "KADIS", "do": "letters.sign"},
        {"at": f"2026-11-25T{SECONDS[shift]}", "by": "JP", "do": "requests.send"},
        {"at": due("2026-12-02", "16:00:00"), "by": "A", "do": "submission.submit"},
        {"at": "2026-12-03T09:00:00", "by": "SUKOR", "do": "item.accept", "agency": "A", "tables": ["T2"]},
        {
            "at": due("2026-12-08", "16:00:00"),
            "by": "SUKOR",
            "do": "item.return",
            "agency": "A",
            "tables": ["T1"],
            "reason": "Satuan keliru",
        },
        {"at": due("2026-12-11", "16:30:00"), "by": "A", "do": "submission.submit", "tables": ["T1"]},
        {"at": due("2026-12-17", "16:00:00"), "by": "SUKOR", "do": "item.accept", "agency": "A"},
        {"at": due("2026-12-18", "16:30:00"), "by": "KABID", "do": "intake.close"},
        {"at": due("2026-12-21", "16:00:00"), "by": "KADIS", "do": "report.sign"},
    ]


def written(folder: Path, agencies: object, events: object) -> Path:
    """This will write a scenario file."""
    path = folder / "scenario.json"
    path.write_text(json.dumps({"agencies": agencies, "events": events}), encoding="utf-8")
    return path


A = {"code": "A"}
OPENED = {"at": "2026-11-23T08:00:00", "by": "KADIS", "do": "round.open"}
MALFORMED: dict[str, tuple[object, object]] = {
    "no agencies": ([], [OPENED]),
    "no events": ([A], []),
    "events that are no list of objects": ([A], ["round.open"]),
    "an agency that is a role": ([{"code": "JP"}], [OPENED]),
    "an agency that stands twice": ([A, {"code": "a"}], [OPENED]),
    "too many tables": ([{"code": "A", "tables": 100}], [OPENED]),
    "priority of a table that is not there": ([{"code": "A", "tables": 1, "priority": ["T2"]}], [OPENED]),
    "an unknown deed": ([A], [{**OPENED, "do": "round.shut"}]),
    "an unknown actor": ([A], [{**OPENED, "by": "B"}]),
    "a date without time": ([A], [{**OPENED, "at": "2026-11-23"}]),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_scenario_that_cannot_be_played_is_refused_as_a_whole(fault: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="scenario_malformed"):
        read(written(tmp_path, *MALFORMED[fault]))


def test_events_are_played_in_the_order_of_their_time_and_the_upper_first(tmp_path: Path) -> None:
    later, first, second = (
        {**OPENED, "at": at, "title": at + name}
        for at, name in [("2026-11-24T08:00:00", "c"), ("2026-11-23T08:00:00", "a"), ("2026-11-23T08:00:00", "b")]
    )
    played = read(written(tmp_path, [A], [later, first, second]))
    assert [happening.number for happening in played.events] == [2, 3, 1]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_file_that_is_no_scenario_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="scenario_malformed"):
        read(path)


@pytest.mark.django_db
def test_a_field_of_the_wrong_shape_stops_the_play(tmp_path: Path) -> None:
    wrong = {"at": "2026-11-23T09:00:00", "by": "KADIS", "do": "letters.sign", "gateway": "maybe"}
    path = written(tmp_path, [A], [OPENED, wrong])
    with pytest.raises(Invalid, match="scenario_malformed") as caught:
        play(read(path))
    assert caught.value.facts["event"] == 2


def run_command(path: Path) -> subprocess.CompletedProcess[str]:
    """This will play a scenario as an outside program does, in a process of its own."""
    command = [sys.executable, "-m", "sektoral", "rehearse", "--scenario", str(path), "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.mark.sqlite_only
def test_the_command_prints_one_json_object_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run_command(FOLDER / "calendar_alone.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert set(json.loads(done.stdout)) == {"refused", "deadlines", "states", "report"}


@pytest.mark.sqlite_only
def test_the_command_refuses_a_malformed_file_with_one_object_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_text("{", encoding="utf-8")
    done = run_command(path)
    assert (done.returncode, done.stderr) == (2, "")
    assert json.loads(done.stdout)["code"] == "scenario_malformed"
