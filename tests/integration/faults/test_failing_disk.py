"""A disk that fails (security.md F08): told loudly, and what was not synced is never called safe by a second try."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sektoral.adapters.files import FolderStore

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.sqlite_only,  # the disk is SQLite's own here; PostgreSQL ends itself where its log cannot be synced
    pytest.mark.skipif(
        shutil.which("strace") is None and not os.environ.get("CI"), reason="strace is missing (apt-get install strace)"
    ),
]

KEEP_TWICE = """
import sys
from pathlib import Path
from sektoral.adapters.files import FolderStore
from sektoral.domain.errors import SektoralError
store = FolderStore(Path(sys.argv[1]))
for _ in range(2):
    try:
        print("kept", store.put(b"angka").size)
    except SektoralError as error:
        print(error.code, sum(1 for _ in store.list_names()), sum(1 for _ in Path(sys.argv[1], "tmp").iterdir()))
"""
READ = """
import sys
from pathlib import Path
from sektoral.adapters.files import FolderStore
from sektoral.domain.errors import SektoralError
try:
    print(FolderStore(Path(sys.argv[1])).read(sys.argv[2]))
except SektoralError as error:
    print(error.code)
"""
WRITE_TWICE = """
import django
django.setup()
from django.db import DatabaseError, connection, transaction
from sektoral.project.outages import outage_of
for number in (1, 2):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO kept VALUES (%s)", [number])
        print("kept")
    except DatabaseError as error:
        print(outage_of(error).code)
        connection.close()
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM kept")
    print(cursor.fetchone()[0])
"""


def under(inject: Sequence[str], script: str, *arguments: object, trace: Path, **environment: str) -> list[str]:
    """What a program says whose system calls are answered as `inject` tells strace."""
    done = subprocess.run(
        ["strace", "-f", "-y", "-o", str(trace), *inject, sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_a_file_that_could_not_be_synced_is_not_kept_and_never_synced_again(tmp_path: Path) -> None:
    said = under(["-e", "inject=fsync:error=EIO:when=1"], KEEP_TWICE, tmp_path / "files", trace=tmp_path / "trace")
    assert said == ["storage.failed 0 0", "kept 5"]
    synced = re.findall(r"fsync\(\d+<([^>]*/files/tmp/[^>]*)>\) += (-?\d)", (tmp_path / "trace").read_text())
    assert [answer for _, answer in synced] == ["-1", "0"]
    assert synced[0][0] != synced[1][0]


@pytest.mark.parametrize("when", [2, 3, 4])  # the folder of the file, and those above it
def test_a_name_that_could_not_be_synced_is_given_anew_before_it_is_called_safe(when: int, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    said = under(["-e", f"inject=fsync:error=EIO:when={when}"], KEEP_TWICE, tmp_path / "files", trace=trace)
    assert said == ["storage.failed 1 0", "kept 5"]
    after = trace.read_text().partition("EIO")[2]
    assert re.search(r"rename\(.*\n(?:.*\n)*.*fsync\(.* = 0", after)


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_is_full_at_any_moment_keeps_nothing_of_it(call: str, tmp_path: Path) -> None:
    full = ["-e", f"inject={call}:error=ENOSPC:when=1"]
    said = under(full, KEEP_TWICE, tmp_path / "files", trace=tmp_path / "trace", PYTHONDONTWRITEBYTECODE="1")
    assert said == ["storage.full 0 0", "kept 5"]


def test_a_file_beyond_what_the_process_may_write_is_not_kept(tmp_path: Path) -> None:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3, resource.RLIM_INFINITY))\n{KEEP_TWICE}"
    said = under([], limited, tmp_path / "files", trace=tmp_path / "trace")
    assert said == ["storage.full 0 0"] * 2


def test_a_file_that_cannot_be_read_is_told_and_not_taken_for_another(tmp_path: Path) -> None:
    files = tmp_path / "files"
    kept = FolderStore(files).put(b"angka")
    place = FolderStore(files).path(kept.sha256)
    broken = ["-P", str(place), "-e", "inject=read:error=EIO"]
    said = under(broken, READ, files, kept.sha256, trace=tmp_path / "trace")
    assert said == ["storage.failed"]


@pytest.mark.parametrize(
    ("call", "error", "code"),
    [
        ("fdatasync:when=1", "EIO", "database.failed"),  # the journal
        ("fdatasync:when=3", "EIO", "database.failed"),  # with its folder; the folder alone is no promise
        ("fdatasync:when=4", "EIO", "database.failed"),  # the database
        ("pwrite64:when=1", "ENOSPC", "database.full"),
        ("pwrite64:when=4", "ENOSPC", "database.full"),
    ],
)
def test_a_commit_that_could_not_be_written_is_told_and_leaves_nothing(
    call: str, error: str, code: str, tmp_path: Path
) -> None:
    database = tmp_path / "database.sqlite3"
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE kept (number)")
    made.close()
    said = under(
        ["-e", f"inject={call.replace(':', f':error={error}:')}"],
        WRITE_TWICE,
        trace=tmp_path / "trace",
        DATABASE_URL=f"sqlite:///{database}",
        DJANGO_SETTINGS_MODULE="tests.settings",
    )
    assert said == [code, "kept", "1"]
