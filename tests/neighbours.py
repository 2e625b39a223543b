"""Neighbours on this machine that lead elsewhere or show a certificate nobody knows, and note what they hear."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Neighbour:
    """Where it listens, how often it was called, and what it heard once the line was safe, if it is to be."""

    port: int
    calls: int = 0
    heard: bytearray = field(default_factory=bytearray)
    closing: threading.Event = field(default_factory=threading.Event)

    def lines(self, line: socket.socket) -> Iterator[bytes]:
        """This will give what comes, line by line."""
        with line.makefile("rb") as reader:
            for raw in reader:
                self.heard += raw
                yield raw


Speak = Callable[[Neighbour, socket.socket], None]


@contextmanager
def neighbour(speak: Speak, *, context: ssl.SSLContext | None = None) -> Iterator[Neighbour]:
    """This will listen on a free port until the end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        found = Neighbour(server.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(server, found, speak, context))
        thread.start()
        try:
            yield found
        finally:
            found.closing.set()
            thread.join()


def answers_http(head: str) -> Speak:
    """This will answer any request with this head and no body."""

    def speak(found: Neighbour, line: socket.socket) -> None:
        for raw in found.lines(line):
            if raw == b"\r\n":
                break
        line.sendall(head.replace("\n", "\r\n").encode() + b"Content-Length: 0\r\nConnection: close\r\n\r\n")

    return speak


def drips(found: Neighbour, line: socket.socket) -> None:
    """This will begin an answer and never end its first header."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Lama: ")
    while not found.closing.wait(0.02):
        line.sendall(b".")


def _serve(server: socket.socket, found: Neighbour, speak: Speak, context: ssl.SSLContext | None) -> None:
    talks: list[threading.Thread] = []
    while not found.closing.is_set():
        with suppress(TimeoutError):
            line, _ = server.accept()
            found.calls += 1
            talks.append(threading.Thread(target=_talk, args=(line, found, speak, context)))
            talks[-1].start()
    for talk in talks:
        talk.join()


def _talk(line: socket.socket, found: Neighbour, speak: Speak, context: ssl.SSLContext | None) -> None:
    line.settimeout(20)
    with line, suppress(OSError):
        speak(found, context.wrap_socket(line, server_side=True) if context else line)
