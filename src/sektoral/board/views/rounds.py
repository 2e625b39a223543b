"""Where people begin, the board of a round, its completeness to take away, and the list of rounds."""

from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.board.queries.agency import agency_page
from sektoral.board.queries.board import board_page, current_round, get_round
from sektoral.board.queries.grid import COMPLETENESS, TO_TAKE_AWAY, table_rows
from sektoral.board.queries.overview import overview
from sektoral.board.queries.reading import read_round
from sektoral.board.queries.rounds import ROUNDS, first_round, list_rounds, next_order, next_round
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.records.models import Person, Round
from sektoral.ui.addresses import open_url
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs, signed_in
from sektoral.ui.lists import export, list_page
from sektoral.ui.menu import landing
from sektoral.ui.visit import Visit, Work, offices_of


@signed_in
@require_safe
def start(request: Visit) -> HttpResponse:
    """This will lead people to where they belong: the office to the board, an agency to what is asked of it."""
    if request.actor is None and len(offices_of(cast(Person, request.user), request.at)) > 1:
        return redirect("accounts:choose_office")
    if request.actor is None:
        raise NotFound("no_assignment")
    return redirect(landing(request.actor))


@needs(Permission.SEE_BOARD)
@require_safe
def home(request: Work) -> HttpResponse:
    """This will show the board of the round that was opened last, or what to do first."""
    round_ = current_round(request.actor)
    if round_ is None:
        order = next_order(request.actor, at=request.at)
        page = {"first": first_round(request.actor, is_ordered=order is not None), "next_order": order}
        return render(request, "board/empty.html", page)
    return _board(request, round_)


@needs(Permission.SEE_BOARD)
@require_safe
def office_overview(request: Work) -> HttpResponse:
    """This will show where the office stands on one screen: round, signatures, freshness of the bank, quality."""
    page = overview(request.actor, at=request.at)
    first = first_round(request.actor, is_ordered=False) if page.round is None else None
    trail = crumbs(("Papan", reverse("board:home")), "Ikhtisar")
    return render(request, "board/overview.html", {"page": page, "first": first, "crumbs": trail})


@needs(Permission.SEE_BOARD)
@require_safe
def board(request: Work, key: UUID) -> HttpResponse:
    """This will show the board of one round."""
    return _board(request, _round(request, key))


@needs(Permission.SEE_BOARD)
@require_safe
def completeness(request: Work, key: UUID) -> HttpResponse:
    """This will list every requested table of a round with its standing."""
    round_ = _round(request, key)
    rows = table_rows(read_round(round_, at=request.at))
    file = export(TO_TAKE_AWAY, rows, request.GET, ZoneInfo(round_.office.time_zone))
    if file is not None:
        return file
    trail = crumbs(("Papan", reverse("board:board", args=[key])), "Kelengkapan per tabel")
    listed = list_page(COMPLETENESS, rows, request.GET.dict())
    control = open_url(request.actor, "board:control", key)
    shown = {"round": round_, "listed": listed, "control": control, "crumbs": trail}
    return render(request, "board/completeness.html", shown)


@needs(Permission.SEE_BOARD)
@require_safe
def agency(request: Work, key: UUID, asked: UUID) -> HttpResponse:
    """This will show one agency of a round: its tables by title, and its times."""
    page = agency_page(_round(request, key), asked, request.actor, at=request.at)
    trail = crumbs(("Papan", reverse("board:board", args=[key])), page.name)
    return render(request, "board/agency.html", {"page": page, "crumbs": trail})


@needs(Permission.SEE_BOARD)
@require_safe
def rounds(request: Work) -> HttpResponse:
    """This will list the office's rounds."""
    rows = list_rounds(request.actor)
    file = export(ROUNDS, rows, request.GET, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    listed = list_page(ROUNDS, rows, request.GET.dict())
    trail = crumbs(("Papan", reverse("board:home")), "Putaran")
    order = next_order(request.actor, at=request.at)
    shown = {
        "listed": listed,
        "crumbs": trail,
        "first": first_round(request.actor, is_ordered=order is not None),
        "next": next_round(request.actor) if order is None else None,
        "next_order": order,
    }
    return render(request, "board/rounds.html", shown)


def _board(request: Work, round_: Round) -> HttpResponse:
    trail = crumbs(("Putaran", reverse("board:rounds")), round_.title)
    page = board_page(round_, request.actor, at=request.at)
    return render(request, "board/board.html", {"page": page, "crumbs": trail})


def _round(request: Work, key: UUID) -> Round:
    found = get_round(request.actor, key)
    if found is None:
        raise NotFound("not_found")
    return found
