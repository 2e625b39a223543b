"""Doors to runs of rules over old submissions: order one, watch it, read and export what it found."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.domain.roles import Permission
from sektoral.domain.states import RuleState
from sektoral.records.models import Rule, RuleVersion
from sektoral.records.rules import latest_of
from sektoral.setup.actions.reruns import order_rerun
from sektoral.setup.forms.rules import RerunForm
from sektoral.setup.queries.reruns import ON_SCREEN, cases_spec, fetch_rerun, list_reruns, progress_of, rerun_page
from sektoral.setup.queries.rules import fetch_rule
from sektoral.setup.views.rules import trail
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.WRITE_RULES, P.SEE_JOURNAL)
GET_OR_POST = ["GET", "HEAD", "POST"]
TITLE = "Uji ulang atas kiriman lama"


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list the runs and order one: of the rule that the address names, or of all that are in use."""
    request.actor.check(P.SEE_BANK)
    rule = _rule_asked(request)
    form = RerunForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        versions = _versions(request, rule)
        rerun = order_rerun(versions, list(form.cleaned_data["rounds"]), by=request.actor, at=request.at)
        messages.success(request, "Aturan dijalankan ulang. Bank Data tidak berubah.")
        return redirect("setup:rerun", pk=rerun.pk)
    shown = {
        "form": form,
        "rule": rule,
        "rules": len(_versions(request, rule)),
        "rows": list_reruns(request.actor.office),
        "may_write": request.actor.may(P.WRITE_RULES),
        "crumbs": trail(TITLE),
    }
    return render(request, "setup/rules/reruns.html", shown, status=422 if form.errors else 200)


@require_GET
@needs(*LOOKS)
def rerun(request: Work, pk: UUID) -> HttpResponse:
    """This will show what a run found, or how far it is; the list goes out as XLSX and CSV."""
    request.actor.check(P.SEE_BANK)
    page = rerun_page(request.actor, fetch_rerun(request.actor, pk))
    spec, query = cases_spec(page.cases), request.GET.dict()
    file = export(spec, page.cases, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    cases = list_page(spec, page.cases, query)
    heads = [head for head in cases.heads if head.key in ON_SCREEN]
    shown = {"page": page, "list": cases, "heads": heads, "crumbs": trail(TITLE)}
    return render(request, "setup/rules/rerun.html", shown)


@never_cache
@require_GET
@needs(*LOOKS)
def progress(request: Work, pk: UUID) -> HttpResponse:
    """This will tell how far a run is; once it is done the page loads itself again."""
    request.actor.check(P.SEE_BANK)
    under_way = progress_of(fetch_rerun(request.actor, pk))
    if under_way is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "components/progress_only.html", {"progress": under_way})


def _rule_asked(request: Work) -> Rule | None:
    try:
        key = UUID(request.GET.get("aturan", ""))
    except ValueError:
        return None
    return fetch_rule(request.actor, key)


def _versions(request: Work, rule: Rule | None) -> list[RuleVersion]:
    """The rule's latest version, also of a retired one; else all rules that are active or on trial."""
    rows = RuleVersion.objects.filter(office=request.actor.office)
    if rule is not None:
        return list(latest_of(rows.filter(rule=rule)))
    return [one for one in latest_of(rows) if one.state != RuleState.RETIRED]
