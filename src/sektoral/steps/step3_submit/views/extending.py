"""The door for extending several agencies at once: choose, look at the new deadlines, then decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.steps.step3_submit.actions.deadlines import Grant, extend_many
from sektoral.steps.step3_submit.forms import ManyExtendForm
from sektoral.steps.step3_submit.queries.extending import list_extendable, preview
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

LOOK, DECIDE = "lihat", "perpanjang"


@needs(Permission.EXTEND_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def extend_several(request: Work) -> HttpResponse:
    """This will show what the chosen deadlines become, and move them once that was seen."""
    rows = list_extendable(request.actor)
    names = [(one.key, one.request.agency.name) for one in rows]
    form = ManyExtendForm(request.POST or None, requests=names)
    moved = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [one for one in rows if one.key in form.chosen]
        if request.POST.get("langkah") == DECIDE:
            grants = [
                Grant(one.request, given["days"], given["reason"], one.tables if given["only_open"] else ())
                for one in chosen
            ]
            try:
                extend_many(grants, by=request.actor, at=request.at)
            except (Invalid, WrongState) as error:
                form.add_error(None, explained(error))
            else:
                messages.success(request, f"Batas waktu {len(grants)} OPD diperpanjang.")
                return redirect("step3:requests")
        else:
            moved = preview(chosen, days=given["days"], only_open=given["only_open"])
    shown = {
        "rows": rows,
        "form": form,
        "moved": moved,
        "ticked": form.chosen if form.is_bound and form.is_valid() else (),
        "crumbs": crumbs(("Permintaan", reverse("step3:requests")), "Perpanjang beberapa OPD"),
    }
    return render(request, "step3/extend_several.html", shown, status=422 if form.errors else 200)
