"""Checks an evidence bundle of `sektoral` without `sektoral`: Python 3.9 or newer is enough, nothing else is imported.

    python periksa.py [FOLDER_OR_ZIP] [--kunci FINGERPRINT]

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
from typing import Any, NamedTuple

JOURNAL, CHECKPOINTS = "jurnal/jurnal.jsonl", "jurnal/titik-periksa.jsonl"
INDEX, SEAL, TABLES, VALUES = "indeks.json", "indeks.tanda.json", "data/tabel.jsonl", "data/nilai.csv"
FIGURE = ("baris", "kolom", "nilai", "tanda", "periode")
ORIGINS = {"letter": "letter.signed", "figures": "report.drafted", "upload": "submission.received"}
ORIGINS.update(transcript="submission.transcribed", attachment="submission.attached")
OWN = ("test", "system")  # sealed by the installation's own authority, whose root is in the bundle
SHOWN = 20  # faults of one kind
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, OSError, zipfile.BadZipFile)


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
        text = self.read(f"kunci/{purpose}-{key_id}.pub").decode("ascii")
        raw = base64.b64decode("".join(text.split("-----")[2].split()))[-32:]
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
    for line in bundle.lines(JOURNAL):
        record = line["record"]
        if record["sequence"] != sequence + 1:
            found = record["sequence"]
            yield f"Di tempat peristiwa {sequence + 1} ada peristiwa {found}: dihapus, disisipkan, atau diacak."
            return
        text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
        digest = hashlib.sha256(b"\n".join((b"sektoral/journal/1", previous.encode("ascii"), text))).hexdigest()
        if digest != line["hash"] or record["office"] != index["office"]:
            yield f"Peristiwa {record['sequence']} ({record['kind']}) berubah: sidiknya tidak menyambung rantai."
            return
        sequence, previous = record["sequence"], digest
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


# ── A signature in a PDF: PAdES with ECDSA on P-256, as the office's own authority makes it ────────────────


class Der(NamedTuple):
    """One value of DER: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[Der]:
        """The values inside."""
        found, rest = [], self.content
        while rest:
            found.append(der(rest))
            rest = rest[len(found[-1].whole) :]
        return found


def der(data: bytes) -> Der:
    """Read the value at the start of `data`."""
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    return Der(data[0], data[start : start + size], data[: start + size])


class Certificate:
    """A certificate in PEM or DER: its names, its serial number, its P-256 key, and who signed it."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"-----"):
            data = base64.b64decode(b"".join(data.split(b"-----")[2].split()))
        self.body, _, self.signature = der(data).parts()
        fields = [part for part in self.body.parts() if part.tag != 0xA0]
        self.serial, self.issuer, self.subject = fields[0].content, fields[2].whole, fields[4].whole
        point = fields[5].parts()[1].content
        if P256_OID not in fields[5].whole or point[:2] != b"\0\x04":
            raise ValueError("kuncinya bukan P-256")
        self.key = int.from_bytes(point[2:34], "big"), int.from_bytes(point[34:66], "big")


def pdf_fault(pdf: bytes, roots: list[Certificate]) -> str:
    """Say what is wrong with the signature of a PDF; nothing where it holds."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if len(ranges) != 1:
        return f"ada {len(ranges)} tanda tangan, seharusnya satu"
    first, size, rest, length = map(int, ranges[0])
    gap = pdf[size:rest]
    if first or rest + length != len(pdf) or not re.fullmatch(rb"<[0-9A-Fa-f]+>", gap):
        return "tanda tangannya tidak mencakup seluruh berkas"
    signed_data = der(bytes.fromhex(gap[1:-1].decode("ascii"))).parts()[1].parts()[0].parts()
    certificates = [Certificate(part.whole) for part in signed_data[3].parts()]
    signer = signed_data[-1].parts()[0].parts()
    serial, attributes, value = signer[1].parts()[1].content, signer[3], signer[5].content
    digest = hashlib.sha256(pdf[:size] + pdf[rest:]).digest()
    stated = [part.parts()[1].parts()[0].content for part in attributes.parts() if MESSAGE_DIGEST in part.whole]
    if stated != [digest]:
        return "isinya berubah sesudah ditandatangani"
    own = next((one for one in certificates if one.serial == serial), None)
    if own is None or not ecdsa_holds(own.key, b"\x31" + attributes.whole[1:], value):
        return "tanda tangannya tidak cocok dengan sertifikatnya"
    above = [root for root in roots if root.subject == own.issuer]
    issued = any(ecdsa_holds(root.key, own.body.whole, own.signature.content[1:]) for root in above)
    return "" if issued else "sertifikatnya bukan terbitan kantor ini"


