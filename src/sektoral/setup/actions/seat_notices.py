"""Telling of a seat: nobody gets one, loses one or becomes a colleague of the signers without their hearing of it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sektoral.domain.message_texts import write
from sektoral.domain.outbox import MessageKind
from sektoral.domain.roles import STANDING_PREFIX, Role, Standing
from sektoral.domain.wording import long_date
from sektoral.outbox.actions.queueing import Announcement, announce
from sektoral.outbox.actions.telling import link_to
from sektoral.records.actors import assignments_on, local_date
from sektoral.records.models import Assignment, Event, Person
from sektoral.setup.actions.assignments import DAY
from sektoral.setup.queries.office import ROLE_LABELS
from sektoral.ui.addresses import page_url

MADE, ENDED = "assignment.made", "assignment.ended"
SUBJECTS = {MADE: "Penugasan baru", ENDED: "Penugasan berakhir"}


def tell_of_seat(event: Event, *, at: datetime) -> int:
    """This will tell the person, the head under whom the seat is, and whom it replaces; not who did it.

    It counts the messages. The seats with which an office begins are told to nobody: their people set it up.
    """
    seats = Assignment.objects.select_related("person", "agency", "office")
    seat = seats.get(pk=UUID(event.about_id))
    clerk = Person.objects.get(pk=UUID(event.by))
    path = page_url("board:start")
    concerned = {seat.person, *_heads(seat, event.at)} | (set(_replaced(seat)) if event.kind == MADE else set())
    told = 0
    for reader in sorted(concerned - {clerk}, key=lambda one: one.email):
        facts = {
            "reader": reader.name,
            "subject": SUBJECTS[event.kind],
            "name": seat.person.name,
            "clerk": clerk.name,
            "things": list(_told(seat)),
            "office": seat.office.name,
        }
        news = Announcement(
            kind=MessageKind.SEAT,
            key=f"seat:{event.sequence}",
            text=write(MessageKind.SEAT, facts, link=link_to(seat.office, path)),
            path=path,
            target="",
        )
        told += announce(news, [reader], office=seat.office, at=at)
    return told


def _heads(seat: Assignment, at: datetime) -> list[Person]:
    above = Role.HEAD if seat.agency else Role.KADIS
    heads = assignments_on(seat.office, local_date(seat.office, at)).filter(role=above, agency=seat.agency)
    return [one.person for one in heads.select_related("person")]


def _replaced(seat: Assignment) -> list[Person]:
    """Whose seat ended for this one, however far back somebody has dated that; a stand-in ends nobody's."""
    if seat.standing != Standing.DEFINITIVE:
        return []
    same = Assignment.objects.filter(office=seat.office, role=seat.role, agency=seat.agency, standing=seat.standing)
    return [one.person for one in same.filter(valid_to=seat.valid_from - DAY).select_related("person")]


def _told(seat: Assignment) -> Iterator[str]:
    title = f"{STANDING_PREFIX[Standing(seat.standing)]}{seat.title}"
    where = f", {seat.agency.name}" if seat.agency else ""
    yield f"{ROLE_LABELS[seat.role]}: {title}{where}"
    until = long_date(seat.valid_to) if seat.valid_to else "ada perubahan"
    yield f"berlaku mulai {long_date(seat.valid_from)} sampai {until}"
