"""When this installation last did what it should do every night: small files in `SEKTORAL_VAR/last`, outside the data.

They are for `doctor` and the metrics, prove nothing, and may be deleted: the next night writes them again.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings


class Deed(StrEnum):
    """What is done every night."""

    BACKUP = "backup"
    VERIFICATION = "verify-all"


@dataclass(frozen=True, slots=True)
class Milestone:
    """When a deed was last done, and whether it came out well."""

    at: datetime
    well: bool


def keep(deed: Deed, *, at: datetime, well: bool) -> None:
    """This will write down that the deed was done, in one move; a disk that is full or away is no reason to fail."""
    file = _file(deed)
    half = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        half.write_text(json.dumps({"at": at.isoformat(), "well": well}), encoding="ascii")
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)


def last(deed: Deed) -> Milestone | None:
    """This will tell when the deed was last done; None where nobody knows."""
    try:
        told = json.loads(_file(deed).read_text(encoding="ascii"))
        return Milestone(datetime.fromisoformat(told["at"]), bool(told["well"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(deed: Deed) -> Path:
    var: Path = settings.VAR
    return var / "last" / f"{deed.value}.json"
