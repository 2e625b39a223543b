"""The one door to the sandbox: give a job and a file, get an answer or a refusal, never an exception."""

import atexit
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import sektoral
from sektoral.adapters.sandbox import caps as limits
from sektoral.domain.checks.refusals import refusal_sentence

TRIES = 2
_SOURCE = str(Path(sektoral.__file__).resolve().parents[1])
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from sektoral.adapters.sandbox.server import main; main()"
_NOTHING: Mapping[str, object] = {}
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_SIGNALS = {
    -6: "reader_aborted",
    -9: "memory_exceeded",
    -11: "reader_aborted",
    -24: "time_exceeded",
    -25: "answer_too_big",
}
_EXITS = {71: "reader_aborted", 72: "memory_exceeded"}


@dataclass(frozen=True, slots=True)
class SandboxAnswer:
    """What came out of the child: the job's JSON as `content` when `ok`; else `code`, `facts` and a `message`.

    Times are milliseconds, `peak_kb` is the child's largest resident memory in KiB.
    """

    ok: bool
    content: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    message: str = ""
    wall_ms: float = 0.0
    cpu_ms: float = 0.0
    peak_kb: int = 0


def configure(given: limits.Limits) -> None:
    """Set the limits of this process, before its first job."""
    _SERVER.limits = given


def bulk_caps() -> limits.Caps:
    """The limits for a large file, such as older series for the data bank."""
    return _SERVER.limits.bulk


def run(
    job: str, path: Path, *, options: Mapping[str, str] | None = None, caps: limits.Caps | None = None
) -> SandboxAnswer:
    """Do a job on a file in a limited child; once more where somebody else ended the server or the child.

    Without `caps`, the limits are those for an agency's file.
    """
    given = caps or _SERVER.limits.agency
    bounds = limits.to_plain(given)
    request = {"job": job, "path": str(path), "options": dict(options or {}), "caps": bounds}
    answer, account = b"", _NOTHING
    for _ in range(TRIES):
        try:
            answer, account = _exchange(json.dumps(request).encode(), given.answer_bytes)
        except (OSError, ValueError):
            account = _NOTHING
        if not account:
            _SERVER.stop()
        elif not _was_killed(account):
            break
    if len(answer) > given.answer_bytes:
        return _refused("answer_too_big", {})
    return _understand(answer, account) if account else _refused("sandbox_unavailable", {})


def _was_killed(account: Mapping[str, object]) -> bool:
    """Neither we nor its limits ended the child: the kernel was short of memory, or somebody sent SIGKILL."""
    return account.get("exit") == -signal.SIGKILL and not account.get("overdue")


class _Server:
    """The fork server as its parent sees it. A process forked from the parent starts its own."""

    def __init__(self) -> None:
        self.limits = limits.Limits()
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def send(self, message: bytes, fds: list[int]) -> None:
        with self._lock:
            socket.send_fds(self._connected(), [message], fds)

    def _connected(self) -> socket.socket:
        if self._owner == os.getpid() and self._socket and self._process and self._process.poll() is None:
            return self._socket
        self._forget()
        ours, theirs = socket.socketpair(socket.AF_UNIX, _MESSAGES)
        with theirs:
            numbers = [str(theirs.fileno()), str(self.limits.at_once), str(self.limits.patience)]
            command = [sys.executable, "-I", "-c", _BOOT, _SOURCE, *numbers]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True,
            )  # fmt: skip
        self._socket, self._owner = ours, os.getpid()
        return ours

    def stop(self) -> None:
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        """Close the socket, upon which the server ends by itself. A server of our parent is only let go of."""
        if self._socket:
            self._socket.close()
        if self._process and self._owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=2)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        elif self._process:
            self._process.returncode = 0  # not ours to wait for
        self._socket = self._process = None


_MESSAGES = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_DGRAM
_SERVER = _Server()
atexit.register(_SERVER.stop)


def _exchange(request: bytes, most: int) -> tuple[bytes, Mapping[str, object]]:
    """Send a request and read both pipes; of the answer no more than a byte over `most`, then the pipe is closed."""
    answer_read, answer_write = os.pipe()
    account_read, account_write = os.pipe()
    with os.fdopen(answer_read, "rb") as answers, os.fdopen(account_read, "rb") as accounts:
        try:
            _SERVER.send(request, [answer_write, account_write])
        finally:
            os.close(answer_write)
            os.close(account_write)
        answer = answers.read(most + 1)
        answers.close()
        account = accounts.read()
    return answer, json.loads(account) if account else {}


def _understand(answer: bytes, account: Mapping[str, object]) -> SandboxAnswer:
    if "failed" in account:
        return _refused(str(account["failed"]), {})
    code = int(str(account["exit"]))
    if code == 0:
        outcome = _answered(answer)
    else:
        reason = "time_exceeded" if account["overdue"] else _SIGNALS.get(code) or _EXITS.get(code) or "reader_aborted"
        outcome = _refused(reason, {})
    return replace(
        outcome,
        wall_ms=float(str(account["wall_ms"])),
        cpu_ms=float(str(account["cpu_ms"])),
        peak_kb=int(str(account["peak_kb"])),
    )


def _answered(answer: bytes) -> SandboxAnswer:
    """A child that a file has taken over may end well and have written anything. NUL, which no database keeps, is �."""
    try:
        found = json.loads(_NUL.sub(rb"\1\\ufffd", answer) if rb"\u0000" in answer else answer)
        if "refused" not in found:
            return SandboxAnswer(ok=True, content=found["ok"])
        refusal = found["refused"]
        return _refused(str(refusal["code"]), dict(refusal["facts"]))
    except (ValueError, KeyError, TypeError):
        return _refused("reader_aborted", {})


def _refused(code: str, facts: Mapping[str, str | int]) -> SandboxAnswer:
    return SandboxAnswer(ok=False, code=code, facts=facts, message=refusal_sentence(code, facts))
