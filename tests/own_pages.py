"""Every page of an office that somebody of its staff may open, with what it cost."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sektoral.records.models import Person
from tests.addresses import every_address
from tests.crawling import content_of
from tests.places import BY_NO_ID, filled, names
from tests.rounds import Scene
from tests.visits import visiting

STAFF = ("kadis", "jp1", "sukor", "kabid", "admin")
LETTERS = ("request", "transmittal", "receipt")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who opened what, and what came back."""

    key: str
    address: str
    is_page: bool
    queries: Sequence[str]
    seconds: float
    body: bytes = field(repr=False)


def addresses_of(scene: Scene) -> Sequence[str]:
    """This will list the addresses: those without an id, and the others with the ids of the office's latest rows."""
    plain = [address for address, _ in every_address() if not names(address) and "^" not in address]
    mine = [address for address in plain if not address.startswith(("/api/", "/akun/", *BY_NO_ID[4:]))]
    return [*mine, *filled(lambda kind: _some_of(kind, scene), "/")]


def visits(scene: Scene, addresses: Sequence[str]) -> Iterator[Visit]:
    """This will open each as the first of the staff who may, and give what was answered with 200."""
    clients = dict[str, Client]()
    for key in STAFF:
        with visiting(scene, key) as client:
            client.raise_request_exception = False  # rows that a test made up show only so much
            client.get("/")  # what a session's first page costs is not the page's
            clients[key] = client
    for address in addresses:
        with visiting(scene):
            visit = _opened(clients, address)
        if visit:
            yield visit


def _opened(clients: Mapping[str, Client], address: str) -> Visit | None:
    for key, client in clients.items():
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            answer = client.get(address)
            body = content_of(answer) if answer.status_code == 200 else b""
            took = time.perf_counter() - began
        if answer.status_code == 200:
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            return Visit(key, address, is_page, [one["sql"] for one in asked.captured_queries], took, body)
    return None


def _some_of(kind: type[models.Model], scene: Scene) -> Sequence[models.Model]:
    """The latest of the office; of letters one of each kind."""
    rows = kind._default_manager.all()
    if kind is Person:
        return list(rows.filter(assignments__office=scene.office).order_by("pk")[:1])
    mine = rows.filter(office=scene.office)
    if kind._meta.model_name == "letter":
        found = [mine.filter(kind=one, round__period=scene.period).first() for one in LETTERS]
        return [one for one in found if one]
    return list(mine[:1])
