"""What time it is: the only place that asks. A rehearsal sets its own time in a file that all its processes read."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def now() -> datetime:
    """This will give the present instant, or the rehearsal's."""
    pretended: Path | None = settings.REHEARSAL_CLOCK
    if pretended is not None:
        return datetime.fromisoformat(pretended.read_text())
    return real_now()


def real_now() -> datetime:
    """This will give the machine's own time, by which leases and back-offs run even in a rehearsal."""
    return datetime.now(tz=UTC)
