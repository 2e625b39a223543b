"""`sektoral evidence ROUND -o FILE.zip [--json]`: the evidence bundle of a closed round, to be checked anywhere."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sektoral.project import clock
from sektoral.records.models import Round
from sektoral.steps.step5_report.actions import take_evidence
from sektoral.steps.step5_report.queries.evidence import evidence_fingerprint


class Command(BaseCommand):
    """Writes beside the file and renames at the end: what stands under the name is always whole."""

    help = "Tulis paket bukti satu putaran yang sudah selesai, dengan skrip pemeriksanya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", help="nomor putaran (UUID), atau tahun datanya, misalnya 2025")
        parser.add_argument("-o", "--output", required=True, type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(self, *, round: str, output: Path, as_json: bool, **_: object) -> None:  # noqa: A002 - the option's name
        pieces = take_evidence(_find(round), by=None, at=clock.now())
        digest, unfinished = hashlib.sha256(), output.with_name(f".{output.name}.tmp")
        try:
            with unfinished.open("wb") as target:
                for piece in pieces:
                    digest.update(piece)
                    target.write(piece)
            unfinished.replace(output)
        except OSError as error:
            raise CommandError(f"{output} tidak dapat ditulis ({type(error).__name__}).") from None
        finally:
            unfinished.unlink(missing_ok=True)
        told = {
            "file": str(output),
            "sha256": digest.hexdigest(),
            "size": output.stat().st_size,
            "key": evidence_fingerprint(),
        }
        self.stdout.write(json.dumps(told) if as_json else f"{output}\nSHA-256: {told['sha256']}\nKunci: {told['key']}")


def _find(round_: str) -> Round:
    rounds = Round.objects.select_related("office", "order_file").order_by("-opened_at")
    try:
        found = rounds.filter(pk=UUID(round_)).first()
    except ValueError:
        found = rounds.filter(period=round_).first()
    if found is None:
        raise CommandError(f"Tidak ada putaran {round_}.")
    return found
