"""Backups as an administrator makes them, by the command; and a look at what was restored, through the public pages.

`python -m tests.keeping papers` prints the signed papers of a database, with its public addresses;
`python -m tests.keeping look FILE` opens each of those in `FILE` here and compares the copy that its holder kept.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sektoral.adapters.age import new_identity
from tests.databases import empty_database
from tests.postgres import cluster, find_binaries
from tests.rehearsals import ROOT

MOST_ASKED = 12  # papers; visitors are counted, and who asks too often has to wait


@dataclass(frozen=True, slots=True)
class Keeper:
    """An administrator with a key and a folder for backups."""

    folder: Path
    secret: Path
    public: str

    def run(self, *arguments: str, environment: Mapping[str, str], ends: int = 0) -> dict[str, Any]:
        """This will run a command with `--json` that must end with the code `ends`, and give what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "sektoral", *arguments, "--json"],
            env={**os.environ, **environment, "SEKTORAL_BACKUP_RECIPIENTS": self.public},
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == ends, done.stdout[-3000:] + done.stderr[-3000:]
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    def back_up(self, environment: Mapping[str, str], *more: str) -> dict[str, Any]:
        """This will make a backup."""
        return self.run("backup", str(self.folder), *more, environment=environment)

    def restore(self, environment: Mapping[str, str], *more: str, ends: int = 0) -> dict[str, Any]:
        """This will restore the newest one."""
        given = ("restore", str(self.folder), "--identity", str(self.secret), *more)
        return self.run(*given, environment=environment, ends=ends)


def keeper(folder: Path) -> Keeper:
    """This will make an administrator."""
    secret, public = new_identity()
    file = folder / "age.key"
    file.write_text(f"{secret}\n")
    return Keeper(folder / "cadangan", file, public)


def elsewhere(environment: Mapping[str, str], folder: Path, database: str) -> dict[str, str]:
    """This will give the variables of an empty installation that is set up like another; no database is SQLite."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        **environment,
        "SEKTORAL_VAR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder}/sektoral.sqlite3",
    }


@contextmanager
def other_engine() -> Iterator[str]:
    """This will give an empty database of the engine that is not under test; on SQLite that is a PostgreSQL."""
    if connection.vendor == "postgresql":
        yield ""
        return
    with postgresql() as url:
        yield url


@contextmanager
def postgresql() -> Iterator[str]:
    """This will give an empty database of PostgreSQL, whatever is under test."""
    if connection.vendor == "postgresql":
        with empty_database("keeping") as url:
            yield url
        return
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing (apt-get install postgresql)")
        pytest.skip("PostgreSQL is missing (apt-get install postgresql)")
    with cluster(binaries) as url:
        import psycopg

        with psycopg.connect(url.replace("/sektoral?", "/postgres?"), autocommit=True) as server:
            server.execute("CREATE DATABASE sektoral")
        yield url


def _papers() -> list[tuple[str, str, str]]:
    """Kind, token and file of each paper that is signed."""
    from sektoral.intake.files import path_of
    from sektoral.records.models import Letter

    letters = Letter.objects.filter(signed_file__isnull=False).select_related("signed_file").order_by("signed_at")
    return [(one.kind, one.token, str(path_of(one.signed_file))) for one in letters if one.signed_file][:MOST_ASKED]


def _look(papers: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    """What each public page says, and what it says of the copy that somebody kept."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    client, found = Client(SERVER_NAME="127.0.0.1"), {}
    for kind, token, file in papers:
        page = client.get(f"/v/{token}")
        copy = SimpleUploadedFile("salinan.pdf", Path(file).read_bytes(), content_type="application/pdf")
        compared = client.post(f"/v/{token}/bandingkan/", {"copy": copy})
        said = [f"{page.status_code}", "terdaftar" if "terdaftar" in page.content.decode() else "tidak"]
        found[f"{kind} {token}"] = [*said, "asli" if "Salinan Anda asli" in compared.content.decode() else "tidak"]
    return found


def main(what: str, file: str = "") -> int:
    """This will print papers, or look at them."""
    import django

    django.setup()
    print(json.dumps(_papers() if what == "papers" else _look(json.loads(Path(file).read_text()))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
