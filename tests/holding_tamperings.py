"""Ways to falsify what the summary rows say of the bank."""

from collections.abc import Callable
from uuid import uuid4

from django.db.models import F

from sektoral.records.models import Holding
from tests.tamperings import SECOND, lose_a_figure


def embellish_a_holding() -> None:
    held = Holding.objects.order_by("code", "period")[0]
    Holding.objects.filter(pk=held.pk).update(figures=F("figures") + 1)


def lose_a_holding() -> None:
    Holding.objects.order_by("code", "period")[0].delete()


def claim_an_old_year() -> None:
    held = Holding.objects.order_by("code", "period")[0]
    held.pk, held.period = uuid4(), "1998"
    held.save(force_insert=True)


def freshen_a_holding() -> None:
    Holding.objects.update(recorded_at=F("recorded_at") + SECOND)


HOLDING_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I26", embellish_a_holding),
    ("I26", lose_a_holding),
    ("I26", claim_an_old_year),
    ("I26", freshen_a_holding),
    ("I26", lose_a_figure),
]
