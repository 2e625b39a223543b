"""`sektoral doctor` finds what keeps an installation from working, and says what to do about it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from sektoral.outbox.actions.checkpoints import give_checkpoints_away
from sektoral.project.clock import real_now
from sektoral.project.doctor import LOOKS, examine
from sektoral.project.invariants.listing import INVARIANTS
from sektoral.project.looks.finding import Health
from sektoral.records import triggers
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event
from tests.offices import CREATED_AT, make_tiny_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.KEYS_ROOT.mkdir(mode=0o700)
    make_tiny_office()


def health_of(name: str, at: datetime = CREATED_AT) -> set[Health]:
    """This will give how one look ended."""
    return {finding.health for look, finding in examine(at) if look == name}


def waiting(**fields: object) -> None:
    """This will put an event into the journal that something should follow from."""
    event = Event.objects.order_by("sequence")[0]
    event.pk, event.sequence, event.kind, event.settled_at = None, 99, "submission.received", None
    event.save(force_insert=True)
    Event.objects.filter(sequence=99).update(**fields)


def test_a_fresh_installation_is_fit() -> None:
    found = examine(CREATED_AT)
    assert {name for name, _ in found} == {look.name for look in LOOKS}
    assert [finding.text for _, finding in found if finding.health is Health.BAD] == []
    assert all(finding.remedy for _, finding in found if finding.health is not Health.GOOD)


def test_missing_triggers_are_bad() -> None:
    name = triggers.names(connection.vendor)[0]
    table = f" ON records_{name.split('_')[0]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {name}{table}")
    assert Health.BAD in health_of("basis data")


def test_a_key_that_others_may_read_is_bad(settings: Settings) -> None:
    key = settings.KEYS_ROOT / "manifest.key"
    key.write_text("secret")
    key.chmod(0o644)
    assert health_of("kunci") == {Health.BAD}
    key.chmod(0o600)
    assert health_of("kunci") == {Health.GOOD}


@pytest.mark.parametrize(("year", "health"), [(2026, Health.GOOD), (2027, Health.MIND), (2028, Health.BAD)])
def test_the_calendar_of_this_and_the_next_year_is_asked_for(year: int, health: Health) -> None:
    assert health_of("kalender", CREATED_AT.replace(year=year)) == {health}


def test_a_clock_behind_the_last_event_is_bad() -> None:
    assert health_of("jam", CREATED_AT - timedelta(minutes=4)) == {Health.GOOD}
    assert health_of("jam", CREATED_AT - timedelta(minutes=6)) == {Health.BAD}


def test_events_that_nobody_works_on_are_bad() -> None:
    waiting()
    assert health_of("pekerja", CREATED_AT + timedelta(minutes=1)) == {Health.GOOD}
    assert health_of("pekerja", CREATED_AT + timedelta(minutes=3)) == {Health.BAD}


def test_events_that_were_given_up_are_bad() -> None:
    waiting(attempts=MAX_ATTEMPTS)
    assert health_of("pekerja") == {Health.BAD}


def test_the_command_answers_programs_with_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    give_checkpoints_away(at=real_now())
    call_command("doctor", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["fit"] is True
    assert {"name", "health", "text", "remedy"} == set(answer["findings"][0])


def test_the_command_for_invariants_answers_programs_too(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_all", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["holds"], len(answer["invariants"])) == (True, len(INVARIANTS))


def test_the_command_for_invariants_fails_where_one_does_not_hold(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_journalhead SET hash = 'x'")
    with pytest.raises(SystemExit) as stop:
        call_command("verify_all")
    assert stop.value.code == 1
    assert "Jurnal tidak utuh" in capsys.readouterr().out
