"""The room in which a rehearsal takes place: its own database, files, keys, mail folder and clock."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Room:
    """A folder with everything; `environment` are the variables under which any command sees it."""

    folder: Path
    environment: dict[str, str]

    @property
    def clock(self) -> Path:
        """The file that holds the pretended time."""
        return self.folder / "clock"


def prepare(folder: Path | None) -> Room:
    """This will lay out a room, below `folder` or in a temporary place, and enter it: call before Django starts.

    The database is SQLite unless `SEKTORAL_REHEARSAL_DATABASE` names an empty PostgreSQL database.
    """
    base = folder / "ruang" if folder else Path(tempfile.mkdtemp(prefix="sektoral-"))
    base.mkdir(parents=True, exist_ok=True)
    base = base.resolve()
    database = os.environ.get("SEKTORAL_REHEARSAL_DATABASE", "") or f"sqlite:///{base}/sektoral.sqlite3"
    environment = {
        "DJANGO_SETTINGS_MODULE": "sektoral.project.settings",
        "SEKTORAL_DEMO": "yes",
        "SEKTORAL_VAR": str(base),
        "SEKTORAL_CLOCK": str(base / "clock"),
        "SEKTORAL_LOG_LEVEL": "ERROR",
        "DATABASE_URL": database,
        "EMAIL_URL": "",
        "SEKTORAL_CHECKPOINTS_TO": "",
        "SEKTORAL_S3_BUCKET": "",  # an installation's own bucket holds no files of a rehearsal
    }
    os.environ.update(environment)
    return Room(base, environment)


def open_up(room: Room) -> None:
    """This will start Django in the room and make its tables."""
    import django

    django.setup()
    from sektoral.project.migrated import bring_up_to_date

    bring_up_to_date()
