"""`sektoral restore --drill`: a backup is restored into a throw-away place and verified; the journal tells of it.

The place is a process of its own with an empty folder and a SQLite database in it, and with no mail server, gateway
or portal, so that nothing leaves from it.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sektoral.domain.errors import Fact
from sektoral.records import journal
from sektoral.records.models import Event, Office

KIND = "backup.drilled"
CUT_OFF = dict.fromkeys(("DATABASE_URL", "EMAIL_URL", "SEKTORAL_APPRISE", "SEKTORAL_BSRE_URL", "SEKTORAL_CKAN_URL"), "")


@dataclass(frozen=True, slots=True)
class Drilled:
    """How a drill ended: whether all held, and what `restore --json` said."""

    holds: bool
    backup: str
    taken_at: str
    seconds: int
    said: str


def drill(source: Path, identity: Path | None, *, at: datetime) -> Drilled:
    """This will drill, and tell the journal of each office. Raises `Invalid` where the backup cannot be restored."""
    with tempfile.TemporaryDirectory(prefix="latihan-", dir=settings.VAR) as folder:
        given = ["--identity", str(identity)] if identity else []
        done = subprocess.run(
            [sys.executable, "-m", "sektoral", "restore", str(source), *given, "--json"],
            env={**os.environ, **CUT_OFF, "SEKTORAL_VAR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    told = json.loads(done.stdout or "{}")
    if "holds" not in told:
        drilled = Drilled(False, "", "", 0, str(told.get("message", done.stderr[-300:])))
    else:
        drilled = Drilled(told["holds"], told["name"], told["taken_at"], int(told["seconds"]), done.stdout)
    _note(drilled, str(told.get("code", "")), at)
    return drilled


def last_drill() -> datetime | None:
    """This will tell when a drill last ended well."""
    good = Event.objects.filter(kind=KIND, facts__holds=True).order_by("-at")
    return good.values_list("at", flat=True).first()


def _note(drilled: Drilled, code: str, at: datetime) -> None:
    facts: dict[str, Fact] = {
        "holds": drilled.holds,
        "code": code,
        "backup": drilled.backup,
        "taken_at": drilled.taken_at,
        "seconds": drilled.seconds,
    }
    for office in Office.objects.order_by("slug"):
        with transaction.atomic():
            journal.append(KIND, office=office, about=office, by=None, at=at, **facts)
