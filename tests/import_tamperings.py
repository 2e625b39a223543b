"""Ways to falsify what came in by a file of old years; each must be noticed by the invariant of imports."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F

from sektoral.records.models import BulkImport, Observation, Person


def change_an_old_figure() -> None:
    figure = Observation.objects.filter(imported__isnull=False).order_by("id")[0]
    Observation.objects.filter(pk=figure.pk).update(text="424242", number="424242")


def lose_an_old_figure() -> None:
    Observation.objects.filter(imported__isnull=False).order_by("id")[0].delete()


def move_an_old_figure() -> None:
    figure = Observation.objects.filter(imported__isnull=False).order_by("id")[0]
    Observation.objects.filter(pk=figure.pk).update(cell="Z99")


def give_it_another_time() -> None:
    Observation.objects.filter(imported__isnull=False).update(recorded_at=F("recorded_at") - timedelta(seconds=1))


def say_that_somebody_else_decided() -> None:
    someone = Person.objects.exclude(pk__in=BulkImport.objects.values("received_by")).order_by("email")[0]
    decided = BulkImport.objects.get()
    other = Person.objects.exclude(pk__in=[someone.pk, decided.received_by_id, decided.decided_by_id]).first()
    BulkImport.objects.update(decided_by=other)


def undo_the_decision() -> None:
    BulkImport.objects.update(state="awaiting_decision", decided_at=None, decided_by=None)


def change_what_was_decided() -> None:
    BulkImport.objects.update(values_sha256="0" * 64)


TAMPERINGS: list[Callable[[], object]] = [
    change_an_old_figure,
    lose_an_old_figure,
    move_an_old_figure,
    give_it_another_time,
    say_that_somebody_else_decided,
    undo_the_decision,
    change_what_was_decided,
]
