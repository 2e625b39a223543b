"""The made-up BSrE gateway, set up as the installation's own."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests import bsre
from tests.bsre_state import PASSWORD, USER, Gateway


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with bsre.running() as running:
        settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD = running.url, USER, PASSWORD
        settings.BSRE_DEADLINE = 20
        yield running
