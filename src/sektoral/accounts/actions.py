"""What a person does to their own account, and to an invitation that is theirs."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.invitations import is_open
from sektoral.domain.roles import Role, Standing
from sektoral.records import journal
from sektoral.records.models import Assignment, Invitation, Person


def change_settings(*, person: Person, phone: str, theme: str) -> None:
    """This will store phone and theme; name, address and rights are never touched here."""
    person.phone, person.theme = phone, theme
    person.save(update_fields=["phone", "theme"])


def ready_account(invitation: Invitation, *, at: datetime) -> Person:
    """This will give the invited address an account that can get a code and holds nothing, where it has none.

    Raises `Invalid` (`account_closed`).
    """
    with transaction.atomic():
        person = Person.objects.filter(email=invitation.email).first()
        if person is None:
            person = Person.objects.create_user(invitation.email, name=invitation.name)
        if not person.is_active:
            raise Invalid("account_closed")
        _append("invitation.proof_asked", invitation, by=None, at=at)
    return person


def accept(invitation: Invitation, *, by: Person, at: datetime) -> Assignment:
    """This will seat the invited person from the day of the invitation, and end the seat that it replaces.

    `by` is signed in, and so has proved the address. Raises `NotFound` (`invitation_unknown`) for anybody else,
    `WrongState` (`invitation_ended`) once it is taken up, revoked or expired.
    """
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
        invitation = rows.select_related("office", "agency", "replaces").get(pk=invitation.pk)
        if invitation.email != by.email.lower():
            raise NotFound("invitation_unknown")
        is_ended = bool(invitation.accepted_at or invitation.revoked_at)
        if not is_open(ended=is_ended, expires_at=invitation.expires_at, at=at):
            raise WrongState("invitation_ended")
        ended = _end_former(invitation)
        invitation.assignment, invitation.accepted_at = _seat(invitation, by), at
        invitation.save(update_fields=["assignment", "accepted_at"])
        _append("invitation.accepted", invitation, by=by, at=at, ended=ended)
        return invitation.assignment


def _seat(invitation: Invitation, person: Person) -> Assignment:
    return Assignment.objects.create(
        office=invitation.office,
        person=person,
        role=invitation.role,
        agency=invitation.agency,
        standing=invitation.standing,
        title=invitation.title,
        rank=invitation.rank,
        nip=invitation.nip,
        valid_from=invitation.valid_from,
    )


def _end_former(invitation: Invitation) -> int:
    """End the named seat, and of a definitive head any other: nobody has two. Gives how many seats ended."""
    day = invitation.valid_from
    held = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), agency=invitation.agency, role=invitation.role
    )
    is_meant = Q(pk=invitation.replaces_id)
    if (invitation.role, invitation.standing) == (Role.HEAD, Standing.DEFINITIVE):
        is_meant |= Q(standing=Standing.DEFINITIVE)
    former = list(held.filter(is_meant))
    for seat in former:
        seat.valid_to = _last_day(seat, day)
        seat.save(update_fields=["valid_to"])
    return len(former)


def _last_day(seat: Assignment, day: date) -> date:
    """The day before, but never before the seat began."""
    return max(day - timedelta(days=1), seat.valid_from)


def _append(kind: str, invitation: Invitation, *, by: Person | None, at: datetime, **facts: str | int | None) -> None:
    seat = str(invitation.assignment_id) if invitation.assignment_id else None
    journal.append(
        kind,
        office=invitation.office,
        about=invitation,
        by=by,
        at=at,
        agency=str(invitation.agency_id),
        role=str(invitation.role),
        seat=seat,
        **facts,
    )
