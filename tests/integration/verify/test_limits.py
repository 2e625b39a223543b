"""How often one network address may ask at the public pages, whatever it says of itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from sektoral.verify import views
from tests.access import at_the_full_hour
from tests.dressed import Watching

pytestmark = pytest.mark.django_db
SAYS = ("203.0.113.7", "198.51.100.4, 203.0.113.8", "::1", "bukan alamat", "")


@pytest.fixture(autouse=True)
def one_window() -> Iterator[None]:
    """All that a test asks is counted together, whenever it runs."""
    with at_the_full_hour():
        yield


def test_the_pages_have_the_limits_of_the_controls() -> None:
    """By the minute: 30 documents, 5 copies."""
    assert views.DOCUMENTS.most * 60 / views.DOCUMENTS.seconds == 30
    assert views.COPIES.most * 60 / views.COPIES.seconds == 5


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
def test_a_made_up_address_does_not_begin_a_new_count(
    monkeypatch: pytest.MonkeyPatch, client: Watching, name: str
) -> None:
    monkeypatch.setattr(views, "DOCUMENTS", replace(views.DOCUMENTS, most=2))
    asked = [client.get("/v/tidak-ada-token-ini", headers={name: said}).status_code for said in SAYS]
    assert asked == [404, 404, 403, 403, 403]


def test_behind_the_proxy_only_what_the_proxy_says_last_counts(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, client: Watching
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(views, "DOCUMENTS", replace(views.DOCUMENTS, most=2))

    def ask(forwarded: str) -> int:
        return client.get("/v/tidak-ada-token-ini", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask(f"198.51.100.{number}, 203.0.113.9") for number in range(3)] == [404, 404, 403]
    assert ask("198.51.100.1, 203.0.113.10") == 404
