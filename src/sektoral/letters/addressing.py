"""To whom a letter goes, in words, and the fingerprint of an attached list by which the journal knows it."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from sektoral.records.models import Letter


def agency_named_by(letter: Letter) -> str:
    """This will name the agency that a letter is about, or count those of an attached list; empty for none."""
    if letter.request is not None:
        return letter.request.agency.name
    count = letter.addressees.count()
    return f"Daftar terlampir ({count} perangkat daerah)" if count else ""


def addressee_of(letter: Letter) -> str:
    """This will name whom a letter goes to; empty for one that goes to nobody, such as the report."""
    return letter.office.name if letter.agency is not None else agency_named_by(letter)


def list_digest(requests: Iterable[UUID | None]) -> str:
    """This will fingerprint an attached list of addressees, whatever its order."""
    return hashlib.sha256(" ".join(sorted(str(one) for one in requests)).encode()).hexdigest()
