"""`sektoral instrument`: writes the workbook of one agency's request to a file."""

from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sektoral.intake import files
from sektoral.records.models import Request


class Command(BaseCommand):
    """Gives the very bytes that went out with the request letter."""

    help = "Tulis instrumen (buku kerja) satu OPD dari satu putaran ke sebuah berkas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True, help="kode OPD, misalnya dinkes")
        parser.add_argument("--round", required=True, help="nomor putaran (UUID), atau tahun datanya, misalnya 2025")
        parser.add_argument("-o", "--output", required=True, type=Path)

    def handle(self, *, agency: str, round: str, output: Path, **_: object) -> None:  # noqa: A002 - the option's name
        request = _find(agency, round)
        instrument = request.instruments.order_by("-version").first()
        if instrument is None:
            raise CommandError("Instrumen belum dibuat: surat permintaannya belum diparaf lengkap.")
        output.write_bytes(files.read(instrument.file))
        self.stdout.write(f"{output}: instrumen {instrument.definition['id']}")


def _find(agency: str, round_: str) -> Request:
    requests = Request.objects.filter(agency__code=agency).order_by("-round__opened_at")
    try:
        found = requests.filter(round_id=UUID(round_)).first()
    except ValueError:
        found = requests.filter(round__period=round_).first()
    if found is None:
        raise CommandError(f"Tidak ada permintaan kepada {agency} pada putaran {round_}.")
    return found
