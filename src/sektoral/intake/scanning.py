"""The virus scanner, where the installation has one: nothing from outside is opened before it was looked at.

A verdict is about bytes, so it is kept by their SHA-256; and for a day only, for tomorrow's scanner knows more.
"""

from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from sektoral.adapters.clamd import Clamd, ScannerSilent
from sektoral.domain.errors import Unavailable

KEPT_FOR = 24 * 60 * 60
CHUNK = 1 << 20
SILENT = "scanner_silent"


def scanner() -> Clamd | None:
    """This will give the daemon that the installation asks, if any."""
    return Clamd(settings.CLAMD, settings.CLAMD_DEADLINE) if settings.CLAMD else None


def threat_in(path: Path, sha256: str) -> str:
    """This will name what the scanner finds in a file; empty for nothing, and where there is no scanner.

    Raises `Unavailable` (`scanner_silent`) where it gives no verdict: then the file stays closed.
    """
    clamd = scanner()
    if clamd is None:
        return ""
    key = f"scan:{sha256}"
    known = cache.get(key)
    if isinstance(known, str):
        return known
    try:
        with path.open("rb") as file:
            found = clamd.scan(iter(lambda: file.read(CHUNK), b""))
    except ScannerSilent as error:
        raise Unavailable(SILENT, reason=error.why) from error
    cache.set(key, found, KEPT_FOR)
    return found
