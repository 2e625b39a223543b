"""What tests of a real installation's doors share."""

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from sektoral.project.logs import JsonFormatter
from sektoral.records.models import Office
from tests.access import at_the_full_hour, in_earnest
from tests.offices import make_tiny_office


@pytest.fixture(autouse=True)
def one_window() -> Iterator[None]:
    """All tries of a test are counted together, whenever it runs."""
    with at_the_full_hour():
        yield


class Lines(logging.Handler):
    """Keeps what the security log is told, as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The lines of the security log."""
    log, handler = logging.getLogger("sektoral.security"), Lines()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler.lines
    log.removeHandler(handler)
    log.setLevel(level)


@pytest.fixture
def earnest(settings: Settings) -> Iterator[None]:
    """Every control on, and nothing counted yet."""
    in_earnest(settings)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def office(earnest: None) -> Office:
    """An office whose people have no passwords yet."""
    return make_tiny_office()
