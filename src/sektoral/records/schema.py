"""Does this program fit the database: which migrations were applied, which are known, and is somebody at work on it?

A standstill is a mark among the applied migrations, under a name that no program knows: so every version of web and
worker refuses to run, on whatever machine it stands, until what began it has come to its end.
"""

import time
from collections import defaultdict
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from django.apps import apps
from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sektoral.domain.errors import WrongState

PAUSE = 5.0  # seconds between two looks
MARK = "berhenti"  # in the place of an app's name


class Work(StrEnum):
    """What a database stands still for."""

    RESTORING = "restore"  # tables are filled from a backup
    SETTLING = "settle"  # they are filled; what was under way is being doubted
    UPGRADING = "upgrade"
    MOVING = "move"


def applied(using: str = "default") -> dict[str, list[str]]:
    """This will list the applied migrations of each app, marks left out; nothing where there is no such table."""
    found: dict[str, list[str]] = defaultdict(list)
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        if app != MARK:
            found[app].append(name)
    return dict(found)


def known() -> dict[str, list[str]]:
    """This will list the migrations that this program brings, by their files: none of them is imported."""
    found: dict[str, list[str]] = {}
    for config in apps.get_app_configs():
        try:
            package = import_module(MigrationLoader.migrations_module(config.label)[0] or "")
        except (ModuleNotFoundError, ValueError):
            continue
        names = sorted(module.name for module in iter_modules(package.__path__) if module.name[0] not in "_~")
        if names:
            found[config.label] = names
    return found


class Watch:
    """Looks now and then whether the database still has the schema that this process began with, and fits it."""

    def __init__(self) -> None:
        check_fits()
        self._began_with = _fingerprint()
        self._looked_at = time.monotonic()

    def check(self) -> None:
        """This will raise `WrongState` where the schema moved on or stands still; it asks every few seconds only."""
        if time.monotonic() - self._looked_at < PAUSE:
            return
        self._looked_at = time.monotonic()
        if _fingerprint() != self._began_with:
            check_fits()
            raise WrongState("schema_moved")


def check_fits(using: str = "default") -> None:
    """This will raise `WrongState` where the database is behind, ahead, or stands still for somebody's work."""
    check_is_at_rest(using)
    check_is_known(using)
    if behind := waiting(using):
        raise WrongState("schema_behind", count=len(behind), migration=behind[0])


def check_is_at_rest(using: str = "default") -> None:
    """This will raise `WrongState` while the database stands still for somebody's work."""
    if work := standstill(using):
        raise WrongState("schema_stands_still", work=work.value)


def check_is_known(using: str = "default") -> None:
    """This will raise `WrongState` where the database has migrations of a newer program."""
    ours = known()
    for app, names in applied(using).items():
        strange = [name for name in names if app in ours and name not in ours[app]]
        if strange:
            raise WrongState("schema_unknown", migration=f"{app}.{strange[0]}")


def check_may_alter() -> None:
    """This will raise `WrongState` where this connection's role may not change tables, as on PostgreSQL ours may not.

    Asked beforehand: what is refused half-way says nothing that helps.
    """
    with connections["default"].cursor() as cursor:
        if cursor.db.vendor == "postgresql":
            cursor.execute(
                "SELECT current_user, has_schema_privilege('public', 'CREATE') AND NOT EXISTS (SELECT FROM pg_class "
                "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT pg_has_role(relowner, 'USAGE'))"
            )
            role, may = cursor.fetchone()
            if not may:
                raise WrongState("schema_role", role=role)


def waiting(using: str = "default") -> list[str]:
    """This will list the migrations of this program that the database lacks; one that sums up others adds nothing."""
    theirs = applied(using)
    steps = ((app, name) for app, names in known().items() for name in names if "_squashed_" not in name)
    return [f"{app}.{name}" for app, name in steps if name not in theirs.get(app, [])]


def registry(using: str = "default") -> Apps:
    """This will give the models as the database has them, which may be older than those of this program."""
    if not waiting(using):
        return apps
    loader = MigrationLoader(connections[using])
    there = [one for one in loader.applied_migrations if one in loader.graph.nodes]
    return cast("Apps", loader.project_state(there).apps)


def fits(using: str = "default") -> bool:
    """This will tell whether this program may work on the database."""
    try:
        check_fits(using)
    except WrongState:
        return False
    return True


def stand_still(work: Work, using: str = "default") -> None:
    """This will mark the database; the mark of an earlier piece of work makes way."""
    recorder = MigrationRecorder(connections[using])
    recorder.ensure_schema()
    recorder.migration_qs.filter(app=MARK).delete()
    recorder.record_applied(MARK, work.value)


def go_on(using: str = "default") -> None:
    """This will take the mark away."""
    MigrationRecorder(connections[using]).migration_qs.filter(app=MARK).delete()


def standstill(using: str = "default") -> Work | None:
    """This will tell what the database stands still for."""
    found = [name for app, name in MigrationRecorder(connections[using]).applied_migrations() if app == MARK]
    return Work(found[0]) if found else None


def _fingerprint() -> tuple[tuple[str, str], ...]:
    """One query, as the recorder's own looks for its table first."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple(cursor.fetchall())
