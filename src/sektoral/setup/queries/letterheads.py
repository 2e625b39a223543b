"""Kop surat dan telaah: how an agency's own letters look, and who reviews them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.papers import Letterhead
from sektoral.domain.roles import Permission, Role
from sektoral.letters.letterheads import agency_letterhead
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import Agency
from sektoral.ui.fetch import agencies_with


@dataclass(frozen=True, slots=True)
class LettersPage:
    """One agency's letters. `is_vacant`: they are to be reviewed, and nobody is there who could."""

    key: UUID
    name: str
    letterhead: Letterhead
    reviewers: Sequence[str]
    is_vacant: bool


def fetch_agency_to_set(actor: Actor, key: UUID) -> Agency:
    """This will give an agency whose letters this person sets: any to the admin, to a head the own. `NotFound`."""
    agencies = Agency.objects.select_related("office__emblem").filter(office=actor.office, successor__isnull=True)
    if not may_set_all(actor):
        agencies = agencies.filter(pk__in=agencies_with(actor, Permission.SIGN_TRANSMITTAL))
    found = agencies.filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def may_set_all(actor: Actor) -> bool:
    """This will tell whether the person sets up the office."""
    return actor.may(Permission.SET_UP)


def may_set_letters(actor: Actor, agency: Agency) -> bool:
    """This will tell whether the person sets the letters of this agency."""
    return may_set_all(actor) or actor.may(Permission.SIGN_TRANSMITTAL, agency)


def letters_page(agency: Agency, *, at: datetime) -> LettersPage:
    """This will show the letterhead as it is printed, and who may initial."""
    seats = assignments_on(agency.office, local_date(agency.office, at)).filter(agency=agency, role=Role.REVIEWER)
    names = [seat.person.name for seat in seats.select_related("person")]
    return LettersPage(
        key=agency.pk,
        name=agency.name,
        letterhead=agency_letterhead(agency),
        reviewers=names,
        is_vacant=agency.needs_review and not names,
    )
