"""Taking a submission back: the page says what follows, and asks for the reason."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.domain.roles import Permission
from sektoral.steps.step3_submit.actions import withdrawing
from sektoral.steps.step3_submit.actions.handing_over import transmittal_of
from sektoral.steps.step3_submit.forms import WithdrawForm
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.recall import check_may_withdraw, recall_of
from sektoral.steps.step3_submit.views.request import trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission


@require_http_methods(["GET", "POST"])
@needs(P.SUBMIT, P.SIGN_TRANSMITTAL, P.ENTER_FOR_AGENCY)
def withdraw(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will take a submission back after its sender gave the reason."""
    found = fetch_request(request.actor, key)
    target, form = get_submission(found, submission), WithdrawForm(request.POST or None)
    check_may_withdraw(target, request.actor)
    if request.method == "POST" and form.is_valid():
        reason = str(form.cleaned_data["reason"])
        return act_and_return(
            request,
            lambda: withdrawing.withdraw(target, reason=reason, by=request.actor, at=request.at),
            done=f"Kiriman ke-{target.version} ditarik kembali. Berkas yang sama boleh dikirim lagi.",
            to=reverse("step3:request", args=[key]),
        )
    page = {
        "form": form,
        "found": found,
        "submission": target,
        "recall": recall_of(target, request.actor),
        "letter": transmittal_of(target),
        "crumbs": trail(found, "Tarik kembali kiriman"),
    }
    return render(request, "step3/withdraw.html", page, status=422 if form.errors else 200)
