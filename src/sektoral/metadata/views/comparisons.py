"""Doors to the comparison with the figures of BPS."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.bank.queries.table_page import fetch_table
from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.metadata.actions.references import add_references
from sektoral.metadata.forms.remarks import ReferenceForm
from sektoral.metadata.queries import comparisons as queries
from sektoral.records.models import Table
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
READS = (P.SEE_BANK, P.ADD_REFERENCES)
TITLE = "Perbandingan dengan BPS"


@require_GET
@needs(*READS)
def comparisons(request: Work) -> HttpResponse:
    """This will list the tables that have figures to be compared with."""
    rows = queries.list_compared(request.actor)
    trail = crumbs(("Metadata", reverse("metadata:index")), TITLE)
    page = {"rows": rows, "apart": sum(bool(row.apart) for row in rows), "crumbs": trail}
    return render(request, "metadata/comparisons.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def comparison(request: Work, key: UUID) -> HttpResponse:
    """This will compare a table with what publishers state, give that as a file, and take figures in."""
    table = fetch_table(request.actor, key)
    form = ReferenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        request.actor.check(P.ADD_REFERENCES)
        if form.is_valid() and _is_added(request, table, form):
            return redirect("metadata:comparison", key)
    page, query = queries.comparison_page(table), request.GET.dict()
    spec = queries.comparison_spec(table)
    file = export(spec, page.rows, query, ZoneInfo(table.office.time_zone))
    if file is not None:
        return file
    context = {
        "page": page,
        "list": list_page(spec, page.rows, query),
        "form": form,
        "may_add": request.actor.may(P.ADD_REFERENCES),
        "crumbs": crumbs((TITLE, reverse("metadata:comparisons")), page.title),
    }
    return render(request, "metadata/comparison.html", context, status=422 if form.errors else 200)


@require_GET
@needs(P.ADD_REFERENCES)
def template(request: Work, key: UUID) -> HttpResponse:
    """This will give the template of a table, its codes filled in."""
    table = fetch_table(request.actor, key)
    kind = "csv" if request.GET.get("ekspor") == "csv" else "xlsx"
    zone = ZoneInfo(table.office.time_zone)
    file = export(queries.template_spec(table), queries.template_lines(table), {"ekspor": kind}, zone)
    if file is None:
        raise AssertionError(kind)
    return file


def _is_added(request: Work, table: Table, form: ReferenceForm) -> bool:
    try:
        count = add_references(table, form.upload(), by=request.actor, at=request.at)
    except Invalid as error:
        form.add_error("file", explained(error))
        return False
    messages.success(request, f"{count} angka pembanding dicatat. Bank Data tidak berubah.")
    return True
