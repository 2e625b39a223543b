"""`sektoral demo`: the demo office with all its agencies, a round in progress, web and worker."""

import os
import subprocess
import sys
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sektoral.accounts.demo import demo_accounts
from sektoral.project import clock
from sektoral.project.migrated import bring_up_to_date
from sektoral.project.rehearsal.demo import fill_demo
from sektoral.records.models import Office


class Command(BaseCommand):
    """Makes the demo where it is not there yet, then serves it until interrupted."""

    help = "Jalankan kantor contoh: basis data di var/, halaman web, dan pekerja."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--only-fill", action="store_true", help="siapkan isinya saja, jangan melayani")

    def handle(self, *, host: str, port: int, only_fill: bool, **_: object) -> None:
        bring_up_to_date()
        if only_fill and not Office.objects.exists():
            fill_demo(clock.now(), self._say, address=f"http://{host}:{port}")
        if only_fill:
            return
        if not Office.objects.exists():
            _fill_apart(host, port)
        self._introduce(host, port)
        _serve(host, port)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _introduce(self, host: str, port: int) -> None:
        self._say(f"\nsektoral siap di http://{host}:{port}   (Ctrl+C untuk berhenti)")
        self._say("Semua nama orang, surat, dan angka yang bukan angka resmi adalah DATA CONTOH.\n")
        width = max(len(account.email) for account in demo_accounts())
        for account in demo_accounts():
            self._say(f"  {account.email:<{width}}  {account.password}  {account.seat}")
        self._say("")


def _fill_apart(host: str, port: int) -> None:
    """In a process of its own: setting letters starts threads, and a web server forked from here would hang on them."""
    filling = [sys.executable, "-m", "sektoral", "demo", "--only-fill", "--host", host, "--port", str(port)]
    if subprocess.run(filling, check=False).returncode:
        raise CommandError("Kantor contoh tidak selesai disiapkan; hapus folder var/ lalu ulangi.")


def _serve(host: str, port: int) -> None:
    """The worker is a process of its own and ends with the web server."""
    environment = dict(os.environ)
    worker = subprocess.Popen([sys.executable, "-m", "sektoral", "work"], env=environment)
    try:
        call_command("serve", host=host, port=port, threads=4)
    finally:
        worker.terminate()
        worker.wait()
