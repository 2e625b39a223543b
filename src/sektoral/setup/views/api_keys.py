"""Doors to the keys of programs: listed, made and shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.setup.actions.api_keys import make_api_key, revoke_api_key
from sektoral.setup.forms.api_keys import KeyForm
from sektoral.setup.queries.api_keys import fetch_api_key, list_api_keys
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_API_KEYS)
@steps_up
def api_keys(request: Work) -> HttpResponse:
    """This will list the keys, and make one. The new key stands on this one answer and is kept nowhere."""
    office = request.actor.office
    form = KeyForm(request.POST if request.method == "POST" else None)
    key = ""
    if form.is_bound and form.is_valid():
        try:
            key = make_api_key(form.new_key(office), by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error(None, explained(error))
    shown = {
        "key": key,
        "form": KeyForm() if key else form,
        "keys": list_api_keys(office, at=request.at),
        "crumbs": crumbs(("Penataan", reverse("setup:index")), "Kunci API"),
    }
    return render(request, "setup/api_keys/index.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_API_KEYS)
@steps_up
def revoke(request: Work, pk: UUID) -> HttpResponse:
    """This will end a key at once."""
    key = fetch_api_key(request.actor, pk)
    revoke_api_key(key, by=request.actor, at=request.at)
    messages.success(request, f"Kunci {key.name} dicabut. Aplikasi yang memakainya langsung ditolak.")
    return redirect("setup:api_keys")
