"""Under whose name a letter is written: the office's letterhead, or that of the agency that writes it."""

from sektoral.domain.papers import Letterhead, contact_lines
from sektoral.intake import files
from sektoral.records.models import Agency, Letter, Office


def letterhead_for(letter: Letter) -> Letterhead:
    """This will give the letterhead of who writes a letter."""
    agency = letter.agency
    return letterhead_of(letter.office) if agency is None or agency.is_office else agency_letterhead(agency)


def letterhead_of(office: Office) -> Letterhead:
    """This will give the office's own letterhead, with its emblem where it has one."""
    return Letterhead(office.government, office.name, tuple(office.address), _emblem(office))


def agency_letterhead(agency: Agency) -> Letterhead:
    """This will give an agency's own letterhead, under the region's emblem; where it has no address, its place."""
    address = tuple(agency.address) or (agency.place,)
    ways = contact_lines(agency.phone, agency.email, agency.website)
    return Letterhead(agency.office.government, agency.name, (*address, *ways), _emblem(agency.office))


def _emblem(office: Office) -> bytes:
    return files.read(office.emblem) if office.emblem else b""
