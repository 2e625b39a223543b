"""What changed between two submissions of a request."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sektoral.steps.step3_submit.queries.differences import DIFFERENCES, differences_page
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.views.request import MAY_SEE, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.visit import Work


@require_GET
@needs(*MAY_SEE)
def differences(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will show, or give as a file, what differs from the earlier submission that `dari` names."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    asked = request.GET.get("dari", "")
    against = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0
    page = differences_page(found, target, against=against)
    query = request.GET.dict()
    file = export(DIFFERENCES, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    crumbs = trail(found, f"Yang berubah pada kiriman ke-{target.version}")
    context = {"page": page, "list": list_page(DIFFERENCES, page.rows, query), "crumbs": crumbs}
    return render(request, "step3/differences.html", context)
