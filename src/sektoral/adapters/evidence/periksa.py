"""Checks what `sektoral` proves without `sektoral`: Python 3.9 or newer is enough, nothing else is imported.

    python periksa.py [FOLDER_OR_ZIP] [--kunci FINGERPRINT]        an evidence bundle
    python periksa.py jurnal FILE.jsonl [--sejak CHECKPOINT …]     an exported journal (`python periksa.py jurnal -h`)
    python periksa.py tanda-terima FILE --berkas-kunci kunci.txt   a receipt, as JSON or PDF

Exit code 0 when everything holds, else 1. All hangs on one key: its printed fingerprint must be what the office tells.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from sektoral.adapters.evidence.chains import COMMANDS, UNREADABLE, ChainBroken, follow, public_key, run
from sektoral.adapters.evidence.proofs import Certificate, ed25519_holds, pdf_fault

JOURNAL, CHECKPOINTS = "jurnal/jurnal.jsonl", "jurnal/titik-periksa.jsonl"
INDEX, SEAL, TABLES, VALUES = "indeks.json", "indeks.tanda.json", "data/tabel.jsonl", "data/nilai.csv"
FIGURE = ("baris", "kolom", "nilai", "tanda", "periode")
ORIGINS = {"letter": "letter.signed", "figures": "report.drafted", "upload": "submission.received"}
ORIGINS.update(transcript="submission.transcribed", attachment="submission.attached")
OWN = ("test", "system")  # sealed by the installation's own authority, whose root is in the bundle
SHOWN = 20  # faults of one kind
BROKEN = (*UNREADABLE, zipfile.BadZipFile)


class Bundle:
    """The files of a bundle by name, in a folder or in the ZIP itself, and what is read out of them."""

    def __init__(self, place: Path) -> None:
        self._zip = zipfile.ZipFile(place) if place.is_file() else None
        self._folder = place
        paths = [path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()]
        self.names = self._zip.namelist() if self._zip else sorted(paths)

    def read(self, name: str) -> bytes:
        """The bytes of one file. Raises `ValueError` where there is none."""
        if name not in self.names:
            raise ValueError(f"{name} tidak ada")
        return self._zip.read(name) if self._zip else (self._folder / name).read_bytes()

    @lru_cache(maxsize=8)  # noqa: B019  # one bundle a run
    def lines(self, name: str) -> list[dict[str, Any]]:
        """The records of a file with one JSON object a line."""
        return [json.loads(line) for line in self.read(name).decode("ascii").splitlines()]

    @property
    def index(self) -> dict[str, Any]:
        """The list of contents."""
        found: dict[str, Any] = json.loads(self.read(INDEX))
        return found

    def files(self, *kinds: str) -> list[dict[str, Any]]:
        """The entries of the index of these kinds."""
        return [entry for entry in self.index["files"] if entry["kind"] in kinds]

    def events(self, kind: str) -> dict[str, list[dict[str, Any]]]:
        """The events of one kind by what they are about."""
        found: dict[str, list[dict[str, Any]]] = {}
        for line in self.lines(JOURNAL):
            if line["record"]["kind"] == kind:
                found.setdefault(line["record"]["about_id"], []).append(line["record"])
        return found

    def key(self, purpose: str, key_id: str) -> bytes:
        """The 32 bytes of a public key, from its PEM."""
        raw = public_key(self.read(f"kunci/{purpose}-{key_id}.pub").decode("ascii"))
        if hashlib.sha256(raw).hexdigest()[:16] != key_id:
            raise ValueError(f"kunci/{purpose}-{key_id}.pub bukan kunci yang disebut namanya")
        return raw


# ── The checks: each yields what is wrong, in words ────────────────────────


def check_seal(bundle: Bundle) -> Iterator[str]:
    """The index is as the office signed it."""
    seal = json.loads(bundle.read(SEAL))
    key = bundle.key("evidence", seal["key_id"])
    if not ed25519_holds(key, bundle.read(INDEX), base64.b64decode(seal["value"])):
        yield "indeks.json bukan yang ditandatangani kantor: isinya berubah, atau tanda tangannya ditukar."


def check_files(bundle: Bundle) -> Iterator[str]:
    """Every file of the index is there unchanged, and there is no other."""
    listed = {entry["path"]: entry for entry in bundle.index["files"]}
    for path, entry in listed.items():
        if path not in bundle.names:
            yield f"{path} hilang."
        elif hashlib.sha256(bundle.read(path)).hexdigest() != entry["sha256"]:
            yield f"{path} berubah: sidiknya bukan yang tercatat dalam indeks."
    for name in sorted(set(bundle.names) - set(listed) - {INDEX, SEAL}):
        yield f"{name} tidak tercatat dalam indeks: ditambahkan orang lain."
    yield from (f"{name} ada dua kali." for name in sorted({n for n in bundle.names if bundle.names.count(n) > 1}))


def check_journal(bundle: Bundle) -> Iterator[str]:
    """Each event follows from the one before, from the opening of the round to the head."""
    index = bundle.index
    sequence, previous = index["start"]["sequence"], index["start"]["hash"]
    opening = bundle.lines(JOURNAL)[0]["record"]
    if (opening["kind"], opening["about_id"]) != ("round.opened", index["round"]):
        yield f"Jurnal tidak mulai dengan pembukaan putaran ini, melainkan dengan peristiwa {opening['sequence']}."
    try:
        sequence, previous = follow(bundle.lines(JOURNAL), sequence, previous, index["office"])
    except ChainBroken as broken:
        yield str(broken)
        return
    if {"sequence": sequence, "hash": previous} != index["head"]:
        yield f"Jurnal berakhir pada peristiwa {sequence}, bukan pada kepala yang tercatat dalam indeks."


def check_checkpoints(bundle: Bundle) -> Iterator[str]:
    """Every checkpoint is signed and is a part of the journal, and one of them is its head."""
    hashes = {line["record"]["sequence"]: line["hash"] for line in bundle.lines(JOURNAL)}
    held = set()
    for number, point in enumerate(bundle.lines(CHECKPOINTS), start=1):
        kind, office, sequence, digest, _, end = point["note"].split("\n")
        key = bundle.key("checkpoint", point["key_id"])
        if not ed25519_holds(key, point["note"].encode(), base64.b64decode(point["value"])):
            yield f"Titik periksa ke-{number}: tanda tangannya tidak sah."
        elif (kind, office, end) != ("sektoral/checkpoint/1", bundle.index["office"], ""):
            yield f"Titik periksa ke-{number} bukan dari kantor ini: ditukar."
        elif hashes.get(int(sequence)) != digest:
            yield f"Titik periksa ke-{number} tidak cocok dengan peristiwa {sequence}: salah satunya ditukar."
        else:
            held.add(int(sequence))
    if max(hashes, default=0) not in held:
        yield "Tidak ada titik periksa yang sah pada kepala jurnal: dihapus atau ditukar."


def check_origins(bundle: Bundle) -> Iterator[str]:
    """Every letter is the one that was signed, every softcopy the one that was received; the report is among them."""
    for kind, told in ORIGINS.items():
        events = bundle.events(told)
        for entry in bundle.files(kind):
            facts = [event["facts"] for event in events.get(entry["about"], [])]
            if entry["sha256"] not in [one.get("sha256", one.get("content_sha256")) for one in facts]:
                yield f"{entry['path']} bukan berkas yang dicatat jurnal pada peristiwa {told}."
    if not bundle.events("report.signed").keys() & {entry["about"] for entry in bundle.files("letter")}:
        yield "Laporan kolektif yang ditandatangani tidak ada di dalam paket."


def check_signatures(bundle: Bundle) -> Iterator[str]:
    """What our own authority signed carries one signature that covers the whole file, made under our root."""
    roots = [Certificate(bundle.read(entry["path"])) for entry in bundle.files("root")]
    signed = bundle.events("letter.signed")
    for entry in bundle.files("letter"):
        is_own = any(event["facts"]["gateway"] in OWN for event in signed.get(entry["about"], []))
        if is_own and (fault := pdf_fault(bundle.read(entry["path"]), roots)):
            yield f"{entry['path']}: {fault}."


def check_values(bundle: Bundle) -> Iterator[str]:
    """The values of each table are those whose fingerprint stands in the journal, and their file is here."""
    came = {(e["about"], e["path"]) for e in [*bundle.files("upload", "transcript"), *bundle.index["purged"]]}
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(bundle.read(VALUES).decode("utf-8"), newline="")):
        rows.setdefault((row["butir"], row["peristiwa"]), []).append(row)
    stored = bundle.events("item.stored")
    for table in bundle.lines(TABLES):
        found = rows.pop((table["item"], str(table["event"])), [])
        name = f"{table['agency']} tabel {table['table']}"
        figures = sorted([row[part] for part in FIGURE[:4]] for row in found if row["periode"] == table["period"])
        figures += sorted([row[part] for part in FIGURE] for row in found if row["periode"] != table["period"])
        text = json.dumps([table["answer"], table["reason"], figures], separators=(",", ":"))
        told = [one for one in stored.get(table["item"], []) if one["sequence"] == table["event"]]
        if not told or told[0]["facts"]["sha256"] != hashlib.sha256(text.encode("ascii")).hexdigest():
            yield f"{name}: angkanya bukan yang diterima menurut peristiwa {table['event']} dalam jurnal."
        for path in sorted({row["berkas"] for row in found if (table["submission"], row["berkas"]) not in came}):
            yield f"{name}: berkas asal {path} bukan softcopy kirimannya."
    if rows:
        yield f"{VALUES} memuat {sum(map(len, rows.values()))} angka dari tabel yang tidak ada di {TABLES}."


CHECKS: list[tuple[str, Callable[[Bundle], Iterator[str]]]] = [
    ("Daftar isi ditandatangani kantor", check_seal),
    ("Semua berkas utuh, tidak kurang dan tidak lebih", check_files),
    ("Rantai jurnal menyambung sampai kepalanya", check_journal),
    ("Titik periksa jurnal sah", check_checkpoints),
    ("Surat dan softcopy sama dengan yang dicatat jurnal", check_origins),
    ("Tanda tangan elektronik pada PDF sah dan mencakup seluruhnya", check_signatures),
    ("Angka sama dengan yang diterima menurut jurnal", check_values),
]


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle, or what a command names, print what was found, and give the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] and arguments[0] in COMMANDS:
        return run(arguments)
    parser = argparse.ArgumentParser(description="Memeriksa paket bukti satu putaran, tanpa jaringan dan tanpa sistem.")
    parser.add_argument("paket", nargs="?", default=Path(__file__).resolve().parent, type=Path, help="folder atau ZIP")
    parser.add_argument("--kunci", default="", help="sidik kunci bukti yang diumumkan kantor, untuk dicocokkan")
    given = parser.parse_args(arguments)
    try:
        bundle = Bundle(given.paket)
        index, seal = bundle.index, json.loads(bundle.read(SEAL))
        fingerprint = hashlib.sha256(bundle.key("evidence", seal["key_id"])).hexdigest()
        print(f"Paket bukti: {index['title']}\nKantor: {index['office_name']}\nDibuat: {index['made_at']}")
        print(f"Sidik kunci bukti: {' '.join(re.findall('.{8}', fingerprint))}\n")
    except BROKEN as error:
        print(f"SALAH  Paket tidak dapat dibaca: {error}")
        return 1
    return conclude(bundle, fingerprint, "".join(given.kunci.split()).lower())


def conclude(bundle: Bundle, fingerprint: str, expected: str) -> int:
    """Run every check, print its outcome, and give the exit code."""
    wrong = int(expected not in ("", fingerprint))
    if wrong:
        print("SALAH  Kunci bukti di dalam paket bukan kunci yang Anda sebut.")
    for title, check in CHECKS:
        faults = list(faults_of(check, bundle))
        wrong += len(faults)
        print(f"{'SALAH' if faults else 'benar'}  {title}")
        for fault in faults[:SHOWN]:
            print(f"         {fault}")
        print(f"         … dan {len(faults) - SHOWN} lagi\n" if len(faults) > SHOWN else "", end="")
    print("\nSurat yang ditandatangani di luar sistem hanya dicocokkan sidiknya; periksalah dengan pdfsig.")
    if not expected:
        print("Cocokkan sidik kunci bukti di atas dengan yang diumumkan kantor (halaman Periksa surat).")
    print("\nPaket ini utuh." if not wrong else f"\nPaket ini TIDAK utuh: {wrong} kesalahan.")
    return int(wrong > 0)


def faults_of(check: Callable[[Bundle], Iterator[str]], bundle: Bundle) -> Iterator[str]:
    """What a check finds; what it cannot even read is a fault too."""
    try:
        yield from check(bundle)
    except BROKEN as error:
        yield f"Tidak dapat dibaca: {type(error).__name__}: {error}."


if __name__ == "__main__":
    sys.exit(main())
