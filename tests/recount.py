"""Recounts a rehearsal's report from the files it left, with nothing of the product: openpyxl, csv, sqlite3, poppler.

    python -m tests.recount FOLDER DATABASE      prints what does not agree; exit code 0 when all of it does

FOLDER is what `sektoral rehearse --out` filled, DATABASE its SQLite file (`env.DATABASE_URL` of the account).
"""

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Left:
    """What a rehearsal left: its report's figures, its papers and its tables, read without the product."""

    folder: Path
    body: Row
    text: bytes
    database: sqlite3.Connection

    def rows(self, query: str) -> list[Row]:
        """This will read rows of the database as they lie there."""
        self.database.row_factory = sqlite3.Row
        return [dict(row) for row in self.database.execute(query)]

    def bank(self) -> list[Row]:
        """This will read what the rehearsal says that the bank has."""
        with (self.folder / "bank.csv").open(encoding="utf-8", newline="") as source:
            return list(csv.DictReader(source))


def differences(folder: Path, database: Path) -> Iterator[str]:
    """This will yield every count of the report that the files and the raw tables do not bear out."""
    text = (folder / "report" / "report.json").read_bytes()
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as opened:
        left = Left(folder, json.loads(text), text, opened)
        for check in (digests, values, agencies, tables, times, findings, workbook):
            for name, said, found in check(left):
                if said != found:
                    yield f"{check.__name__}: {name}: laporan {said}, hitungan ulang {found}"


Told = Iterator[tuple[str, object, object]]


def digests(left: Left) -> Told:
    """The figures are those whose SHA-256 stands in the journal and on the paper."""
    digest = hashlib.sha256(left.text).hexdigest()
    events = left.rows("SELECT facts FROM records_event WHERE kind = 'report.drafted' ORDER BY sequence")
    yield "jurnal", json.loads(events[-1]["facts"])["content_sha256"], digest
    paper = left.folder / "report" / "report.pdf"
    printed = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    yield "kertas", digest in re.sub(r"\s", "", printed), True


def values(left: Left) -> Told:
    """Each figure of the bank stands in its cell of the uploaded file; each table has as many as the report says."""
    books: dict[str, Any] = {}
    wrong = 0
    for row in left.bank():
        book = books.setdefault(row["file"], load_workbook(left.folder / row["file"], data_only=True))
        cell = book[row["sheet"]][row["cell"]].value
        wrong += cell is None or Decimal(str(cell)) != Decimal(row["value"])
    yield "nilai yang tidak ada di selnya", 0, wrong
    said = Counter({t["code"]: t["values"] for a in left.body["agencies"] for t in a["tables"] if t["values"]})
    yield "nilai per tabel", said, Counter(row["table"] for row in left.bank())


def agencies(left: Left) -> Told:
    """Who was asked has an instrument; who sent has an upload that could be read."""
    body = left.body["agencies"]
    yield "OPD diminta", len(body), len(list((left.folder / "instrument").glob("*.xlsx")))
    sent = {path.stem.rsplit("-", 1)[0] for path in (left.folder / "upload").glob("*.xlsx")}
    yield "OPD mengirim", sum(one["timeliness"] != "not_sent" for one in body), len(sent)
    kept = Counter(_kept(row) for row in _requests(left))
    yield "ketepatan", Counter(one["timeliness"] for one in body), kept


def _requests(left: Left) -> list[Row]:
    return left.rows(
        "SELECT r.id, r.due_at, min(coalesce(s.stated_received_at, s.received_at)) AS data_at, "
        "min(s.letter_received_at) AS letter_at FROM records_request r LEFT JOIN records_submission s "
        "ON s.request_id = r.id AND s.state IN ('awaiting_letter', 'complete', 'checked', 'superseded') "
        "GROUP BY r.id, r.due_at"
    )


def _kept(row: Row) -> str:
    if row["data_at"] is None:
        return "not_sent"
    due = _second(row["due_at"])
    if _second(row["data_at"]) > due:
        return "late"
    return "on_time" if row["letter_at"] and _second(row["letter_at"]) <= due else "letter_later"


def _second(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0)


