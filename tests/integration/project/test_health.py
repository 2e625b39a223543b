"""What a watchdog and Prometheus are told, and who else is told nothing."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.project import heartbeat, metrics, milestones
from sektoral.project.clock import real_now
from sektoral.project.milestones import Deed
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event
from tests.offices import make_two_offices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_lives() -> None:
    cache.clear()


def test_ready_means_migrated_with_a_worker_that_lives(client: Client) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").json()["lacks"]) == (503, ["worker"])
    heartbeat.Heart().beat(real_now())
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (200, {"status": "ok"})


def test_a_worker_that_fell_silent_is_missed() -> None:
    heart, at = heartbeat.Heart(), real_now()
    heart.beat(at)
    heart.beat(at + timedelta(seconds=5))  # so soon again is nothing new
    assert heartbeat.seen_at() == at
    assert heartbeat.is_alive(at + heartbeat.MISSED_AFTER)
    assert not heartbeat.is_alive(at + heartbeat.MISSED_AFTER + timedelta(seconds=1))
    heart.beat(at - timedelta(hours=1))  # the clock was put back: it speaks again at once
    assert heartbeat.seen_at() == at - timedelta(hours=1)


def test_a_beat_leaves_nothing_in_the_journal() -> None:
    before = Event.objects.count()
    heartbeat.Heart().beat(real_now())
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": ""}, 404),
    ],
)
def test_without_a_token_only_this_machine_reads_the_measures_and_no_proxy(
    client: Client, address: str, headers: dict[str, str], status: int
) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer kunci-ukuran", 200), ("Bearer kunci", 404), ("Basic kunci-ukuran", 404), ("", 404)]
)
def test_with_a_token_set_everybody_needs_it(client: Client, settings: Settings, given: str, status: int) -> None:
    settings.METRICS_TOKEN = "kunci-ukuran"
    answer = client.get("/metrics", headers={"Authorization": given, "X-Forwarded-For": "10.0.0.7"})
    assert answer.status_code == status


def test_every_measure_has_its_help_its_type_and_numbers(client: Client) -> None:
    at = real_now()
    heartbeat.Heart().beat(at)
    for deed in Deed:
        milestones.keep(deed, at=at, well=True)
    make_two_offices()
    lines = client.get("/metrics").content.decode().splitlines()
    for gauge in metrics.GAUGES:
        assert f"# TYPE sektoral_{gauge.name} gauge" in lines
    for line in lines:
        assert line.startswith("# ") or float(line.rpartition(" ")[2]) >= 0
    assert any(line.startswith('sektoral_http_request_seconds_bucket{process="') for line in lines)


def test_the_measures_count_what_waits_and_what_is_stuck() -> None:
    at = real_now()
    _waiting(1, at=at - timedelta(seconds=90), attempts=0)
    _waiting(2, at=at - timedelta(hours=3), attempts=MAX_ATTEMPTS)
    told = _told()
    assert (told['sektoral_events{state="waiting"}'], told['sektoral_events{state="stuck"}']) == (1, 1)
    assert told["sektoral_event_attempts"] == MAX_ATTEMPTS
    assert 90 <= told["sektoral_oldest_event_seconds"] < 3600  # who is stuck waits for a person, not for the worker


def test_the_measures_tell_no_name() -> None:
    from sektoral.records.models import Person

    make_two_offices()
    told = metrics.text(at=real_now())
    people = list(Person.objects.all())
    assert people
    assert not [one for one in people if one.name in told or one.email in told]


def test_the_measures_cost_few_questions(django_assert_max_num_queries: object) -> None:
    make_two_offices()
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        metrics.text(at=real_now())


def _told() -> dict[str, float]:
    lines = metrics.text(at=real_now()).splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def _waiting(sequence: int, *, at: datetime, attempts: int) -> None:
    Event.objects.create(
        office_id=uuid4(), sequence=sequence, kind="submission.received", about_type="Office", about_id="x", at=at,
        previous="", hash="", attempts=attempts,
    )  # fmt: skip
