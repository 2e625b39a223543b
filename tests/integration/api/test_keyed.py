"""What a key opens: its own office, its scopes, as long as it lives; and the bank at any instant."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sektoral.domain.api_keys import Scope
from sektoral.records.models import ApiKey, Event, Observation, Release, Table
from sektoral.setup.actions.api_keys import NewKey, make_api_key, revoke_api_key
from tests.canaries import everything_kept, places_of
from tests.offices import make_tiny_office
from tests.releasing import table_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
ALL = tuple(scope.value for scope in Scope)


def a_key(scene: Scene, *scopes: str, per_minute: int = 60, days: int = 30) -> str:
    new = NewKey("Portal Bappeda", scopes or ALL, per_minute, scene.now + timedelta(days=days))
    return make_api_key(new, by=scene.by("admin"), at=scene.now)


def get(client: Client, address: str, key: str = "", status: int = 200) -> Json:
    answer = client.get(address, headers={"Authorization": f"Bearer {key}"} if key else {})
    assert answer.status_code == status, answer.content
    found: Json = answer.json()
    return found


def bank(scene: Scene, agency: str = "disdik") -> str:
    return f"/api/v1/bank/tables/{agency}/{table_of(scene, agency).code}"


def test_a_key_reads_what_is_not_released(released: Scene) -> None:
    key = a_key(released)
    with visiting(released) as client:
        tables = get(client, "/api/v1/bank/tables", key)["tables"]
        assert len(tables) == Table.objects.filter(office=released.office, is_current=True).count()
        figures = get(client, f"{bank(released)}/data", key)["observations"]
    held = Observation.objects.filter(table=table_of(released, "disdik"), superseded_at__isnull=True)
    assert sorted(one["value"] for one in figures) == sorted(one.text for one in held)


def test_the_bank_answers_as_of_any_past_instant_and_no_future_one(released: Scene) -> None:
    key = a_key(released)
    first = Observation.objects.earliest("recorded_at").recorded_at
    with visiting(released) as client:
        before = (first - timedelta(seconds=1)).isoformat().replace("+", "%2B")
        assert get(client, f"{bank(released)}/data?as_of={before}", key)["observations"] == []
        now = released.now.isoformat().replace("+", "%2B")
        assert get(client, f"{bank(released)}/data?as_of={now}", key)["observations"]
        ahead = (released.now + timedelta(days=1)).isoformat().replace("+", "%2B")
        assert get(client, f"{bank(released)}/data?as_of={ahead}", key, 422)["code"] == "as_of_in_future"
        naive = get(client, f"{bank(released)}/data?as_of=2026-01-01T00:00:00", key, 422)
        assert naive["facts"]["parameter"] == "as_of"


def test_each_figure_leads_to_its_file_cell_and_letter(released: Scene) -> None:
    key = a_key(released)
    with visiting(released) as client:
        rows = get(client, f"{bank(released)}/observations", key)["observations"]
        held = Observation.objects.get(pk=rows[0]["id"])
        assert rows[0]["sha256"] == held.file.sha256
        assert (rows[0]["sheet"], rows[0]["cell"]) == (held.sheet, held.cell)
        assert held.letter
        assert rows[0]["letter"] == held.letter.number
        page = get(client, f"{bank(released)}/observations?limit=1", key)
        rest = get(client, page["next"].removeprefix("http://testserver"), key)["observations"]
    assert page["observations"] == rows[:1]
    assert rest == rows[1:2]


def test_rounds_and_metadata_answer_their_scopes(released: Scene) -> None:
    key = a_key(released)
    with visiting(released) as client:
        (one,) = get(client, "/api/v1/rounds", key)["rounds"]
        counted = get(client, one["url"].removeprefix("http://testserver"), key)
        assert counted["asked"] == counted["answered"] == 3
        assert counted["agencies"][0]["tables"] == {"stored": 2}
        assert get(client, f"{bank(released)}/metadata", key)["variables"]
        assert get(client, "/api/v1/rounds/bukan-id", key, 422)["code"] == "parameter_invalid"


def test_a_key_opens_its_scopes_only(released: Scene) -> None:
    key = a_key(released, "rounds:read")
    with visiting(released) as client:
        get(client, "/api/v1/rounds", key)
        for address in ("/api/v1/bank/tables", f"{bank(released)}/data", f"{bank(released)}/observations"):
            assert get(client, address, key, 403)["code"] == "api_scope_missing"
        assert get(client, f"{bank(released)}/metadata", key, 403)["facts"] == {"scope": "metadata:read"}


def test_without_a_living_key_nothing_opens(released: Scene) -> None:
    key = a_key(released)
    found = ApiKey.objects.get()
    with visiting(released) as client:
        refused = client.get("/api/v1/bank/tables")
        assert (refused.status_code, refused.json()["code"]) == (401, "api_key_missing")
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        another = key[:-1] + ("y" if key.endswith("x") else "x")
        assert get(client, "/api/v1/bank/tables", another, 401)["code"] == "api_key_unknown"
        assert get(client, "/api/v1/bank/tables", "bukan kunci", 401)["code"] == "api_key_unknown"
        assert get(client, f"/api/v1/bank/tables?token={key}", status=400)["code"] == "api_key_in_query"
        assert get(client, f"/api/v1/bank/tables/{key}/x/data", key, status=400)["code"] == "api_key_in_query"
        revoke_api_key(found, by=released.by("admin"), at=released.now)
        assert get(client, "/api/v1/bank/tables", key, 401)["code"] == "api_key_unknown"
    young = a_key(released, days=1)
    released.now += timedelta(days=2)
    with visiting(released) as client:
        assert get(client, "/api/v1/bank/tables", young, 401)["code"] == "api_key_expired"
    released.now -= timedelta(days=2)


def test_a_key_is_of_one_office(released: Scene) -> None:
    other = Scene(make_tiny_office(slug="lain"), released.now)
    key = a_key(other)
    with visiting(released) as client:
        code = table_of(released, "disdik").code
        codes = {one["agency"] for one in get(client, "/api/v1/bank/tables", key)["tables"]}
        figures = get(client, f"/api/v1/bank/tables/disdik/{code}/data", key)["observations"]
    assert "disdik" in codes
    assert figures == []


def test_a_key_has_its_own_limit(released: Scene) -> None:
    key = a_key(released, per_minute=2)
    with visiting(released) as client:
        for _ in range(2):
            get(client, "/api/v1/rounds", key)
        assert get(client, "/api/v1/rounds", key, 429)["code"] == "too_many_requests"
        assert (
            "private"
            in client.get("/api/v1/rounds", headers={"Authorization": f"Bearer {a_key(released)}"}).headers[
                "Cache-Control"
            ]
        )


def test_who_guesses_keys_is_slowed_down(released: Scene) -> None:
    with visiting(released) as client:
        told = {get_status(client) for _ in range(70)}
    assert told == {401, 429}


def get_status(client: Client) -> int:
    return client.get("/api/v1/rounds", headers={"Authorization": f"Bearer skt_0a1b2c3d_{'x' * 32}"}).status_code


def test_nothing_that_outlives_the_request_holds_a_key(released: Scene) -> None:
    with visiting(released, "admin") as client:
        page = client.post(
            "/pengaturan/kunci-api/",
            {"name": "Portal Bappeda", "scopes": ["bank:read"], "expires_on": "2027-01-31", "per_minute": "60"},
        ).content.decode()
        key = page.partition('user-select-all">')[2].partition("<")[0]
        assert key.startswith("skt_")
        get(client, "/api/v1/bank/tables", key)
        assert key not in client.get("/pengaturan/kunci-api/").content.decode()
    assert places_of(key, everything_kept()) == []
    assert Event.objects.filter(kind="api_key.made").count() == 1


def test_a_released_table_is_read_the_same_with_a_key(released: Scene) -> None:
    found = Release.objects.get()
    key = a_key(released)
    with visiting(released) as client:
        mine = get(client, f"{bank(released, 'dinkes')}/data?period={found.period}", key)["observations"]
        address = f"/api/v1/offices/{released.office.slug}/tables/dinkes/{found.code}/releases/{found.period}/1"
        assert get(client, address)["observations"] == mine


def test_a_refused_key_is_written_down_by_its_name_alone(released: Scene, caplog: pytest.LogCaptureFixture) -> None:
    forged = f"skt_0a1b2c3d_{'x' * 32}"
    with visiting(released) as client:
        get(client, "/api/v1/bank/tables", forged, 401)
        get(client, "/api/v1/bank/tables", "", 401)
    told = [one.getMessage() for one in caplog.records if one.name == "sektoral.api"]
    assert told == [
        "key skt_0a1b2c3d was refused: api_key_unknown",
        "key without a name was refused: api_key_missing",
    ]
    assert "x" * 32 not in caplog.text
