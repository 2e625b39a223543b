"""The round's preparation, for JP and whoever wants to see how far it is."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.records.asking import asking_letter_of
from sektoral.records.models import Request
from sektoral.records.rounds import latest_round
from sektoral.steps.step1_request.actions.instruments import define, draw
from sektoral.steps.step1_request.actions.rounds import prepare_letters
from sektoral.steps.step1_request.queries.preparing import LIST, preparing_page
from sektoral.ui.addresses import open_url, page_url
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_request, fetch_round
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission


@needs(P.SEE_BOARD)
@require_safe
def home(request: Work) -> HttpResponse:
    """This will lead to the latest round, or say what to do first."""
    latest = latest_round(request.actor.office)
    if latest is not None:
        return redirect("step1:round", pk=latest.pk)
    shown = {"opening": open_url(request.actor, "step1:open"), "crumbs": crumbs("Langkah 1")}
    return render(request, "step1/home.html", shown)


@needs(P.SEE_BOARD)
@require_safe
def round_page(request: Work, pk: UUID) -> HttpResponse:
    """This will show each request with its letter and its workbook."""
    page = preparing_page(request.actor, fetch_round(request.actor, pk), at=request.at)
    query = request.GET.dict()
    file = export(LIST, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    trail = crumbs((page.round.title, page_url("board:board", pk)), "Langkah 1")
    shown = {"page": page, "list": list_page(LIST, page.rows, query), "crumbs": trail}
    return render(request, "step1/round.html", shown)


@needs(P.PREPARE_LETTERS)
@require_POST
def prepare(request: Work, pk: UUID) -> HttpResponse:
    """This will draft all letters that are missing and hand them to the first paraf."""
    round_ = fetch_round(request.actor, pk)
    try:
        letters = prepare_letters(round_, by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
    else:
        messages.success(request, f"{len(letters)} surat disiapkan dan diajukan untuk paraf.")
    return redirect("step1:round", pk=pk)


@needs(P.SEE_BOARD)
@require_safe
def workbook(request: Work, pk: UUID) -> HttpResponse:
    """This will give the workbook of a request; before it is built, one drawn for the look and not kept."""
    asked = fetch_request(request.actor, pk, to=Permission.SEE_BOARD)
    instrument = asked.instruments.select_related("file").order_by("-version").first()
    if instrument is not None:
        return _download(files.read(instrument.file), instrument.file.name)
    return _download(_preview(request, asked), f"pratinjau-{asked.agency.code}.xlsx")


def _preview(request: Work, asked: Request) -> bytes:
    letter = asking_letter_of(asked)
    if letter is None:
        raise WrongState("letter_not_drafted")
    return draw(define(asked, letter=letter, version=1, at=request.at), at=request.at)


def _download(data: bytes, name: str) -> HttpResponse:
    way = content_disposition_header(True, name)
    headers = {"Content-Disposition": way or "attachment", "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=files.XLSX, headers=headers)
