"""The fork server: a small, single-threaded, Django-free process that keeps the readers warm and forks one limited
child per job. It ends when its parent's socket closes.

A request is one message on the control socket, `{"job","path","options","caps"}`, with two pipe ends beside it: the
child writes its answer to the first, the server its account of the child to the second.
"""

import contextlib
import ctypes
import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sektoral.adapters.sandbox import caps as limits
from sektoral.adapters.sandbox.child import load_job, run_child
from sektoral.adapters.sandbox.warmth import warm_up

REQUEST_BYTES = 64 * 1024
AT_ONCE = 2
WARM = ("read", "check")  # other jobs warm up at their first use
_NO_NEW_PRIVILEGES, _PARENT_DEATH_SIGNAL = 38, 1  # prctl(2)
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # unshare(2)


@dataclass(frozen=True, slots=True)
class Request:
    """One job waiting or running."""

    job: str
    path: Path
    options: Mapping[str, str]
    caps: limits.Caps
    answer_fd: int
    account_fd: int


@dataclass(slots=True)
class Running:
    """A child at work and when it must end (monotonic seconds)."""

    request: Request
    began: float
    ends: float
    overdue: bool = False


@dataclass(slots=True)
class Server:
    """The loop: take requests, fork while there is room, end what takes too long, account for what ended."""

    control: socket.socket
    at_once: int = AT_ONCE
    waiting: deque[Request] = field(default_factory=deque)
    running: dict[int, Running] = field(default_factory=dict)

    def serve(self) -> None:
        """Work until the parent's socket closes."""
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_read, False)
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(wake_read, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select(self._patience()):
                    if key.fileobj is self.control and not self._take():
                        return
                with contextlib.suppress(BlockingIOError):
                    os.read(wake_read, 4096)
                self._end_overdue()
                self._reap()
                self._start()

    def _patience(self) -> float | None:
        if not self.running:
            return None
        return max(0.0, min(one.ends for one in self.running.values()) - time.monotonic())

    def _take(self) -> bool:
        data, fds, _, _ = socket.recv_fds(self.control, REQUEST_BYTES, 2)
        if not data:
            return False
        try:
            self.waiting.append(_request(data, fds))
        except (ValueError, KeyError, TypeError):  # the client hears of it when both pipes end without a word
            for fd in fds:
                os.close(fd)
        return True

    def _start(self) -> None:
        while self.waiting and len(self.running) < self.at_once:
            self._fork(self.waiting.popleft())

    def _fork(self, request: Request) -> None:
        try:
            job = load_job(request.job)
        except (KeyError, ImportError, AttributeError) as error:
            _account(request, {"failed": "job_unknown", "detail": str(error)[:200]})
            return
        began = time.monotonic()
        try:
            pid = os.fork()
        except OSError as error:
            _account(request, {"failed": "sandbox_unavailable", "detail": str(error)[:200]})
            return
        if pid == 0:
            self._become_child(request)
            run_child(job, request.path, request.options, request.caps, request.answer_fd)
        os.close(request.answer_fd)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        self.running[pid] = Running(request, began, began + request.caps.wall_seconds)

    def _become_child(self, request: Request) -> None:
        """Leave the server's sockets and signals behind; die when the server dies."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.control.close()
        os.close(request.account_fd)
        for other in (*self.waiting, *(one.request for one in self.running.values())):
            for fd in (other.answer_fd, other.account_fd):
                with contextlib.suppress(OSError):
                    if fd != request.answer_fd:
                        os.close(fd)
        prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for pid, one in self.running.items():
            if now >= one.ends and not one.overdue:
                one.overdue = True
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                one.ends = now + 1  # look again soon: the kernel may need a moment

    def _reap(self) -> None:
        while self.running:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            one = self.running.pop(pid, None)
            if one is not None:
                _account(one.request, _ending(one, status, usage))

    def end_children(self) -> None:
        """Kill every child, before the server itself ends."""
        for pid in self.running:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def _request(data: bytes, fds: list[int]) -> Request:
    answer_fd, account_fd = fds
    message = json.loads(data)
    caps = limits.from_plain(message["caps"])
    return Request(message["job"], Path(message["path"]), message["options"], caps, answer_fd, account_fd)


def _ending(one: Running, status: int, usage: resource.struct_rusage) -> dict[str, object]:
    code = os.waitstatus_to_exitcode(status)
    return {
        "exit": code,
        "overdue": one.overdue,
        "wall_ms": round((time.monotonic() - one.began) * 1000, 1),
        "cpu_ms": round((usage.ru_utime + usage.ru_stime) * 1000, 1),
        "peak_kb": usage.ru_maxrss,
    }


def _account(request: Request, account: Mapping[str, object]) -> None:
    """Write the account (less than a pipe holds, so it never blocks) and let go of the request."""
    with contextlib.suppress(OSError):
        os.write(request.account_fd, json.dumps(account).encode())
    for fd in (request.answer_fd, request.account_fd) if "failed" in account else (request.account_fd,):
        with contextlib.suppress(OSError):
            os.close(fd)


def prctl(option: int, value: int) -> None:
    """Ask Linux for a process attribute; elsewhere this does nothing, because macOS serves for development only."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(option, int(value), 0, 0, 0)


def leave_network() -> None:
    """Move to an empty network namespace where the kernel allows it; what is refused here is no error."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NETWORK) != 0:
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def main() -> None:
    """Serve on the socket whose number is the first argument; the second says how many children at once."""
    control = socket.socket(fileno=int(sys.argv[1]))
    prctl(_NO_NEW_PRIVILEGES, 1)
    leave_network()
    for name in WARM:
        load_job(name)
    warm_up()
    gc.collect()
    gc.freeze()  # keeps the children from touching, and so copying, the warm pages
    server = Server(control, at_once=int(sys.argv[2]))
    try:
        server.serve()
    finally:
        server.end_children()
