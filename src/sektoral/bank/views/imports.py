"""Bringing in old years: the list, a template to fill, the file, what was found in it, and the decision."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.bank.actions.importing import OldYears, decline_import, receive_import, store_import
from sektoral.bank.forms import DeclineForm, ImportForm
from sektoral.bank.queries.import_templates import offered_periods, template_of
from sektoral.bank.queries.imports import LIST, fetch_import, import_page, list_imports, progress_of
from sektoral.bank.queries.table_page import definitions_of, fetch_table
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.records.models import BulkImport
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import CSV_TYPE, XLSX_TYPE, export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
TRAIL = (("Bank Data", "bank:index"), ("Impor tahun lama", "bank:imports"))


@require_GET
@needs(P.IMPORT_HISTORY, P.DECIDE_IMPORTS)
def index(request: Work) -> HttpResponse:
    """This will list the imports, or export the list."""
    rows, query = list_imports(request.actor), request.GET.dict()
    file = export(LIST, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    context = {
        "list": list_page(LIST, rows, query),
        "may_bring_in": request.actor.may(P.IMPORT_HISTORY),
        "crumbs": crumbs(("Bank Data", reverse("bank:index")), "Impor tahun lama"),
    }
    return render(request, "bank/imports.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs(P.IMPORT_HISTORY)
def new(request: Work, key: UUID) -> HttpResponse:
    """This will take a file of old years for a table, and lead to what was found in it."""
    table = fetch_table(request.actor, key)
    newest = type(table).objects.filter(agency=table.agency, code=table.code).order_by("-version")[0]
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        upload = OldYears(newest, said["file"].name, said["file"].chunks(), said["source"], said["correction"])
        try:
            imported = receive_import(upload, by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error("file", explained(error))
        else:
            return redirect("bank:import", imported.pk)
    first, last = offered_periods(definitions_of(table)[-1], before=f"{request.at.year}")
    context = {
        "form": form,
        "table": newest,
        "first": first,
        "last": last,
        "crumbs": _trail(newest.title, "Impor tahun lama"),
    }
    return render(request, "bank/import_new.html", context, status=422 if form.errors else 200)


@require_GET
@needs(P.IMPORT_HISTORY)
def template(request: Work, key: UUID) -> HttpResponse:
    """This will hand out a template to fill for the periods asked, or lead back to what is wrong with them."""
    table = fetch_table(request.actor, key)
    first, last = (request.GET.get(name, "").strip()[:10] for name in ("dari", "sampai"))
    kind = "csv" if request.GET.get("bentuk") == "csv" else "xlsx"
    try:
        made = template_of(table, first=first, last=last, kind=kind)
    except Invalid as error:
        messages.error(request, explained(error))
        return redirect("bank:import_new", table.pk)
    disposition = content_disposition_header(as_attachment=True, filename=made.name) or "attachment"
    media_type = CSV_TYPE if kind == "csv" else XLSX_TYPE
    return HttpResponse(made.data, content_type=media_type, headers={"Content-Disposition": disposition})


@never_cache
@require_GET
@needs(P.IMPORT_HISTORY, P.DECIDE_IMPORTS)
def result(request: Work, key: UUID) -> HttpResponse:
    """This will show what was found in a file, what it would change, and the decision."""
    return _show(request, fetch_import(request.actor, key))


@never_cache
@require_GET
@needs(P.IMPORT_HISTORY, P.DECIDE_IMPORTS)
def progress(request: Work, key: UUID) -> HttpResponse:
    """This will tell how far the reading is; once it is read the page is loaded anew."""
    found = progress_of(fetch_import(request.actor, key))
    if found is None:
        return HttpResponse(headers={"HX-Redirect": reverse("bank:import", args=[key])})
    return render(request, "components/progress_only.html", {"progress": found})


@require_POST
@needs(P.DECIDE_IMPORTS)
@steps_up
def store(request: Work, key: UUID) -> HttpResponse:
    """This will put the figures into the bank."""
    imported = fetch_import(request.actor, key)
    try:
        store_import(imported, by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
    return redirect("bank:import", key)


@require_POST
@needs(P.DECIDE_IMPORTS)
@steps_up
def decline(request: Work, key: UUID) -> HttpResponse:
    """This will decline the file, with the reason."""
    imported, form = fetch_import(request.actor, key), DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, imported, form=form, status=422)
    try:
        decline_import(imported, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
    return redirect("bank:import", key)


@never_cache
@require_GET
@needs(P.IMPORT_HISTORY, P.DECIDE_IMPORTS)
def original(request: Work, key: UUID) -> HttpResponse:
    """This will hand out the very file that was brought in; it is saved, never opened."""
    kept = fetch_import(request.actor, key).file
    if kept.purged_at:
        raise NotFound("file.missing", sha256=kept.sha256)
    disposition = content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(files.read(kept), content_type="application/octet-stream", headers=headers)


def _show(request: Work, imported: BulkImport, *, form: DeclineForm | None = None, status: int = 200) -> HttpResponse:
    page = import_page(request.actor, imported)
    context = {"page": page, "form": form or DeclineForm(), "crumbs": _trail(page.title)}
    return render(request, "bank/import.html", context, status=status)


def _trail(*steps: str) -> object:
    return crumbs(*[(label, reverse(name)) for label, name in TRAIL], *steps)
