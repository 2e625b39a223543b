"""Doors of step 2: the distribution page, and the sending."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sektoral.domain.roles import Permission
from sektoral.records.rounds import latest_round
from sektoral.steps.step2_distribute.actions import send_requests
from sektoral.steps.step2_distribute.queries import LIST, distributing_page, list_sendable
from sektoral.ui.addresses import page_url
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
    """This will lead to the latest round."""
    latest = latest_round(request.actor.office)
    return redirect("step2:round", pk=latest.pk) if latest else redirect("step1:home")


@needs(P.SEE_BOARD)
@require_safe
def round_page(request: Work, pk: UUID) -> HttpResponse:
    """This will show what is ready, what was sent, and what the agencies have opened."""
    page = distributing_page(request.actor, fetch_round(request.actor, pk), at=request.at)
    query = request.GET.dict()
    file = export(LIST, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    trail = crumbs((page.round.title, page_url("board:board", pk)), "Langkah 2")
    shown = {"page": page, "list": list_page(LIST, page.rows, query), "crumbs": trail}
    return render(request, "step2/round.html", shown)


@needs(P.SEND_REQUESTS)
@require_POST
def send(request: Work, pk: UUID) -> HttpResponse:
    """This will send all requests that are ready, or the one that is named, and say what became of each."""
    round_ = fetch_round(request.actor, pk)
    only = fetch_request(request.actor, _id(request.POST["request"])).pk if "request" in request.POST else None
    sent = send_requests(list_sendable(round_, only), by=request.actor, at=request.at)
    done = sum(1 for one in sent if one.error is None)
    if done:
        messages.success(request, f"{done} permintaan dikirim. Surelnya berangkat sebentar lagi.")
    for one in sent:
        if one.error:
            messages.error(request, f"{one.request.agency.name}: {explained(one.error)}")
    if not sent:
        messages.warning(request, "Tidak ada permintaan yang siap dikirim.")
    return redirect("step2:round", pk=pk)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's
