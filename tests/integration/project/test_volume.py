"""One office of 50 agencies and eight rounds among others: its pages stay within their budget and show nothing of them.

One hundredth of the whole; `python -m benchmarks.volume` measures all of it.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from benchmarks.volume_filling import AGENCIES, ROUNDS, filled
from benchmarks.volume_measuring import MOST_QUERIES, PUBLIC
from sektoral.project.reactions import ALL_TICKS
from sektoral.records.models import Agency, Office, Round
from sektoral.steps.step3_submit.actions import reminding
from tests.own_pages import Visit, addresses_of, visits
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("volume")]  # one installation for all
OFFICES = 5
OF_OTHERS = b"Salinan"  # stands in the name of every copied office, agency, table and person


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("createcachetable", verbosity=0)
        yield filled(OFFICES, tables=2)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visited(scene: Scene, django_db_blocker: DjangoDbBlocker) -> Sequence[Visit]:
    with django_db_blocker.unblock():
        return list(visits(scene, addresses_of(scene)))


def test_the_installation_has_its_size(scene: Scene) -> None:
    assert Office.objects.count() == OFFICES
    assert Agency.objects.count() == OFFICES * AGENCIES
    assert Round.objects.filter(office=scene.office).count() == ROUNDS


def test_no_page_of_the_staff_costs_more_queries_than_its_budget(visited: Sequence[Visit]) -> None:
    assert len({one.address for one in visited if one.is_page}) > 100
    over = {one.address: len(one.queries) for one in visited if len(one.queries) > MOST_QUERIES}
    assert over == {}


def test_no_page_shows_anything_of_another_office(visited: Sequence[Visit]) -> None:
    assert [one.address for one in visited if OF_OTHERS in one.body and not one.address.startswith("/data")] == []


def test_a_tick_looks_after_some_offices_at_a_time(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queries of a tick grow with how many it takes at once, and not with how many there are."""
    counts, at = list[list[int]](), scene.now
    for many in (2, OFFICES):
        with transaction.atomic():
            monkeypatch.setattr(reminding, "MOST_AT_ONCE", 2)
            some = Office.objects.order_by("pk").values("pk")[:many]
            Round.objects.filter(state="collecting").update(reminders_due_at=at.replace(year=at.year + 1))
            waiting = Round.objects.filter(office__in=list(some.values_list("pk", flat=True)), state="collecting")
            assert waiting.update(reminders_due_at=None) == many
            counts.append([_queries(tick, at) for tick in ALL_TICKS])
            left = Round.objects.filter(state="collecting", reminders_due_at=None).count()
            assert left == many - 2
            transaction.set_rollback(True)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", PUBLIC)
def test_no_public_page_asks_for_each_office(address: str, scene: Scene) -> None:
    with visiting(scene) as client, CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code in (200, 302)
    assert len(asked) <= MOST_QUERIES


def _queries(tick: object, at: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        tick(at=at)  # type: ignore[operator]
    return len(asked)
