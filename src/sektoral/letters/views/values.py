"""The page of what a transmittal hands over."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.domain.roles import Permission
from sektoral.letters.queries.values import values_page
from sektoral.letters.views.letter import trail
from sektoral.ui.fetch import fetch_letter
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work

P = Permission


@needs(P.SEE_OWN_REQUESTS, P.SEE_ALL_SUBMISSIONS)
@require_safe
def values(request: Work, pk: UUID) -> HttpResponse:
    """This will show every value that a transmittal hands over, with the fingerprint that the letter prints."""
    letter = fetch_letter(request.actor, pk)
    shown = {
        "page": values_page(letter),
        "letter_url": reverse("letters:letter", args=[pk]),
        "crumbs": trail(request, letter, "Nilai yang disampaikan"),
    }
    return render(request, "letters/values.html", shown)
