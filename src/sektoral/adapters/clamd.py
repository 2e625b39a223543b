"""Asks a ClamAV daemon about bytes, over its socket, with one deadline for the whole of it.

The command INSTREAM (clamd(8)): chunks behind their length, then an answer of one line. The daemon's own limits decide
how much it looks at: StreamMaxLength must be larger than the largest file that is taken in.
"""

import contextlib
import re
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

CHUNK = 256 * 1024
MOST_ANSWER = 4096  # bytes: an answer is one line
LENGTH = struct.Struct("!I")
TOO_LONG = "size limit exceeded"
_FOUND = re.compile(r"stream: (.+) FOUND")
_VERSION = re.compile(r"ClamAV [^/]+/\d+/(.+)")
_NAME = re.compile(r"[^A-Za-z0-9._/-]")  # what no scanner calls a threat


class ScannerSilent(Exception):
    """The daemon gave no verdict: `why` is `unreachable`, `slow`, `too_long` for its own limit, or `no_answer`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where the daemon listens: the path of a Unix socket, or host and port. `seconds` is the time for one question."""

    address: str | tuple[str, int]
    seconds: float

    def scan(self, chunks: Iterable[bytes]) -> str:
        """This will name the threat in the bytes, or give an empty text. Raises `ScannerSilent`."""
        with _Line(self) as line:
            answer = line.stream(chunks)
        if answer == "stream: OK":
            return ""
        if found := _FOUND.fullmatch(answer):
            return _NAME.sub("", found[1])[:80] or "?"
        raise ScannerSilent("too_long" if TOO_LONG in answer else "no_answer")

    def definitions_of(self) -> datetime:
        """This will tell of when the daemon's knowledge of threats is. Raises `ScannerSilent`."""
        with _Line(self) as line:
            answer = line.ask(b"zVERSION\0")
        found = _VERSION.fullmatch(answer)
        try:
            return datetime.strptime(found[1] if found else "", "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        except ValueError as error:
            raise ScannerSilent("no_answer") from error


class _Line:
    """One connection for one question."""

    def __init__(self, clamd: Clamd) -> None:
        self._end = monotonic() + clamd.seconds
        self._socket = socket.socket(socket.AF_UNIX if isinstance(clamd.address, str) else socket.AF_INET)
        self._address = clamd.address

    def __enter__(self) -> "_Line":
        try:
            self._in_time()
            self._socket.connect(self._address)
        except OSError as error:
            self._socket.close()
            raise ScannerSilent("slow" if isinstance(error, TimeoutError) else "unreachable") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def stream(self, chunks: Iterable[bytes]) -> str:
        """Send bytes, in pieces that each have their share of the time, and read the verdict."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has said why, and closed
            self._send(b"zINSTREAM\0")
            for chunk in chunks:
                for start in range(0, len(chunk), CHUNK):
                    piece = chunk[start : start + CHUNK]
                    self._send(LENGTH.pack(len(piece)) + piece)
            self._send(LENGTH.pack(0))
        return self._answer()

    def ask(self, command: bytes) -> str:
        """Send a command and read its answer."""
        self._send(command)
        return self._answer()

    def _send(self, data: bytes) -> None:
        try:
            self._in_time()
            self._socket.sendall(data)
        except TimeoutError as error:
            raise ScannerSilent("slow") from error

    def _answer(self) -> str:
        answer = b""
        try:
            while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
                self._in_time()
                piece = self._socket.recv(MOST_ANSWER)
                if not piece:
                    break
                answer += piece
        except OSError as error:
            raise ScannerSilent("slow" if isinstance(error, TimeoutError) else "no_answer") from error
        return answer.rstrip(b"\0\n").decode("ascii", "replace")

    def _in_time(self) -> None:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
