"""What everybody may ask: only what is released, page by page, with validators, within limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sektoral.api.views.door import BY_ADDRESS
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Observation, Table
from tests.releasing import release, table_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
Json = dict[str, Any]


def base(scene: Scene) -> str:
    return f"/api/v1/offices/{scene.office.slug}"


def figures(scene: Scene) -> str:
    table = table_of(scene, "dinkes")
    return f"{base(scene)}/tables/dinkes/{table.code}/releases/{scene.period}/1"


def get(client: Client, address: str, status: int = 200, **headers: str) -> Json:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.content
    found: Json = answer.json()
    return found


def test_the_offices_and_their_catalogue_name_what_is_released_and_nothing_else(released: Scene) -> None:
    with visiting(released) as client:
        offices = get(client, "/api/v1/offices")["offices"]
        assert [one["office"] for one in offices] == [released.office.slug]
        tables = get(client, f"{base(released)}/tables")["tables"]
    assert [(one["agency"], one["table"]) for one in tables] == [("dinkes", table_of(released, "dinkes").code)]
    assert tables[0]["periods"] == [released.period]


def test_a_table_tells_its_variables_and_where_its_editions_are(released: Scene) -> None:
    table = table_of(released, "dinkes")
    with visiting(released) as client:
        found = get(client, f"{base(released)}/tables/dinkes/{table.code}")
        assert found["variables"][0]["unit"]
        (edition,) = found["releases"]
        assert edition["url"] == f"http://testserver{figures(released)}"
        for address in edition["formats"].values():
            assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_figures_are_exact_and_the_same_as_in_the_bank(released: Scene) -> None:
    table = table_of(released, "dinkes")
    with visiting(released) as client:
        found = get(client, figures(released))
    held = Observation.objects.filter(table=table, superseded_at__isnull=True)
    assert sorted(one["value"] for one in found["observations"]) == sorted(one.text for one in held)
    assert found["count"] == held.count()
    assert (found["release"], found["next"]) == (1, None)
    labels = {(one["code"], member["code"]) for one in found["dimensions"] for member in one["members"]}
    assert {pair for one in found["observations"] for pair in one["codes"].items()} <= labels


def test_pages_of_figures_join_to_the_whole(released: Scene) -> None:
    with visiting(released) as client:
        whole, pages = get(client, figures(released))["observations"], []
        address: str | None = f"{figures(released)}?limit=3"
        while address:
            page = get(client, address.removeprefix("http://testserver"))
            pages += page["observations"]
            address = page["next"]
    assert pages == whole


def test_pages_of_the_catalogue_join_to_the_whole(released: Scene) -> None:
    for agency, sheet in (("dinkes", 2), ("disdik", 1)):
        release(released, table_of(released, agency, sheet))
    with visiting(released) as client:
        whole = get(client, f"{base(released)}/tables")["tables"]
        address, pages = f"{base(released)}/tables?limit=1", []
        while address:
            page = get(client, address.removeprefix("http://testserver"))
            pages += page["tables"]
            address = page["next"]
        assert len(whole) == 3
        assert pages == whole
        assert len(get(client, f"{base(released)}/tables?agency=disdik")["tables"]) == 1
        assert get(client, f"{base(released)}/tables?q=tidakadakataini")["tables"] == []
        assert get(client, f"{base(released)}/tables?period=1999")["tables"] == []


def test_the_newest_edition_answers_for_its_period_and_the_older_stays(released: Scene) -> None:
    table = table_of(released, "dinkes")
    release(released, table, edition=2)
    with visiting(released) as client:
        assert get(client, f"{base(released)}/tables/dinkes/{table.code}/data/{released.period}")["release"] == 2
        assert get(client, figures(released))["release"] == 1


@pytest.mark.parametrize("state", [ReleaseState.PLANNED, ReleaseState.WITHDRAWN])
def test_what_is_planned_or_withdrawn_is_not_there(released: Scene, state: ReleaseState) -> None:
    table = table_of(released, "disdik")
    release(released, table, state=state)
    with visiting(released) as client:
        for address in ("", f"/releases/{released.period}/1", f"/data/{released.period}"):
            found = get(client, f"{base(released)}/tables/disdik/{table.code}{address}", 404)
            assert found["code"] == "not_found"


def test_an_embargo_ends_by_itself_and_a_table_that_is_closed_is_gone(released: Scene) -> None:
    table = table_of(released, "disdik")
    release(released, table, embargo=timedelta(hours=1))
    address = f"{base(released)}/tables/disdik/{table.code}/releases/{released.period}/1"
    with visiting(released) as client:
        get(client, address, 404)
        entry = get(client, f"{base(released)}/calendar")["entries"][-1]
        assert (entry["table"], entry["released_at"]) == (table.code, None)
    released.now += timedelta(hours=2)
    with visiting(released) as client:
        get(client, address)
        Table.objects.filter(pk=table.pk).update(classification="terbatas")
        get(client, address, 404)
    released.now -= timedelta(hours=2)


def test_small_counts_are_hidden_and_the_validator_changes_with_it(released: Scene) -> None:
    table = table_of(released, "dinkes")
    with visiting(released) as client:
        before = client.get(figures(released)).headers["ETag"]
        Table.objects.filter(pk=table.pk).update(hides_small=True)
        assert client.get(figures(released), headers={"If-None-Match": before}).status_code == 200


def test_who_holds_the_newest_answer_gets_304(released: Scene) -> None:
    addresses = (figures(released), f"{base(released)}/tables", "/api/v1/offices", f"{figures(released)}?format=csv")
    with visiting(released) as client:
        for address in addresses:
            first = client.get(address)
            again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]
            assert "public" in again.headers["Cache-Control"]
            assert again.headers["Access-Control-Allow-Origin"] == "*"
        since = client.get(figures(released)).headers["Last-Modified"]
        assert client.get(figures(released), headers={"If-Modified-Since": since}).status_code == 304


def test_head_says_what_get_says_without_a_body(released: Scene) -> None:
    with visiting(released) as client:
        got, headed = client.get(figures(released)), client.head(figures(released))
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["Content-Length"] == str(len(got.content))
    assert headed.headers["ETag"] == got.headers["ETag"]


def test_options_tells_what_is_served_and_anything_else_is_refused(released: Scene) -> None:
    with visiting(released) as client:
        answer = client.options(figures(released))
        assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            refused = client.generic(method, figures(released))
            assert refused.status_code == 405
            assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
            assert refused.json()["code"] == "api_method_unknown"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("limit=1000000000", 422, "parameter_invalid"),
        ("limit=0", 422, "parameter_invalid"),
        ("limit=-1", 422, "parameter_invalid"),
        ("limit=abc", 422, "parameter_invalid"),
        ("offset=-1", 422, "parameter_unknown"),
        ("order_by=password", 422, "parameter_unknown"),
        ("agency__code__contains=a", 422, "parameter_unknown"),
        ("_connector=OR", 422, "parameter_unknown"),
        ("limit=1&limit=2", 400, "parameter_twice"),
        ("q=%00", 422, "parameter_invalid"),
        ("cursor=palsu", 422, "cursor_invalid"),
        ("priority=mungkin", 422, "parameter_invalid"),
        ("key=skt_0a1b2c3d_0123456789abcdef0123456789abcdef", 400, "api_key_in_query"),
    ],
)
def test_an_abusive_question_is_refused_with_a_reason(released: Scene, query: str, status: int, code: str) -> None:
    with visiting(released) as client:
        found = get(client, f"{base(released)}/tables?{query}", status)
    assert (found["code"], set(found)) == (code, {"code", "message", "facts"})
    assert "…" not in found["message"]


def test_a_cursor_of_another_list_is_refused(released: Scene) -> None:
    with visiting(released) as client:
        following = get(client, f"{figures(released)}?limit=1")["next"]
        cursor = following.partition("cursor=")[2]
        assert get(client, f"{base(released)}/tables?cursor={cursor}", 422)["code"] == "cursor_invalid"


def test_an_unknown_address_and_an_unknown_format_are_told_as_json(released: Scene) -> None:
    with visiting(released) as client:
        assert get(client, "/api/v1/tidak/ada", 404)["code"] == "api_path_unknown"
        assert get(client, f"{figures(released)}?format=pdf", 406)["code"] == "format_unknown"
        assert get(client, figures(released), 406, Accept="image/png")["code"] == "format_unknown"
        assert get(client, figures(released), 422, Accept="a/b," * 300)["facts"]["parameter"] == "Accept"


def test_an_address_that_asks_too_often_waits_for_the_next_minute(released: Scene) -> None:
    with visiting(released) as client:
        for _ in range(BY_ADDRESS.most):
            assert client.get("/api/v1/openapi.json").status_code == 200
        refused = client.get("/api/v1/openapi.json")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert refused.json()["code"] == "too_many_requests"
    released.now += timedelta(seconds=60)
    with visiting(released) as client:
        assert client.get("/api/v1/openapi.json").status_code == 200
    released.now -= timedelta(seconds=60)


def test_no_question_costs_more_queries_than_it_has_kinds_of_things(
    released: Scene, django_assert_max_num_queries: Any
) -> None:
    with visiting(released) as client:
        for address in (f"{base(released)}/tables", f"{base(released)}/calendar", f"{base(released)}/codelists"):
            with django_assert_max_num_queries(10):
                client.get(address)
        with django_assert_max_num_queries(20):
            client.get(figures(released))


def test_the_page_of_the_api_explains_it_and_nothing_comes_from_elsewhere(released: Scene) -> None:
    with visiting(released) as client:
        page = client.get("/api/v1/").content.decode()
    assert "curl" in page
    assert "https://cdn" not in page
    assert f"/api/v1/offices/{released.office.slug}/tables" in page


def test_code_lists_are_open(released: Scene) -> None:
    with visiting(released) as client:
        lists = get(client, f"{base(released)}/codelists")["codelists"]
        for one in lists:
            assert get(client, one["url"].removeprefix("http://testserver"))["codes"]
        get(client, f"{base(released)}/codelists/tidak-ada", 404)
