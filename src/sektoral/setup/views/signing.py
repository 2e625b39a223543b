"""The service that signs the office's letters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid
from sektoral.letters.words import SERVICE_WORDS
from sektoral.setup.actions.signing import choose_service
from sektoral.setup.forms.signing import ServiceForm
from sektoral.setup.queries.signing import service_page
from sektoral.setup.views.office import GET_OR_POST, LOOKS, P
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

TITLE = "Layanan tanda tangan"


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
@steps_up
def service(request: Work) -> HttpResponse:
    """This will show through what letters are signed, what each service still lacks, and choose another."""
    office = request.actor.office
    form = ServiceForm(request.POST if request.method == "POST" else None, initial={"service": office.signing_service})
    if form.is_bound and form.is_valid():
        try:
            choose_service(form.chosen(), by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error("service", explained(error))
        else:
            messages.success(request, f"Surat ditandatangani dengan: {SERVICE_WORDS[form.chosen()]}.")
            return redirect("setup:service")
    shown = {
        "form": form,
        "page": service_page(office),
        "may_change": request.actor.may(P.SET_UP),
        "crumbs": crumbs(("Penataan", reverse("setup:index")), TITLE),
    }
    return render(request, "setup/service.html", shown, status=422 if form.errors else 200)
