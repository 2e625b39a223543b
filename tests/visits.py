"""Somebody of the cast at a browser, at the time of the scene; nobody in particular for the public."""

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from django.test import Client

from tests.offices import person_of
from tests.rounds import Scene

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@contextmanager
def visiting(scene: Scene, key: str = "") -> Iterator[Client]:
    """This will sign a person in and stop the clock at the scene's time."""
    with time_machine.travel(scene.now, tick=False):
        client = Client()
        if key:
            client.force_login(person_of(scene.office, key), backend=BACKEND)
        yield client
