"""A row of every table leaves one database and arrives in the other engine's as it was, and the other way round."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError

from sektoral.adapters.age import Pulled
from sektoral.domain.backups import TablePart
from sektoral.domain.errors import Invalid
from sektoral.project import connections as addresses
from sektoral.records import schema, triggers
from sektoral.records.dumping import Dump
from sektoral.records.kept_tables import LEFT_OUT, columns_of, kept_tables
from sektoral.records.loading import Loader
from sektoral.records.models import Event, JournalHead, Observation, PartialUpload
from sektoral.records.snapshots import snapshot
from tests.every_table import fill_up
from tests.keeping import other_engine
from tests.rounds import BOTH, Scene

ALIAS = "across"
EMPTY = {  # what neither a round nor `every_table` fills
    "account_emailaddress",
    "mfa_authenticator",
    "records_examination",
    "records_handon",
    "records_letternote",
    "records_rerun_rounds",
    "records_rerun_versions",
}


@pytest.fixture
def there(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other engine, with its tables made."""
    with other_engine() as url, _connected(url or f"sqlite:///{tmp_path}/across.sqlite3", tmp_path):
        call_command("migrate", database=ALIAS, verbosity=0)
        yield ALIAS


@contextmanager
def _connected(url: str, folder: Path) -> Iterator[None]:
    options = addresses.database(url, folder)
    connections.databases[ALIAS] = connections.configure_settings({"default": options})["default"]
    connections[ALIAS].connect()  # a test may not open what Django did not know when it began
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def dumped(folder: Path, using: str) -> tuple[bytes, list[TablePart]]:
    with snapshot(folder, using) as held:
        dump = Dump(held)
        return b"".join(dump), dump.tables


def load(text: bytes, tables: list[TablePart], using: str) -> None:
    with transaction.atomic(using=using):
        Loader(using).load(io.BufferedReader(Pulled([text])), tables)


@pytest.mark.sqlite_only  # from there onto PostgreSQL
@pytest.mark.django_db(transaction=True)
def test_postgresql_knows_at_once_how_many_rows_arrived(there: str, tmp_path: Path) -> None:
    Scene().collecting("dinkes")
    with connections[there].cursor() as cursor:
        cursor.execute("VACUUM records_event")  # as autovacuum does while nothing is committed: it notes no rows
    text, tables = dumped(tmp_path, "default")
    load(text, tables, there)
    with connections[there].cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'records_event'")
        assert cursor.fetchone() == (Event.objects.count(),)
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'records_event'")
        assert cursor.fetchone() != (0,)


@pytest.mark.django_db(transaction=True)
def test_every_table_arrives_on_the_other_engine_as_it_left(there: str, tmp_path: Path) -> None:
    scene = Scene()
    round_ = scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.reported(round_)
    fill_up(scene, round_)
    text, tables = dumped(tmp_path, "default")
    empty = [table.name for table in tables if not table.rows]
    load(text, tables, there)
    again, arrived = dumped(tmp_path, there)
    assert arrived == tables
    assert again == text
    assert set(empty) <= EMPTY
    assert not PartialUpload.objects.using(there).exists()
    assert triggers.missing(there) == []
    with pytest.raises(IntegrityError):
        Observation.objects.using(there).update(text="1")
    head, last = JournalHead.objects.using(there).get(), Event.objects.using(there).latest("id")
    made = Event.objects.using(there).create(office_id=head.office_id, sequence=head.sequence + 1, at=last.at)
    assert made.id > last.id


@pytest.mark.django_db(transaction=True)
def test_a_changed_line_is_refused_and_nothing_of_it_stays(there: str, tmp_path: Path) -> None:
    Scene()
    text, tables = dumped(tmp_path, "default")
    with pytest.raises(Invalid) as refused:
        load(text.replace(b"Dinas", b"Dines", 1), tables, there)
    assert refused.value.code == "backup_damaged"
    assert JournalHead.objects.using(there).count() == 0


def test_what_does_not_survive_is_a_table_of_this_program() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(LEFT_OUT) <= labels


def test_the_key_is_the_first_column_and_what_a_table_refers_to_comes_first() -> None:
    seen: set[str] = set()
    behind = []
    for model in kept_tables():
        first, *_ = columns_of(model)
        assert first.name == model._meta.pk.column, model
        seen.add(model._meta.db_table)
        behind += [
            (model._meta.db_table, one.refers) for one in columns_of(model) if one.refers and one.refers not in seen
        ]
    assert {table for table, _ in behind} <= {"records_office", "records_storedfile"}  # an emblem is a stored file


@pytest.mark.django_db
def test_a_mark_keeps_every_version_out_until_it_is_taken_away() -> None:
    assert schema.fits()
    schema.stand_still(schema.Work.RESTORING)
    assert not schema.fits()
    assert schema.standstill() is schema.Work.RESTORING
    schema.stand_still(schema.Work.SETTLING)
    assert schema.standstill() is schema.Work.SETTLING
    schema.go_on()
    assert schema.fits()


@pytest.mark.django_db
def test_the_list_of_applied_migrations_is_complete() -> None:
    assert schema.waiting() == []
    assert schema.applied()["records"]
    assert connection.vendor in ("sqlite", "postgresql")
