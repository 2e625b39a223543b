"""`sektoral restore --office`: the backup of one office into an installation that has others already.

Ids are UUIDs but for a few keys that the database counts: those move behind what is there. Persons who are there
already stay as they are. Our own keys go on signing; the foreign ones only prove what was signed with them.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from sektoral.adapters.backup_folder import Backup
from sektoral.domain.backups import ColumnKind, Manifest, TablePart
from sektoral.domain.errors import Invalid, WrongState
from sektoral.project.invariants import verify
from sektoral.project.keeping.backing_up import DATABASE, KEYS
from sektoral.project.keeping.keys import put_foreign_keys
from sektoral.project.keeping.missing import find_missing
from sektoral.project.keeping.restoring import Restored, lay_files
from sektoral.project.keeping.settling import doubt
from sektoral.records import schema
from sektoral.records.loading import Loader, PassOver
from sektoral.records.models import Office, Person


def restore_office(backup: Backup, *, now: Callable[[], datetime]) -> Restored:
    """This will add an office. Raises `WrongState` where it is there already or something of it contradicts."""
    manifest = backup.manifest()
    _check_may_come(manifest)
    lay_files(backup, manifest)
    with backup.part(KEYS, manifest.parts[KEYS]) as text:
        put_foreign_keys(text.read(), settings.KEYS_ROOT)
    try:
        with transaction.atomic(), backup.part(DATABASE, manifest.parts[DATABASE]) as text:
            Loader(shifts=_shifts(manifest), pass_over=_present(manifest)).load(text, manifest.tables)
            office = Office.objects.get(slug=manifest.office)
            doubted = doubt([office], manifest, [], at=now())
    except IntegrityError:
        raise WrongState("office_of_backup_conflicts") from None
    return Restored(manifest, doubted, find_missing(manifest.offices, []), verify(at=now()))


def _check_may_come(manifest: Manifest) -> None:
    schema.check_fits()
    if not manifest.office:
        raise Invalid("office_of_backup_unclear")
    ours = schema.applied()
    if any(list(names) != ours.get(app) for app, names in manifest.schema.items() if app in ours):
        raise WrongState("office_of_backup_schema")
    ids = [office.id for office in manifest.offices]
    if Office.objects.filter(slug=manifest.office).exists() or Office.objects.filter(pk__in=ids).exists():
        raise WrongState("office_of_backup_exists", slug=manifest.office)


def _shifts(manifest: Manifest) -> dict[str, int]:
    """Behind the last key that is there, by table."""
    counted = [table.name for table in manifest.tables if _is_counted(table)]
    with connection.cursor() as cursor:
        found = {}
        for name in counted:
            cursor.execute(f'SELECT COALESCE(MAX("id"), 0) FROM "{name}"')  # noqa: S608
            found[name] = int(cursor.fetchone()[0])
    return found


def _is_counted(table: TablePart) -> bool:
    key = table.columns[0]
    return key.kind is ColumnKind.WHOLE and key.refers == table.name


def _present(manifest: Manifest) -> dict[str, PassOver]:
    """Persons who are there already, and what hangs on them without being any office's."""
    people = Person._meta.db_table
    ids = frozenset(key.hex for key in Person.objects.values_list("pk", flat=True))
    found = {people: PassOver(0, ids)}
    for table in manifest.tables:
        names = [column.name for column in table.columns]
        if "office_id" in names or table.name in found:
            continue
        for place, column in enumerate(table.columns):
            if column.refers == people:
                found[table.name] = PassOver(place, ids)
    return found
