"""While the database does not do its part: a page that does without it, waits that end, and nothing given up."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from sektoral.domain.errors import Unavailable
from sektoral.project import worker
from sektoral.project.connections import (
    LONGEST_OF_A_PAGE,
    LONGEST_WAIT,
    ON_ITS_WAY,
    PATIENCE,
    bound_statements,
    bound_waits,
    database,
)
from sektoral.project.incidents import broken_down
from sektoral.project.management.commands import work as command
from sektoral.project.outages import outage_of
from sektoral.project.reactions import REACTIONS
from sektoral.records import journal
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, JournalHead
from sektoral.ui.messages import MESSAGES
from tests.lines import Line, Weather, line_to
from tests.offices import make_tiny_office

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KIND = "round.opened"
AWAY = OperationalError("the connection is closed")


def answer(error: Exception, path: str = "/", **headers: str) -> tuple[int, str, str]:
    try:
        raise error
    except Exception:  # noqa: BLE001
        told = broken_down(RequestFactory().get(path, headers=headers))
    return told.status_code, told.headers.get("Retry-After", ""), told.content.decode()


def test_the_page_says_it_without_asking_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        status, later, page = answer(AWAY)
    assert (status, later) == (503, "30")
    assert page.startswith("<!doctype html>")
    assert MESSAGES["database.away"].text in page
    assert "database.away" in page


def test_a_fragment_gets_a_notice_and_a_program_an_object() -> None:
    _, _, fragment = answer(AWAY, hx_request="true")
    assert MESSAGES["database.away"].text in fragment
    assert "<html" not in fragment
    for status, later, body in (answer(AWAY, accept="application/json"), answer(AWAY, "/api/v1/rounds")):
        assert (status, later, json.loads(body)["code"]) == (503, "30", "database.away")


def test_a_fault_of_the_program_stays_one() -> None:
    status, later, page = answer(ValueError("names and figures"))
    assert (status, later) == (500, "")
    assert "names and figures" not in page


def test_a_session_that_cannot_be_read_is_an_outage(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: SessionStore) -> None:
        raise AWAY

    monkeypatch.setattr(SessionStore, "load", away)
    client.cookies["sektoral"] = "x" * 32
    client.raise_request_exception = False
    assert client.get("/").status_code == 503


@pytest.mark.postgres_only
def test_no_wait_for_a_lock_and_no_forgotten_transaction_is_endless() -> None:
    with connection.cursor() as cursor:
        shown = [cursor.execute(f"SHOW {name}").fetchone()[0] for name in ("lock_timeout", TRANSACTION)]
    assert shown == [f"{PATIENCE}s", "5min"]


TRANSACTION = "idle_in_transaction_session_timeout"


def test_a_page_has_a_minute_for_a_statement_and_a_command_has_not() -> None:
    of_a_page, of_a_command = (database("postgresql://a@b/c", Path("/srv")) for _ in range(2))
    bound_statements(of_a_page)
    assert f"statement_timeout={LONGEST_OF_A_PAGE}s" in str(of_a_page["OPTIONS"])
    assert "statement_timeout" not in str(of_a_command["OPTIONS"])
    assert of_a_page[LONGEST_WAIT] == LONGEST_OF_A_PAGE + ON_ITS_WAY
    assert LONGEST_WAIT not in of_a_command
    on_sqlite = database("", Path("/srv"))
    bound_statements(on_sqlite)
    assert on_sqlite == database("", Path("/srv"))


@pytest.fixture
def line() -> Iterator[Line]:
    """A line to the server under test."""
    with line_to(f"{connection.settings_dict['HOST']}/.s.PGSQL.5432") as line:
        yield line


@pytest.fixture
def caller(line: Line) -> Iterator[BaseDatabaseWrapper]:
    """A connection over the line, which waits half a second for an answer."""
    where = connection.settings_dict
    address = f"postgresql://{where['USER']}@127.0.0.1:{line.port}/{where['NAME']}?connect_timeout=2"
    options = database(address, Path("/srv"))
    bound_waits(options, 0.5)
    caller = ConnectionHandler({"default": options})["default"]
    yield caller
    caller.close()


@pytest.mark.postgres_only
@pytest.mark.parametrize("is_connected", [True, False])
def test_a_line_that_swallows_what_is_asked_is_given_up(
    is_connected: bool, line: Line, caller: BaseDatabaseWrapper
) -> None:
    if is_connected:
        caller.ensure_connection()
    line.weather = Weather.SILENT
    with pytest.raises(OperationalError) as told, caller.cursor() as cursor:
        cursor.execute("SELECT 1")
    outage = outage_of(told.value)
    assert outage is not None
    assert outage.code == "database.away"
    line.weather = Weather.FINE
    caller.close_if_unusable_or_obsolete()
    with caller.cursor() as cursor:
        assert cursor.execute("SELECT 2").fetchone() == (2,)


@pytest.mark.postgres_only
@pytest.mark.usefixtures("many_connections")
def test_who_waits_for_a_lock_that_somebody_holds_hears_of_it() -> None:
    office, held, over = make_tiny_office(), threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            JournalHead.objects.select_for_update().get(office_id=office.pk)
            held.set()
            over.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    try:
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
            with pytest.raises(DatabaseError) as refused:
                journal.append("calendar.changed", office=office, about=office, by=None, at=AT)
            transaction.set_rollback(True)
    finally:
        over.set()
        thread.join()
    found = outage_of(refused.value)
    assert found is not None
    assert found.code == "database.busy"
    with transaction.atomic():
        journal.append("calendar.changed", office=office, about=office, by=None, at=AT)


@pytest.mark.postgres_only
@pytest.mark.usefixtures("many_connections")
def test_of_two_that_lock_each_other_out_one_is_tried_again_and_both_come_to_their_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices = [make_tiny_office(slug=slug) for slug in ("sini", "sana")]
    both_hold_one, tries = threading.Barrier(2, timeout=20), list[str]()

    def lock_both(event: Event, *, at: datetime) -> None:
        """Each begins with its own office's head, and is thereby in the other's way, the first time."""
        order = sorted(offices, key=lambda office: str(office.pk) != str(event.office_id))
        tries.append(order[0].slug)
        with transaction.atomic():
            JournalHead.objects.select_for_update().get(office_id=order[0].pk)
            if len(tries) <= 2:
                both_hold_one.wait()
            JournalHead.objects.select_for_update().get(office_id=order[1].pk)

    monkeypatch.setitem(REACTIONS, KIND, (lock_both,))
    monkeypatch.setattr(worker, "BACK_OFF", timedelta(milliseconds=50))
    for office in offices:
        with transaction.atomic():
            journal.append(KIND, office=office, about=office, by=None, at=AT)

    def work() -> None:
        give_up = threading.Event()
        threading.Timer(30, give_up.set).start()
        while Event.objects.filter(kind=KIND, settled_at=None).exists() and not give_up.is_set():
            worker.work_off(lambda: AT, ticks=())
        connection.close()

    threads = [threading.Thread(target=work) for _ in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not Event.objects.filter(kind=KIND, settled_at=None).exists()
    assert len(tries) == 3


def test_a_full_disk_is_waited_for_and_costs_no_event_its_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    office, now = make_tiny_office(), [AT]
    errors: list[Exception] = [Unavailable("storage.full")]

    def keep(event: Event, *, at: datetime) -> None:
        for error in errors:
            raise error

    monkeypatch.setitem(REACTIONS, KIND, (keep,))
    monkeypatch.setattr(worker, "real_now", lambda: now[0])
    event = journal.append(KIND, office=office, about=office, by=None, at=AT)
    for _ in range(3 * MAX_ATTEMPTS):
        worker.work_off(lambda: AT, ticks=())
        now[0] += timedelta(minutes=10)
    waiting = Event.objects.get(pk=event.pk)
    assert (waiting.attempts, waiting.last_error_code) == (1, "storage.full")
    errors.clear()
    worker.work_off(lambda: AT, ticks=())
    assert Event.objects.get(pk=event.pk).settled_at == now[0]


@pytest.mark.postgres_only
@pytest.mark.usefixtures("many_connections")
@pytest.mark.parametrize("while_settling", [False, True])
def test_a_connection_that_is_ended_costs_neither_an_attempt_nor_a_lease(
    while_settling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, ends = make_tiny_office(), [True]
    settle = worker._settle

    def end_it(*_: object, **__: object) -> None:
        if ends.pop() if ends else False:
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    def settle_after_it(claim: worker.Claim, at: datetime) -> None:
        end_it()
        settle(claim, at)

    monkeypatch.setitem(REACTIONS, KIND, () if while_settling else (end_it,))
    monkeypatch.setattr(worker, "_settle", settle_after_it if while_settling else settle)
    monkeypatch.setattr(worker, "BACK_OFF", timedelta())
    with transaction.atomic():
        event = journal.append(KIND, office=office, about=office, by=None, at=AT)
    again = command._work_off_patiently(lambda: AT, lease=worker.LEASE, stop=worker.never, ticks=())
    if again == 0:  # it broke off, and looks again
        assert Event.objects.get(pk=event.pk).claimed_until is None
        command._work_off_patiently(lambda: AT, lease=worker.LEASE, stop=worker.never, ticks=())
    settled = Event.objects.get(pk=event.pk)
    assert settled.settled_at is not None
    assert settled.attempts == (0 if while_settling else 1)


def test_a_tick_that_fails_ends_no_worker_and_is_left_alone_for_a_while() -> None:
    calls: list[datetime] = []

    def fail(*, at: datetime) -> None:
        calls.append(at)
        raise Unavailable("storage.full")

    lasting = command._Lasting(fail)
    for _ in range(3):
        assert command._work_off_patiently(lambda: AT, lease=worker.LEASE, stop=worker.never, ticks=[lasting]) == 0
    assert calls == [AT]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    raised: list[Exception] = [AWAY]

    def work_off(*_: object, **__: object) -> int:
        raise raised[0]

    monkeypatch.setattr(worker, "work_off", work_off)
    monkeypatch.setattr(connection, "close", lambda: None)
    return raised


def test_the_worker_waits_for_its_database_and_for_nothing_else(broken: list[Exception]) -> None:
    assert command._work_off_patiently(lambda: AT, lease=worker.LEASE, stop=worker.never, ticks=()) == 0
    broken[0] = DatabaseError("malformed")
    with pytest.raises(DatabaseError):
        command._work_off_patiently(lambda: AT, lease=worker.LEASE, stop=worker.never, ticks=())
