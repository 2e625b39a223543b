"""Doors of the books: agenda and ekspedisi on screen, as files and on paper; noting who took a letter by hand."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.letters.actions.hand_delivery import correct, record
from sektoral.letters.delivery_forms import DeliveryForm
from sektoral.letters.queries.book_papers import agenda_paper, expedition_paper
from sektoral.letters.queries.books import AGENDA, EXPEDITION, deliveries_in_force, list_agenda, list_expedition
from sektoral.letters.queries.span import Span, read_span
from sektoral.records.actors import local_date
from sektoral.records.models import HandDelivery
from sektoral.records.rounds import latest_rounds
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_letter, fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.lists import ListSpec, R, arranged, export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
GET_OR_POST = ["GET", "HEAD", "POST"]


@needs(P.SEE_LETTERS)
@require_safe
def agenda(request: Work) -> HttpResponse:
    """This will list what went out and came in."""
    span = _span(request)
    return _listed(request, "letters/agenda.html", AGENDA, list_agenda(request.actor.office, span), span)


@needs(P.SEE_LETTERS)
@require_safe
def agenda_pdf(request: Work) -> HttpResponse:
    """This will print the agenda as it is filtered."""
    span = _span(request)
    rows = arranged(AGENDA, list_agenda(request.actor.office, span), request.GET.dict())
    return _pdf(agenda_paper(rows, span, by=request.actor, at=request.at), "buku-agenda.pdf")


@needs(P.SEE_LETTERS)
@require_safe
def expedition(request: Work) -> HttpResponse:
    """This will list the letters to agencies with who took them."""
    span = _span(request)
    return _listed(request, "letters/expedition.html", EXPEDITION, list_expedition(request.actor.office, span), span)


@needs(P.SEE_LETTERS)
@require_safe
def expedition_pdf(request: Work) -> HttpResponse:
    """This will print the expedition book as it is filtered."""
    span = _span(request)
    rows = arranged(EXPEDITION, list_expedition(request.actor.office, span), request.GET.dict())
    return _pdf(expedition_paper(rows, span, by=request.actor, at=request.at), "buku-ekspedisi.pdf")


@needs(P.SEND_REQUESTS)
@require_http_methods(GET_OR_POST)
def hand_over(request: Work, pk: UUID, asked: UUID) -> HttpResponse:
    """This will note who took a letter by hand, or mend the note that there is."""
    letter, to = fetch_letter(request.actor, pk), fetch_request(request.actor, asked)
    former = deliveries_in_force([letter.pk]).get((letter.pk, to.pk))
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DeliveryForm(*posted, former=former)
    if request.method == "POST" and form.is_valid():
        receipt = form.receipt(letter, to)
        try:
            if former is None:
                record(receipt, by=request.actor, at=request.at)
            else:
                correct(former, receipt, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"Penyerahan kepada {to.agency.name} dicatat.")
            return redirect("letters:expedition")
    trail = crumbs(("Surat", reverse("letters:index")), ("Buku ekspedisi", reverse("letters:expedition")), "Penyerahan")
    shown = {"letter": letter, "to": to, "former": former, "form": form, "crumbs": trail}
    return render(request, "letters/hand_over.html", shown, status=422 if form.errors else 200)


@needs(P.SEE_LETTERS)
@require_safe
def proof(request: Work, pk: UUID) -> HttpResponse:
    """This will give the scan or photograph of the signed page."""
    kept = HandDelivery.objects.filter(office=request.actor.office, pk=pk).select_related("proof").first()
    if kept is None or kept.proof is None:
        raise NotFound("not_found")
    headers = {
        "Content-Disposition": content_disposition_header(True, kept.proof.name) or "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(files.read(kept.proof), content_type=kept.proof.media_type, headers=headers)


def _span(request: Work) -> Span:
    office = request.actor.office
    return read_span(office, request.GET.dict(), local_date(office, request.at))


def _listed(request: Work, template: str, spec: ListSpec[R], rows: Sequence[R], span: Span) -> HttpResponse:
    query = request.GET.dict()
    file = export(spec, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    page = {
        "list": list_page(spec, rows, query),
        "span": span,
        "rounds": latest_rounds(request.actor.office),
        "may_hand_over": request.actor.may(P.SEND_REQUESTS),
        "crumbs": crumbs(("Surat", reverse("letters:index")), spec.name.replace("-", " ").capitalize()),
    }
    return render(request, template, page)


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
