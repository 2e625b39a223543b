"""A WhatsApp message by hand: its text without any figure, and the address that opens WhatsApp with it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from sektoral.domain.contacts import Reminder, reminder_text, whatsapp_number
from sektoral.domain.errors import NotFound
from sektoral.domain.periods import read_period
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Request
from sektoral.steps.step3_submit.queries.calls import CallPerson, call_page
from sektoral.ui.clocks import moment_words


@dataclass(frozen=True, slots=True)
class ByHand:
    """A WhatsApp message as it would be sent by hand."""

    person: CallPerson
    agency: str
    text: str
    link: str


def by_hand(actor: Actor, request: Request, person_key: UUID, *, at: datetime) -> ByHand:
    """This will write the message to one person. Raises `NotFound` for who is no contact with a mobile number."""
    page = call_page(request, at=at)
    person = next((one for one in page.people if one.key == person_key and one.has_whatsapp), None)
    if person is None or page.row is None:
        raise NotFound("not_found")
    office = actor.office
    reminder = Reminder(
        to=person.name,
        agency=request.agency.name,
        office=office.name,
        asked=f"data {read_period(request.round.period).label.lower()}",
        due=moment_words(calendar_of(office), page.row.due_at),
        missing=page.row.missing,
        link=f"{office.link_base}/langkah-3/{request.pk}/",
    )
    text = reminder_text(reminder)
    return ByHand(person, request.agency.name, text, whatsapp_link(person.phone, text))


def whatsapp_link(phone: str, text: str) -> str:
    """This will give the address that opens WhatsApp with a text; empty where the number is no mobile one."""
    number = whatsapp_number(phone)
    return f"https://wa.me/{number}?text={quote(text, safe='')}" if number else ""
