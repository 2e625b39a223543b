"""What a client can do to HTTP itself, against `sektoral serve` alone with no nginx before it (security.md 2.1):
numbers 1 to 6, 14, 22 and 23. Nothing is read that is too long, nothing stays behind, and others are answered."""

import socket
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.doors import BOUNDARY, Door, Stage, WebServer, multipart, multipart_headers, prepare

pytestmark = pytest.mark.sqlite_only  # the database has no part in it
MB = 1 << 20
GB10 = 10 << 30
PATIENCE = 30  # seconds that a line or a folder is waited for; then the test fails
WHOLE = multipart("isian.csv", b"a;b\n1;2\n")

COUNTS = "SELECT (SELECT count(*) FROM records_observation), (SELECT count(*) FROM records_submission)"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return prepare(tmp_path_factory.mktemp("transport"), agencies=1)


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tmp")


@pytest.fixture(scope="module")
def server(stage: Stage, temporary: Path) -> Iterator[WebServer]:
    server = WebServer({**stage.environment, "TMPDIR": str(temporary)})
    server.start()
    yield server
    server.kill()


@pytest.fixture
def door(stage: Stage) -> Door:
    return stage.doors[0]


def _head(door: Door, *lines: str, method: str = "POST") -> bytes:
    told = [f"{name}: {value}" for name, value in multipart_headers(door).items()]
    asked = [f"{method} {door.path}unggah/ HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *told, *lines]
    return "\r\n".join([*asked, "", ""]).encode()


@contextmanager
def _line(server: WebServer) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        yield line


def _status(server: WebServer, *pieces: bytes) -> int:
    """Send pieces for as long as they are taken, and read the status: 0 where the line was cut without one."""
    with _line(server) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except OSError:
            pass  # it has answered, and does not listen any more
        try:
            answer = line.recv(64)
        except ConnectionResetError:
            return 0
    return int(answer.split()[1]) if answer else 0


def _rows(stage: Stage) -> tuple[int, int]:
    """Count what the bank holds, and what was received."""
    with closing(sqlite3.connect(stage.environment["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        found: tuple[int, int] = database.execute(COUNTS).fetchone()
    return found


def _is_soon_empty(folder: Path) -> bool:
    """Who was cut off does not hear when the server lets go of what came."""
    give_up = time.monotonic() + PATIENCE
    while any(folder.iterdir()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return not any(folder.iterdir())


def _chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def test_1_a_body_that_says_it_is_too_long_is_refused_before_it_is_read(server: WebServer, door: Door) -> None:
    assert _status(server, _head(door, f"Content-Length: {GB10}")) == 422


def test_2_a_body_that_does_not_say_how_long_it_is_is_not_read(server: WebServer, door: Door, temporary: Path) -> None:
    head = _head(door, "Transfer-Encoding: chunked")
    assert _status(server, head, *_chunked([WHOLE[:200]]), *_chunked(b"x" * MB for _ in range(64))) in {0, 422}
    assert _status(server, head, *_chunked([WHOLE]), b"0\r\n\r\n") == 422
    assert _is_soon_empty(temporary)


@pytest.mark.parametrize("length", ["-1", "abc", "5\r\nContent-Length: 6", "0x10", "1_0", ""])
def test_3_a_length_that_is_none_is_refused(server: WebServer, door: Door, length: str) -> None:
    assert _status(server, _head(door, f"Content-Length: {length}"), WHOLE) in {400, 403, 422}


def test_3_a_length_that_lies_brings_nothing_in(server: WebServer, stage: Stage, door: Door) -> None:
    before = _rows(stage)
    assert _status(server, _head(door, f"Content-Length: {len(WHOLE) - 30}"), WHOLE) == 422
    with _line(server) as line:
        line.sendall(_head(door, f"Content-Length: {len(WHOLE) + 30}") + WHOLE)
        line.shutdown(socket.SHUT_WR)
        line.recv(64)
    assert _rows(stage) == before


def test_4_fifty_slow_clients_keep_nobody_waiting(server: WebServer, door: Door) -> None:
    body = _head(door, "Content-Length: 100000") + WHOLE[:50]
    with ExitStack() as lines:
        for number in range(50):
            line = lines.enter_context(_line(server))
            line.sendall(body if number % 2 else body[:60])
        assert server.is_alive()
        assert server.upload(door, "isian.csv", b"a;b\n4;2\n")[0] == 302
    assert server.is_alive()


def test_5_a_part_in_base64_full_of_blanks_costs_little(server: WebServer, stage: Stage, door: Door) -> None:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n'
    head += "Content-Transfer-Encoding: base64\r\n\r\n"
    body = head.encode() + b"QQ" + b" \n" * (4 * MB) + f"\r\n--{BOUNDARY}--\r\n".encode()
    assert _status(server, _head(door, f"Content-Length: {len(body)}"), body) in {302, 400, 403, 422}


@pytest.mark.parametrize(
    ("count", "disposition"),
    [
        (10_000, 'form-data; name="f{0}"'),
        (1_000, 'form-data; name="file"; filename="{0}.csv"'),
        (6_000, 'form-data; name="n"'),
    ],
)
def test_6_more_parts_than_any_form_has_are_refused(
    server: WebServer, stage: Stage, door: Door, count: int, disposition: str
) -> None:
    before = _rows(stage)
    parts = (
        f"--{BOUNDARY}\r\nContent-Disposition: {disposition.format(number)}\r\n\r\nx\r\n" for number in range(count)
    )
    body = ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
    assert _status(server, _head(door, f"Content-Length: {len(body)}"), body) == 400
    assert _rows(stage) == before


def test_14_a_line_that_drops_at_99_per_cent_leaves_nothing_and_the_next_try_is_taken(
    server: WebServer, stage: Stage, door: Door, temporary: Path
) -> None:
    data = b"a;b\n" + b"9;9\n" * (MB // 2)
    body, before = multipart("isian.csv", data), _rows(stage)
    with _line(server) as line:
        line.sendall(_head(door, f"Content-Length: {len(body)}") + body[: len(body) * 99 // 100])
    assert server.is_alive()
    assert _rows(stage) == before
    assert _is_soon_empty(Path(stage.environment["SEKTORAL_VAR"], "files", "tmp"))
    assert _is_soon_empty(temporary)
    assert server.upload(door, "isian.csv", data)[0] == 302
    assert _rows(stage) == (before[0], before[1] + 1)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((f"Content-Length: {len(WHOLE)}", "Transfer-Encoding: chunked"), 422),
        (("Transfer-Encoding: chunked, identity",), 400),
        (("Transfer-Encoding: identity",), 400),
        (("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 422),
        (("X-A: b\r\n folded",), 400),
        (("X A: b",), 400),
        (("X-A : b",), 400),
    ],
)
def test_22_what_two_servers_could_read_in_two_ways_is_refused(
    server: WebServer, stage: Stage, door: Door, lines: tuple[str, ...], status: int
) -> None:
    before = _rows(stage)
    assert _status(server, _head(door, *lines), *_chunked([WHOLE]), b"0\r\n\r\n") == status
    assert _rows(stage) == before


@pytest.mark.parametrize(
    ("header", "statuses"),
    [
        ("Accept-Language: " + "a" * MB, {0, 431}),
        ("Accept-Language: " + ",".join(f"a{n:x}-b{n:x};q=0.{n % 10}" for n in range(20_000)), {200, 431}),
        ("Accept: " + ",".join(f'text/x{n};a="\\"{n},"' for n in range(15_000)), {200, 406, 431}),
        ("Cookie: " + "; ".join(f'c{n}="\\"{n}"' for n in range(15_000)), {200, 302, 431}),
        ('Content-Type: multipart/form-data; boundary="' + '\\"' * 100_000 + '"', {200, 400}),
    ],
    ids=["one long tag", "many tags", "many quoted separators", "many cookies", "many quotes"],
)
def test_23_a_header_of_a_megabyte_costs_little(server: WebServer, door: Door, header: str, statuses: set[int]) -> None:
    request = f"GET /masuk HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{header}\r\n\r\n"
    assert _status(server, request.encode()) in statuses | {404}
