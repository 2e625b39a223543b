"""`sektoral rehearse`: a whole round in its own room; what is in the bank is what stood in the files."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

AGENCIES = 6
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal's account and the folder that it left."""

    account: dict[str, object]
    out: Path

    def paths(self, kind: str) -> list[Path]:
        documents = self.account["documents"]
        assert isinstance(documents, list)
        return [Path(paper["path"]) for paper in documents if paper["kind"] == kind]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    """Played once, by the command, on the same kind of database as the tests run on."""
    out = tmp_path_factory.mktemp("gladi")
    with _database() as url:
        answer = run(
            "rehearse", "--out", str(out), "--agencies", str(AGENCIES), "--json", SEKTORAL_REHEARSAL_DATABASE=url
        )
        assert answer.returncode == 0, answer.stderr[-2000:]
        yield Rehearsed(json.loads(answer.stdout), out)


def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """This will run `sektoral` with these words in a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SEKTORAL_")}
    env = {**inherited, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": "", **more}
    command = [sys.executable, "-m", "sektoral", *words]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


class _database:  # noqa: N801  reads as what it gives
    """An empty PostgreSQL database beside the tests' own; on SQLite the room brings its own file."""

    def __init__(self) -> None:
        self.name = f"gladi_{uuid4().hex[:8]}"

    def __enter__(self) -> str:
        if connection.vendor != "postgresql":
            return ""
        self._admin(f'CREATE DATABASE "{self.name}"')
        place = connection.settings_dict
        return f"postgresql://{place['USER']}@/{self.name}?host={place['HOST']}"

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "postgresql":
            self._admin(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        place = connection.settings_dict
        with psycopg.connect(host=place["HOST"], user=place["USER"], dbname="postgres", autocommit=True) as admin:
            admin.execute(statement)


def test_it_runs_on_the_database_of_the_tests(rehearsed: Rehearsed) -> None:
    environment = rehearsed.account["env"]
    assert isinstance(environment, dict)
    assert environment["DATABASE_URL"].startswith(connection.vendor)
    assert Path(environment["SEKTORAL_VAR"]).is_relative_to(rehearsed.out)
    assert str(settings.VAR) != environment["SEKTORAL_VAR"]


def test_every_document_is_there_by_its_kind(rehearsed: Rehearsed) -> None:
    """Six are asked, one of them the office itself; one never sends, one sends a table twice."""
    documents = rehearsed.account["documents"]
    assert isinstance(documents, list)
    assert Counter(paper["kind"] for paper in documents) == {
        "request": AGENCIES,
        "instrument": AGENCIES,
        "upload": AGENCIES - 1 + 1,
        "transmittal": AGENCIES - 1 + 1,
        "receipt": AGENCIES - 1 + 1,
        "follow_up": 1,
        "report": 1,
    }
    assert len({paper["path"] for paper in documents}) == len(documents)
    for paper in documents:
        beginning = Path(paper["path"]).read_bytes()[:5]
        assert beginning.startswith(b"PK" if paper["path"].endswith(".xlsx") else b"%PDF-")


def test_every_step_was_timed(rehearsed: Rehearsed) -> None:
    seconds = rehearsed.account["seconds"]
    assert isinstance(seconds, dict)
    assert sorted(seconds) == ["1", "2", "3", "4", "5"]
    assert all(spent > 0 for spent in seconds.values())


def test_what_was_uploaded_is_in_the_bank_counted_and_summed_exactly(rehearsed: Rehearsed) -> None:
    """Read again from the cells of the files themselves, by another library than the sandbox uses."""
    with (rehearsed.out / "bank.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    books = {}
    for row in rows:
        if row["file"] not in books:
            books[row["file"]] = load_workbook(rehearsed.out / row["file"], data_only=True)
        written = books[row["file"]][row["sheet"]][row["cell"]].value
        assert Decimal(str(written)) == Decimal(row["value"]), row
    bank = rehearsed.account["bank"]
    assert bank == rehearsed.account["uploaded"]
    assert bank == {"values": len(rows), "sum": f"{sum((Decimal(row['value']) for row in rows), Decimal(0)):f}"}
    assert len({(row["file"], row["sheet"], row["cell"]) for row in rows}) == len(rows) > 50
    assert set(books) <= {f"upload/{path.name}" for path in rehearsed.paths("upload")}


def test_nothing_that_was_filled_in_is_missing_from_the_bank(rehearsed: Rehearsed) -> None:
    """Of a table that was sent twice the second answer counts; all else that stands in a file is in the bank."""
    with (rehearsed.out / "bank.csv").open(encoding="utf-8", newline="") as source:
        banked = {(row["file"], row["sheet"], row["cell"]) for row in csv.DictReader(source)}
    sheets = {(file, sheet) for file, sheet, _ in banked}
    for file, sheet in sheets:
        numbers = _input_numbers(rehearsed.out / file, sheet)
        assert {cell for f, s, cell in banked if (f, s) == (file, sheet)} == numbers, (file, sheet)


def _input_numbers(path: Path, sheet: str) -> set[str]:
    """The unlocked cells of a table that hold a number."""
    page = load_workbook(path)[sheet]
    return {
        cell.coordinate
        for row in page.iter_rows(min_row=8)
        for cell in row
        if not cell.protection.locked and isinstance(cell.value, int | float)
    }


def test_the_signed_papers_verify_and_the_whole_installation_holds(rehearsed: Rehearsed) -> None:
    environment = rehearsed.account["env"]
    assert isinstance(environment, dict)
    verdict = run("verify", str(rehearsed.paths("report")[0]), "--json", **environment)
    assert json.loads(verdict.stdout)["verdict"] == "asli", verdict.stdout
    everything = run("verify-all", **environment)
    assert everything.returncode == 0, everything.stdout + everything.stderr


@pytest.mark.parametrize("agencies", ["0", "40"])
def test_an_impossible_number_of_agencies_is_refused(tmp_path: Path, agencies: str) -> None:
    answer = run("rehearse", "--out", str(tmp_path), "--agencies", agencies, SEKTORAL_REHEARSAL_DATABASE="")
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr
