"""The Kadis's order in one tap, the order on paper, and taking a round back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.steps.step1_request.actions.orders import cancel_round, check_may_cancel, order_last_year
from sektoral.steps.step1_request.forms import CancelForm
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_round
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission


@needs(P.OPEN_ROUND)
@require_POST
def order(request: Work) -> HttpResponse:
    """This will open a round for last year with everything; where that cannot be, the form tells why."""
    try:
        round_ = order_last_year(by=request.actor, at=request.at)
    except (Invalid, WrongState) as error:
        messages.error(request, explained(error))
        return redirect("step1:open")
    messages.success(request, f"{round_.title} diperintahkan. JP menyiapkan surat permintaan.")
    return redirect("step1:round", pk=round_.pk)


@needs(P.SEE_LETTERS)
@require_safe
def disposition(request: Work, pk: UUID) -> HttpResponse:
    """This will give the order on paper by which a round was opened."""
    kept = fetch_round(request.actor, pk).order_file
    if kept is None:
        raise NotFound("not_found")
    headers = {
        "Content-Disposition": content_disposition_header(True, kept.name) or "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(files.read(kept), content_type=kept.media_type, headers=headers)


@needs(P.OPEN_ROUND, P.OPEN_ROUND_BY_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Work, pk: UUID) -> HttpResponse:
    """This will ask for the reason and take a round back."""
    round_ = fetch_round(request.actor, pk)
    check_may_cancel(round_, request.actor)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_round(round_, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, "Putaran dibatalkan. Semua yang tercatat tetap tersimpan.")
            return redirect("step1:round", pk=pk)
    trail = crumbs((round_.title, reverse("step1:round", args=[pk])), "Batalkan putaran")
    shown = {"round": round_, "form": form, "crumbs": trail}
    return render(request, "step1/cancel.html", shown, status=422 if form.errors else 200)
