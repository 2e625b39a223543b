"""The journal, the check of its chain, and what the worker could not do."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sektoral.board.actions import try_again
from sektoral.board.queries.chain import chain_state, check_chain
from sektoral.board.queries.journal import EVENTS, all_rows, journal_page, read_asked
from sektoral.board.queries.worker import get_stuck, worker_page
from sektoral.domain.roles import Permission
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work


@needs(Permission.SEE_JOURNAL)
@require_safe
def journal(request: Work) -> HttpResponse:
    """This will show what happened, the newest first, as far as it was asked for."""
    asked = read_asked(request.GET.dict())
    if request.GET.get("ekspor"):
        zone = ZoneInfo(request.actor.office.time_zone)
        file = export(EVENTS, all_rows(request.actor, asked), request.GET.dict(), zone)
        if file is not None:
            return file
    page = {
        "listed": journal_page(request.actor, asked),
        "asked": asked,
        "chain": chain_state(request.actor),
        "verdict": check_chain(request.actor) if request.GET.get("periksa") else None,
        "crumbs": crumbs(("Papan", reverse("board:home")), "Jurnal"),
    }
    return render(request, "board/journal.html", page)


@needs(Permission.SEE_JOURNAL)
@require_safe
def worker(request: Work) -> HttpResponse:
    """This will show what waits, what is tried again, and what waits for a person."""
    page = {
        "page": worker_page(request.actor),
        "may_retry": request.actor.may(Permission.SET_UP),
        "crumbs": crumbs(("Papan", reverse("board:home")), ("Jurnal", reverse("board:journal")), "Pekerjaan sistem"),
    }
    return render(request, "board/worker.html", page)


@needs(Permission.SET_UP)
@require_POST
def retry(request: Work, key: int) -> HttpResponse:
    """This will let the worker take up an event that it gave up."""
    event = get_stuck(request.actor, key)
    return act_and_return(
        request,
        lambda: try_again(event, by=request.actor),
        done="Kejadian itu akan dicoba lagi sebentar lagi.",
        to=reverse("board:worker"),
    )
