"""Doors around the operations: the page that explains the API, its description, and what is not there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.api.views.description import described, list_operations
from sektoral.api.views.door import BY_ADDRESS, Address, guard
from sektoral.api.views.formats import ALL
from sektoral.bank.queries.released import public_releases
from sektoral.domain.errors import NotFound
from sektoral.records.models import Office
from sektoral.ui.components import crumbs
from sektoral.ui.guards import public
from sektoral.ui.visit import Visit


@require_safe
@public
def index(request: Visit) -> HttpResponse:
    """This will explain how a program asks, with commands to try."""
    office = Office.objects.order_by("name").first()
    slug = office.slug if office else "kantor"
    newest = public_releases(office, at=request.at).order_by("-released_at").first() if office else None
    keys = (newest.agency.code, newest.code, newest.period, newest.edition) if newest else ("opd", "tabel", "2025", 1)
    shown = {
        "base": settings.BASE_URL,
        "office": slug,
        "example": reverse("api:release", args=(slug, *keys)),
        "formats": ALL,
        "operations": list_operations(),
        "most": BY_ADDRESS.most,
        "crumbs": crumbs("API untuk aplikasi"),
    }
    return render(request, "api/index.html", shown)


def _description(request: HttpRequest) -> HttpResponse:
    return HttpResponse(described(), content_type="application/json")


def _unknown(request: HttpRequest) -> HttpResponse:
    raise NotFound("api_path_unknown")


description = guard(_description, Address((), is_public=True))
unknown = guard(_unknown, Address(None, is_public=True))
