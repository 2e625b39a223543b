"""Doors of the e-Walidata file: what would go and what is left out, and the file in three forms."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.adapters.exchange.walidata import HEADS, Walidata, rows, write_csv, write_payload
from sektoral.adapters.exports import Column, to_xlsx
from sektoral.bank.queries.walidata import list_spec, walidata_page
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import CSV_TYPE, XLSX_TYPE, export, list_page
from sektoral.ui.visit import Work

P = Permission
MOST_SHOWN = 100  # lines on the page; the files hold all
Writer = Callable[[Walidata, ZoneInfo], bytes]


@needs(P.SEE_BANK)
@require_safe
def index(request: Work) -> HttpResponse:
    """This will show a year's lines and what is left out, or export the list of the latter."""
    page = walidata_page(request.actor, request.GET.get("tahun", ""), at=request.at)
    spec, query = list_spec(page.rows), request.GET.dict()
    file = export(spec, page.rows, query, _zone(request))
    if file is not None:
        return file
    shown = {
        "page": page,
        "heads": HEADS,
        "lines": page.found.entries[:MOST_SHOWN],
        "list": list_page(spec, page.rows, query),
        "crumbs": crumbs(("Bank Data", reverse("bank:index")), "e-Walidata"),
    }
    return render(request, "bank/walidata.html", shown)


@needs(P.SEE_BANK)
@require_safe
def download(request: Work, year: str, name: str) -> HttpResponse:
    """This will hand out a year's lines in a form of `FILES`."""
    page = walidata_page(request.actor, year, at=request.at)
    if name not in FILES or page.year != year:
        raise NotFound("not_found")
    kind, write = FILES[name]
    headers = {"Content-Disposition": f'attachment; filename="e-walidata-{year}.{name}"'}
    return HttpResponse(write(page.found, _zone(request)), content_type=kind, headers=headers)


def _to_workbook(found: Walidata, zone: ZoneInfo) -> bytes:
    """Codes and exact figures are text, as in the CSV: `1.10` is not `1.1`."""
    return to_xlsx([Column(head) for head in HEADS], list(rows(found)), zone=zone)


FILES: Mapping[str, tuple[str, Writer]] = {
    "csv": (CSV_TYPE, lambda found, _: write_csv(found)),
    "xlsx": (XLSX_TYPE, _to_workbook),
    "json": ("application/json", lambda found, _: write_payload(found)),
}


def _zone(request: Work) -> ZoneInfo:
    return ZoneInfo(request.actor.office.time_zone)
