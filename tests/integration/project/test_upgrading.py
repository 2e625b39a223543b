"""`sektoral upgrade`: from the schema of an older version to this one's, or back to exactly what was before."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import empty_database
from tests.keeping import elsewhere, keeper
from tests.rehearsals import ROOT, run_python

FAILING = {"DJANGO_SETTINGS_MODULE": "tests.failing_settings"}
STATE = """
import json, django; django.setup()
from django.db import connection
from sektoral.records import schema
tables = connection.introspection.table_names()
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM records_event")
    events = cursor.fetchone()[0]
columns = {name: [c.name for c in connection.introspection.get_table_description(connection.cursor(), name)]
           for name in tables if name.startswith("records_")}
print(json.dumps([schema.applied(), schema.standstill(), sorted(columns.items()), events, "left_behind" in tables]))
"""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    var = tmp_path / "var"
    with empty_database("old") as url:
        environment = {
            "DJANGO_SETTINGS_MODULE": "sektoral.project.settings",
            "SEKTORAL_DEMO": "yes",
            "SEKTORAL_LOG_LEVEL": "ERROR",
            "EMAIL_URL": "",
        }
        environment = elsewhere(environment, var, url)
        run_python("-m", "tests.old_schema", environment=environment)
        yield environment


def sektoral(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sektoral", *arguments],
        env={**os.environ, **environment}, cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(old: Mapping[str, str]) -> None:
    before = run_python("-c", STATE, environment=old)
    done = sektoral("upgrade", "--without-backup", environment={**old, **FAILING})
    assert done.returncode == 1, done.stdout + done.stderr
    assert "fails on purpose" in done.stderr
    assert run_python("-c", STATE, environment=old) == before
    assert [path.name for path in Path(old["SEKTORAL_VAR"]).glob("sebelum-*")] == []


def test_an_upgrade_that_is_killed_is_undone_by_the_next_one_which_succeeds(
    old: Mapping[str, str], tmp_path: Path
) -> None:
    admin = keeper(tmp_path)
    with_backup = {**old, "SEKTORAL_BACKUP_RECIPIENTS": admin.public}
    killed = sektoral("upgrade", "--without-backup", environment={**old, **FAILING, "SEKTORAL_TEST_KILL": "yes"})
    assert killed.returncode == -9
    refused = sektoral("work", "--once", environment=old)
    assert refused.returncode == 2
    assert ("schema_stands_still" if connection.vendor == "sqlite" else "schema_behind") in refused.stderr

    done = sektoral("upgrade", "--backup", str(admin.folder), environment=with_backup)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("dikembalikan dahulu" in done.stdout) == (connection.vendor == "sqlite")
    assert "records.0019" in done.stdout
    for command in (("work", "--once"), ("verify-all",)):
        fits = sektoral(*command, environment=old)
        assert fits.returncode == 0, fits.stdout + fits.stderr


def test_a_backup_of_an_older_version_restores_into_this_one(old: Mapping[str, str], tmp_path: Path) -> None:
    admin = keeper(tmp_path)
    admin.back_up(old)
    told = admin.restore(elsewhere(old, tmp_path / "pulih", ""))
    assert told["holds"]
    assert len(told["offices"]) == 2


def test_a_database_of_a_newer_version_is_worked_on_by_nobody(old: Mapping[str, str]) -> None:
    newer = "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection; "
    run_python(
        "-c", f"import django; django.setup(); {newer}R(connection).record_applied('records', '9999_future')",
        environment=old,
    )  # fmt: skip
    for command in (("work", "--once"), ("serve", "--port", "1"), ("upgrade", "--without-backup")):
        done = sektoral(*command, environment=old)
        assert (done.returncode, "schema_unknown" in done.stderr) == (2, True), done.stdout + done.stderr
