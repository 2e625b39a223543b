"""The pages of the bank: the catalogue, a table, a figure with its origin. Each reads as of any instant."""

from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.bank.forms import AsOfForm
from sektoral.bank.queries.catalogue import ON_SCREEN, catalogue, list_spec
from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.downloads import DOWNLOAD, HISTORY, list_cells, list_versions
from sektoral.bank.queries.source_page import source_page
from sektoral.bank.queries.table_page import Asked, fetch_table, nothing_held, table_page
from sektoral.bank.queries.value_page import fetch_observation, value_page
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.records.models import Observation
from sektoral.ui.addresses import open_url, page_url
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.visit import Work

P = Permission


@require_GET
@needs(P.SEE_BANK)
def index(request: Work) -> HttpResponse:
    """This will list all tables with what the bank holds of each, or export the list."""
    form = AsOfForm(request.GET, now=request.at)
    held = catalogue(request.actor, as_of=form.instant, at=request.at)
    spec, query = list_spec(held.rows), request.GET.dict()
    file = export(spec, held.rows, query, _zone(request))
    if file is not None:
        return file
    page = list_page(spec, held.rows, query)
    heads = [head for head in page.heads if head.key in ON_SCREEN]
    sees_imports = any(request.actor.may(one) for one in (P.IMPORT_HISTORY, P.DECIDE_IMPORTS))
    context = {"catalogue": held, "page": page, "heads": heads, "as_of": form, "sees_imports": sees_imports}
    return render(request, "bank/index.html", context, status=_status(form))


@require_GET
@needs(P.SEE_BANK)
def table(request: Work, key: UUID) -> HttpResponse:
    """This will show a table's figures, or export them with their origin."""
    found, form = fetch_table(request.actor, key), AsOfForm(request.GET, now=request.at)
    query = request.GET.dict()
    if query.get("ekspor"):
        spec, listed = (HISTORY, list_versions) if query.get("isi") == "riwayat" else (DOWNLOAD, list_cells)
        file = export(spec, listed(found, as_of=form.instant), query, _zone(request))
        if file is not None:
            return file
    page = table_page(found, Asked(query.get("periode", ""), query.get("kolom", ""), form.instant))
    requests_url = page_url("step3:requests") if request.actor.may(P.SEE_ALL_SUBMISSIONS) else ""
    context = {
        "page": page,
        "empty": nothing_held(as_of=form.instant, requests_url=requests_url),
        "as_of": form,
        "formats": FORMATS.values(),
        "may_classify": request.actor.may(P.CLASSIFY_TABLES),
        "may_bring_in": request.actor.may(P.IMPORT_HISTORY),
        "remark_url": open_url(request.actor, "metadata:remark_new", found.pk),
        "compare_url": open_url(request.actor, "metadata:comparison_template", found.pk)
        and page_url("metadata:comparison", found.pk),
        "crumbs": crumbs(("Bank Data", _with(reverse("bank:index"), form)), page.title),
    }
    return render(request, "bank/table.html", context, status=_status(form))


@require_GET
@needs(P.SEE_BANK)
def download(request: Work, key: UUID, name: str) -> HttpResponseBase:
    """This will hand out a table in a format of `FORMATS`. What instant cannot be read, the table's page tells."""
    found, form = fetch_table(request.actor, key), AsOfForm(request.GET, now=request.at)
    file = FORMATS.get(name)
    if file is None:
        raise NotFound("not_found")
    if not form.is_valid():
        return HttpResponseRedirect(f"{reverse('bank:table', args=[key])}?{request.GET.urlencode()}")
    cube = cube_of(found, at=request.at, as_of=form.instant)
    headers = {"Content-Disposition": f'attachment; filename="{file.file_name(cube)}"'}
    return StreamingHttpResponse(file.write(cube), content_type=file.media_type, headers=headers)


@require_GET
@needs(P.SEE_BANK)
def value(request: Work, key: int) -> HttpResponse:
    """This will show one figure: its versions and its origin."""
    found, form = fetch_observation(request.actor, key), AsOfForm(request.GET, now=request.at)
    page = value_page(request.actor, found, as_of=form.instant)
    trail = crumbs(
        ("Bank Data", _with(reverse("bank:index"), form)),
        (page.table_title, _with(reverse("bank:table", args=[page.table]), form)),
        page.title,
    )
    context = {"page": page, "as_of": form, "crumbs": trail, "remark_url": _remark_url(request, found)}
    return render(request, "bank/value.html", context, status=_status(form))


@never_cache
@require_GET
@needs(P.SEE_BANK)
def softcopy(request: Work, key: int) -> HttpResponse:
    """This will hand out the very file that a figure came from, its hash proved; it is saved, never opened."""
    kept = fetch_observation(request.actor, key).file
    request.actor.check(P.SEE_ALL_SUBMISSIONS)
    if kept.purged_at:
        raise NotFound("file.missing", sha256=kept.sha256)
    disposition = content_disposition_header(as_attachment=True, filename=kept.name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(files.read(kept), content_type="application/octet-stream", headers=headers)


@never_cache
@require_GET
@needs(P.SEE_BANK)
def source(request: Work, key: int) -> HttpResponse:
    """This will draw the sheet around the cell that a figure came from; the file is opened in the sandbox only."""
    found = fetch_observation(request.actor, key)
    request.actor.check(P.SEE_ALL_SUBMISSIONS)
    page, value_url = source_page(found), reverse("bank:value", args=[key])
    trail = crumbs(("Bank Data", reverse("bank:index")), (found.table.title, value_url), f"Sel {page.cell}")
    return render(request, "bank/source.html", {"page": page, "value_url": value_url, "crumbs": trail})


def _remark_url(request: Work, one: Observation) -> str:
    """Where the Pembina remarks on this very cell; empty for everybody else."""
    url = open_url(request.actor, "metadata:remark_new", one.table_id)
    return f"{url}?{urlencode({'periode': one.period, 'baris': one.row, 'kolom': one.column})}" if url else ""


def _zone(request: Work) -> ZoneInfo:
    return ZoneInfo(request.actor.office.time_zone)


def _with(url: str, form: AsOfForm) -> str:
    return f"{url}?{form.carried}" if form.carried else url


def _status(form: AsOfForm) -> int:
    """A page is shown for an instant that cannot be read, but it does not pretend to have understood."""
    return 200 if form.is_valid() else 422
