"""How an agency's own letters look, and whether they are reviewed before its head signs: said by the office's admin or
by the head."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.adapters.typesetting.coverage import STAND_IN, drawable
from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Agency

MOST_LINES, MOST_LETTERS = 3, 110  # on the letterhead; in one line of it


@dataclass(frozen=True, slots=True)
class AgencyLetters:
    """What an agency's letters bear: lines of the address, the ways to reach it; and whether a reviewer initials."""

    address: Sequence[str]
    phone: str = ""
    email: str = ""
    website: str = ""
    needs_review: bool = False


def check_may_set(agency: Agency, by: Actor) -> None:
    """This will raise unless the person sets up the office, or heads the agency. Raises `Refused` and `NotFound`."""
    by.check_here(agency)
    if not by.may(Permission.SIGN_TRANSMITTAL, agency):
        by.check(Permission.SET_UP)


def set_letters(agency: Agency, letters: AgencyLetters, *, by: Actor, at: datetime) -> bool:
    """This will have the agency's letters look so from now on, and tell whether anything changed.

    Bytes that are made keep what they print, and a letter on its way keeps its chain. Raises `Invalid`
    (`letterhead_too_many_lines`, `letterhead_line_too_long`, `letterhead_character`) and as `check_may_set` does.
    """
    check_may_set(agency, by)
    _check(letters)
    with transaction.atomic():
        agency.refresh_from_db(from_queryset=Agency.objects.select_for_update(no_key=True, of=("self",)))
        if letters == letters_of(agency):
            return False
        agency.address = list(letters.address)
        agency.phone, agency.email, agency.website = letters.phone, letters.email, letters.website
        agency.needs_review = letters.needs_review
        agency.save(update_fields=["address", "phone", "email", "website", "needs_review"])
        journal.append(
            "agency.letterhead_changed",
            office=agency.office,
            about=agency,
            by=by.person,
            at=at,
            letters_sha256=letters_digest(agency),
            needs_review=agency.needs_review,
        )
    return True


def letters_of(agency: Agency) -> AgencyLetters:
    """This will give what holds for an agency's letters now."""
    return AgencyLetters(tuple(agency.address), agency.phone, agency.email, agency.website, agency.needs_review)


def letters_digest(agency: Agency) -> str:
    """This will fingerprint what an agency's letters bear, so that a change behind the journal's back is seen."""
    told = json.dumps([agency.address, agency.phone, agency.email, agency.website, agency.needs_review])
    return hashlib.sha256(told.encode()).hexdigest()


def _check(letters: AgencyLetters) -> None:
    if len(letters.address) > MOST_LINES:
        raise Invalid("letterhead_too_many_lines", most=MOST_LINES)
    for line in (*letters.address, letters.phone, letters.email, letters.website):
        if len(line) > MOST_LETTERS:
            raise Invalid("letterhead_line_too_long", most=MOST_LETTERS)
        lacking = next((char for char in line if drawable(f"x{char}x") == f"x{STAND_IN}x"), "")
        if lacking:
            raise Invalid("letterhead_character", character=lacking)
