"""What stands around every page: office, menu, person, SOP number and zone; a context processor gives it as `shell`."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sektoral.domain.outbox import MessageChannel
from sektoral.domain.roles import Role
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Message, Office, Sop
from sektoral.ui.formats import office_zone
from sektoral.ui.menu import Item, items_for
from sektoral.ui.visit import actor_of

SEATS: dict[Role, str] = {
    Role.KADIS: "Kadis",
    Role.SEKRETARIS: "Sekretaris",
    Role.KABID: "Kabid",
    Role.SUKOR: "SuKor",
    Role.JP: "JP",
    Role.HEAD: "Kepala OPD",
    Role.OPERATOR: "Operator",
    Role.REVIEWER: "Walidata Pendukung",
    Role.STEWARD: "Pembina Data",
    Role.FORUM: "Forum Satu Data",
    Role.AUDITOR: "Auditor",
    Role.ADMIN: "Pengelola",
    Role.SEKDA: "Sekda",
}


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. `place` is who the page speaks for, `seats` the person's roles in a few words.

    `unread` counts the person's notices. `contact` tells whom to ask when signing in fails.
    """

    place: str
    regency: str
    contact: str
    is_sample: bool
    menu: tuple[Item, ...]
    person: str
    seats: str
    unread: int
    theme: str
    sop_number: str
    zone: str


def shell(request: HttpRequest) -> dict[str, object]:
    """This will offer the shell to templates, read only when one is drawn."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request))}


def shell_of(request: HttpRequest) -> Shell:
    """This will read the frame for this request, for a person, or for the public of the only office."""
    actor = actor_of(request)
    office = actor.office if actor else only_office()
    person = actor.person if actor else None
    return Shell(
        place=_place(actor, office),
        regency=office.regency if office else "",
        contact=_contact(office),
        is_sample=bool(office and office.is_sample),
        menu=items_for(actor, request.path),
        person=person.name if person else "",
        seats=", ".join(SEATS[role] for role in Role if actor and role in actor.all_roles),
        unread=_unread(actor),
        theme=person.theme if person else "auto",
        sop_number=_sop_number(office),
        zone=office_zone(office.time_zone) if office else "",
    )


def only_office() -> Office | None:
    """This will give the office of a single-office installation; none where there are several, or none yet."""
    offices = list(Office.objects.all()[:2])
    return offices[0] if len(offices) == 1 else None


def _place(actor: Actor | None, office: Office | None) -> str:
    if office is None:
        return ""
    if actor and not actor.roles and len(actor.agencies) == 1:
        agency = Agency.objects.filter(pk=next(iter(actor.agencies))).first()
        return f"{agency.name} {office.regency}" if agency else office.regency
    return f"{office.name} {office.regency}"


def _unread(actor: Actor | None) -> int:
    if actor is None:
        return 0
    notices = Message.objects.filter(office=actor.office, person=actor.person, channel=MessageChannel.IN_APP)
    return notices.filter(read_at__isnull=True).count()


def _contact(office: Office | None) -> str:
    contact = office.contact if office else {}
    ways = [str(contact[way]) for way in ("phone", "email") if contact.get(way)]
    return f"Hubungi {office.name}: {', '.join(ways)}." if office and ways else ""


def _sop_number(office: Office | None) -> str:
    latest = (
        Sop.objects.filter(office=office, in_force_at__isnull=False).order_by("-version").first() if office else None
    )
    return latest.number if latest else ""
