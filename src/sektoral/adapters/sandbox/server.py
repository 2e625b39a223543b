"""The fork server: a small, single-threaded, Django-free process that keeps the readers warm and forks one limited
child per job. It ends when its parent's socket closes.

A request is one message on the control socket, `{"job","path","options","caps"}`, with two pipe ends beside it: the
child writes its answer to the first, the server its account of the child to the second.

While nothing is to be done, one child stands ready: it has run the readers on our own scratch workbook, so that the
memory it needs is its own already, and waits for its one job. Nothing of a file is ever kept in the server, not even a
definition whose hash is known: it would have to parse what it keeps, and one fault there would be a fault in every
later child.
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
from typing import NoReturn

from sektoral.adapters.sandbox import caps as limits
from sektoral.adapters.sandbox.child import load_job, run_child
from sektoral.adapters.sandbox.warmth import warm_up

REQUEST_BYTES = 64 * 1024
AT_ONCE = 2
PATIENCE = 30.0
WARM = ("read", "check")  # other jobs warm up at their first use
MESSAGES = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_DGRAM
_NO_NEW_PRIVILEGES, _PARENT_DEATH_SIGNAL = 38, 1  # prctl(2)
_FIRST = 3  # file descriptors: 0, 1 and 2 lead nowhere
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # unshare(2)


@dataclass(frozen=True, slots=True)
class Request:
    """One job waiting or running, as it was asked for; after `until` (monotonic seconds) it waits no longer."""

    message: bytes
    job: str
    caps: limits.Caps
    answer_fd: int
    account_fd: int
    until: float


@dataclass(slots=True)
class Running:
    """A child at work and when it must end (monotonic seconds)."""

    request: Request
    began: float
    ends: float
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A child that waits for its one job at the other end of `line`."""

    pid: int
    line: socket.socket


@dataclass(slots=True)
class Server:
    """The loop: take requests, fork while there is room, end what takes too long, account for what ended."""

    control: socket.socket
    at_once: int = AT_ONCE
    patience: float = PATIENCE
    waiting: deque[Request] = field(default_factory=deque)
    running: dict[int, Running] = field(default_factory=dict)
    ready: Child | None = None
    known: set[str] = field(default_factory=lambda: set(WARM))

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
                for key, _ in selector.select(self._next_end()):
                    if key.fileobj is self.control and not self._take():
                        return
                with contextlib.suppress(BlockingIOError):
                    os.read(wake_read, 4096)
                self._end_overdue()
                self._reap()
                self._turn_away()
                self._start()
                self._keep_ready()

    def _next_end(self) -> float | None:
        ends = [*(one.ends for one in self.running.values()), *(one.until for one in self.waiting)]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _take(self) -> bool:
        data, fds, _, _ = socket.recv_fds(self.control, REQUEST_BYTES, 2)
        if not data:
            return False
        try:
            self.waiting.append(_request(data, fds, time.monotonic() + self.patience))
        except (ValueError, KeyError, TypeError):  # the client hears of it when both pipes end without a word
            for fd in fds:
                os.close(fd)
        return True

    def _turn_away(self) -> None:
        """Tell those who waited too long while every child was busy."""
        now = time.monotonic()
        while self.waiting and len(self.running) >= self.at_once and now >= self.waiting[0].until:
            _account(self.waiting.popleft(), {"failed": "sandbox_busy"})

    def _start(self) -> None:
        while self.waiting and len(self.running) < self.at_once:
            self._hand_over(self.waiting.popleft())

    def _hand_over(self, request: Request) -> None:
        """Give the job to the child that stands ready, or to a new one."""
        try:
            self._learn(request.job)
            pid = self._sent(request)
        except (KeyError, ImportError, AttributeError) as error:
            _account(request, {"failed": "job_unknown", "detail": str(error)[:200]})
            return
        except OSError as error:
            _account(request, {"failed": "sandbox_unavailable", "detail": str(error)[:200]})
            return
        os.close(request.answer_fd)
        began = time.monotonic()
        self.running[pid] = Running(request, began, began + request.caps.wall_seconds)

    def _learn(self, job: str) -> None:
        """Import what a job needs, once; a child from before does not have it."""
        if job not in self.known:
            load_job(job)
            self.known.add(job)
            self._dismiss()

    def _sent(self, request: Request) -> int:
        """Send the job to a child and give its process id; a child that died while it waited is replaced."""
        child, self.ready = self.ready, None
        for one in (child, None):
            one = one or self._fork(is_early=False)
            with one.line:
                try:
                    socket.send_fds(one.line, [request.message], [request.answer_fd])
                except OSError:
                    continue
                return one.pid
        raise OSError("no child takes the job")

    def _keep_ready(self) -> None:
        """Let a child stand ready while there is nothing else to do."""
        if self.ready is None and not self.running and not self.waiting:
            with contextlib.suppress(OSError):
                self.ready = self._fork(is_early=True)

    def _dismiss(self) -> None:
        if self.ready:
            self.ready.line.close()  # upon which it ends
            self.ready = None

    def _fork(self, *, is_early: bool) -> Child:
        """Fork a child that does one job and ends. One that is early warms up while it waits."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, MESSAGES)
        pid = os.fork()
        if pid == 0:
            self._become_child(theirs)
            _wait_for_job(theirs, is_early=is_early)
        theirs.close()
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return Child(pid, ours)

    def _become_child(self, line: socket.socket) -> None:
        """Leave all of the server behind but `line`, also its account of this very child; die with the server."""
        prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.closerange(_FIRST, line.fileno())
        os.closerange(line.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for pid, one in self.running.items():
            if now >= one.ends and not one.overdue:
                one.overdue = True
                _end_with_its_own(pid)
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
                _end_with_its_own(pid)
                _account(one.request, _ending(one, status, usage))

    def end_children(self) -> None:
        """Kill every child, before the server itself ends."""
        self._dismiss()
        for pid in self.running:
            _end_with_its_own(pid)


def _end_with_its_own(pid: int) -> None:
    """Kill a child and whomever it has forked: under root, RLIMIT_NPROC does not keep it from that."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def _wait_for_job(line: socket.socket, *, is_early: bool) -> NoReturn:
    """Wait in a child for its one job, and do it. Without a job the child ends."""
    status = 71
    try:
        if is_early:
            gc.disable()
            warm_up()
        message, fds, _, _ = socket.recv_fds(line, REQUEST_BYTES, 1)
        line.close()
        if message:
            asked = json.loads(message)
            caps = limits.from_plain(asked["caps"])
            run_child(load_job(asked["job"]), Path(asked["path"]), asked["options"], caps, fds[0])
        status = 0
    finally:
        os._exit(status)


def _request(data: bytes, fds: list[int], until: float) -> Request:
    answer_fd, account_fd = fds
    message = json.loads(data)
    return Request(data, message["job"], limits.from_plain(message["caps"]), answer_fd, account_fd, until)


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
    """Serve on the socket whose number is the first argument; then children at once, and seconds to wait for one."""
    control = socket.socket(fileno=int(sys.argv[1]))
    prctl(_NO_NEW_PRIVILEGES, 1)
    leave_network()
    for name in WARM:
        load_job(name)
    warm_up()
    gc.collect()
    gc.freeze()  # keeps the children from touching, and so copying, the warm pages
    server = Server(control, at_once=int(sys.argv[2]), patience=float(sys.argv[3]))
    try:
        server.serve()
    finally:
        server.end_children()
