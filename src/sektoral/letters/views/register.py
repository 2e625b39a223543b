"""The letter register."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sektoral.domain.roles import Permission
from sektoral.letters.outside import count_outside
from sektoral.letters.queries.numbering import awaiting_letters, sees_numbers
from sektoral.letters.queries.register import ON_SCREEN, REGISTER, list_registered
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.visit import Work


@needs(Permission.SEE_LETTERS)
@require_safe
def index(request: Work) -> HttpResponse:
    """This will list the office's letters, or export the list."""
    rows = list_registered(request.actor)
    file = export(REGISTER, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    page = list_page(REGISTER, rows, request.GET.dict())
    shown = {
        "page": page,
        "heads": [head for head in page.heads if head.key in ON_SCREEN],
        "may_number": sees_numbers(request.actor),
        "outside": count_outside(request.actor),
        "awaiting": len(awaiting_letters(request.actor)),
    }
    return render(request, "letters/index.html", shown)
