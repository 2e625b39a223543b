"""The report of a rehearsal agrees with the bank, the files and the journal, recounted without the product.

Who falsifies any of them afterwards is found out: the recount can fail.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.recount import differences
from tests.rehearsals import rehearse

AGENCIES = 6


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A rehearsal on SQLite, whatever the tests run on: the folder, and the database's file."""
    out = tmp_path_factory.mktemp("gladi")
    account = rehearse(out, agencies=AGENCIES)
    return out, Path(account.environment["DATABASE_URL"].removeprefix("sqlite:///"))


def test_every_count_of_the_report_is_found_again(rehearsed: tuple[Path, Path]) -> None:
    assert list(differences(*rehearsed)) == []


def _change(path: Path, change: Callable[[dict[str, list[dict[str, object]]]], None]) -> None:
    body = json.loads(path.read_text(encoding="ascii"))
    change(body)
    path.write_text(json.dumps(body), encoding="ascii")


def drop_a_value(folder: Path, database: Path) -> None:
    lines = (folder / "bank.csv").read_text(encoding="utf-8").splitlines()
    (folder / "bank.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def forget_an_agency(folder: Path, database: Path) -> None:
    def change(body: dict[str, list[dict[str, object]]]) -> None:
        body["agencies"].pop()

    _change(folder / "report" / "report.json", change)


def say_that_all_was_in_time(folder: Path, database: Path) -> None:
    def change(body: dict[str, list[dict[str, object]]]) -> None:
        for one in body["agencies"]:
            one["timeliness"] = "on_time"

    _change(folder / "report" / "report.json", change)


def invent_a_finding(folder: Path, database: Path) -> None:
    made_up = {"code": "rule_broken", "severity": "periksa", "count": {"found": 1}}

    def add(body: dict[str, list[dict[str, object]]]) -> None:
        body["quality"]["kinds"].append(made_up)  # type: ignore[call-overload]

    _change(folder / "report" / "report.json", add)


@pytest.mark.parametrize(
    ("falsify", "named"),
    [
        (drop_a_value, "values: nilai per tabel"),
        (forget_an_agency, "agencies: OPD diminta"),
        (say_that_all_was_in_time, "agencies: ketepatan"),
        (invent_a_finding, "findings: menurut jenis"),
    ],
)
def test_the_recount_finds_what_somebody_falsified(
    rehearsed: tuple[Path, Path], tmp_path: Path, falsify: Callable[[Path, Path], None], named: str
) -> None:
    folder, database = tmp_path / "gladi", tmp_path / "gladi.sqlite3"
    for part in ("instrument", "upload", "report"):
        shutil.copytree(rehearsed[0] / part, folder / part)
    shutil.copy(rehearsed[0] / "bank.csv", folder)
    shutil.copy(rehearsed[1], database)
    falsify(folder, database)
    assert any(named in one for one in differences(folder, database))
