"""`sektoral upgrade`: migrate, verify, and back to what was before where one of them fails.

PostgreSQL takes all migrations and the verification into one transaction: it commits whole or not at all, also when
the process is killed. SQLite cannot change tables so; its file is copied aside first, and a mark in the database keeps
web and worker out until the end. Who finds that mark, after a kill, begins by putting the copy back.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from sektoral.adapters.files import sync_folder
from sektoral.domain.errors import WrongState
from sektoral.project.invariants import Outcome, verify
from sektoral.project.keeping.presence import alone
from sektoral.records import schema
from sektoral.records.snapshots import copy_aside

COPY = "sebelum-pembaruan.sqlite3"  # in SEKTORAL_VAR while an upgrade is under way


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Which migrations ran."""

    migrations: Sequence[str] = field(default_factory=tuple)
    was_put_back: bool = False  # an upgrade that had been killed was undone first


class UpgradeFailed(WrongState):
    """The database is as it was before; `outcomes` are the invariants that did not hold."""

    def __init__(self, reason: str, outcomes: Sequence[Outcome] = ()) -> None:
        super().__init__("upgrade_failed", reason=reason)
        self.outcomes = outcomes


def upgrade(*, at: datetime) -> Upgraded:
    """This will bring the database to this program's schema. Raises `UpgradeFailed` where that was undone."""
    with alone():
        was_put_back = _put_back_after_a_kill()
        schema.check_is_known()
        waiting = schema.waiting()
        if waiting:
            schema.check_may_alter()
            _on_postgresql(at) if connection.vendor == "postgresql" else _on_sqlite(at)
        return Upgraded(waiting, was_put_back)


def _migrate(at: datetime) -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False)
        broken = [outcome for outcome in verify(at=at) if not outcome.holds]
    except Exception as error:
        raise UpgradeFailed(f"{type(error).__name__}: {error}"[:300]) from error
    if broken:
        raise UpgradeFailed(f"{broken[0].invariant.code} {broken[0].invariant.title}", broken)


def _on_postgresql(at: datetime) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
        _migrate(at)


def _on_sqlite(at: datetime) -> None:
    _copy_aside()
    schema.stand_still(schema.Work.UPGRADING)
    try:
        _migrate(at)
    except UpgradeFailed:
        _put_back()
        raise
    schema.go_on()
    _place().unlink()
    sync_folder(settings.VAR)


def _copy_aside() -> None:
    unfinished = _place().with_suffix(".belum-selesai")
    unfinished.unlink(missing_ok=True)
    copy_aside(unfinished)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(_place())
    sync_folder(settings.VAR)


def _put_back_after_a_kill() -> bool:
    if schema.standstill() is not schema.Work.UPGRADING or not _place().is_file():
        return False
    _put_back()
    return True


def _put_back() -> None:
    """One rename; what belongs to the spoilt file goes first, or it would be played into the good one."""
    connection.close()
    spoilt = Path(connection.settings_dict["NAME"])
    for end in ("-journal", "-wal", "-shm"):
        spoilt.with_name(spoilt.name + end).unlink(missing_ok=True)
    _place().replace(spoilt)
    sync_folder(spoilt.parent)


def _place() -> Path:
    """Beside the database, so that putting it back is a rename within one disk."""
    return Path(connection.settings_dict["NAME"]).with_name(COPY)
