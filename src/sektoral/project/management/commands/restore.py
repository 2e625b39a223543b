"""`sektoral restore SOURCE [--identity FILE] [--checkpoint FILE …]`: a backup into an empty place.

With `--office` the backup of one office into an installation of others; with `--drill` into a throw-away place.
"""

import json
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand

from sektoral.adapters.age import Identities
from sektoral.adapters.backup_folder import find_backup, find_office_backup
from sektoral.domain.errors import Invalid
from sektoral.domain.journal import Checkpoint, parse_checkpoint
from sektoral.project import clock
from sektoral.project.keeping import drilling
from sektoral.project.keeping.restoring import Restored, restore
from sektoral.project.keeping.restoring_office import restore_office

NOT_HELD = 1


class Command(BaseCommand):
    """Exit code 0 when all invariants hold on what was restored, 1 when some do not, 2 when nothing was restored."""

    help = "Pulihkan cadangan ke basis data dan folder yang kosong; mesin basis datanya boleh lain."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE", help="folder cadangan; yang terbaru yang dipakai")
        parser.add_argument("--identity", type=Path, metavar="BERKAS", help="berkas kunci rahasia age")
        parser.add_argument(
            "--checkpoint", type=Path, action="append", default=[], metavar="BERKAS", help="titik periksa jurnal lama"
        )
        parser.add_argument("--office", action="store_true", help="cadangan satu kantor, ke pemasangan yang berisi")
        parser.add_argument("--drill", action="store_true", help="latihan: ke tempat sementara, dicatat dalam jurnal")
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(
        self,
        *,
        source: Path,
        identity: Path | None,
        checkpoint: list[Path],
        office: bool,
        drill: bool,
        as_json: bool,
        **_: object,
    ) -> None:
        if drill:
            _drill(source.resolve(), identity, as_json=as_json)
            return
        began = time.monotonic()
        place, identities = source.resolve(), Identities(_text_of(identity)) if identity else None
        if office:
            done = restore_office(find_office_backup(place, identities), now=clock.now)
        else:
            backup = find_backup(place, identities)
            known = [one for file in checkpoint for one in checkpoints_in(_text_of(file))]
            done = restore(backup, known=known, now=clock.now)
        seconds = time.monotonic() - began
        print(_json_of(done, seconds) if as_json else "\n".join(_lines(done, seconds)))
        if not done.holds:
            sys.exit(NOT_HELD)


def _drill(source: Path, identity: Path | None, *, as_json: bool) -> None:
    done = drilling.drill(source, identity, at=clock.now())
    if as_json:
        print(json.dumps(asdict(done), ensure_ascii=False))
    elif done.holds:
        print(f"Latihan berhasil: cadangan {done.backup} pulih dalam {done.seconds} detik dan semuanya terpenuhi.")
    else:
        print(f"LATIHAN GAGAL: {done.said}")
    print("" if as_json else "Dicatat dalam jurnal setiap kantor.", end="" if as_json else "\n")
    if not done.holds:
        sys.exit(NOT_HELD)


def checkpoints_in(text: str) -> list[Checkpoint]:
    """This will find the notes of checkpoints in a text, such as a mail. Raises `Invalid` where there is none."""
    lines = text.replace("\r\n", "\n").split("\n")
    notes = ("\n".join(lines[start : start + 5]) + "\n" for start in range(len(lines)))
    found = [checkpoint for note in notes if (checkpoint := parse_checkpoint(note))]
    if not found:
        raise Invalid("restore_checkpoint")
    return found


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise Invalid("file_unreadable_here", file=str(file)) from None


def _lines(done: Restored, seconds: float) -> list[str]:
    manifest = done.manifest
    lines = [
        f"Dipulihkan: keadaan {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC, {manifest.rows} baris, {seconds:.1f} detik.",
        *(f"  {one.slug}: {one.name}, jurnal sampai peristiwa {one.sequence}" for one in manifest.offices),
    ]
    if done.doubted.messages or done.doubted.signatures:
        lines.append(
            f"{done.doubted.messages} pesan dan {done.doubted.signatures} permintaan tanda tangan mungkin sudah "
            "terkirim sesudah cadangan dibuat; semuanya menunggu keputusan di Jurnal dan Surat."
        )
    for one in done.missing:
        lines.append(
            f"HILANG: {one.count} peristiwa {one.slug}, nomor {one.first} sampai {one.last}: titik periksa "
            f"{one.checkpoint.at:%Y-%m-%d %H:%M} UTC membuktikan semuanya pernah ada. Tanda terima dan surat sesudah "
            "cadangan tidak dikenal lagi; mintalah salinannya kepada pemegangnya."
        )
    lines += [f"Berkas yang rusak sejak sebelum dicadangkan: {sha256}" for sha256 in manifest.damaged]
    if done.settings_file:
        lines.append(f"Pengaturan lama ada di {done.settings_file}; cocokkan dengan .env, lalu hapus.")
    broken = [outcome for outcome in done.outcomes if not outcome.holds]
    lines += [f"TIDAK TERPENUHI {one.invariant.code} {one.invariant.title}: {one.faults[0]}" for one in broken]
    return [*lines, "verify-all: " + ("semua terpenuhi." if not broken else f"{len(broken)} tidak terpenuhi.")]


def _json_of(done: Restored, seconds: float) -> str:
    manifest = done.manifest
    plain = {
        "name": manifest.name,
        "taken_at": manifest.taken_at.isoformat(),
        "rows": manifest.rows,
        "seconds": round(seconds, 2),
        "offices": {one.slug: one.sequence for one in manifest.offices},
        "doubted": {"messages": done.doubted.messages, "signatures": done.doubted.signatures},
        "missing": [{"office": one.slug, "first": one.first, "last": one.last} for one in done.missing],
        "damaged": list(manifest.damaged),
        "broken": {one.invariant.code: list(one.faults) for one in done.outcomes if not one.holds},
        "holds": done.holds,
    }
    return json.dumps(plain, ensure_ascii=False)
