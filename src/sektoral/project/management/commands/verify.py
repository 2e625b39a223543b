"""`sektoral verify FILE.pdf [--json]`: whether a document is genuine, by the registry of this installation."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sektoral.adapters.sandbox.caps import BULK
from sektoral.domain.proof_sentences import HEADLINES, as_json, explain
from sektoral.domain.proofs import Verdict
from sektoral.project import clock
from sektoral.verify.queries.registry import Proof, prove_file

NOT_GENUINE = 1


class Command(BaseCommand):
    """Exit code 0 for a genuine document, 1 for any other verdict, 2 where there is no file to look at."""

    help = "Periksa keaslian sebuah PDF terhadap daftar surat kantor ini."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="berkas yang diperiksa")
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(self, *, file: str, as_json: bool, **_: object) -> None:
        proof = _prove(file)
        print(_json_of(file, proof) if as_json else explain(proof.judgement, proof.inspection).rstrip("\n"))
        if proof.judgement.verdict is not Verdict.GENUINE:
            sys.exit(NOT_GENUINE)


def _prove(file: str) -> Proof:
    try:
        path = Path(file).absolute()
        if not path.is_file():
            raise CommandError(f"{file} tidak ada, atau bukan berkas.")
        return prove_file(path, at=clock.now(), caps=BULK)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} tidak dapat dibaca ({type(error).__name__}).") from None
    except DatabaseError:
        raise CommandError("Daftar surat tidak dapat dibaca: basis data belum siap.") from None


def _json_of(file: str, proof: Proof) -> str:
    answer = {
        "file": file,
        "message": HEADLINES[proof.judgement.verdict],
        **as_json(proof.judgement, proof.inspection),
    }
    return json.dumps(answer, ensure_ascii=True, allow_nan=False)
