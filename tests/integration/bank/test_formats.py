"""A table of the bank in the formats of a standard: as it was at an instant, to whoever may see the bank."""

from collections.abc import Iterable
from decimal import Decimal
from typing import cast
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse, HttpResponseBase

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.filling import Filling
from sektoral.records.models import Table
from tests.offices import make_tiny_office
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
FIRST, SECOND = Decimal(1234567), Decimal(1234568)
CORNER = ("T01", "A", "l")


@pytest.fixture
def scene() -> Scene:
    """A bank with one table sent once."""
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(), CORNER: FIRST})))
    return scene


def ask(scene: Scene, url: str) -> HttpResponseBase:
    with visiting(scene, "jp1") as client:
        return cast(HttpResponseBase, client.get(url))


def saved(answer: HttpResponseBase) -> str:
    return b"".join(cast(Iterable[bytes], answer)).decode()


def a_table() -> Table:
    return Table.objects.filter(agency__code="dinkes").order_by("code")[0]


def address() -> str:
    return f"/bank-data/tabel/{a_table().pk}/"


def test_a_table_is_offered_and_handed_out_in_every_format(scene: Scene) -> None:
    shown = cast(HttpResponse, ask(scene, address())).content.decode()
    for name, each in FORMATS.items():
        assert f"{address()}unduh/{name}/" in shown
        answer = ask(scene, f"{address()}unduh/{name}/")
        assert answer.status_code == 200
        assert answer["Content-Type"].removesuffix("; charset=utf-8") == each.media_type.removesuffix("; charset=utf-8")
        assert answer["Content-Disposition"] == f'attachment; filename="dinkes-{a_table().code}.{each.extension}"'
        assert b"".join(cast(Iterable[bytes], answer))


def test_what_is_handed_out_is_the_state_of_an_instant(scene: Scene) -> None:
    then = scene.later(minutes=10)
    scene.accept_all(scene.hand_over("dinkes", Filling({**answers(), CORNER: SECOND})))
    csv = f"{address()}unduh/csv/"
    before = saved(ask(scene, f"{csv}?{urlencode({'pada': then.isoformat()})}"))
    now = saved(ask(scene, csv))
    assert str(FIRST) in before
    assert str(SECOND) not in before
    assert str(SECOND) in now


def test_no_such_format_an_unreadable_instant_and_another_offices_table(scene: Scene) -> None:
    assert ask(scene, f"{address()}unduh/doc/").status_code == 404
    assert ask(scene, f"{address()}unduh/csv/?pada=kemarin")["Location"] == f"{address()}?pada=kemarin"
    url = address()
    there = Scene(make_tiny_office(slug="seberang", zone="Asia/Makassar"), scene.now)
    assert ask(there, f"{url}unduh/csv/").status_code == 404
