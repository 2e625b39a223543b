"""Targets of apprise beside e-mail (Telegram, Matrix, a web hook …), reached from a child process.

Their addresses hold secrets: they stand in one file that only the child reads. Here they have names only: the tag
that the file gives them, and `tag/2` for the second target of a tag, so that one message goes to one target.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sektoral.domain.outbox import TAKEN, Attempt, Outcome

CHILD = "sektoral.adapters.targets.child"
LISTING_SECONDS = 30.0
ENVIRONMENT = ("PATH", "PYTHONPATH", "HOME", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


def names_in(file: Path | None) -> tuple[str, ...]:
    """This will name the targets of a configuration file; none where there is no file, or it cannot be read."""
    if file is None or not file.is_file():
        return ()
    return _names(file, file.stat().st_mtime_ns)


def send(
    file: Path | None, name: str, *, subject: str, body: str, seconds: float, before_text: Callable[[], None]
) -> Attempt:
    """This will send one message to one target. `before_text` is called before it may have been taken."""
    if name not in names_in(file):
        return Attempt(Outcome.NEVER, "target_missing")
    handed = False
    with _child(file, {"job": "send", "name": name, "subject": subject, "body": body}, seconds) as lines:
        for said in lines:
            if said.get("handing") and not handed:
                before_text()
                handed = True
            elif "outcome" in said:
                return _attempt(said)
    return Attempt(Outcome.UNKNOWN, "silent_after") if handed else Attempt(Outcome.NOT_YET, "server_silent")


def _attempt(said: Mapping[str, str]) -> Attempt:
    outcome = Outcome(said["outcome"])
    return TAKEN if outcome is Outcome.TAKEN else Attempt(outcome, said["code"])


@lru_cache(maxsize=4)
def _names(file: Path, _changed: int) -> tuple[str, ...]:
    with _child(file, {"job": "list"}, LISTING_SECONDS) as lines:
        for said in lines:
            return tuple(said.get("names", ()))
    return ()


@contextmanager
def _child(file: Path | None, order: Mapping[str, str], seconds: float) -> Iterator[Iterator[dict[str, str]]]:
    """Start the child with its order; it is killed when the time is up, or when nobody listens any more."""
    process = subprocess.Popen(
        [sys.executable, "-m", CHILD, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # whatever complains there may name an address with its secret
        env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        text=True,
    )
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        yield (json.loads(line) for line in process.stdout)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
