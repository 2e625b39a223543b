"""Doors of the reminders: a round's calendar and its preview, the office's own calendar, and reminding at once."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.reminders import own_or_default, read_notices
from sektoral.domain.roles import Permission
from sektoral.steps.step3_submit.actions.notices import change_office_notices, change_round_notices, used_names
from sektoral.steps.step3_submit.actions.reminding import remind_now
from sektoral.steps.step3_submit.forms import read_keys
from sektoral.steps.step3_submit.notice_forms import KIND_CHOICES, SIDES, lines_of, lines_typed, read_lines
from sektoral.steps.step3_submit.queries.reminders import REMINDERS, reminders_page
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_round, requests_of
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
TITLE = "Pengingat"
CHOICES = {"kinds": KIND_CHOICES, "sides": SIDES}


@require_safe
@needs(P.SEE_ALL_SUBMISSIONS)
def reminders(request: Work, key: UUID) -> HttpResponse:
    """This will show a round's calendar, who will get what, and what was sent or passed over."""
    page = reminders_page(request.actor, fetch_round(request.actor, key), at=request.at)
    query = request.GET.dict()
    file = export(REMINDERS, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    trail = crumbs(("Permintaan", reverse("step3:requests")), f"{TITLE}, {page.round.title}")
    shown = {"page": page, "list": list_page(REMINDERS, page.rows, query), "crumbs": trail}
    return render(request, "step3/reminders.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.SEND_REQUESTS)
def round_calendar(request: Work, key: UUID) -> HttpResponse:
    """This will change a round's calendar, as far as it was not used."""
    round_ = fetch_round(request.actor, key)
    refusal = None
    if request.method == "POST":
        try:
            change_round_notices(round_, read_lines(request.POST.dict()), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            refusal = error
        else:
            messages.success(request, "Jadwal pengingat putaran ini diubah.")
            return redirect("step3:reminders", key)
    used = used_names(round_)
    lines = lines_typed(request.POST.dict()) if refusal else lines_of(read_notices(round_.notices), used)
    back = reverse("step3:reminders", args=[key])
    trail = crumbs(("Permintaan", reverse("step3:requests")), (TITLE, back), "Jadwal")
    shown = {"lines": lines, "back": back, "about": round_.title, "crumbs": trail, "may_change": True}
    return _form(request, shown, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.SEND_REQUESTS, P.SET_UP, P.SEE_JOURNAL, P.CHECK_SUBMISSIONS)
def office_calendar(request: Work) -> HttpResponse:
    """This will change the calendar that the office's next rounds begin with."""
    office, refusal = request.actor.office, None
    if request.method == "POST":
        try:
            change_office_notices(read_lines(request.POST.dict()), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            refusal = error
        else:
            messages.success(request, "Jadwal pengingat kantor diubah; putaran berikutnya memakainya.")
            return redirect("step3:office_reminders")
    lines = lines_typed(request.POST.dict()) if refusal else lines_of(own_or_default(office.notices))
    shown: dict[str, object] = {"lines": lines, "back": "", "about": "", "crumbs": crumbs("Jadwal pengingat kantor")}
    shown["may_change"] = request.actor.may(P.SEND_REQUESTS) or request.actor.may(P.SET_UP)
    return _form(request, shown, refusal)


@require_POST
@needs(P.SEND_REQUESTS)
def send_now(request: Work, key: UUID) -> HttpResponse:
    """This will remind the ticked agencies today, or at the next opening of the office."""
    round_ = fetch_round(request.actor, key)
    keys = read_keys(request.POST.getlist("request"))
    chosen = requests_of(request.actor).filter(round=round_, pk__in=keys).select_related("office")
    results = remind_now(list(chosen), by=request.actor, at=request.at)
    done = sum(error is None for _, error in results)
    if done:
        messages.success(request, f"{done} OPD diingatkan; di luar jam kerja pesannya menunggu kantor buka.")
    for _, error in results:
        if error:
            messages.warning(request, explained(error))
    if not results:
        messages.warning(request, "Pilih OPD yang akan diingatkan.")
    return redirect("step3:reminders", key)


def _form(request: Work, shown: Mapping[str, object], refusal: SektoralError | None) -> HttpResponse:
    page = {**CHOICES, **shown, "refusal": explained(refusal) if refusal else ""}
    return render(request, "step3/calendar.html", page, status=422 if refusal else 200)
