"""Doors of a person's own security: the second factor that is asked of them, and where they are signed in."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sektoral.records.models import Person
from sektoral.ui import sessions
from sektoral.ui.components import crumbs
from sektoral.ui.entry import has_factor
from sektoral.ui.guards import entering, signed_in
from sektoral.ui.visit import Visit

OWN = ("Pengaturan saya", "accounts:settings")


@require_safe
@entering
def second_factor(request: Visit) -> HttpResponse:
    """This will lead who must have a second factor to setting one up; nothing else opens before."""
    if has_factor(cast(Person, request.user)):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html", {"crumbs": crumbs("Langkah kedua")})


@require_safe
@signed_in
def sessions_page(request: Visit) -> HttpResponse:
    """This will list the browsers in which the person is signed in."""
    shown = {
        "sessions": sessions.list_sessions(request, cast(Person, request.user)),
        "crumbs": crumbs((OWN[0], reverse(OWN[1])), "Sesi"),
    }
    return render(request, "accounts/sessions.html", shown)


@require_POST
@signed_in
def end_session(request: Visit, key: int) -> HttpResponse:
    """This will end one of the person's sessions."""
    sessions.end_session(request, cast(Person, request.user), key)
    messages.success(request, "Sesi itu diakhiri; peramban itu harus masuk lagi.")
    return redirect("accounts:sessions")


@require_POST
@signed_in
def end_other_sessions(request: Visit) -> HttpResponse:
    """This will end all of the person's sessions but this one."""
    count = sessions.end_other_sessions(request, cast(Person, request.user))
    messages.success(request, f"{count} sesi lain diakhiri." if count else "Tidak ada sesi lain.")
    return redirect("accounts:sessions")
