"""`sektoral doctor [--json]`: is this installation fit to work, and what to do where it is not."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from sektoral.project.clock import real_now
from sektoral.project.doctor import examine
from sektoral.project.looks.finding import Finding, Health

UNFIT = 1


class Command(BaseCommand):
    """Exit code 0 when nothing has to be mended, else 1."""

    help = "Periksa apakah pemasangan ini siap bekerja."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="jawab dengan satu objek JSON")

    def handle(self, *, as_json: bool, **_: object) -> None:
        found = examine(real_now())
        fit = all(finding.health is not Health.BAD for _, finding in found)
        if as_json:
            print(json.dumps({"fit": fit, "findings": [_plain(*one) for one in found]}, ensure_ascii=False))
        else:
            print("\n".join(_line(*one) for one in found))
        if not fit:
            sys.exit(UNFIT)


def _plain(name: str, finding: Finding) -> dict[str, str]:
    return {"name": name, "health": finding.health.value, "text": finding.text, "remedy": finding.remedy}


def _line(name: str, finding: Finding) -> str:
    remedy = f"\n{'':<31}→ {finding.remedy}" if finding.remedy else ""
    return f"{name:<19}{finding.health.value:<12}{finding.text}{remedy}"
