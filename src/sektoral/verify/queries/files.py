"""What is seen in a registered file: how many pages, what its signatures are worth. Looked into once, kept a while.

The bytes under a SHA-256 never change, but the roots that are trusted here may, so nothing is kept for long.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache

from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.domain import canonical
from sektoral.domain.errors import SektoralError
from sektoral.domain.inspections import Inspection
from sektoral.intake import files
from sektoral.letters.previews import MOST_PAGES, count_pages
from sektoral.records.models import Letter
from sektoral.verify.queries.registry import Proof, look_into, prove

KEPT = 600  # seconds


def pages_of(letter: Letter, *, at: datetime) -> range:
    """This will number the pages that are drawn; none where the file cannot be."""
    try:
        counted = _kept("pages", letter, lambda: str(count_pages(letter, at=at)))
    except SektoralError:
        return range(0)
    return range(1, min(int(counted), MOST_PAGES) + 1)


def proof_of(letter: Letter, *, at: datetime) -> Proof | None:
    """This will prove the registered file as if somebody had brought it; `None` where it cannot be read."""
    file = letter.signed_file
    if file is None:
        return None
    try:
        found = _kept("look", letter, lambda: canonical.dumps(look_into(files.unproved_path(file), at=at, caps=AGENCY)))
    except SektoralError:
        return None
    return prove(canonical.loads(Inspection, found))


def _kept(what: str, letter: Letter, look: Callable[[], str]) -> str:
    key = f"verify.{what}.{letter.signed_sha256}"
    found = cache.get(key)
    if not isinstance(found, str):
        found = look()
        cache.set(key, found, KEPT)
    return found
