"""The instrument's other faces: what is checked, the data for a browser's own check, the printable form."""

import hashlib
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET

from sektoral.adapters.typesetting.blank import render_blank
from sektoral.domain.papers import Paper
from sektoral.domain.precheck import precheck_of, written
from sektoral.intake import files
from sektoral.records.actors import local_date
from sektoral.steps.step3_submit.queries.instrument import checks_page, definition_of, newest_of
from sektoral.steps.step3_submit.views.papers import download
from sektoral.steps.step3_submit.views.request import MAY_SEE, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work


@require_GET
@needs(*MAY_SEE)
def checks(request: Work, key: UUID) -> HttpResponse:
    """This will tell what is checked in each table, drawn from the definition."""
    found = fetch_request(request.actor, key)
    context = {"page": checks_page(found), "crumbs": trail(found, "Apa yang diperiksa")}
    return render(request, "step3/checks.html", context)


@require_GET
@needs(*MAY_SEE)
def form(request: Work, key: UUID) -> HttpResponse:
    """This will give the printable form of the instrument as a PDF."""
    found = fetch_request(request.actor, key)
    definition, built_on = definition_of(found), local_date(request.actor.office, newest_of(found).built_at)
    paper = render_blank(definition, paper=Paper(request.actor.office.paper), on=built_on)
    return download(paper.pdf, name=f"formulir-{definition.id}.pdf", media_type=files.PDF)


@require_GET
@needs(*MAY_SEE)
def precheck(request: Work, key: UUID) -> HttpResponseBase:
    """This will give the data by which a browser checks what is typed; unchanged data are not sent twice."""
    body = written(precheck_of(definition_of(fetch_request(request.actor, key))))
    tag = f'"{hashlib.sha256(body.encode("ascii")).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=tag, response=response) or response
