"""The journal: gapless and chained per office, in the transaction of its action, also when many append at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from sektoral.domain.errors import Invalid
from sektoral.domain.journal import GENESIS, event_hash
from sektoral.records import journal
from sektoral.records.models import Event, JournalHead, Office
from tests.offices import make_tiny_office, make_two_offices
from tests.rounds import together

AT = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)


def append(office: Office, **facts: str | int | bool | None) -> Event:
    return journal.append("calendar.changed", office=office, about=office, by=None, at=AT, **facts)


def chain_of(office: Office) -> list[Event]:
    return list(Event.objects.filter(office_id=office.pk).order_by("sequence"))


def assert_chained(office: Office) -> None:
    """Read from the database again, every hash follows from the one before, and the head knows the last."""
    before = GENESIS
    for number, event in enumerate(chain_of(office), start=1):
        assert (event.sequence, event.previous) == (number, before)
        assert event.hash == event_hash(before, journal.record_of(event))
        before = event.hash
    head = JournalHead.objects.get(office_id=office.pk)
    assert (head.sequence, head.hash) == (len(chain_of(office)), before)


@pytest.mark.django_db
def test_what_is_read_back_still_has_its_hash() -> None:
    office = make_tiny_office()
    append(office, umlaut="Ümläut – “…”", number=-7, truth=True, nothing=None)
    append(office)
    assert_chained(office)


@pytest.mark.django_db
def test_a_changed_event_breaks_the_chain() -> None:
    office = make_tiny_office()
    event = append(office, days_off=1)
    event.facts = {"days_off": 2}
    assert event_hash(event.previous, journal.record_of(event)) != event.hash


@pytest.mark.django_db
def test_two_offices_count_on_their_own() -> None:
    here, there = make_two_offices()
    begun = len(chain_of(there))
    for _ in range(3):
        append(here)
    append(there)
    assert len(chain_of(there)) == begun + 1
    assert_chained(here)
    assert_chained(there)


@pytest.mark.django_db
def test_an_event_goes_with_its_action() -> None:
    office = make_tiny_office()
    begun = len(chain_of(office))
    with transaction.atomic():
        append(office)
        transaction.set_rollback(True)
    append(office)
    assert len(chain_of(office)) == begun + 1
    assert_chained(office)


@pytest.mark.django_db
def test_a_kind_without_a_label_is_refused() -> None:
    office = make_tiny_office()
    with pytest.raises(Invalid, match="unknown_event"):
        journal.append("something.happened", office=office, about=office, by=None, at=AT)


@pytest.mark.django_db
def test_instants_are_kept_in_utc() -> None:
    office = make_tiny_office()
    local = AT.astimezone(ZoneInfo("Asia/Jayapura"))
    event = journal.append("calendar.changed", office=office, about=office, by=None, at=local)
    assert Event.objects.get(pk=event.pk).at == AT
    assert_chained(office)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended() -> None:
    office = make_tiny_office()
    begun = len(chain_of(office))
    with pytest.raises(transaction.TransactionManagementError):
        append(office)
    assert len(chain_of(office)) == begun


@pytest.mark.usefixtures("many_connections")
def test_many_append_at_once_and_leave_no_gap() -> None:
    here, there = make_two_offices()
    begun = {office.pk: len(chain_of(office)) for office in (here, there)}

    def work(office: Office, fails: bool) -> None:
        for number in range(5):
            try:
                with transaction.atomic():
                    append(office, number=number)
                    if fails and number % 2:
                        raise RuntimeError
            except RuntimeError:
                continue

    assert not together(
        lambda: work(here, False), lambda: work(here, True), lambda: work(here, False), lambda: work(there, True)
    )
    assert len(chain_of(here)) == begun[here.pk] + 5 + 3 + 5
    assert len(chain_of(there)) == begun[there.pk] + 3
    assert_chained(here)
    assert_chained(there)
