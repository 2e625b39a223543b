"""The walk round all addresses: whoever asks, by whatever verb and from wherever, the answer is as it must be.

`tests/dressed.py` looks at the headers of each answer; that holds of every other test that visits a page, too.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import reverse

from sektoral.project import marks
from sektoral.records.models import Event
from tests.addresses import every_address
from tests.dressed import Watching
from tests.offices import person_of
from tests.rounds import Scene
from tests.visits import BACKEND, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # nothing here depends on the database
ALLOWED = {200, 204, 302, 304, 400, 401, 403, 404, 405, 406, 409, 422, 429, 501, 503}  # 503: nobody works here
UNKNOWN = ("PUT", "DELETE", "TRACE", "OPTIONS", "KIRIM")
_FIELD = re.compile(r"<(?:(\w+):)?\w+>")
_EXPRESSION = re.compile(r"\(\?P<\w+>[^)]*\)")
SOME: Mapping[str, str] = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1"}


def some_addresses() -> Sequence[str]:
    """Every address once, with values that fit and name nothing."""
    return sorted({_put_in(address) for address, _ in every_address()})


def _put_in(address: str) -> str:
    plain = _EXPRESSION.sub("MQ-abc", address.replace("^[vV]/", "v/").replace("/^.*$", "/apa"))
    return _FIELD.sub(lambda field: SOME.get(field[1], "apa"), plain.replace("^", "").replace("$", ""))


@pytest.mark.parametrize("key", ["", "kadis", "operator.dinkes"])
def test_every_answer_is_dressed_and_nothing_breaks(collecting: Scene, key: str) -> None:
    odd = {}
    with visiting(collecting, key) as client:
        for address in some_addresses():
            status = client.get(address).status_code
            if status not in ALLOWED:
                odd[address] = status
    assert odd == {}


def test_errors_are_dressed_too(client: Watching) -> None:
    strict = Watching(enforce_csrf_checks=True)
    assert client.get("/tidak-ada/").status_code == 404
    assert client.get("/akun/login/", headers={"Host": "jahat.example"}).status_code == 400
    assert strict.post("/akun/login/").status_code == 403
    assert client.put("/akun/login/").status_code == 405
    assert client.post("/akun/login/", CONTENT_LENGTH=str(10**9)).status_code in (413, 422)
    assert client.get("/api/v1/tidak-ada").status_code == 404


@pytest.mark.parametrize(("address", "kind"), [("/akun/login/", "text/html"), ("/api/v1/offices", "application/json")])
def test_a_fault_of_ours_shows_a_number_that_stands_in_the_log_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str, kind: str
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("kenari-di-dalam")

    monkeypatch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", broken)
    answer = Watching(raise_request_exception=False).get(address)
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (500, kind)
    text = answer.content.decode()
    assert "kenari" not in text
    assert "Traceback" not in text
    told = [record for record in caplog.records if record.exc_info]
    assert len(told) == 1
    number = re.search(r"incident ([0-9a-f]{12})", told[0].getMessage())
    assert number is not None
    assert number[1] in text


# ── Views without a mark ───────────────────────────────────────────────────


def test_a_view_without_a_mark_is_closed(client: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/akun/login/").status_code == 200
    monkeypatch.delitem(marks.OF_OTHERS, "allauth.account.views.LoginView")
    assert client.get("/akun/login/").status_code == 404


def test_what_allauth_offers_beyond_our_list_is_closed(client: Watching) -> None:
    for address in ("/akun/confirm-email/", "/akun/confirm-email/apa/"):
        assert client.get(address).status_code == 404


# ── Verbs ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", UNKNOWN)
def test_a_verb_that_no_page_knows_is_refused_at_the_door(collecting: Scene, verb: str) -> None:
    with visiting(collecting, "kadis") as client:
        told = {address: client.generic(verb, address).status_code for address in some_addresses()}
    assert {
        address: status
        for address, status in told.items()
        if status != 405
        and not (verb == "OPTIONS" and address.startswith("/api/") and status == 204)
        and not (verb in ("PATCH", "DELETE") and "/unggahan/" in address and status in (403, 404))
    } == {}


def test_an_upload_in_parts_knows_two_verbs_more(collecting: Scene) -> None:
    request = collecting.request("dinkes")
    address = reverse("step3:part", args=[request.pk, request.pk])
    with visiting(collecting, "operator.dinkes") as client:
        assert [client.generic(verb, address).status_code for verb in ("PATCH", "DELETE", "PUT")] == [404, 404, 405]


def test_every_view_says_which_verbs_it_knows() -> None:
    """A view that never looks at the verb would take a POST for a GET."""
    silent = [
        f"{address} → {marks.name_of(view)}"
        for address, view in every_address()
        if not address.startswith("/api/") and marks.mark_of(view) and not _knows_verbs(view)
    ]
    assert silent == []


def _knows_verbs(view: Callable[..., object]) -> bool:
    return any(
        hasattr(layer, "view_class")
        or "request_method_list" in getattr(getattr(layer, "__code__", None), "co_freevars", ())
        or _reads_verb(layer)
        for layer in _layers(view)
    )


def _layers(view: Callable[..., object]) -> Iterator[Callable[..., object]]:
    while True:
        yield view
        if not hasattr(view, "__wrapped__"):
            return
        view = view.__wrapped__


def _reads_verb(layer: Callable[..., object]) -> bool:
    return layer.__module__.startswith("sektoral.") and "request.method" in inspect.getsource(layer)


def test_a_header_does_not_change_the_verb(collecting: Scene) -> None:
    events = Event.objects.count()
    with visiting(collecting, "kadis") as client:
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            assert client.get("/akun/logout/", headers={name: "POST"}).status_code == 200
            assert client.get("/akun/pengaturan/", headers={name: "DELETE"}).status_code == 200
        assert client.get("/akun/pengaturan/").status_code == 200
    assert Event.objects.count() == events


# ── Posts from elsewhere ───────────────────────────────────────────────────

Forged = Callable[[Client, str], int]


def _stale(client: Client, address: str) -> int:
    client.cookies["csrf"] = _get_new_csrf_string()
    return client.post(address, {"csrfmiddlewaretoken": _get_new_csrf_string()}).status_code


def _from(origin: str) -> Forged:
    def post(client: Client, address: str) -> int:
        token = _get_new_csrf_string()
        client.cookies["csrf"] = token
        return client.post(address, {"csrfmiddlewaretoken": token}, headers={"Origin": origin}).status_code

    return post


def _insecure(client: Client, address: str) -> int:
    token = _get_new_csrf_string()
    client.cookies["csrf"] = token
    return client.post(address, {"csrfmiddlewaretoken": token}, secure=True).status_code


FORGED: Mapping[str, Forged] = {
    "no token": lambda client, address: client.post(address).status_code,
    "a token of another visit": _stale,
    "another origin": _from("https://jahat.example"),
    "our name by another scheme": _from("https://testserver"),
    "no origin": _from("null"),
    "HTTPS without its page": _insecure,
}


@pytest.mark.parametrize("way", FORGED)
def test_no_address_takes_a_post_from_elsewhere(collecting: Scene, way: str) -> None:
    client, events = Client(enforce_csrf_checks=True), Event.objects.count()
    client.force_login(person_of(collecting.office, "kadis"), backend=BACKEND)
    taken = {
        address: status
        for address in some_addresses()
        if not address.startswith("/api/") and (status := FORGED[way](client, address)) not in (403, 404)
    }
    assert taken == {}
    assert Event.objects.count() == events


def test_a_post_from_our_own_page_is_taken(collecting: Scene) -> None:
    """The same post as the forged ones, with all of it right."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_of(collecting.office, "kadis"), backend=BACKEND)
    token = _get_new_csrf_string()
    client.cookies["csrf"] = token
    posted = {"csrfmiddlewaretoken": token, "theme": "dark"}
    assert client.post("/akun/pengaturan/", posted, headers={"Origin": "http://testserver"}).status_code != 403


# ── Names of the host ──────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["jahat.example", "testserver.jahat.example", "testserver@jahat.example", "a b", ""])
def test_another_host_is_refused(client: Watching, host: str) -> None:
    assert client.get("/akun/login/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL", "X-Host"])
def test_a_forwarded_host_is_not_believed(client: Watching, name: str) -> None:
    answer = client.get("/akun/login/", headers={name: "jahat.example"})
    assert answer.status_code == 200
    assert b"jahat" not in answer.content + repr(answer.headers).encode()
