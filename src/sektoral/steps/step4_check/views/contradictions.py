"""Contradictions: the list, one of them, an agency's answer and the office's ruling."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sektoral.domain.contradictions import Reply, Ruling
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.steps.step4_check.actions.contradicting import reply, settle
from sektoral.steps.step4_check.forms import ReplyForm, RulingForm
from sektoral.steps.step4_check.queries.contradictions import (
    agencies_of,
    contradiction_page,
    get_contradiction,
    list_contradictions,
)
from sektoral.ui.components import crumbs
from sektoral.ui.forms import Form
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
MAY_SEE = (P.SEE_ALL_SUBMISSIONS, P.SEE_OWN_REQUESTS)
TITLE = "Pertentangan antar-OPD"


@require_GET
@needs(*MAY_SEE)
def contradictions(request: Work) -> HttpResponse:
    """This will list the contradictions that the visitor may know of."""
    rows = list_contradictions(request.actor, at=request.at)
    return render(request, "step4/contradictions.html", {"rows": rows, "crumbs": crumbs(TITLE)})


@require_GET
@needs(*MAY_SEE)
def contradiction(request: Work, key: UUID) -> HttpResponse:
    """This will show one contradiction."""
    return _show(request, key)


@require_POST
@needs(P.SUBMIT, P.SIGN_TRANSMITTAL, P.ENTER_FOR_AGENCY)
def answer(request: Work, key: UUID, side: UUID) -> HttpResponse:
    """This will keep what an agency says of its figures."""
    found, form = get_contradiction(request.actor, key), ReplyForm(request.POST)
    own = found.sides.select_related("office", "item__requested_table__request__agency", "contradiction").filter(
        pk=side
    )
    if not own:
        raise NotFound("not_found")
    if not form.is_valid():
        return _show(request, key, replying=form)
    words, said = str(form.cleaned_data["words"]), Reply(form.cleaned_data["reply"])
    return act_and_return(
        request,
        lambda: reply(own[0], answer=said, words=words, by=request.actor, at=request.at),
        done="Jawaban tersimpan dan tampil bagi kantor.",
        to=reverse("step4:contradiction", args=[key]),
    )


@require_POST
@needs(P.SETTLE_CONTRADICTIONS)
@steps_up
def rule(request: Work, key: UUID) -> HttpResponse:
    """This will settle which figures hold."""
    found = get_contradiction(request.actor, key)
    form = RulingForm(request.POST, agencies=agencies_of(found))
    if not form.is_valid():
        return _show(request, key, ruling=form)
    reason, ruling = str(form.cleaned_data["reason"]), Ruling(form.cleaned_data["ruling"])
    return act_and_return(
        request,
        lambda: settle(found, ruling=ruling, reason=reason, by=request.actor, at=request.at),
        done="Pertentangan diputuskan; alasannya tampil bagi kedua OPD.",
        to=reverse("step4:contradiction", args=[key]),
    )


def _show(request: Work, key: UUID, *, replying: Form | None = None, ruling: Form | None = None) -> HttpResponse:
    found = get_contradiction(request.actor, key)
    shown = contradiction_page(found, request.actor, at=request.at)
    page = {
        "page": shown,
        "reply_form": replying or ReplyForm(),
        "ruling_form": ruling or RulingForm(agencies=agencies_of(found)),
        "crumbs": crumbs((TITLE, reverse("step4:contradictions")), shown.variable),
    }
    return render(request, "step4/contradiction.html", page, status=422 if replying or ruling else 200)
