"""The machine's Chromium, and real servers in folders of their own: one empty, one with a small office at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, complaints
from tests.journeys.servers import Server, serve


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This will start Chromium once for all journeys."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """This will serve an empty, migrated installation."""
    with serve(tmp_path_factory.mktemp("var")) as started:
        yield started


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """This will serve a small office before its second round, and a tiny one in the middle of a round."""
    var: Path = tmp_path_factory.mktemp("office")
    with serve(var, clock=var / "clock", fill="tests.journeys.offices", worker=True) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """This will open a fresh window; whatever the page complains of in its console fails the test."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    heard = complaints(window)
    yield window
    context.close()
    assert heard == []
