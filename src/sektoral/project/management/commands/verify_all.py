"""`sektoral verify-all [--json]`: every invariant of this installation, tried now."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sektoral.project import clock, milestones
from sektoral.project.invariants import Outcome, verify
from sektoral.project.milestones import Deed

NOT_HELD = 1


class Command(BaseCommand):
    """Exit code 0 when everything holds, 1 when something does not, 2 where nothing can be tried."""

    help = "Periksa semua yang harus selalu benar: Bank Data, jurnal, berkas, surat, laporan."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(self, *, as_json: bool, **_: object) -> None:
        try:
            outcomes = verify(at=clock.now())
        except DatabaseError:
            raise CommandError("Basis data belum siap; jalankan `sektoral migrate` dahulu.") from None
        print(_json_of(outcomes) if as_json else "\n".join(_lines(outcomes)))
        holds = all(outcome.holds for outcome in outcomes)
        milestones.keep(Deed.VERIFICATION, at=clock.real_now(), well=holds)
        if not holds:
            sys.exit(NOT_HELD)


def _json_of(outcomes: list[Outcome]) -> str:
    rows = [
        {
            "code": one.invariant.code,
            "title": one.invariant.title,
            "holds": one.holds,
            "faults": one.faults,
            "total": one.total,
        }
        for one in outcomes
    ]
    return json.dumps({"holds": all(one.holds for one in outcomes), "invariants": rows}, ensure_ascii=False)


def _lines(outcomes: list[Outcome]) -> list[str]:
    lines, width = [], max(len(one.invariant.title) for one in outcomes)
    for one in outcomes:
        lines.append(f"{one.invariant.code:<4} {one.invariant.title:<{width}} {'benar' if one.holds else 'SALAH'}")
        lines += [f"       {fault}" for fault in one.faults]
        if one.total > len(one.faults):
            lines.append(f"       … dan {one.total - len(one.faults)} lagi")
    broken = sum(not one.holds for one in outcomes)
    return [*lines, "", "Semuanya benar." if not broken else f"{broken} dari {len(outcomes)} tidak benar."]
