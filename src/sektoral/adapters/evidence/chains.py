"""An exported journal, checkpoints that were kept outside, and receipts, checked away from the office.

Nothing but Python's own library, 3.9 or newer, because it becomes part of `periksa.py` (`packing.checker`).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sektoral.adapters.evidence.proofs import Certificate, ed25519_holds, pdf_fault

CHECKPOINT, RECEIPT = "sektoral/checkpoint/1", "sektoral/receipt/1"
TITLES = {CHECKPOINT: "Titik periksa", RECEIPT: "Tanda terima"}
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, OSError)
PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
SIGNED_NOTE = re.compile(rf"({CHECKPOINT}\n(?:[^\n]*\n){{4}})\n([0-9a-f]{{16}}) (\S+)")


class ChainBroken(Exception):
    """Says which event is the first that does not follow from the one before."""


def follow(lines: Iterable[dict[str, Any]], sequence: int, previous: str, office: str) -> tuple[int, str]:
    """Walk a chain from after `sequence`; gives the last event's number and hash, or raises `ChainBroken`."""
    for line in lines:
        record = line["record"]
        if record["sequence"] != sequence + 1:
            found = f"Di tempat peristiwa {sequence + 1} ada peristiwa {record['sequence']}"
            raise ChainBroken(f"{found}: dihapus, disisipkan, atau diacak.")
        text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
        digest = hashlib.sha256(b"\n".join((b"sektoral/journal/1", previous.encode("ascii"), text))).hexdigest()
        if digest != line["hash"] or record["office"] != office:
            found = f"Peristiwa {record['sequence']} ({record['kind']})"
            raise ChainBroken(f"{found} berubah: sidiknya tidak menyambung rantai.")
        sequence, previous = record["sequence"], digest
    return sequence, previous


def public_key(pem: str) -> bytes:
    """The 32 bytes of an Ed25519 key, from its PEM."""
    return base64.b64decode("".join(pem.split("-----")[2].split()))[-32:]


