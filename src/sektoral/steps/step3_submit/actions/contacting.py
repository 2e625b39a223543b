"""Talking to an agency's people: what came of a call, a message sent by hand, and taking the list of numbers away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sektoral.domain.contacts import ContactResult, ContactWay, check_result
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.states import RequestState
from sektoral.records import journal
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import ContactNote, Person, Request, Round


@dataclass(frozen=True, slots=True)
class Contact:
    """A talk, or the try: whom, which way, what came of it. `promised_on` only where the data were promised."""

    request: Request
    way: ContactWay
    result: ContactResult
    person: Person | None = None
    promised_on: date | None = None
    note: str = ""


def note_contact(contact: Contact, *, by: Actor, at: datetime) -> ContactNote:
    """This will note a contact at its request; of a message by hand that it was sent, as `by` says.

    Raises `Refused`, `WrongState` (`request_not_open`) and `Invalid` (what `check_result` does, `promise_in_past`,
    `person_not_of_agency`). The journal gets ids only: neither the number nor what was said.
    """
    by.check(Permission.CALL_AGENCIES)
    by.check_here(contact.request)
    check_result(contact.way, contact.result, has_promise=contact.promised_on is not None)
    if contact.request.state not in (RequestState.SENT, RequestState.COMPLETE):
        raise WrongState("request_not_open")
    today = local_date(by.office, at)
    if contact.promised_on is not None and contact.promised_on < today:
        raise Invalid("promise_in_past")
    _check_person(contact, today)
    with transaction.atomic():
        note = ContactNote.objects.create(
            office=by.office,
            request=contact.request,
            person=contact.person,
            way=contact.way,
            result=contact.result,
            promised_on=contact.promised_on,
            note=contact.note.strip(),
            noted_at=at,
            noted_by=by.person,
        )
        _append(note, by=by, at=at)
    return note


def note_list_taken(round_: Round, *, way: str, people: int, by: Actor, at: datetime) -> None:
    """This will note that numbers left the screen as a file or on paper: personal data, so it is told who took them."""
    by.check(Permission.CALL_AGENCIES)
    by.check_here(round_)
    with transaction.atomic():
        journal.append(
            "contact.list_taken", office=by.office, about=round_, by=by.person, at=at, way=way, people=people
        )


def _check_person(contact: Contact, today: date) -> None:
    if contact.person is None:
        return
    seats = assignments_on(contact.request.office, today)
    if not seats.filter(person=contact.person, agency=contact.request.agency_id).exists():
        raise Invalid("person_not_of_agency")


def _append(note: ContactNote, *, by: Actor, at: datetime) -> None:
    kind = "contact.message_sent" if note.result == ContactResult.SENT else "contact.noted"
    journal.append(
        kind,
        office=by.office,
        about=note,
        by=by.person,
        at=at,
        request=str(note.request_id),
        person=str(note.person_id) if note.person_id else None,
        way=str(note.way),
        result=str(note.result),
        promised_on=note.promised_on.isoformat() if note.promised_on else None,
    )
