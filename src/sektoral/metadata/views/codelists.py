"""Doors to the code lists: all of them, one as it holds on a day, a new code, and the end of one."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.metadata.actions.codelists import add_code, end_code
from sektoral.metadata.forms.codelists import CodeForm, EndForm
from sektoral.metadata.queries.codelists import codelist_page, codes_spec, fetch_code, fetch_codelist, list_codelists
from sektoral.metadata.queries.forms_reach import LOOKS
from sektoral.metadata.views.forms_pages import trail
from sektoral.records.actors import local_date
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list the code lists."""
    today = local_date(request.actor.office, request.at)
    shown = {"rows": list_codelists(request.actor, on=today), "crumbs": trail("Kode referensi")}
    return render(request, "metadata/codelists.html", shown)


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
def codelist(request: Work, pk: UUID) -> HttpResponse:
    """This will show one list as it holds on a day, export it, or add a code to it."""
    found = fetch_codelist(request.actor, pk)
    page = codelist_page(request.actor, found, on=_asked_day(request))
    spec, query = codes_spec(page), request.GET.dict()
    file = export(spec, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = add_code(found, form.new_code(), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"Kode {code.code} {code.label} ditambahkan.")
            return redirect("metadata:codelist", pk=pk)
    crumbs = trail(("Kode referensi", reverse("metadata:codelists")), page.name)
    shown = {"page": page, "list": list_page(spec, page.rows, query), "form": form, "crumbs": crumbs}
    return render(request, "metadata/codelist.html", shown, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@needs(P.WRITE_CODELISTS)
def end(request: Work, pk: UUID) -> HttpResponse:
    """This will ask for a code's last day, and end it."""
    code = fetch_code(request.actor, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_code(code, last_day=form.cleaned_data["last_day"], by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"Kode {code.code} berakhir. Riwayatnya tetap ada di daftar ini.")
            return redirect("metadata:codelist", pk=code.codelist_id)
    above = ("Kode referensi", reverse("metadata:codelists"))
    own = (code.codelist.name, reverse("metadata:codelist", kwargs={"pk": code.codelist_id}))
    shown = {"code": code, "form": form, "crumbs": trail(above, own, f"Akhiri {code.code}")}
    return render(request, "metadata/code_end.html", shown, status=422 if form.errors else 200)


def _asked_day(request: Work) -> date:
    try:
        return date.fromisoformat(request.GET.get("pada", ""))
    except ValueError:
        return local_date(request.actor.office, request.at)
