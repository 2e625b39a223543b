"""Transactional tests leave an empty database behind them, with its triggers in place, though rows refuse to go."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from sektoral.records import triggers
from sektoral.records.models import Event

OFFICE = UUID(int=1)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _event(sequence: int) -> Event:
    return Event.objects.create(office_id=OFFICE, sequence=sequence, kind="round.opened", at=AT, previous="", hash="")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_the_table_is_empty_and_guarded_each_time(run: int) -> None:
    assert Event.objects.count() == 0
    assert triggers.missing() == []
    event = _event(run)
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(hash="changed")
    assert Event.objects.get().hash == ""


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_sqlite_connections_keep_what_the_settings_promise() -> None:
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")}
    assert found == {"synchronous": 2, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
