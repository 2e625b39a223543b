"""On PostgreSQL the application's role does all of its work and cannot touch evidence: real SQL, real rights."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from sektoral.records import grants
from sektoral.records.models import Checkpoint, Event, Letter, Observation, StoredFile, Submission
from tests.databases import empty_database
from tests.keeping import elsewhere, keeper
from tests.rehearsals import ROOT, rehearse, run_python

OURS = tuple(model._meta.db_table for model in apps.get_app_config("records").get_models())
ONLY_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")


@dataclass(frozen=True)
class Played:
    """A rehearsal that the application's role played; `owner` is the address of who owns the tables."""

    owner: str
    role: str
    environment: dict[str, str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One whole round, by a role that has no more than the grants."""
    import psycopg

    role = f"sektoral_app_{token_hex(4)}"
    with empty_database("grants") as owner:
        _sektoral("migrate", "--noinput", database=owner)
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute(f"CREATE ROLE {role} LOGIN")
            try:
                _sektoral("grants", role, database=owner)
                application = owner.replace("//sektoral@", f"//{role}@")
                out = tmp_path_factory.mktemp("hak")
                yield Played(owner, role, dict(rehearse(out, agencies=3, database=application).environment))
            finally:
                server.execute(f"DROP OWNED BY {role}")
                server.execute(f"DROP ROLE {role}")


@ONLY_POSTGRESQL
def test_a_whole_round_is_played_and_verified_under_the_applications_role(played: Played) -> None:
    assert f"//{played.role}@" in played.environment["DATABASE_URL"]
    assert "Semuanya benar." in run_python("-m", "sektoral", "verify-all", environment=played.environment)


@ONLY_POSTGRESQL
def test_the_role_neither_deletes_nor_empties_nor_changes_any_evidence(played: Played) -> None:
    import psycopg
    from psycopg import sql
    from psycopg.errors import InsufficientPrivilege

    passing = {model._meta.db_table for model in grants.PASSING}
    tried = 0
    with psycopg.connect(played.environment["DATABASE_URL"], autocommit=True) as server:
        for model in apps.get_app_config("records").get_models():
            table = sql.Identifier(model._meta.db_table)
            may_change = set(grants.writable_columns(model))
            columns = [str(field.column) for field in model._meta.concrete_fields]
            forbidden = [
                sql.SQL("UPDATE {} SET {} = {}").format(table, sql.Identifier(column), sql.Identifier(column))
                for column in columns
                if column not in may_change
            ]
            forbidden += [sql.SQL("TRUNCATE {}").format(table), sql.SQL("DROP TABLE {}").format(table)]
            forbidden += [sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(table)]
            if model._meta.db_table not in passing:
                forbidden += [sql.SQL("DELETE FROM {}").format(table)]
            for statement in forbidden:
                with pytest.raises(InsufficientPrivilege):
                    server.execute(statement)
                tried += 1
        for deed in ("CREATE TABLE x (y int)", "DROP TRIGGER event_no_update ON records_event", "CREATE ROLE x"):
            with pytest.raises(InsufficientPrivilege):
                server.execute(deed)
    assert tried > 4 * len(OURS)


@ONLY_POSTGRESQL
def test_what_a_migration_brings_is_granted_only_when_somebody_says_so(played: Played) -> None:
    import psycopg
    from psycopg.errors import InsufficientPrivilege

    with psycopg.connect(played.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE later (id int)")
        with psycopg.connect(played.environment["DATABASE_URL"]) as server, pytest.raises(InsufficientPrivilege):
            server.execute("SELECT * FROM later")
        _sektoral("grants", played.role, database=played.owner)
        with psycopg.connect(played.environment["DATABASE_URL"]) as server:
            server.execute("SELECT * FROM later")
        owner.execute("DROP TABLE later")


@ONLY_POSTGRESQL
def test_what_root_runs_leaves_nothing_in_the_folder_of_the_services_account(played: Played, tmp_path: Path) -> None:
    for words in (("migrate", "--noinput"), ("grants", played.role)):
        _sektoral(*words, database=played.owner, SEKTORAL_VAR=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@ONLY_POSTGRESQL
def test_what_changes_tables_is_left_to_their_owner_and_says_so_before_it_begins(
    played: Played, tmp_path: Path
) -> None:
    import psycopg

    admin = keeper(tmp_path)
    admin.back_up(played.environment)
    with empty_database("grants_empty") as owner:
        empty = elsewhere(played.environment, tmp_path / "var", owner.replace("//sektoral@", f"//{played.role}@"))
        assert admin.restore(empty, ends=2)["code"] == "schema_role"
        assert [*(tmp_path / "var").rglob("*.pdf"), *(tmp_path / "var").rglob("*.key")] == []
    with psycopg.connect(played.owner, autocommit=True) as server:
        taken = server.execute(
            "DELETE FROM django_migrations WHERE app = 'records' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'records') RETURNING *"
        ).fetchone()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "sektoral", "upgrade", "--backup", str(tmp_path / "lain")],
                env={**os.environ, **played.environment}, cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
        finally:
            server.execute("INSERT INTO django_migrations VALUES (%s, %s, %s, %s)", taken)
    assert (done.returncode, f"Peran basis data {played.role}" in done.stderr) == (2, True)
    assert not (tmp_path / "lain").exists()


@pytest.mark.parametrize(
    ("model", "changeable"),
    [
        (Event, ["claimed_until", "fence", "attempts", "next_try_at", "settled_at", "last_error_code"]),
        (Observation, ["superseded_at"]),
        (StoredFile, ["purged_at", "purged_by_id"]),
        (Checkpoint, []),
    ],
)
def test_of_the_first_evidence_only_this_may_change(model: type, changeable: list[str]) -> None:
    assert grants.writable_columns(model) == changeable


@pytest.mark.parametrize(
    ("model", "fixed"),
    [
        (Submission, {"file_id", "received_at", "received_by_id", "request_id", "version"}),
        (Letter, {"token", "short_code", "kind", "drafted_at"}),
    ],
)
def test_of_a_row_that_moves_on_what_it_began_with_stays(model: type, fixed: set[str]) -> None:
    assert not fixed & set(grants.writable_columns(model))
    assert "state" in grants.writable_columns(model)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asked of SQLite")
def test_sqlite_has_no_roles() -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("grants", "siapa")


def _sektoral(*words: str, database: str, **settings: str) -> str:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "sektoral.project.settings"}
    environment |= settings
    environment |= {"SEKTORAL_DEMO": "yes", "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src")}
    return run_python("-m", "sektoral", *words, environment=environment)
