"""The door to an agency's letterhead and its review, for the office's admin and the agency's own head."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.setup.actions.letterheads import letters_of, set_letters
from sektoral.setup.forms.letterheads import LettersForm
from sektoral.setup.queries.letterheads import fetch_agency_to_set, letters_page
from sektoral.ui.addresses import open_url
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
TITLE = "Kop surat dan telaah"


@needs(P.SET_UP, P.SIGN_TRANSMITTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: Work, key: UUID) -> HttpResponse:
    """This will show how an agency's letters look, and change it."""
    agency = fetch_agency_to_set(request.actor, key)
    now = letters_of(agency)
    initial = {
        "address": "\n".join(now.address),
        "phone": now.phone,
        "email": now.email,
        "website": now.website,
        "needs_review": now.needs_review,
    }
    form = LettersForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            changed = set_letters(agency, form.letters(), by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, "Kop surat dan telaah disimpan." if changed else "Tidak ada yang berubah.")
            return redirect("setup:letterhead", key=key)
    set_up = open_url(request.actor, "setup:index")
    trail = crumbs(
        *([("Penataan", set_up)] if set_up else []),
        ("Kontak Produsen Data", reverse("setup:contacts")),
        (agency.name, reverse("setup:contact", args=[key])),
        TITLE,
    )
    shown = {"page": letters_page(agency, at=request.at), "form": form, "crumbs": trail}
    return render(request, "setup/contacts/letterhead.html", shown, status=422 if form.errors else 200)
