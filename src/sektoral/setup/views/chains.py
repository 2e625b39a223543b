"""The chain of paraf and signature of each kind of the office's letters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.letters.words import KIND_WORDS
from sektoral.setup.actions.chains import change_chains
from sektoral.setup.forms.chains import ChainsForm
from sektoral.setup.queries.chains import chain_rows
from sektoral.setup.views.office import GET_OR_POST, LOOKS, P
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

TITLE = "Rantai paraf dan tanda tangan"


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
@steps_up
def chains(request: Work) -> HttpResponse:
    """This will show who initials and who signs each kind of letter, and change it."""
    office = request.actor.office
    form = ChainsForm(request.POST if request.method == "POST" else None, own=office.chains)
    if form.is_bound:
        request.actor.check(P.SET_UP)
        if form.is_valid():
            changed = change_chains(form.chains, by=request.actor, at=request.at)
            named = ", ".join(KIND_WORDS[kind] for kind in changed)
            messages.success(
                request,
                f"Rantai diubah: {named}. Surat yang sudah berjalan memakai rantai lamanya."
                if named
                else "Tidak ada rantai yang berubah.",
            )
            return redirect("setup:chains")
    shown = {
        "form": form,
        "rows": chain_rows(office),
        "may_change": request.actor.may(P.SET_UP),
        "crumbs": crumbs(("Penataan", reverse("setup:index")), TITLE),
    }
    return render(request, "setup/chains.html", shown, status=422 if form.errors else 200)
