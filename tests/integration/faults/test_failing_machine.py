"""Full disks, a database that goes away, hangs or answers to nobody: whoever uploads hears 503 in our words, nothing is
lost or doubled, and all works again without a restart (security.md F07, F09, F10, F11, F21)."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from sektoral.ui.messages import MESSAGES
from tests.doors import sha256
from tests.faults import sized
from tests.houses import DATABASE, FILES, TEMPORARY, House, house
from tests.lines import Weather
from tests.postgres import Cluster
from tests.rush import run_rush
from tests.unrest import Unrest, ending_connections

MANY = 40  # uploads
PATIENCE = 60  # seconds until what must happen has happened
pytestmark = pytest.mark.xdist_group("failing_machine")  # one house for all


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), vendor=connection.vendor) as home:
        yield home


@pytest.fixture
def home(built: House, request: pytest.FixtureRequest) -> Iterator[House]:
    """What fell in one test would cost every later one minutes of waiting, and tell nothing."""
    if built.has_fallen:
        pytest.skip("the house has fallen in an earlier test")
    before = request.session.testsfailed
    yield built
    built.has_fallen = request.session.testsfailed > before


@pytest.mark.parametrize("where", [FILES, TEMPORARY, DATABASE])
def test_on_a_full_disk_uploads_are_refused_in_a_sentence_and_taken_when_there_is_space(
    where: str, home: House, record_property: Callable[[str, object], None]
) -> None:
    if where not in home.disks:
        pytest.skip("mounting a small disk needs root")
    disk = home.disks[where]
    large = 1_500_000 if where == TEMPORARY else 0  # bytes; smaller ones are never put aside
    run_rush(
        home.callers(1, least_bytes=large), home.server
    )  # Python settles on a folder for temporary files at the first one
    disk.fill()
    refused = 0

    def until_it_is_felt() -> None:
        nonlocal refused
        _until(lambda: len(home.server.refusals) >= 1)
        refused = len(home.server.refusals)
        if where == FILES:
            _check_page(home, "storage.full")
            assert list((disk.folder / "tmp").glob("*")) == []  # what did not fit is gone again
        disk.free()

    try:
        count = MANY if where == DATABASE else sized(8, MANY)  # a few rows find room in pages that are there already
        run_rush(home.callers(count, least_bytes=large), home.server, meanwhile=until_it_is_felt)
    finally:
        disk.free()
        _revive(home)
    assert home.strange_refusals() == []
    assert home.wrongs() == []
    record_property("told", f"{where}: {refused} refusals")


@pytest.mark.postgres_only
def test_connections_that_are_ended_again_and_again_lose_nothing(
    home: House, record_property: Callable[[str, object], None]
) -> None:
    unrest = Unrest()

    def for_a_while() -> None:
        with ending_connections(f"postgresql://sektoral@/sektoral?host={_postgres(home).folder}", unrest):
            time.sleep(sized(3, 30))

    run_rush(home.callers(sized(10, 38)), home.server, meanwhile=for_a_while)
    assert unrest.connections > 3
    assert home.strange_refusals() == []
    assert home.wrongs() == []
    record_property("told", f"{unrest.connections} connections ended")


@pytest.mark.postgres_only
def test_a_server_that_falls_and_rises_is_found_again(home: House) -> None:
    def fall_and_rise() -> None:
        _postgres(home).stop()
        _until(lambda: len(home.server.refusals) >= 1)
        _check_page(home, "database.away")
        assert not home.server.is_alive()  # the health page says so
        _postgres(home).start()

    run_rush(home.callers(6), home.server, meanwhile=fall_and_rise)
    assert home.strange_refusals() == []
    assert home.wrongs() == []


@pytest.mark.postgres_only
def test_too_few_connections_are_told_and_shared(home: House) -> None:
    _postgres(home).stop()
    _postgres(home).start("max_connections=5", "superuser_reserved_connections=0")
    try:
        run_rush(home.callers(sized(8, 24)), home.server)
    finally:
        _postgres(home).stop()
        _postgres(home).start()
    assert home.strange_refusals() == []
    assert home.wrongs() == []


@pytest.mark.postgres_only
@pytest.mark.parametrize("weather", [Weather.SLOW, Weather.DEAF, Weather.BROKEN, Weather.SILENT])
def test_over_a_bad_line_nothing_happens_twice(weather: Weather, home: House) -> None:
    line = home.line
    assert line is not None

    def bad_weather() -> None:
        for _ in range(sized(2, 10)):
            line.weather = weather
            time.sleep(1)
            line.weather = Weather.FINE
            line.cut()
            time.sleep(0.5)

    run_rush(home.callers(sized(6, 30)), home.server, meanwhile=bad_weather)
    assert home.strange_refusals() == []
    assert home.wrongs() == []


@pytest.mark.postgres_only
def test_what_a_line_swallowed_while_it_stayed_open_is_asked_again(home: House) -> None:
    line = home.line
    assert line is not None
    line.weather = Weather.SILENT
    time.sleep(2)  # the worker asks four times a second
    line.weather = Weather.FINE
    run_rush(home.callers(2), home.server)
    assert home.wrongs() == []


@pytest.mark.sqlite_only
def test_eight_writers_wait_for_one_who_holds_the_lock_and_nobody_hears_of_it(home: House) -> None:
    path = home.stage.environment["DATABASE_URL"].removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)

    def hold() -> None:
        holder.execute("BEGIN IMMEDIATE")
        time.sleep(sized(4, 10))
        holder.execute("COMMIT")

    try:
        run_rush(home.callers(8), home.server, meanwhile=hold)
    finally:
        holder.close()
    assert home.server.refusals == []
    assert home.wrongs() == []


def test_every_invariant_holds_in_the_end(home: House) -> None:
    home.verify()


def _check_page(home: House, code: str) -> None:
    """A browser gets a page that says it, and its file is not there."""
    status, page = home.server.upload(home.stage.doors[0], "isian.xlsx", b"never kept " + code.encode())
    assert (status, MESSAGES[code].text in page, code in page) == (503, True, True)
    assert not _kept(home, sha256(b"never kept " + code.encode())).exists()


def _kept(home: House, sha: str) -> Path:
    return Path(home.stage.environment["SEKTORAL_VAR"], "files", sha[:2], sha[2:4], sha)


def _until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.05)


def _postgres(home: House) -> Cluster:
    assert home.postgres is not None
    return home.postgres


def _revive(home: House) -> None:
    """A PostgreSQL whose log found no space has ended itself; who looks after the machine starts it again."""
    if home.postgres and not home.postgres.is_alive():
        home.postgres.start()
