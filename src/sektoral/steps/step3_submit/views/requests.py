"""Lists: the agency's own requests; for the office, all requests of a round, and letters to the late."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sektoral.domain.roles import Permission
from sektoral.steps.step3_submit.actions.deadlines import draft_follow_ups
from sektoral.steps.step3_submit.forms import read_keys
from sektoral.steps.step3_submit.queries.calls import owed_by_own
from sektoral.steps.step3_submit.queries.requests import REQUESTS, list_own_requests, list_round
from sektoral.ui.addresses import open_url
from sektoral.ui.fetch import requests_of
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.visit import Work

P = Permission


@require_GET
@needs(P.SEE_OWN_REQUESTS, P.SEE_ALL_SUBMISSIONS)
def requests(request: Work) -> HttpResponse:
    """This will list what is asked: of my agencies, or of all for who sees all submissions."""
    if not request.actor.may(P.SEE_ALL_SUBMISSIONS):
        rows = list_own_requests(request.actor, at=request.at)
        owed = owed_by_own(request.actor, at=request.at)
        may_invite = bool(open_url(request.actor, "setup:contacts"))
        return render(request, "step3/own_requests.html", {"rows": rows, "owed": owed, "may_invite": may_invite})
    shown = list_round(request.actor.office, at=request.at, chosen=request.GET.get("putaran", ""))
    file = export(REQUESTS, shown.rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    page = {
        "round": shown,
        "list": list_page(REQUESTS, shown.rows, request.GET.dict()),
        "may_remind": request.actor.may(P.PREPARE_LETTERS),
        "may_extend": request.actor.may(P.EXTEND_REQUESTS),
        "may_call": request.actor.may(P.CALL_AGENCIES),
    }
    return render(request, "step3/requests.html", page)


@require_POST
@needs(P.PREPARE_LETTERS)
def follow_up(request: Work) -> HttpResponse:
    """This will draft a reminder for each ticked request that is late; others are passed over."""
    keys = read_keys(request.POST.getlist("request"))
    chosen = requests_of(request.actor).filter(pk__in=keys).select_related("office")
    drafted = draft_follow_ups(list(chosen), by=request.actor, at=request.at)
    if drafted:
        messages.success(request, f"{len(drafted)} surat susulan disusun dan menunggu paraf.")
    else:
        messages.warning(request, "Tidak ada surat yang disusun: pilih OPD yang lewat batas dan belum disurati.")
    return redirect("step3:requests")
