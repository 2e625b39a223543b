"""A stand-in for ClamAV's daemon on a socket: it reads INSTREAM as clamd(8) says, and knows one threat, EICAR's.

`manner` makes it slow, silent, garbled or short of space; `close()` takes it away as a stopped service is.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sektoral.project.doctor import EICAR

ANSWERS = {True: b"stream: Win.Test.EICAR_HDB-1 FOUND\0", False: b"stream: OK\0"}
VERSION = b"ClamAV 1.0.7/27400/Sun Nov 22 08:33:00 2026\0"


class Manner(StrEnum):
    """How it behaves."""

    GOOD = "good"
    BLIND = "blind"  # it finds nothing in anything
    HANGING = "hanging"  # takes all and answers nothing
    DROPPING = "dropping"  # closes before it answers
    GARBLED = "garbled"
    ENDLESS = "endless"  # an answer that never ends
    SHORT = "short"  # its limit is smaller than the file


class ClamdServer:
    """One thread that answers one question after the other; `asked` counts the files it was shown."""

    def __init__(self, address: str | tuple[str, int]) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.manner, self.asked = Manner.GOOD, 0
        self._listening = socket.socket(family)
        self._listening.bind(address)
        self._listening.listen(8)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str | tuple[str, int]:
        """Where it listens."""
        found: str | tuple[str, int] = self._listening.getsockname()
        return found

    def close(self) -> None:
        """Stop listening, and wait for the thread."""
        self._done.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=10)

    def _serve(self) -> None:
        while not self._done.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with line:
                line.settimeout(10)
                try:
                    self._answer(line)
                except OSError:
                    continue

    def _answer(self, line: socket.socket) -> None:
        command = _until_zero(line)
        if command == b"zVERSION":
            line.sendall(VERSION)
            return
        assert command == b"zINSTREAM", command
        self.asked += 1
        if self.manner is Manner.SHORT:
            line.recv(4)
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        found = EICAR in _streamed(line) and self.manner is not Manner.BLIND
        self._say(line, found=found)

    def _say(self, line: socket.socket, *, found: bool) -> None:
        match self.manner:
            case Manner.HANGING:
                while self.manner is Manner.HANGING and not self._done.wait(0.02):
                    continue
            case Manner.GARBLED:
                line.sendall(b"\xff\xfe nothing of sense\0")
            case Manner.ENDLESS:
                while not self._done.is_set():
                    line.sendall(b"stream: " * 512)
            case Manner.DROPPING:
                return
            case _:
                line.sendall(ANSWERS[found])


@contextmanager
def clamd_at(address: Path | tuple[str, int]) -> Iterator[ClamdServer]:
    """This will serve at a socket's path, or on loopback with port 0 for any free one."""
    server = ClamdServer(str(address) if isinstance(address, Path) else address)
    try:
        yield server
    finally:
        server.close()


def _until_zero(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        piece = line.recv(1)
        if not piece:
            raise ConnectionResetError
        said += piece
    return said[:-1]


def _streamed(line: socket.socket) -> bytes:
    data = b""
    while size := struct.unpack("!I", _exactly(line, 4))[0]:
        data += _exactly(line, size)
    return data


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = line.recv(size - len(data))
        if not piece:
            raise ConnectionResetError
        data += piece
    return data
