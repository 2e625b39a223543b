"""Somebody of the cast at a browser, at the time of the scene; nobody in particular for the public."""

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from django.test import Client

from tests.dressed import Watching
from tests.offices import person_of
from tests.rounds import Scene

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@contextmanager
def visiting(scene: Scene, key: str = "") -> Iterator[Client]:
    """This will sign a person in, stop the clock at the scene's time, and look at the headers of every answer."""
    with time_machine.travel(scene.now, tick=False):
        client = Watching()
        if key:
            client.force_login(person_of(scene.office, key), backend=BACKEND)
        yield client
