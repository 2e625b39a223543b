"""Forks of this warm process, which strace may kill at a system call, cheap enough for thousands.

They ask the sandbox of their parent, as starting one takes seconds, and chance may be seeded in them.
"""

import json
import os
import random
import subprocess
import time
import traceback
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

# On PostgreSQL whatever is written to the database leaves by sendto.
CALLS = "fsync,fdatasync,rename,renameat,renameat2,pwrite64,ftruncate,unlink,unlinkat,write,sendto"
SEED = 20261130


def forked(deed: Callable[[], None]) -> int:
    """This will do something in a fork, wait for its end and give the exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(fork(deed), 0)[1])


def fork(deed: Callable[[], None]) -> int:
    """This will begin something in a fork and give its process id."""
    close()
    pid = os.fork()
    if pid == 0:
        try:
            deed()
            close()
            os._exit(0)
        except BaseException:  # noqa: BLE001  nothing of the parent may run twice
            traceback.print_exc()
            os._exit(1)
    return pid


def watch(pid: int, inject: str, *options: str) -> subprocess.Popen[bytes]:
    """This will let strace watch a process of ours; gives back once it does."""
    tracer = subprocess.Popen(
        ["strace", "-qqq", "-p", str(pid), "-e", f"trace={CALLS}", "-e", inject, *(options or ("-o", os.devnull))],
        stderr=subprocess.PIPE,
    )
    while "TracerPid:\t0" in Path(f"/proc/{pid}/status").read_text():
        assert tracer.poll() is None, "strace may not watch here"
        time.sleep(0.002)
    return tracer


def close() -> None:
    """This will close the connections to the database: none may be shared with a fork, or keep it from being copied."""
    from django.db import connections

    connections.close_all()


class _Lent:
    """The process of a sandbox that belongs to our parent: it runs, and is not ours to end or to wait for."""

    def poll(self) -> None:
        """This will say that it runs."""


def share_sandbox(answers: Path, *, keeps: bool) -> None:
    """This will ask the parent's sandbox, and of the same bytes the same only once: `answers` keeps what it said.

    Who is killed keeps nothing: that would be calls of its own.
    """
    from sektoral.adapters.sandbox import client

    client._SERVER._owner, client._SERVER._process = os.getpid(), cast("Any", _Lent())
    ask = client._exchange

    def ask_once(request: bytes, most: int) -> tuple[bytes, Mapping[str, object]]:
        asked = json.loads(request)
        content = Path(asked.pop("path")).read_bytes()
        kept = answers / sha256(json.dumps(asked).encode() + content).hexdigest()
        if not kept.exists():
            answer, account = ask(request, most)
            if keeps and account.get("exit") == 0:
                kept.write_bytes(json.dumps(account).encode() + b"\n" + answer)
            return answer, account
        account_line, _, answer = kept.read_bytes().partition(b"\n")
        return answer, json.loads(account_line)

    client._exchange = ask_once


def seed_chance() -> None:
    """This will let the same deed make the same ids and tokens each time."""
    lot = random.Random(SEED)
    for module, name in ((os, "urandom"), (random, "_urandom")):
        setattr(module, name, lot.randbytes)
