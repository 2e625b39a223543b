"""A released office for the tests of the API, made once a module."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.releasing import release, stored, table_of
from tests.rounds import Scene, shared


@pytest.fixture(scope="module")
def released(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """This will release the first table of `dinkes`; all else of the bank stays unreleased."""
    with shared(django_db_blocker) as scene:
        stored(scene, "dinkes", "disdik")
        release(scene, table_of(scene, "dinkes"))
        yield scene


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(db: None) -> None:
    """This will forget who asked how often."""
    cache.clear()
