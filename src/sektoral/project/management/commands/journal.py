"""`sektoral journal --export FILE`: an office's whole journal, or one agency's part, to be checked by `periksa.py`."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sektoral.outbox.queries.exports import export_extract, export_journal
from sektoral.project import clock
from sektoral.records.models import Agency, Office


class Command(BaseCommand):
    """Writes beside the file and renames at the end: what stands under the name is always whole."""

    help = "Tulis jurnal satu kantor, atau petikan satu OPD, untuk diperiksa di mana pun dengan periksa.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", required=True, type=Path, help="berkas .jsonl yang ditulis")
        parser.add_argument("--office", default="", help="kode kantor, bila ada lebih dari satu")
        parser.add_argument("--agency", default="", help="kode OPD: hanya peristiwanya sendiri, untuk disimpannya")

    def handle(self, *, export: Path, office: str, agency: str, **_: object) -> None:
        lines = _lines(_find(office), agency)
        unfinished = export.with_name(f".{export.name}.tmp")
        try:
            with unfinished.open("wb") as target:
                target.writelines(lines)
            unfinished.replace(export)
        except OSError as error:
            raise CommandError(f"{export} tidak dapat ditulis ({type(error).__name__}).") from None
        finally:
            unfinished.unlink(missing_ok=True)
        kept = "TANDA-TERIMA.json" if agency else "TITIK-PERIKSA.txt"
        self.stdout.write(f"{export}\nPeriksa: python periksa.py jurnal {export.name} --sejak {kept}")


def _lines(office: Office, code: str) -> Iterator[bytes]:
    if not code:
        return export_journal(office, at=clock.now())
    agency = Agency.objects.filter(office=office, code=code).first()
    if agency is None:
        raise CommandError(f"Tidak ada OPD dengan kode {code}.")
    return export_extract(agency, at=clock.now())


def _find(slug: str) -> Office:
    offices = Office.objects.filter(slug=slug) if slug else Office.objects.all()
    if offices.count() != 1:
        known = ", ".join(Office.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"Sebutkan kantornya dengan --office: {known}.")
    return offices.get()
