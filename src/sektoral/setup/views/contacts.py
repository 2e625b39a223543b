"""Doors of an agency's people: who they are, inviting a new one, a new link, the end of an invitation."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.records.actors import assignments_on, local_date
from sektoral.records.models import Agency
from sektoral.setup.actions.invitations import invite, renew, revoke
from sektoral.setup.forms.contacts import ContactForm
from sektoral.setup.queries.contacts import (
    CONTACTS,
    agencies_to_see,
    contacts_page,
    fetch_contact_agency,
    fetch_invitation,
    list_contacts,
    roles_to_invite,
)
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
TITLE = "Kontak Produsen Data"


@needs(P.INVITE_CONTACTS, P.CALL_AGENCIES)
@require_safe
def contacts(request: Work) -> HttpResponse:
    """This will list the agencies with their people; who sees one agency only is led to it."""
    seen = list(agencies_to_see(request.actor)[:2])
    if len(seen) == 1:
        return redirect("setup:contact", key=seen[0].pk)
    rows = list_contacts(request.actor, at=request.at)
    file = export(CONTACTS, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    page = {"list": list_page(CONTACTS, rows, request.GET.dict()), "crumbs": _trail(request)}
    return render(request, "setup/contacts/index.html", page)


@needs(P.INVITE_CONTACTS, P.CALL_AGENCIES)
@require_safe
def contact(request: Work, key: UUID) -> HttpResponse:
    """This will show one agency's people and invitations."""
    agency = fetch_contact_agency(request.actor, key)
    page = contacts_page(request.actor, agency, at=request.at)
    return render(request, "setup/contacts/agency.html", {"page": page, "crumbs": _trail(request, agency)})


@needs(P.INVITE_CONTACTS)
@steps_up
@require_http_methods(["GET", "HEAD", "POST"])
def invite_contact(request: Work, key: UUID) -> HttpResponse:
    """This will ask who comes by which surat tugas, and send the invitation."""
    agency = fetch_contact_agency(request.actor, key)
    form = _form(request, agency)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite(form.contact(), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"Undangan untuk {invitation.name} dikirim ke {invitation.email}.")
            return redirect("setup:contact", key=key)
    page = {"agency": agency, "form": form, "crumbs": _trail(request, agency, "Undang petugas")}
    return render(request, "setup/contacts/invite.html", page, status=422 if form.errors else 200)


@needs(P.INVITE_CONTACTS)
@steps_up
@require_POST
def renew_invitation(request: Work, key: UUID) -> HttpResponse:
    """This will make a new link and send it."""
    found = fetch_invitation(request.actor, key)
    return act_and_return(
        request,
        lambda: renew(found, by=request.actor, at=request.at),
        done="Tautan baru dikirim; tautan yang lama tidak berlaku lagi.",
        to=reverse("setup:contact", args=[found.agency_id]),
    )


@needs(P.INVITE_CONTACTS)
@steps_up
@require_POST
def revoke_invitation(request: Work, key: UUID) -> HttpResponse:
    """This will end an invitation."""
    found = fetch_invitation(request.actor, key)
    return act_and_return(
        request,
        lambda: revoke(found, by=request.actor, at=request.at),
        done="Undangan dibatalkan; tautannya tidak berlaku lagi.",
        to=reverse("setup:contact", args=[found.agency_id]),
    )


@needs(P.INVITE_CONTACTS, P.CALL_AGENCIES)
@require_safe
def task_letter(request: Work, key: UUID) -> HttpResponse:
    """This will give the surat tugas by which somebody was invited."""
    kept = fetch_invitation(request.actor, key).letter_file
    headers = {
        "Content-Disposition": content_disposition_header(True, kept.name) or "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(files.read(kept), content_type=kept.media_type, headers=headers)


def _form(request: Work, agency: Agency) -> ContactForm:
    today = local_date(request.actor.office, request.at)
    roles = roles_to_invite(request.actor, agency)
    if not roles:
        raise Refused("not_permitted", permission=P.INVITE_CONTACTS.value, who="JP, ADMIN, HEAD")
    held = assignments_on(agency.office, today).filter(agency=agency, role__in=roles).select_related("person")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return ContactForm(*posted, agency=agency, roles=roles, present=list(held), today=today)


def _trail(request: Work, agency: Agency | None = None, last: str = "") -> list[Crumb]:
    set_up = open_url(request.actor, "setup:index")
    steps: list[tuple[str, str] | str] = [("Penataan", set_up)] if set_up else []
    if agency is None:
        return list(crumbs(*steps, TITLE))
    steps.append((TITLE, reverse("setup:contacts")))
    if not last:
        return list(crumbs(*steps, agency.name))
    return list(crumbs(*steps, (agency.name, reverse("setup:contact", args=[agency.pk])), last))
