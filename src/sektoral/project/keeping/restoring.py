"""`sektoral restore`: a backup into an empty database and folder, whichever engine it came from.

1. The database is marked as standing still, and brought to the schema of the backup.
2. Files and keys are laid out, each proved.
3. All rows go in with one commit; from here on a restore that was killed goes on by itself with 4.
4. The schema moves on to this program's; what was under way is doubted; the journal tells of it; the mark goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import Node
from django.db.migrations.loader import MigrationLoader

from sektoral.adapters.backup_folder import Backup
from sektoral.domain.backups import Manifest, Schema
from sektoral.domain.backups import check_fits as check_schema_fits
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.journal import Checkpoint
from sektoral.intake.files import file_store
from sektoral.project.invariants import Outcome, verify
from sektoral.project.keeping.backing_up import DATABASE, FILES, KEYS
from sektoral.project.keeping.keys import put_keys, put_settings
from sektoral.project.keeping.missing import Missing, find_missing
from sektoral.project.keeping.presence import alone
from sektoral.project.keeping.settling import Doubted, settle
from sektoral.records import schema
from sektoral.records.loading import Loader
from sektoral.records.models import Event, Office, Person


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, what is doubted now, what is known to be lost, and whether all that must hold does."""

    manifest: Manifest
    doubted: Doubted
    missing: Sequence[Missing]
    outcomes: Sequence[Outcome] = field(default_factory=tuple)
    settings_file: Path | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return all(outcome.holds for outcome in self.outcomes)


def restore(backup: Backup, *, known: Sequence[Checkpoint], now: Callable[[], datetime]) -> Restored:
    """This will restore a whole installation. Raises `WrongState` where there is something already."""
    manifest = backup.manifest()
    check_schema_fits(manifest.schema, schema.known())
    schema.check_may_alter()
    with alone():
        laid = _fill(backup, manifest) if _stage() is not schema.Work.SETTLING else None
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        missing = find_missing(manifest.offices, known)
        doubted = settle(manifest, missing, now=now)
        return Restored(manifest, doubted, missing, verify(at=now()), laid)


def lay_files(backup: Backup, manifest: Manifest) -> None:
    """This will put every file of a backup into the store, proved on the way."""
    store = file_store()
    for sha256 in backup.list_files(manifest.parts[FILES]):
        store.put(backup.read_file(sha256))


def _fill(backup: Backup, manifest: Manifest) -> Path | None:
    if _stage() is None:
        _check_empty()
    schema.stand_still(schema.Work.RESTORING)
    if _is_ours(manifest.schema):
        call_command("migrate", verbosity=0, interactive=False)  # a new database gets it in fewer steps
    else:
        _bring_to(manifest.schema)
    lay_files(backup, manifest)
    with backup.part(KEYS, manifest.parts[KEYS]) as text:
        keys = text.read()
    put_keys(keys, settings.KEYS_ROOT)
    with transaction.atomic(), backup.part(DATABASE, manifest.parts[DATABASE]) as text:
        Loader().load(text, manifest.tables)
        schema.stand_still(schema.Work.SETTLING)
    return put_settings(keys, settings.VAR)


def _stage() -> schema.Work | None:
    """How far an earlier restore came; what else a database stands still for is no business of ours."""
    stage = schema.standstill()
    if stage not in (None, schema.Work.RESTORING, schema.Work.SETTLING):
        raise WrongState("schema_stands_still", work=stage.value)
    return stage


def _is_ours(state: Schema) -> bool:
    steps = {(app, name) for app, names in schema.known().items() for name in names if "_squashed_" not in name}
    return steps <= {(app, name) for app, names in state.items() for name in names}


def _check_empty() -> None:
    if settings.KEYS_ROOT.is_dir() and any(path.is_file() for path in settings.KEYS_ROOT.rglob("*")):
        raise WrongState("restore_folder_not_empty", folder=str(settings.KEYS_ROOT))
    if any(True for _ in file_store().list_names()):
        raise WrongState(
            "restore_folder_not_empty",
            folder=str(settings.FILES_BUCKET.name if settings.FILES_BUCKET else settings.FILES_ROOT),
        )
    for model in (Office, Person, Event):
        if _has_rows(model._meta.db_table):
            raise WrongState("restore_database_not_empty")


def _has_rows(table: str) -> bool:
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608
        return cursor.fetchone() is not None


def _bring_to(state: Schema) -> None:
    """This will make the tables as they were when the backup was taken. Raises `Invalid` where that cannot be."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)  # a sum of steps may go too far
    nodes = executor.loader.graph.node_map
    theirs = {(app, name) for app, names in state.items() for name in names} & nodes.keys()
    wanted = {one for one in theirs if not executor.loader.graph.nodes[one].replaces}
    last = [one for one in wanted if not _leads_on(nodes[one], wanted)]
    try:
        executor.migrate(sorted(last))
    except DatabaseError as error:
        raise Invalid("restore_schema", reason=type(error).__name__) from error


def _leads_on(node: Node, wanted: set[tuple[str, str]]) -> bool:
    return any(later.key in wanted and later.key[0] == node.key[0] for later in node.children)
