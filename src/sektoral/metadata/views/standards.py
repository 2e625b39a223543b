"""Doors to the registry of Standar Data: its list, and one variable that may be described anew."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.metadata.actions.standards import describe_variable
from sektoral.metadata.forms.standards import StandardForm
from sektoral.metadata.queries.forms_reach import LOOKS
from sektoral.metadata.queries.standards import described, fetch_variable, list_variables, variable_page, variables_spec
from sektoral.metadata.views.forms_pages import trail
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
KEPT = "Standar Data {code} tersimpan."
WITH_EDITIONS = (
    "Standar Data {code} tersimpan; {count} tabel mendapat rumusan baru yang berlaku mulai permintaan berikutnya."
)


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list the variables of the office, or export the list."""
    rows = list_variables(request.actor.office)
    spec, query = variables_spec(rows), request.GET.dict()
    file = export(spec, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    shown = {
        "list": list_page(spec, rows, query),
        "whole": sum(row.percent == 100 for row in rows),
        "crumbs": trail("Standar Data"),
    }
    return render(request, "metadata/standards.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*LOOKS)
def variable(request: Work, pk: UUID) -> HttpResponse:
    """This will show a variable, or describe it anew."""
    found = fetch_variable(request.actor, pk)
    if request.method != "POST":
        return _page(request, pk, StandardForm.of(described(found)))
    form = StandardForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    try:
        editions = describe_variable(found, form.text(), seen=form.before(), by=request.actor, at=request.at)
    except (Invalid, WrongState) as error:
        form.add_error(None, explained(error))
        return _page(request, pk, form, status=error.status)
    messages.success(request, (WITH_EDITIONS if editions else KEPT).format(code=found.code, count=editions))
    return redirect("metadata:variable", pk=pk)


def _page(request: Work, pk: UUID, form: StandardForm, *, status: int = 200) -> HttpResponse:
    page = variable_page(request.actor, fetch_variable(request.actor, pk))
    crumbs = trail(("Standar Data", reverse("metadata:standards")), page.text.name)
    return render(request, "metadata/variable.html", {"page": page, "form": form, "crumbs": crumbs}, status=status)
