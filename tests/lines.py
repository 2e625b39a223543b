"""A line between the application and its database that a test can slow down, cut, and make swallow answers."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

CHUNK = 65536


class Weather(StrEnum):
    """How the line behaves."""

    FINE = "fine"
    SLOW = "slow"  # each packet of an answer is late
    BROKEN = "broken"  # nobody answers a call
    SILENT = "silent"  # calls are taken, and nothing goes through in either direction
    DEAF = "deaf"  # what is asked arrives, and the answer to it never does: the line breaks instead


@dataclass(slots=True)
class Line:
    """A running line: `port` on this machine leads to the socket file at `target`."""

    target: str
    port: int = 0
    weather: Weather = Weather.FINE
    delay: float = 0.02  # seconds, in SLOW
    _open: set[socket.socket] = field(default_factory=set)
    _closing: threading.Event = field(default_factory=threading.Event)

    def cut(self) -> int:
        """This will cut every connection now, and count them."""
        lines = list(self._open)
        for one in lines:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        return len(lines)

    def serve(self, server: socket.socket) -> None:
        """This will answer calls until the line is closed."""
        while not self._closing.is_set():
            with suppress(TimeoutError):
                caller, _ = server.accept()
                threading.Thread(target=self._connect, args=(caller,), daemon=True).start()

    def close(self) -> None:
        """This will end it."""
        self._closing.set()
        self.cut()

    def _connect(self, caller: socket.socket) -> None:
        if self.weather is Weather.BROKEN:
            caller.close()
            return
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(self.target)
        except OSError:
            caller.close()
            far.close()
            return
        self._open |= {caller, far}
        there = threading.Thread(target=self._carry, args=(caller, far, False), daemon=True)
        there.start()
        self._carry(far, caller, True)
        there.join()
        self._open -= {caller, far}
        caller.close()
        far.close()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if self.weather is Weather.SILENT:
                    continue
                if is_answer and self.weather is Weather.SLOW:
                    time.sleep(self.delay)
                if is_answer and self.weather is Weather.DEAF:
                    break
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(target: str) -> Iterator[Line]:
    """This will open a line to a socket file."""
    line = Line(target)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        line.port = server.getsockname()[1]
        thread = threading.Thread(target=line.serve, args=(server,), daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.close()
            thread.join()
