"""Backup and restore of a large bank: how many rows a second leave and arrive on each engine.

python -m benchmarks.keeping [--figures N]     prints the table that docs/keeping.md keeps

One figure is copied until there are N (5 million by hand), then the whole database is backed up, encrypted, and filled
into an empty one of either engine, as `sektoral backup` and `sektoral restore` do. What is measured is rows on their
way; `verify-all` and files are left out.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ALIAS = "arriving"


def main() -> None:
    """This will fill, back up, and restore into both engines, then the other way round."""
    arguments = argparse.ArgumentParser(prog="benchmarks.keeping")
    arguments.add_argument("--figures", type=int, default=5_000_000)
    figures = arguments.parse_args().figures
    with tempfile.TemporaryDirectory(prefix="sektoral-keeping-") as folder, _database() as first:
        os.environ |= {"SEKTORAL_VAR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings", "SEKTORAL_TEST_VAR": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/sektoral.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _fill(figures)
        print(f"{figures:,} figures, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        place = Path(folder)
        from_sqlite = _measured("backup of SQLite", figures, lambda: _back_up(place / "a", "default"))
        print(f"{from_sqlite / (1 << 20):.0f} MiB encrypted", flush=True)
        _measured("restore into SQLite", figures, lambda: _restore(place / "a", f"sqlite:///{folder}/b.sqlite3", place))
        _measured("restore into PostgreSQL", figures, lambda: _restore(place / "a", first, place))
        _measured("backup of PostgreSQL", figures, lambda: _back_up_of(place / "c", first, place))


def _measured(what: str, figures: int, deed: Callable[[], int]) -> int:
    began, spent = time.perf_counter(), time.process_time()
    result = deed()
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    print(f"{what}: {seconds:.0f} s ({figures / seconds:,.0f} rows/s), {cpu:.0f} s of this process", flush=True)
    return result


def _fill(figures: int) -> None:
    """One observation that a round really stored, under ever new names."""
    from django.db import connection, transaction

    from sektoral.records.models import Observation
    from tests.rounds import BOTH, Scene

    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    fields = [field.column for field in Observation._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join("\"series\" || '-' || n.value" if name == "series" else f'o."{name}"' for name in fields)
    names = ", ".join(f'"{name}"' for name in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < %s) "  # noqa: S608
            f"INSERT INTO records_observation ({names}) SELECT {chosen} FROM n, "
            "(SELECT * FROM records_observation WHERE superseded_at IS NULL LIMIT 1) o",
            [figures],
        )


def _back_up(target: Path, using: str) -> int:
    from sektoral.adapters.age import Recipients, new_identity
    from sektoral.adapters.backup_folder import BackupFolder
    from sektoral.domain.backups import Manifest
    from sektoral.records import schema
    from sektoral.records.dumping import Dump
    from sektoral.records.snapshots import snapshot

    secret, public = new_identity()
    target.mkdir()
    (target / "key").write_text(secret)
    at = datetime.now(tz=UTC)
    with BackupFolder(target, Recipients([public])).begin("1") as unfinished:
        with snapshot(target, using) as held:
            dump = Dump(held)
            parts = {"database.sql": unfinished.add("database.sql", dump), "files": unfinished.add_list([])}
        known = schema.applied(using)
        return unfinished.finish(
            Manifest("1", "0", held.vendor, at, "", known, (), tuple(dump.tables), parts, ())
        ).bytes_added


def _back_up_of(target: Path, url: str, folder: Path) -> int:
    with _connected(url, folder):
        return _back_up(target, ALIAS)


def _restore(source: Path, url: str, folder: Path) -> int:
    from django.core.management import call_command
    from django.db import transaction

    from sektoral.adapters.age import Identities
    from sektoral.adapters.backup_folder import find_backup
    from sektoral.records.loading import Loader

    backup = find_backup(source, Identities((source / "key").read_text()))
    manifest = backup.manifest()
    with _connected(url, folder):
        call_command("migrate", database=ALIAS, verbosity=0)
        with transaction.atomic(using=ALIAS), backup.part("database.sql", manifest.parts["database.sql"]) as text:
            Loader(ALIAS).load(text, manifest.tables)
    return manifest.rows


@contextmanager
def _connected(url: str, folder: Path) -> Iterator[None]:
    from django.db import connections

    from sektoral.project.connections import database

    connections.databases[ALIAS] = connections.configure_settings({"default": database(url, folder)})["default"]
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


@contextmanager
def _database() -> Iterator[str]:
    import psycopg

    from tests import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL on this machine")
    with postgres.cluster(binaries) as url:
        with psycopg.connect(url.replace("/sektoral?", "/postgres?"), autocommit=True) as server:
            server.execute("CREATE DATABASE one")
        yield url.replace("/sektoral?", "/one?")


if __name__ == "__main__":
    main()
