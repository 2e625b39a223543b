"""`sektoral journal --export FILE`: an office's whole journal, to be checked anywhere by `periksa.py`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sektoral.outbox.queries.exports import export_journal
from sektoral.project import clock
from sektoral.records.models import Office


class Command(BaseCommand):
    """Writes beside the file and renames at the end: what stands under the name is always whole."""

    help = "Tulis seluruh jurnal satu kantor sebagai baris JSON, untuk diperiksa di mana pun dengan periksa.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", required=True, type=Path, help="berkas .jsonl yang ditulis")
        parser.add_argument("--office", default="", help="kode kantor, bila ada lebih dari satu")

    def handle(self, *, export: Path, office: str, **_: object) -> None:
        unfinished = export.with_name(f".{export.name}.tmp")
        try:
            with unfinished.open("wb") as target:
                for line in export_journal(_find(office), at=clock.now()):
                    target.write(line)
            unfinished.replace(export)
        except OSError as error:
            raise CommandError(f"{export} tidak dapat ditulis ({type(error).__name__}).") from None
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{export}\nPeriksa: python periksa.py jurnal {export.name} --sejak TITIK-PERIKSA.txt")


def _find(slug: str) -> Office:
    offices = Office.objects.filter(slug=slug) if slug else Office.objects.all()
    if offices.count() != 1:
        known = ", ".join(Office.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"Sebutkan kantornya dengan --office: {known}.")
    return offices.get()
