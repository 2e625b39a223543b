"""Doors to the self-assessment of EPSS. The office, its auditors and the Pembina look; SuKor, Kabid and JP assess."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.assessment.actions import assess, take_evidence
from sektoral.assessment.forms import LevelForm
from sektoral.assessment.queries.pages import chosen_year, index_page, indicator_page, list_spec, years_of
from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.ASSESS_SELF, P.TAKE_EVIDENCE, P.PASS_PRIORITY)


@require_GET
@needs(*LOOKS)
def latest(request: Work) -> HttpResponse:
    """This will lead to the newest year."""
    return redirect("assessment:year", year=years_of(request.actor.office, request.at)[0])


@require_GET
@needs(*LOOKS)
def year(request: Work, year: int) -> HttpResponse:
    """This will show a year's index and all indicators, or export their list."""
    page = index_page(chosen_year(request.actor, year, request.at))
    spec, query = list_spec(page.rows), request.GET.dict()
    file = export(spec, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    shown = {
        "page": page,
        "list": list_page(spec, page.rows, query),
        "may_assess": request.actor.may(P.ASSESS_SELF),
        "crumbs": crumbs(f"Penilaian mandiri EPSS {year}"),
    }
    return render(request, "assessment/year.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*LOOKS)
def indicator(request: Work, year: int, code: str) -> HttpResponse:
    """This will show an indicator with its evidence, and take its level."""
    chosen = chosen_year(request.actor, year, request.at)
    page = indicator_page(chosen, code)
    form = LevelForm(
        request.POST if request.method == "POST" else None,
        initial={"level": page.chosen or None, "explanation": page.explanation},
    )
    if request.method == "POST":
        request.actor.check(P.ASSESS_SELF)
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            assess(
                chosen,
                code,
                level=given["level"],
                explanation=given["explanation"],
                by=request.actor,
                at=request.at,
            )
        except Invalid as error:
            form.add_error(None, str(explained(error)))
        else:
            messages.success(request, f"Penilaian indikator {code} disimpan.")
            return redirect("assessment:indicator", year=year, code=code)
    trail = crumbs((f"Penilaian mandiri EPSS {year}", reverse("assessment:year", args=[year])), code)
    shown = {"page": page, "form": form, "may_assess": request.actor.may(P.ASSESS_SELF), "crumbs": trail}
    return render(request, "assessment/indicator.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(P.ASSESS_SELF)
def evidence(request: Work, year: int) -> HttpResponseBase:
    """This will give the year's evidence while it is packed, and note who took it."""
    pieces = take_evidence(chosen_year(request.actor, year, request.at), by=request.actor, at=request.at)
    name = f"bukti-epss-{year}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
