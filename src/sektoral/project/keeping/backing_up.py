"""`sektoral backup`: the database as of one instant first, then the files that it refers to, then the keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sektoral.adapters.age import Recipients
from sektoral.adapters.backup_folder import BackupFolder, Unfinished, Written
from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain.backups import Column, ColumnKind, Manifest, OfficePart, Schema, name_of
from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.journal import Checkpoint, Head, checkpoint_note
from sektoral.intake.files import file_store
from sektoral.project.keeping.keys import keys_text
from sektoral.records import schema
from sektoral.records.dumping import Dump
from sektoral.records.models import Office
from sektoral.records.office_rows import rows_of_office
from sektoral.records.snapshots import Snapshot, select, snapshot

HEAD = (Column("office_id", ColumnKind.UUID), Column("sequence", ColumnKind.WHOLE), Column("hash", ColumnKind.TEXT))
OFFICE = (Column("id", ColumnKind.UUID), Column("slug", ColumnKind.TEXT), Column("name", ColumnKind.TEXT))
DATABASE, KEYS, FILES = "database.sql", "keys.json", "files"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was backed up."""

    manifest: Manifest
    written: Written
    files: int
    removed: Sequence[str]

    @property
    def is_whole(self) -> bool:
        """Whether the store gave every file back whole."""
        return not self.manifest.damaged


@dataclass(frozen=True, slots=True)
class Order:
    """What to back up and where to: an office by its slug, or all; `keep` backups stay, 0 for all of them."""

    target: Path
    recipients: Recipients | None
    office: str = ""
    keep: int = 0


def back_up(order: Order, *, at: datetime) -> BackedUp:
    """This will make a backup while everybody works on. Raises `Unavailable` when the disk refuses."""
    schema.check_is_at_rest()
    schema.check_is_known()
    choices = rows_of_office(_office_id(order.office)) if order.office else None
    folder = BackupFolder(order.target, order.recipients)
    with folder.begin(name_of(at, order.office)) as unfinished:
        manifest, files = _fill(unfinished, choices, office=order.office, at=at)
        written = unfinished.finish(manifest)
    # An older backup may hold the last good copy of what is damaged now: then nothing goes
    removed = folder.keep_newest(order.keep, office=order.office) if order.keep and not manifest.damaged else []
    return BackedUp(manifest, written, files, removed)


def _fill(
    unfinished: Unfinished, choices: Mapping[str, str] | None, *, office: str, at: datetime
) -> tuple[Manifest, int]:
    """The database first: a file that comes later does no harm, one that is missing would."""
    with snapshot(settings.VAR) as held:
        state, offices = _schema(held), tuple(_offices(held, choices, at))
        dump = Dump(held, choices, registry=schema.registry())
        parts = {DATABASE: unfinished.add(DATABASE, dump)}
        wanted = list(_files(held, choices))
    damaged = tuple(sha256 for sha256 in wanted if not _keep(unfinished.place, sha256))
    parts[FILES] = unfinished.add_list([sha256 for sha256 in wanted if sha256 not in damaged])
    parts[KEYS] = unfinished.add(KEYS, [keys_text(settings.KEYS_ROOT, settings.ROOT / ".env")])
    manifest = Manifest(
        name=unfinished.name,
        program=version("sektoral"),
        engine=held.vendor,
        taken_at=at,
        office=office,
        schema=state,
        offices=offices,
        tables=tuple(dump.tables),
        parts=parts,
        damaged=damaged,
    )
    return manifest, len(wanted)


def _schema(held: Snapshot) -> Schema:
    found: dict[str, list[str]] = {}
    for app, name in held.rows("SELECT app, name FROM django_migrations ORDER BY app, name"):
        found.setdefault(str(app), []).append(str(name))
    return found


def _offices(held: Snapshot, choices: Mapping[str, str] | None, at: datetime) -> Iterator[OfficePart]:
    """Each office with the head of its journal, signed: whoever holds an older backup can prove which one is."""
    keys = KeyRing(settings.KEYS_ROOT)
    heads = {str(row[0]): row for row in held.rows(select(held.vendor, "records_journalhead", HEAD))}
    for key, slug, name in held.rows(select(held.vendor, "records_office", OFFICE, where=_chosen(choices, "office"))):
        _, sequence, digest = heads[str(key)]
        head = Head(int(str(sequence)), str(digest))
        office = str(UUID(str(key)))
        note = checkpoint_note(Checkpoint(office, head, at))
        signed = keys.sign(KeyPurpose.CHECKPOINT, note.encode())
        yield OfficePart(office, str(slug), str(name), head.sequence, head.hash, note, signed.key_id, signed.value)


def _files(held: Snapshot, choices: Mapping[str, str] | None) -> Iterator[str]:
    """What is purged by a recorded act is not looked for any more."""
    where = " AND ".join(part for part in ('"purged_at" IS NULL', _chosen(choices, "storedfile")) if part)
    query = f'SELECT DISTINCT "sha256" FROM "records_storedfile" WHERE {where} ORDER BY 1'  # noqa: S608
    return (str(sha256) for (sha256,) in held.rows(query))


def _chosen(choices: Mapping[str, str] | None, table: str) -> str:
    return choices[f"records_{table}"] if choices else ""


def _keep(place: BackupFolder, sha256: str) -> bool:
    """A file that the store cannot give back whole is named; it does not keep the rest from being safe."""
    try:
        place.keep_file(sha256, lambda: file_store().read(sha256))
    except (NotFound, WrongState):
        return False
    return True


def _office_id(slug: str) -> UUID:
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise NotFound("office_unknown", slug=slug)
    return office.pk
