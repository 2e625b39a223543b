"""What a proper server answers behind nginx: by HTTPS with all that goes with it, in the clear to nobody."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.access import post_password
from tests.integration.project.test_boot import settings_read
from tests.offices import make_tiny_office, person_of
from tests.signing_offices import ACCOUNT

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
SITE = "https://data.contoh.example"
BY_HTTPS, IN_THE_CLEAR = {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "http"}
KINDS = ("SECURE_", "SESSION_COOKIE_", "CSRF_")
ALONE = ("ALLOWED_HOSTS", "BASE_URL", "BEHIND_PROXY", "IS_HTTPS")


def settings_of(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: str) -> Mapping[str, Any]:
    """This will read the settings as a proper server has them, and give those that are about HTTPS."""
    read = settings_read(folder, more, monkeypatch)
    told = {name: value for name, value in read.items() if name.startswith(KINDS) or name in ALONE}
    return {"SECURE_PROXY_SSL_HEADER": None, **told}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with override_settings(**settings_of(tmp_path, monkeypatch)):
        yield


def visitor(headers: Mapping[str, str]) -> Client:
    """Whoever comes through nginx, which says how."""
    return Client(headers={"Host": "data.contoh.example", **headers})


def test_by_https_every_answer_asks_to_stay_so_and_every_cookie_is_bound_to_it(server: None) -> None:
    person = person_of(make_tiny_office(), "operator.dinkes")
    person.set_password(ACCOUNT)
    person.save()
    client = visitor(BY_HTTPS)
    for address in ("/akun/login/", "/api/v1/offices", "/healthz", "/tidak-ada/"):
        assert client.get(address).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert post_password(client, person, ACCOUNT).status_code == 302
    assert client.cookies.keys() == {"__Host-csrf", "__Host-sektoral"}
    for cookie in client.cookies.values():
        told = {name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")}
        assert told == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}


def test_in_the_clear_a_page_leads_to_https_and_sets_no_cookie(server: None) -> None:
    answer = visitor(IN_THE_CLEAR).get("/akun/login/?next=/surat/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/akun/login/?next=/surat/")
    assert not answer.cookies
    posted = visitor(IN_THE_CLEAR).post("/akun/login/", {"login": "x@contoh.example", "password": ACCOUNT})
    assert (posted.status_code, ACCOUNT in posted.headers["Location"]) == (301, False)


@pytest.mark.parametrize("address", ["/api/v1/offices", "/api/v1/bank/tables", "/api/v1/sdmx/structure/dataflow/*"])
def test_in_the_clear_a_program_is_refused_and_led_nowhere(server: None, address: str) -> None:
    answer = visitor({**IN_THE_CLEAR, "Authorization": "Bearer skt_00000000_kenari"}).get(address)
    assert (answer.status_code, "Location" in answer.headers) == (403, False)
    assert visitor(BY_HTTPS).get(address).status_code != 403


def test_without_a_proxy_nobody_makes_a_request_secure_by_saying_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(**settings_of(tmp_path, monkeypatch, SEKTORAL_BEHIND_PROXY="no")):
        assert visitor(BY_HTTPS).get("/akun/login/").status_code == 301
        assert visitor(BY_HTTPS).get("/api/v1/offices").status_code == 403
