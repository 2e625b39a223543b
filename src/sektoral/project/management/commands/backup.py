"""`sektoral backup [DEST] [--office SLUG] [--keep N] [--plain] [--json]`: a backup while everybody works on."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from sektoral.adapters.age import Recipients, new_identity
from sektoral.adapters.backup_folder import PLAIN, Written
from sektoral.adapters.keys import keep_secret_once
from sektoral.domain.errors import Invalid
from sektoral.project import clock, milestones
from sektoral.project.keeping.backing_up import BackedUp, Order, back_up
from sektoral.project.keeping.presence import one_backup_at_a_time
from sektoral.project.milestones import Deed

NOT_WHOLE = 1


class Command(BaseCommand):
    """Exit code 0 when the backup is whole, 1 when files were missing in the store itself, 2 when there is none."""

    help = "Cadangkan basis data, berkas, dan kunci selagi sistem bekerja."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", nargs="?", type=Path, metavar="DEST", help="folder cadangan")
        parser.add_argument("--office", default="", metavar="SLUG", help="hanya satu kantor")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="simpan N cadangan terbaru saja")
        parser.add_argument("--plain", action="store_true", help="tanpa sandi: siapa pun dapat membacanya")
        parser.add_argument("--new-key", type=Path, metavar="BERKAS", help="buat pasangan kunci age, lalu selesai")
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(
        self,
        *,
        target: Path | None,
        office: str,
        keep: int,
        plain: bool,
        new_key: Path | None,
        as_json: bool,
        **_: object,
    ) -> None:
        if new_key is not None:
            self.stdout.write(_new_pair(new_key))
            return
        began = time.monotonic()
        with one_backup_at_a_time():
            done = back_up(Order(_target(target), _recipients(plain=plain), office, keep), at=clock.real_now())
        seconds = time.monotonic() - began
        if not office:
            milestones.keep(Deed.BACKUP, at=clock.real_now(), well=done.is_whole)
        print(_json_of(done, seconds) if as_json else _said(done, seconds))
        if not done.is_whole:
            sys.exit(NOT_WHOLE)


def _target(given: Path | None) -> Path:
    target: Path | None = given or settings.BACKUP_TO
    if target is None:
        raise Invalid("backup_without_target")
    return target.resolve()


def _recipients(*, plain: bool) -> Recipients | None:
    return None if plain else Recipients(settings.BACKUP_RECIPIENTS)


def _new_pair(file: Path) -> str:
    secret, public = new_identity()
    if keep_secret_once(file.resolve(), f"{secret}\n".encode()) != f"{secret}\n".encode():
        raise Invalid("backup_key_exists", file=str(file))
    return (
        f"Kunci rahasia: {file}. Simpan di luar server ini, dua salinan; tanpa kunci itu cadangan tidak dapat dibuka.\n"
        f"Isi di .env: SEKTORAL_BACKUP_RECIPIENTS={public}"
    )


def _said(done: BackedUp, seconds: float) -> str:
    manifest, written = done.manifest, done.written
    lines = [
        f"Cadangan utuh: {written.folder}",
        f"{manifest.rows} baris, {done.files} berkas ({written.files_added} baru), {_cost(written, seconds)}.",
    ]
    if written.folder.parent.name == PLAIN:
        lines += ["PERHATIAN: tanpa sandi. Siapa pun pemegangnya dapat membaca semuanya, juga kunci tanda tangan."]
    lines += [f"RUSAK di penyimpanan, tidak ikut dicadangkan: {sha256}" for sha256 in manifest.damaged]
    lines += [f"Dihapus: {name}" for name in done.removed]
    return "\n".join(lines)


def _cost(written: Written, seconds: float) -> str:
    return f"{written.bytes_added / (1 << 20):.1f} MiB ditulis, {seconds:.1f} detik"


def _json_of(done: BackedUp, seconds: float) -> str:
    manifest, written = done.manifest, done.written
    offices = {one.slug: {"sequence": one.sequence, "hash": one.hash} for one in manifest.offices}
    plain = {
        "name": manifest.name,
        "folder": str(written.folder),
        "taken_at": manifest.taken_at.isoformat(),
        "rows": manifest.rows,
        "files": done.files,
        "files_added": written.files_added,
        "bytes_added": written.bytes_added,
        "seconds": round(seconds, 2),
        "offices": offices,
        "damaged": list(manifest.damaged),
        "removed": list(done.removed),
    }
    return json.dumps(plain, ensure_ascii=False)
