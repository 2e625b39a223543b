"""Counting that two processes cannot do at once: each step is one statement of the database."""

from datetime import datetime

from django.db.models import F

from sektoral.records.models import Tally


def count_of(key: str) -> int:
    """This will tell how often was counted under `key`."""
    return Tally.objects.filter(key=key).values_list("count", flat=True).first() or 0


def take(key: str, *, most: int, at: datetime, ends_at: datetime) -> bool:
    """This will count one more under `key` unless `most` are counted, and tell whether it did."""
    mine = Tally.objects.filter(key=key, count__lt=most)
    if mine.update(count=F("count") + 1):
        return True
    _begin(key, at=at, ends_at=ends_at)
    return bool(mine.update(count=F("count") + 1))


def add(key: str, *, at: datetime, ends_at: datetime) -> None:
    """This will count one more under `key`, however many there are."""
    mine = Tally.objects.filter(key=key)
    if not mine.update(count=F("count") + 1):
        _begin(key, at=at, ends_at=ends_at)
        mine.update(count=F("count") + 1)


def give_back(key: str) -> None:
    """This will count one less under `key`."""
    Tally.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget(key: str) -> None:
    """This will let counting under `key` begin anew."""
    Tally.objects.filter(key=key).delete()


def _begin(key: str, *, at: datetime, ends_at: datetime) -> None:
    """A new window sweeps out those that have ended, so that the table needs no keeper."""
    if Tally.objects.filter(key=key).exists():
        return
    Tally.objects.filter(ends_at__lt=at).delete()
    Tally.objects.bulk_create([Tally(key=key, ends_at=ends_at)], ignore_conflicts=True)