class Note(NamedTuple):
    """A signed note, such as a checkpoint, and where it came from."""

    source: str
    text: str
    key_id: str
    value: str

    @property
    def parts(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")


class Keys:
    """Public keys by their id, and root certificates."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.keys: dict[str, bytes] = {}
        self.roots: list[Certificate] = []
        for text in texts:
            for block in PEM.finditer(text):
                if block[1] == "CERTIFICATE":
                    self.roots.append(Certificate(block[0].encode("ascii")))
                else:
                    raw = public_key(block[0])
                    self.keys[hashlib.sha256(raw).hexdigest()[:16]] = raw

    def fault(self, note: Note) -> str:
        """Say what is wrong with a note's signature; nothing where it holds."""
        if note.key_id not in self.keys:
            return f"kunci {note.key_id} tidak dikenal; berikan dengan --berkas-kunci"
        held = ed25519_holds(self.keys[note.key_id], note.text.encode(), base64.b64decode(note.value))
        return "" if held else "tanda tangannya tidak sah"


class Export:
    """A journal as `sektoral journal --export` writes it: what it is, keys, checkpoints, then the events.

    One agency's extract holds its own events only, each with the hash that it follows from.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.about: dict[str, Any] = {}
        self.keys: list[str] = []
        self.notes: list[Note] = []
        for line in self._lines():
            if "export" in line:
                self.about = line
            elif "pem" in line:
                self.keys.append(line["pem"])
            elif "note" in line:
                self.notes.append(Note("di dalam ekspor", line["note"], line["key_id"], line["value"]))
            else:
                break

    @property
    def is_extract(self) -> bool:
        """Whether it holds one agency's events only."""
        return "agency" in self.about

    def before(self, line: dict[str, Any], last: int, digest: str) -> tuple[int, str]:
        """The event that this one must follow: the one above it, or in an extract the one that it names itself."""
        return (line["record"]["sequence"] - 1, line["previous"]) if self.is_extract else (last, digest)

    def events(self) -> Iterator[dict[str, Any]]:
        """The events in the order of the file, one in memory at a time."""
        return (line for line in self._lines() if "record" in line)

    def _lines(self) -> Iterator[dict[str, Any]]:
        with self._path.open(encoding="ascii") as file:
            yield from map(json.loads, file)


def notes_in(path: Path) -> list[Note]:
    """The signed checkpoints in a text file, or in a mail that was saved; or the one receipt."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    if text.startswith("{"):
        return [receipt_in(path)]
    text = re.sub(r"^[> \t]+", "", text, flags=re.MULTILINE)
    found = [Note(path.name, *one.groups()) for one in SIGNED_NOTE.finditer(text)]
    if not found:
        raise ValueError(f"{path} tidak memuat titik periksa")
    return found


def receipt_in(path: Path) -> Note:
    """A receipt as it was downloaded: of one event of the journal, as a checkpoint is, and of a file."""
    told = json.loads(path.read_bytes())
    return Note(path.name, told["note"], told["key_id"], told["value"])


def journal_faults(export: Export, outside: list[Note], keys: Keys) -> Iterator[str]:
    """What is wrong with an exported journal: in itself, and against checkpoints that were kept elsewhere."""
    office, start, head = export.about["office"], export.about["start"], export.about["head"]
    wanted = {int(note.parts[2]) for note in (*export.notes, *outside)}
    hashes = {start["sequence"]: start["hash"]}
    last, digest, broken = start["sequence"], start["hash"], ""
    try:
        for line in export.events():
            last, digest = follow([line], *export.before(line, last, digest), office)
            if last in wanted:
                hashes[last] = digest
    except ChainBroken as error:
        broken = str(error)
        yield broken
    if export.is_extract:
        last, digest = head["sequence"], head["hash"]
    if not broken and (last, digest) != (head["sequence"], head["hash"]):
        yield f"Jurnal berakhir pada peristiwa {last}, bukan pada kepalanya, {head['sequence']}: ekornya dipotong."
    for note in (*export.notes, *outside):
        if fault := note_fault(note, office, keys, hashes, last, broken=bool(broken)):
            yield f"{TITLES.get(note.parts[0], 'Catatan')} pada peristiwa {note.parts[2]} ({note.source}): {fault}."


def note_fault(note: Note, office: str, keys: Keys, hashes: dict[int, str], last: int, *, broken: bool) -> str:
    """Say what is wrong with a checkpoint or receipt; nothing where it is signed and a part of the journal."""
    kind, of, sequence, digest = note.parts[:4]
    if fault := keys.fault(note):
        return fault
    if kind not in TITLES or of != office:
        return "bukan dari kantor ini"
    if int(sequence) > last:
        end = f"jurnal hanya sampai peristiwa {last}"
        return f"{end} yang masih menyambung" if broken else f"{end}: ekornya dipotong, atau basis data lama dipulihkan"
    if kind == RECEIPT and int(sequence) not in hashes:
        return "peristiwanya tidak ada di sini"
    if int(sequence) in hashes and hashes[int(sequence)] != digest:
        return "jurnal di sini lain daripada yang ditandatangani dulu: ditulis ulang di sini atau sebelumnya"
    return ""


def check_journal_file(given: argparse.Namespace) -> Iterator[str]:
    """`jurnal`: an exported journal, with what the outside kept."""
    export = Export(given.berkas)
    outside = [note for path in given.sejak for note in notes_in(path)]
    keys = Keys([*export.keys, *(path.read_text(encoding="ascii") for path in given.berkas_kunci)])
    print(f"Jurnal: {export.about['office_name']}\nDibuat: {export.about['made_at']}")
    if export.is_extract:
        print(f"Petikan untuk {export.about['agency']}: peristiwanya sendiri saja; tanda terimanya membuktikannya.")
    print(f"Kepala: peristiwa {export.about['head']['sequence']}, sidik {export.about['head']['hash']}")
    print(f"Titik periksa: {len(export.notes)} di dalam ekspor, {len(outside)} dari luar")
    yield from fingerprint_faults(keys, {note.key_id for note in (*export.notes, *outside)}, given.kunci)
    yield from journal_faults(export, outside, keys)
    for path in given.petikan:
        yield from extract_faults(export, Export(path), path.name)
    if not outside:
        print("Tanpa --sejak, jurnal yang seluruhnya ditulis ulang oleh pemegang kunci tidak terlihat.")


def extract_faults(export: Export, extract: Export, name: str) -> Iterator[str]:
    """What of an agency's own extract is no longer in the journal as it was."""
    kept = {line["record"]["sequence"]: line for line in extract.events()}
    for line in export.events():
        mine = kept.pop(line["record"]["sequence"], line)
        if (mine["hash"], mine["record"]) != (line["hash"], line["record"]):
            yield f"Peristiwa {line['record']['sequence']} lain daripada dalam petikan {name}."
    if kept:
        yield f"Peristiwa {min(kept)} dari petikan {name} tidak ada lagi dalam jurnal."


def check_receipt_file(given: argparse.Namespace) -> Iterator[str]:
    """`tanda-terima`: a receipt as JSON or PDF, and the file that it is for, where that is at hand."""
    keys, data = Keys(path.read_text(encoding="ascii") for path in given.berkas_kunci), given.berkas.read_bytes()
    if data[:4] == b"%PDF":
        if fault := pdf_fault(data, keys.roots):
            yield f"{given.berkas.name}: {fault}."
        print("Tanda terima PDF: yang diperiksa adalah tanda tangannya; sidik softcopy tercetak di dalamnya.")
        return
    note = receipt_in(given.berkas)
    kind, office, sequence, _, received, submission, sha256, size, number = note.parts[:9]
    print(f"Tanda terima {number}\nKantor: {office}\nKiriman: {submission}\nDiterima: {received}, peristiwa {sequence}")
    print(f"SHA-256: {sha256}, {size} bita")
    if (fault := keys.fault(note)) or kind != RECEIPT:
        yield f"{note.source}: {fault or 'bukan tanda terima'}."
    yield from fingerprint_faults(keys, {note.key_id}, given.kunci)
    for path in given.softcopy:
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"{path.name} bukan berkas yang diterima: sidiknya lain."


def fingerprint_faults(keys: Keys, used: set[str], expected: str) -> Iterator[str]:
    """Print the fingerprints that all hangs on, and say where the announced one is not among them."""
    prints = {hashlib.sha256(keys.keys[one]).hexdigest() for one in used if one in keys.keys}
    for one in sorted(prints):
        print(f"Sidik kunci: {' '.join(re.findall('.{8}', one))}")
    if expected and "".join(expected.split()).lower() not in prints:
        yield "Tidak ada yang ditandatangani dengan kunci yang Anda sebut."


COMMANDS = {"jurnal": check_journal_file, "tanda-terima": check_receipt_file}


def run(arguments: list[str]) -> int:
    """Run one of the commands, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(prog="periksa.py", description="Memeriksa tanpa jaringan dan tanpa sistem.")
    parser.add_argument("perintah", choices=COMMANDS)
    parser.add_argument("berkas", type=Path, help="ekspor jurnal (.jsonl), atau tanda terima (.json, .pdf)")
    parser.add_argument("--sejak", type=Path, nargs="+", default=[], help="titik periksa, tanda terima yang disimpan")
    parser.add_argument("--petikan", type=Path, nargs="+", default=[], help="petikan jurnal yang disimpan OPD")
    parser.add_argument("--softcopy", type=Path, nargs="+", default=[], help="berkas yang disebut tanda terima")
    parser.add_argument("--berkas-kunci", type=Path, nargs="+", default=[], help="kunci.txt dari halaman Periksa surat")
    parser.add_argument("--kunci", default="", help="sidik kunci yang diumumkan kantor, untuk dicocokkan")
    given = parser.parse_args(arguments)
    faults = []
    try:
        for fault in COMMANDS[given.perintah](given):
            faults.append(fault)
            print(f"SALAH  {fault}")
    except UNREADABLE as error:
        print(f"SALAH  Tidak dapat dibaca: {type(error).__name__}: {error}")
        return 1
    print(f"TIDAK utuh: {len(faults)} kesalahan." if faults else "benar  Semuanya cocok.")
    return int(bool(faults))
