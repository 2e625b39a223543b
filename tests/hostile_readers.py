"""What a reader may do once a file has taken it over. Runs in the sandbox's child, as its jobs do; see `BOOT`."""

import ctypes
import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from sektoral.adapters.sandbox.caps import Caps

ROOT = str(Path(__file__).resolve().parents[1])
BROOD = 12  # children of a fork bomb that is not to take this machine along
NAMES = ("segfault", "abort", "exhaust", "loop", "fork_bomb", "flood", "junk", "write_out", "call_out")
# Begins the fork server as the client does, and teaches it these jobs
BOOT = (
    f"import sys; sys.path[:0] = [sys.argv.pop(1), {ROOT!r}];"
    "from sektoral.adapters.sandbox import child;"
    f"child.JOBS.update({{name: 'tests.hostile_readers:' + name for name in {NAMES!r}}});"
    "from sektoral.adapters.sandbox.server import main; main()"
)
Options = Mapping[str, str]


def segfault(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will read where nothing is."""
    ctypes.string_at(0)
    raise AssertionError


def abort(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will end as a panic of a library does."""
    os.abort()


def exhaust(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will take memory without end."""
    held = bytearray()
    while True:
        held += bytes(1 << 24)


def loop(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will never come to an end."""
    while True:
        pass


def fork_bomb(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will leave children behind that live on; what is no root cannot have any."""
    for _ in range(BROOD):
        if os.fork() == 0:
            time.sleep(300)
            os._exit(0)
    while True:
        time.sleep(1)


def flood(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will pour a gigabyte into every open file, the answer's among them."""
    chunk = bytes(1 << 20)
    for _ in range(1 << 10):
        for fd in range(3, 32):
            try:
                os.write(fd, chunk)
            except OSError:
                continue
    os._exit(0)


def junk(path: Path, options: Options, caps: Caps) -> NoReturn:
    """This will answer what is no answer, and say that all is well."""
    for fd in range(3, 32):
        try:
            os.write(fd, b'{"ok"')
        except OSError:
            continue
    os._exit(0)


def write_out(path: Path, options: Options, caps: Caps) -> Mapping[str, object]:
    """This will write where it should not."""
    Path(options["target"]).write_bytes(b"x")
    return {}


def call_out(path: Path, options: Options, caps: Caps) -> Mapping[str, object]:
    """This will call a server of this machine."""
    socket.create_connection(("127.0.0.1", int(options["port"])), timeout=2).close()
    return {}
