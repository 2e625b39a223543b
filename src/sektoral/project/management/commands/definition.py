"""`sektoral definition`: writes the definition of one table to a file, for checks away from the server."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from sektoral.domain.definition_files import to_text
from sektoral.project.definitions import find_definition


class Command(BaseCommand):
    """The file serves `sektoral check BERKAS --definition`."""

    help = "Tulis definisi satu tabel (baris, kolom, batas, aturan) ke sebuah berkas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", help="kode tabel")
        parser.add_argument("--agency", default="", help="kode OPD, bila dua OPD memakai kode tabel yang sama")
        parser.add_argument("-o", "--output", required=True, type=Path)

    def handle(self, *, table: str, agency: str, output: Path, **_: object) -> None:
        found = find_definition(table, agency)
        output.write_text(to_text(found), encoding="utf-8")
        self.stdout.write(f"{output}: tabel {found.code} versi {found.version}, {found.title}")