def tables(left: Left) -> Told:
    """Each asked table is a sheet of an instrument; its last answer says where it stands."""
    said = [table for one in left.body["agencies"] for table in one["tables"]]
    sheets = 0
    for path in (left.folder / "instrument").glob("*.xlsx"):
        sheets += sum(bool(re.fullmatch(r"T\d\d", name)) for name in load_workbook(path, read_only=True).sheetnames)
    yield "tabel diminta", len(said), sheets
    last = left.rows(
        "SELECT t.code, i.state, i.return_code FROM records_submissionitem i "
        "JOIN records_submission s ON s.id = i.submission_id JOIN records_requestedtable q "
        "ON q.id = i.requested_table_id JOIN records_table t ON t.id = q.table_id ORDER BY s.version"
    )
    found = {row["code"]: row["state"] for row in last}
    yield "keadaan", {t["code"]: t["state"] for t in said if t["state"] != "missing"}, found
    back = Counter(row["code"] for row in last if row["return_code"])
    yield "dikembalikan lalu dikirim ulang", {t["code"]: t["resubmitted"] for t in said if t["resubmitted"]}, dict(back)


def times(left: Left) -> Told:
    """Completeness and timeliness over agencies and over tables, from the raw instants."""
    coverage, body = left.body["coverage"], left.body["agencies"]
    complete = sum(all(t["state"] not in ("missing", "returned") for t in one["tables"]) for one in body)
    yield "OPD lengkap", coverage["agencies_complete"], complete
    first = left.rows(
        "SELECT min(coalesce(s.stated_received_at, s.received_at)) AS data_at, coalesce(q.due_at, r.due_at) AS due_at "
        "FROM records_submissionitem i JOIN records_submission s ON s.id = i.submission_id "
        "JOIN records_requestedtable q ON q.id = i.requested_table_id JOIN records_request r ON r.id = q.request_id "
        "WHERE s.state IN ('awaiting_letter', 'complete', 'checked', 'superseded') GROUP BY q.id, q.due_at, r.due_at"
    )
    in_time = sum(_second(row["data_at"]) <= _second(row["due_at"]) for row in first)
    yield "tabel tepat waktu", coverage["tables_in_time"], in_time
    yield "tabel", (coverage["tables"], coverage["tables_answered"]), (sum(len(a["tables"]) for a in body), len(first))


def findings(left: Left) -> Told:
    """Each finding once, at its cell; a later file that answers its table without it has corrected it."""
    rows = left.rows(
        'SELECT f.code, f.severity, f."table" AS sheet, f.cell, f.explanation, s.version, s.request_id, s.complete_at '
        "FROM records_findingrecord f JOIN records_submission s ON s.id = f.submission_id"
    )
    answered = defaultdict(set)
    for row in left.rows(
        "SELECT s.request_id, s.version, q.sheet FROM records_submissionitem i JOIN records_submission s "
        "ON s.id = i.submission_id JOIN records_requestedtable q ON q.id = i.requested_table_id"
    ):
        answered[row["request_id"], row["sheet"]].add(row["version"])
    for row in rows:
        answered[row["request_id"], row["sheet"]].add(row["version"])
    said = left.body["quality"]["kinds"]
    told = {(k["code"], k["severity"], name): n for k in said for name, n in k["count"].items() if n}
    yield "menurut jenis", told, _judged(rows, answered)


def _judged(rows: Sequence[Row], answered: Mapping[tuple[str, str], set[int]]) -> Mapping[tuple[str, str, str], int]:
    newest: dict[tuple[object, ...], Row] = {}
    for row in sorted(rows, key=lambda one: int(one["version"])):
        newest[row["request_id"], row["code"], row["sheet"], row["cell"]] = row
    found: Counter[tuple[str, str, str]] = Counter()
    for row in newest.values():
        kind = row["code"], row["severity"]
        found[*kind, "found"] += 1
        later = [one for one in answered[row["request_id"], row["sheet"]] if one > row["version"]]
        if later:
            found[*kind, "corrected"] += 1
        elif row["severity"] != "info":
            is_settled = row["explanation"] and row["complete_at"]
            found[*kind, "explained" if is_settled else "still_open"] += 1
    return dict(found)


def workbook(left: Left) -> Told:
    """The workbook has the same figures as the report."""
    book = load_workbook(left.folder / "report" / "report.xlsx", read_only=True)
    counts = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(min_row=2, values_only=True)}
    listed = list(book["Tabel"].iter_rows(min_row=2, values_only=True))
    yield "nilai", counts["Nilai tersimpan"], len(left.bank())
    yield "nilai per tabel", sum(int(str(row[4] or 0)) for row in listed), len(left.bank())
    yield "tabel", len(listed), counts["Tabel yang diminta"]
    yield "sidik", counts["Sidik SHA-256 semua angka laporan"], hashlib.sha256(left.text).hexdigest()


if __name__ == "__main__":
    told = list(differences(Path(sys.argv[1]), Path(sys.argv[2])))
    print("\n".join(told) or "Laporan sama dengan hitungan ulang.")
    sys.exit(bool(told))
