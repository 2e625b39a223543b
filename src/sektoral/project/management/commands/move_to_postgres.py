"""`sektoral move-to-postgres URL [--json]`: from SQLite into an empty PostgreSQL database.

A command line is read by everybody on the machine: an address with a password comes by standard input.
"""

import json
import sys
import time
from argparse import ArgumentParser
from urllib.parse import parse_qs, urlsplit

from django.core.management.base import BaseCommand

from sektoral.domain.errors import Invalid
from sektoral.project.keeping.moving import move

NOT_HELD = 1


class Command(BaseCommand):
    """Exit code 0 when everything arrived and holds, 1 when it does not hold there, 2 when nothing was moved."""

    help = "Pindahkan pemasangan dari SQLite ke basis data PostgreSQL yang kosong; asalnya tidak berubah."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="postgresql://pengguna@mesin:5432/nama; - membacanya dari stdin")
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(self, *, url: str, as_json: bool, **_: object) -> None:
        url, began = _told(url), time.monotonic()
        done = move(url)
        seconds = time.monotonic() - began
        if as_json:
            print(json.dumps({"rows": done.rows, "tables": len(done.tables), "seconds": seconds, "holds": done.holds}))
        else:
            print(f"{done.rows} baris dari {len(done.tables)} tabel dipindahkan dan dibandingkan, {seconds:.1f} detik.")
            print(done.said.rstrip() if not done.holds else "verify-all di tujuan: semua terpenuhi.")
            print(_next(url, holds=done.holds))
        if not done.holds:
            sys.exit(NOT_HELD)


def _told(url: str) -> str:
    """Read the address. Raises `Invalid` (`password_in_arguments`)."""
    if url == "-":
        return sys.stdin.readline().strip()
    parts = urlsplit(url)
    if parts.password or "password" in parse_qs(parts.query):
        raise Invalid("password_in_arguments")
    return url


def _next(url: str, *, holds: bool) -> str:
    if not holds:
        return "Jangan pakai tujuan ini. Asalnya tidak berubah; jalankan lagi layanan seperti semula."
    password = urlsplit(url).password
    shown = url.replace(f":{password}@", ":<sandi>@") if password else url
    return (
        f"Ganti satu baris di .env: DATABASE_URL={shown}\nLalu jalankan web dan pekerja. Berkas dan kunci tetap di "
        "tempatnya; basis data SQLite yang lama tidak berubah, arsipkan setelah yakin."
    )
