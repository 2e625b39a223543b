"""Kills a backup and a restore with SIGKILL at their n-th step to the disk, and tells what the next one finds.

`python -m tests.killed_keeping FOLDER POINTS` prints one JSON object. Only calls that Python itself makes are counted:
a file that is made safe, a name that is given, a block of rows that goes in.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

from tests.watched_forks import forked

EMPTY = "empty.sqlite3"
STEPS = (
    "os.fsync",
    "pathlib.Path.rename",
    "sektoral.records.loading.Loader._insert_many",
    "sektoral.records.loading.Loader._copy",
)


def main(folder: str, points: str) -> int:
    """This will back up a small installation and restore it, each killed at about `points` of its steps."""
    place = Path(folder)
    os.environ |= {"SEKTORAL_VAR": str(place / "asal"), "SEKTORAL_DEMO": "yes", "EMAIL_URL": "", "DATABASE_URL": ""}
    os.environ["DJANGO_SETTINGS_MODULE"] = "sektoral.project.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.offices import make_two_offices

    call_command("migrate", verbosity=0)
    shutil.copyfile(place / "asal" / "sektoral.sqlite3", place / EMPTY)
    make_two_offices()
    print(json.dumps({"backups": _backups(place, int(points)), "restores": _restores(place, int(points))}))
    return 0


def _backups(place: Path, points: int) -> list[str]:
    """What is wrong after a kill: a folder that is called whole and is not."""
    from sektoral.adapters.backup_folder import list_backups

    wrong = []
    _back_up(place / "cadangan" / "utuh")  # which makes the key that signs the heads, once for all
    steps = _count(lambda: _back_up(place / "cadangan" / "counted"))
    for n in _chosen(steps, points):
        target = place / "cadangan" / str(n)
        died = _killed_at(n, lambda target=target: _back_up(target))  # type: ignore[misc]
        for folder in list_backups(target / "tanpa-sandi"):
            with suppress(Exception):
                _read_all(folder)
                continue
            wrong.append(f"step {n}: {folder.name} looks whole")
        if not died:
            wrong.append(f"step {n}: it was not killed")
        _back_up(target)
        _read_all(list_backups(target / "tanpa-sandi")[-1])
        left = [path.name for path in target.rglob(".belum-selesai-*")]
        wrong += [f"step {n}: {name} was left behind" for name in left]
    return wrong


def _restores(place: Path, points: int) -> list[str]:
    """What is wrong after a kill: an installation that web and worker would work on, or a restore that cannot go on."""
    wrong = []
    steps = _count(lambda: _restore(place, "utuh"))
    for n in _chosen(steps, points):
        died = _killed_at(n, lambda n=n: _restore(place, str(n)))  # type: ignore[misc]
        if not died:
            wrong.append(f"step {n}: it was not killed")
        elif forked(lambda n=n: _must_not_fit(place, str(n))):  # type: ignore[misc]
            wrong.append(f"step {n}: it looks whole")
        elif forked(lambda n=n: _restore(place, str(n))):  # type: ignore[misc]
            wrong.append(f"step {n}: it cannot be gone on with")
    return wrong


def _back_up(target: Path) -> None:
    from sektoral.project.clock import real_now
    from sektoral.project.keeping.backing_up import Order, back_up

    back_up(Order(target, None), at=real_now())


def _restore(place: Path, name: str) -> None:
    from sektoral.adapters.backup_folder import find_backup
    from sektoral.project.clock import real_now
    from sektoral.project.keeping.restoring import restore
    from sektoral.records import schema

    _move_to(place / f"pulih-{name}")
    done = restore(find_backup(place / "cadangan" / "utuh", None), known=[], now=real_now)
    assert done.holds
    schema.check_fits()


def _must_not_fit(place: Path, name: str) -> None:
    from sektoral.records import schema

    _move_to(place / f"pulih-{name}")
    assert not schema.fits()


def _move_to(var: Path) -> None:
    """In a fork: another folder and another database for the same settings."""
    from django.conf import settings
    from django.db import connection

    if not var.exists():
        var.mkdir()
        shutil.copyfile(var.with_name(EMPTY), var / "sektoral.sqlite3")  # its tables are made, which takes long
    settings.VAR, settings.FILES_ROOT, settings.KEYS_ROOT = var, var / "files", var / "keys"
    connection.close()
    connection.settings_dict["NAME"] = str(var / "sektoral.sqlite3")


def _read_all(folder: Path) -> None:
    from sektoral.adapters.backup_folder import Backup

    backup = Backup(folder, None)
    manifest = backup.manifest()
    for part in ("database.sql", "keys.json"):
        with backup.part(part, manifest.parts[part]) as text:
            text.read()
    for sha256 in backup.list_files(manifest.parts["files"]):
        backup.read_file(sha256)


def _count(deed: Callable[[], None]) -> int:
    """How many steps the deed takes; it runs in a fork, and its last step is told through a pipe."""
    ready, tell = os.pipe()

    def count(_step: int) -> None:
        os.write(tell, b".")

    def counted() -> None:
        with _at_step(count):
            deed()

    assert forked(counted) == 0
    os.close(tell)
    with os.fdopen(ready, "rb") as told:
        return len(told.read())


def _killed_at(n: int, deed: Callable[[], None]) -> bool:
    def kill(step: int) -> None:
        if step == n:
            os.kill(os.getpid(), signal.SIGKILL)

    def doomed() -> None:
        with _at_step(kill):
            deed()

    return forked(doomed) == -signal.SIGKILL


@contextmanager
def _at_step(look: Callable[[int], None]) -> Iterator[None]:
    """This will call `look` with the number of each step before it is taken."""
    taken = 0

    def wrapped(step: Callable[..., object]) -> Callable[..., object]:
        def first_look(*given: object) -> object:
            nonlocal taken
            taken += 1
            look(taken)
            return step(*given)

        return first_look

    patches = [mock.patch(name, wrapped(_found(name))) for name in STEPS]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def _found(name: str) -> Callable[..., object]:
    import pkgutil

    found: Callable[..., object] = pkgutil.resolve_name(name)
    return found


def _chosen(steps: int, points: int) -> range:
    return range(1, steps + 1, max(1, steps // points))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
