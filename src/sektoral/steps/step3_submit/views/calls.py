"""Doors of the call list: on screen, on paper and as a file; one agency's contacts; a WhatsApp message by hand."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sektoral.domain.contacts import ContactResult, ContactWay
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.roles import Permission
from sektoral.records.models import Person, Request
from sektoral.records.rounds import chosen_round
from sektoral.steps.step3_submit.actions.contacting import Contact, note_contact, note_list_taken
from sektoral.steps.step3_submit.forms import ContactForm
from sektoral.steps.step3_submit.queries.by_hand import by_hand
from sektoral.steps.step3_submit.queries.call_paper import call_paper
from sektoral.steps.step3_submit.queries.calls import CALLS, CallList, call_list, call_page
from sektoral.steps.step3_submit.queries.requests import round_choices
from sektoral.steps.step3_submit.views.request import trail
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.lists import arranged, export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
GET_OR_POST = ["GET", "HEAD", "POST"]
SAYS_SENT, SAYS_NOT = "terkirim", "batal"


@needs(P.CALL_AGENCIES)
@require_safe
def calls(request: Work) -> HttpResponse:
    """This will list whom to call in a round, or give the list as a file."""
    round_ = chosen_round(request.actor.office, request.GET.get("putaran", ""))
    if round_ is None:
        return redirect("step3:requests")
    shown = call_list(round_, at=request.at)
    query = request.GET.dict()
    file = export(CALLS, shown.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        _note_taken(request, shown, query["ekspor"])
        return file
    page = {
        "calls": shown,
        "rounds": round_choices(request.actor.office, round_),
        "list": list_page(CALLS, shown.rows, query),
        "crumbs": crumbs(("Permintaan", reverse("step3:requests")), "Daftar telepon"),
    }
    return render(request, "step3/calls.html", page)


@needs(P.CALL_AGENCIES)
@require_safe
def calls_pdf(request: Work) -> HttpResponse:
    """This will print the list as it is filtered and sorted."""
    round_ = chosen_round(request.actor.office, request.GET.get("putaran", ""))
    if round_ is None:
        raise NotFound("not_found")
    found = call_list(round_, at=request.at)
    shown = CallList(found.round, arranged(CALLS, found.rows, request.GET.dict()))
    pdf = call_paper(shown, by=request.actor, at=request.at)
    _note_taken(request, shown, "pdf")
    headers = {"Content-Disposition": 'attachment; filename="daftar-telepon.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@needs(P.CALL_AGENCIES)
@require_http_methods(GET_OR_POST)
def contact(request: Work, key: UUID) -> HttpResponse:
    """This will show whom to ask at one agency and what was said, and note what came of a call."""
    found = fetch_request(request.actor, key)
    page = call_page(found, at=request.at)
    people = [(person.key, f"{person.name}, {person.role}") for person in page.people]
    form = ContactForm(request.POST or None, people=people, initial=_usual(people))
    if request.method == "POST" and form.is_valid():
        try:
            note_contact(_contact(form, found), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, "Hasil menghubungi dicatat.")
            return redirect("step3:contact", key=key)
    shown = {"page": page, "found": found, "form": form, "crumbs": trail(found, "Hubungi")}
    return render(request, "step3/contact.html", shown, status=422 if form.errors else 200)


@needs(P.CALL_AGENCIES)
@require_http_methods(GET_OR_POST)
def whatsapp(request: Work, key: UUID, person: UUID) -> HttpResponse:
    """This will show the message with its link to WhatsApp, and note it once the clerk says that it was sent."""
    found = fetch_request(request.actor, key)
    message = by_hand(request.actor, found, person, at=request.at)
    back = reverse("step3:contact", args=[key])
    if request.method == "POST":
        if request.POST.get("kirim") != SAYS_SENT:
            messages.info(request, "Tidak ada yang dicatat.")
            return redirect(back)
        sent = Contact(found, ContactWay.WHATSAPP, ContactResult.SENT, Person.objects.get(pk=person))
        return act_and_return(
            request,
            lambda: note_contact(sent, by=request.actor, at=request.at),
            done=f"Pesan kepada {message.person.name} dicatat sebagai dikirim manual oleh Anda.",
            to=back,
        )
    shown = {"message": message, "found": found, "back": back, "crumbs": trail(found, "Pesan WhatsApp")}
    return render(request, "step3/whatsapp.html", shown)


def _usual(people: Sequence[tuple[UUID, str]]) -> dict[str, str]:
    """Most often the clerk rings the first of the list."""
    return {"way": ContactWay.TELEPHONE.value, "person": str(people[0][0]) if people else ""}


def _contact(form: ContactForm, found: Request) -> Contact:
    given = form.cleaned_data
    person = Person.objects.get(pk=given["person"]) if given["person"] else None
    return Contact(
        request=found,
        way=ContactWay(given["way"]),
        result=ContactResult(given["result"]),
        person=person,
        promised_on=given["promised_on"],
        note=given["note"],
    )


def _note_taken(request: Work, shown: CallList, way: str) -> None:
    note_list_taken(shown.round, way=way, people=shown.people, by=request.actor, at=request.at)
