"""`sektoral copy-files FOLDER`: sends the files of a folder into the store of this installation, each one proved."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sektoral.adapters.files import FileState, FolderStore
from sektoral.domain.errors import SektoralError
from sektoral.intake.files import file_store


class Command(BaseCommand):
    """May be stopped and started again: what is there already is proved and not sent twice; the folder stays."""

    help = (
        "Salin berkas dari sebuah folder (biasanya var/files) ke penyimpanan pemasangan ini, masing-masing dibuktikan."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="folder berkas yang lama")

    def handle(self, *, folder: Path, **_: object) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} bukan folder.")
        source, target = FolderStore(folder), file_store()
        copied = rotten = 0
        for name in source.list_names():
            if source.state(name) is not FileState.INTACT:
                rotten += 1
                self.stderr.write(f"{name} berubah di {folder}; tidak disalin.")
                continue
            try:
                target.put(source.read(name))
            except SektoralError as error:
                raise CommandError(f"Berhenti sesudah {copied} berkas: {error.code}. Jalankan lagi.") from None
            copied += 1
        self.stdout.write(f"{copied} berkas tersalin dan terbukti.")
        if rotten:
            raise CommandError(f"{rotten} berkas berubah di {folder}; pulihkan dari cadangan, lalu jalankan lagi.")
