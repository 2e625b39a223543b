"""What the office does about a request: gives more time, asks by a newer edition."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.roles import Permission
from sektoral.steps.step3_submit.actions.deadlines import Grant, extend
from sektoral.steps.step3_submit.actions.editions import adopt_editions
from sektoral.steps.step3_submit.forms import ExtendForm
from sektoral.steps.step3_submit.views.request import trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission


@require_http_methods(["GET", "POST"])
@needs(P.EXTEND_REQUESTS)
def extend_deadline(request: Work, key: UUID) -> HttpResponse:
    """This will give a request, or some of its tables, more working days."""
    found = fetch_request(request.actor, key)
    tables = list(found.tables.exclude(state="moved").select_related("table"))
    form = ExtendForm(request.POST or None, tables=tables)
    if request.method == "POST" and form.is_valid():
        grant = Grant(found, form.cleaned_data["days"], form.cleaned_data["reason"], form.chosen)
        return act_and_return(
            request,
            lambda: extend(grant, by=request.actor, at=request.at),
            done="Batas waktu diperpanjang.",
            to=reverse("step3:request", args=[key]),
        )
    page = {"form": form, "found": found, "crumbs": trail(found, "Perpanjang batas waktu")}
    return render(request, "step3/extend.html", page, status=422 if form.errors else 200)


@require_POST
@needs(P.PREPARE_LETTERS)
def adopt(request: Work, key: UUID) -> HttpResponse:
    """This will ask by the newest editions what the agency still owes."""
    found = fetch_request(request.actor, key)
    return act_and_return(
        request,
        lambda: adopt_editions(found, by=request.actor, at=request.at),
        done="Rumusan terbaru dipakai. Buku kerja baru sedang dibuat; isian di buku kerja lama dapat dipindahkan.",
        to=reverse("step3:request", args=[key]),
    )