P256_OID = bytes.fromhex("06082a8648ce3d030107")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 2**256 - 2**224 + 2**192 - 0x4319055258E8617B0C46353D039CDAAF
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GX = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
GY = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
Point = tuple[int, int]


@lru_cache(maxsize=256)
def ecdsa_holds(key: Point, data: bytes, signature: bytes) -> bool:
    """Tell whether `key` made the ECDSA signature over `data` with SHA-256 (FIPS 186-5, 6.4.2)."""
    r, s = (int.from_bytes(part.content, "big") for part in der(signature).parts())
    x, y = key
    if not (0 < r < N and 0 < s < N) or (y * y - x * x * x + 3 * x - B) % P:
        return False
    inverse = pow(s, -1, N)
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    point = p256_add(times(digest * inverse % N, (GX, GY), p256_add), times(r * inverse % N, key, p256_add))
    return point is not None and point[0] % N == r


def p256_add(one: Point | None, two: Point | None) -> Point | None:
    """Add two points of P-256; `None` is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0] and (one[1] + two[1]) % P == 0:
        return None
    above, below = (3 * one[0] ** 2 - 3, 2 * one[1]) if one == two else (two[1] - one[1], two[0] - one[0])
    slope = above * pow(below, -1, P)
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number: int, point: Point, add: Callable[[Point | None, Point | None], Point | None]) -> Point | None:
    """Multiply a point by doubling and adding."""
    total: Point | None = None
    for bit in f"{number:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


# ── Ed25519 (RFC 8032, 5.1) ────────────────────────────────────────────────

Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
ROOT_OF_MINUS_ONE = pow(2, (Q - 1) // 4, Q)
BASE = (4 * pow(5, -1, Q) % Q).to_bytes(32, "little")


def ed25519_holds(key: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether `key` made `signature` over `data`."""
    r, a, base = ed_point(signature[:32]), ed_point(key), ed_point(BASE)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or r is None or a is None or base is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + data).digest(), "little") % L
    return times(s, base, ed_add) == ed_add(r, times(h, a, ed_add))


def ed_point(data: bytes) -> Point | None:
    """Read a point; `None` where the bytes are none."""
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[-1] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    x = x if x * x % Q == square else x * ROOT_OF_MINUS_ONE % Q
    if y >= Q or (x * x - square) % Q or (x == 0 and sign):
        return None
    return (Q - x if x & 1 != sign else x), y


def ed_add(one: Point | None, two: Point | None) -> Point | None:
    """Add two points; `None` is nothing added."""
    if one is None or two is None:
        return one or two
    across = D * one[0] * two[0] * one[1] * two[1]
    x = (one[0] * two[1] + two[0] * one[1]) * pow(1 + across, -1, Q)
    return x % Q, (one[1] * two[1] + one[0] * two[0]) * pow(1 - across, -1, Q) % Q


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle, print what was found, and give the exit code."""
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
    except UNREADABLE as error:
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
    except UNREADABLE as error:
        yield f"Tidak dapat dibaca: {type(error).__name__}: {error}."


if __name__ == "__main__":
    sys.exit(main())
