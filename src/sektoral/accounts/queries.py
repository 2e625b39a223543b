"""What the pages of a person's own account show: how they sign in, and the invitations that are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.invitations import fingerprint_of, masked
from sektoral.domain.roles import Role
from sektoral.records.actors import local_date
from sektoral.records.models import Assignment, Invitation, Person
from sektoral.ui.rights import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An open invitation; `address` is masked, for the link alone proves nobody."""

    key: UUID
    office: str
    agency: str
    role: str
    name: str
    address: str
    valid_from: date
    expires_at: datetime
    replaces: str
    letter_number: str
    letter_on: date


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """How a person signs in. `codes_left` of the recovery codes; none where there are no such codes."""

    has_password: bool
    password_changed_at: datetime | None
    has_app: bool
    keys: int
    codes_left: int | None


@dataclass(frozen=True, slots=True)
class LaterSeat:
    """A seat that is taken up and begins later, shown so that nobody wonders why nothing is to be seen yet."""

    words: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class OwnInvitations:
    """The open invitations of who is signed in. `is_for_another`: a link was followed that is somebody else's."""

    pages: Sequence[InvitationPage]
    later: Sequence[LaterSeat]
    is_for_another: bool


def security_page(person: Person) -> SecurityPage:
    """This will tell how a person signs in, and nothing that helps anybody else to."""
    held = {one.type: one for one in Authenticator.objects.filter(user=person)}
    codes = held.get(Authenticator.Type.RECOVERY_CODES)
    return SecurityPage(
        has_password=person.has_usable_password(),
        password_changed_at=person.password_changed_at,
        has_app=Authenticator.Type.TOTP in held,
        keys=Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count(),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def open_invitations(at: datetime) -> QuerySet[Invitation]:
    """This will list invitations that can be taken up now."""
    found = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return found.select_related("office", "agency", "replaces__person")


def get_by_token(token: str, *, at: datetime) -> Invitation:
    """This will find what a link leads to. Raises `NotFound` (`invitation_unknown`), `WrongState` (`invitation_ended`).

    A link that was renewed is unknown: only the last one has its fingerprint in the row.
    """
    found = Invitation.objects.filter(token_hash=fingerprint_of(token) or "-").first()
    if found is None:
        raise NotFound("invitation_unknown")
    return get_open(found.pk, at=at)


def get_open(key: UUID | str, *, at: datetime) -> Invitation:
    """This will give an invitation while it can be taken up. Raises `WrongState` (`invitation_ended`)."""
    found = open_invitations(at).filter(pk=key).first()
    if found is None:
        raise WrongState("invitation_ended")
    return found


def own_invitations(person: Person, followed: str, *, at: datetime) -> OwnInvitations:
    """This will list what a person may take up who has proved their address by signing in."""
    found = list(open_invitations(at).filter(email=person.email.lower()))
    is_open_elsewhere = bool(followed) and open_invitations(at).exclude(email=person.email.lower()).filter(pk=followed)
    seats = person.assignments.select_related("agency", "office").order_by("valid_from")
    return OwnInvitations(
        pages=[invitation_page(one) for one in found],
        later=[_later(seat) for seat in seats if seat.agency and seat.valid_from > local_date(seat.office, at)],
        is_for_another=bool(is_open_elsewhere),
    )


def _later(seat: Assignment) -> LaterSeat:
    return LaterSeat(f"{ROLE_WORDS[Role(seat.role)]} {seat.agency}", seat.valid_from)


def invitation_page(invitation: Invitation) -> InvitationPage:
    """This will show an invitation without any address but its own, masked."""
    former = invitation.replaces
    return InvitationPage(
        key=invitation.pk,
        office=invitation.office.name,
        agency=invitation.agency.name,
        role=ROLE_WORDS[Role(invitation.role)],
        name=invitation.name,
        address=masked(invitation.email),
        valid_from=invitation.valid_from,
        expires_at=invitation.expires_at,
        replaces=former.person.name if former else "",
        letter_number=invitation.letter_number,
        letter_on=invitation.letter_on,
    )
