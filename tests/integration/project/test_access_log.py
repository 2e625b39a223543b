"""What one answer leaves in the log."""

import logging

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.project.latencies import LATENCIES
from sektoral.project.logs import JsonFormatter, current_id

pytestmark = pytest.mark.django_db

TOKEN = "kenarikenarikenari9f3b"


def _facts(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [vars(record)["facts"] for record in caplog.records if record.name == "sektoral.access"]


def test_an_answer_is_told_by_its_route_and_never_by_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(f"/v/{TOKEN}?kata={TOKEN}")
    (facts,) = _facts(caplog)
    assert (facts["method"], facts["route"], facts["status"]) == ("GET", "verify:document", 404)
    assert all(TOKEN not in JsonFormatter().format(record) for record in caplog.records)


def test_an_address_that_leads_nowhere_is_told_without_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="sektoral.access"):
        client.get(f"/tidak-ada/{TOKEN}")
    assert [facts["route"] for facts in _facts(caplog)] == ["-"]
    assert TOKEN not in caplog.text


def test_what_is_asked_every_few_seconds_fills_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="sektoral.access"):
        client.get("/healthz")
    assert _facts(caplog) == []


def test_every_answer_is_counted_by_its_time(client: Client) -> None:
    before, _ = LATENCIES.snapshot()
    client.get("/healthz")
    after, _ = LATENCIES.snapshot()
    assert sum(after) == sum(before) + 1


@pytest.mark.parametrize(
    ("behind_proxy", "given", "is_taken"),
    [(True, "0a" * 16, True), (False, "0a" * 16, False), (True, "\u202epalsu", False), (True, "0A" * 16, False)],
)
def test_the_id_of_an_answer_is_the_proxys_or_our_own(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, behind_proxy: bool, given: str, is_taken: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    used: list[str] = []
    monkeypatch.setattr(LATENCIES, "add", lambda seconds: used.append(current_id()))
    client.get("/healthz", headers={"X-Request-ID": given.encode().decode("latin-1")})
    assert (used == [given]) is is_taken
    assert len(used[0]) == 32
