"""Doors to look at a table from any side, and at one variable over years, areas and agencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sektoral.bank.forms import AsOfForm
from sektoral.bank.queries.exploring import (
    Measured,
    Row,
    ask_from,
    explore,
    fetch_measured,
    list_measured,
    table_cube,
    variable_cube,
)
from sektoral.bank.queries.figures import MARK_WORDS
from sektoral.bank.queries.table_page import fetch_table
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.drawn import svg_answer
from sektoral.ui.guards import needs
from sektoral.ui.lists import Cell, Column, Filter, ListSpec, export, list_page
from sektoral.ui.visit import Work

P = Permission
SEVERAL = "lebih dari satu OPD"
VARIABLES: ListSpec[Measured] = ListSpec(
    name="variabel-bank-data",
    columns=(
        Column("variabel", "Variabel", lambda row: row.variable.name),
        Column("kode", "Kode", lambda row: row.variable.code),
        Column("satuan", "Satuan", lambda row: row.variable.unit),
        Column("opd", "Produsen data", lambda row: ", ".join(row.agencies)),
        Column("tabel", "Tabel", lambda row: len(row.tables), numeric=True),
    ),
    filters=(Filter("opd", "Produsen data", [("banyak", SEVERAL)], lambda row, _: len(row.agencies) > 1),),
    text=lambda row: f"{row.variable.name} {row.variable.code} {row.variable.concept} {' '.join(row.agencies)}",
    search_label="Cari variabel atau konsep",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is explored: its cube, as of when, the way to it, and the name of its file."""

    cube: Cube
    form: AsOfForm
    trail: Sequence[Crumb]
    name: str
    measured: Measured | None = None


@require_GET
@needs(P.SEE_BANK)
def table(request: Work, key: UUID) -> HttpResponse:
    """This will turn a table: any dimension in rows and columns, the others held; or export what is shown."""
    return _page(request, _table(request, key))


@require_GET
@needs(P.SEE_BANK)
def table_chart(request: Work, key: UUID) -> HttpResponse:
    """This will draw the turned table; `?gelap` for dark pages."""
    return _chart(request, _table(request, key))


@require_GET
@needs(P.SEE_BANK)
def variables(request: Work) -> HttpResponse:
    """This will list the variables, so that one can be compared over its tables; or export the list."""
    rows, query = list_measured(request.actor.office), request.GET.dict()
    file = export(VARIABLES, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    trail = crumbs(("Bank Data", reverse("bank:index")), "Variabel")
    return render(request, "bank/variables.html", {"list": list_page(VARIABLES, rows, query), "crumbs": trail})


@require_GET
@needs(P.SEE_BANK)
def variable(request: Work, code: str) -> HttpResponse:
    """This will show one variable over years, areas, and the agencies that measure it; or export what is shown."""
    return _page(request, _variable(request, code))


@require_GET
@needs(P.SEE_BANK)
def variable_chart(request: Work, code: str) -> HttpResponse:
    """This will draw the variable as it is turned; `?gelap` for dark pages."""
    return _chart(request, _variable(request, code))


def _table(request: Work, key: UUID) -> _Found:
    found, form = fetch_table(request.actor, key), AsOfForm(request.GET, now=request.at)
    cube = table_cube(found, at=request.at, as_of=form.instant)
    trail = crumbs(("Bank Data", reverse("bank:index")), (found.title, reverse("bank:table", args=[key])), "Jelajah")
    return _Found(cube, form, trail, f"tabel-{found.code}")


def _variable(request: Work, code: str) -> _Found:
    measured, form = fetch_measured(request.actor, code), AsOfForm(request.GET, now=request.at)
    cube = variable_cube(measured, at=request.at, as_of=form.instant)
    trail = crumbs(
        ("Bank Data", reverse("bank:index")), ("Variabel", reverse("bank:variables")), measured.variable.name
    )
    return _Found(cube, form, trail, f"variabel-{code}", measured)


def _page(request: Work, found: _Found) -> HttpResponse:
    query = request.GET.dict()
    page = explore(found.cube, ask_from(query))
    spec = _spec(page.stub, page.heads, found.name)
    file = export(spec, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    shown = {
        "page": page,
        "measured": found.measured,
        "as_of": found.form,
        "crumbs": found.trail,
        "chart_url": f"{request.path}grafik.svg?{request.GET.urlencode()}" if page.chart else "",
    }
    return render(request, "bank/explore.html", shown, status=200 if found.form.is_valid() else 422)


def _chart(request: Work, found: _Found) -> HttpResponse:
    chart = explore(found.cube, ask_from(request.GET.dict())).chart
    if chart is None:
        raise NotFound("not_found")
    return svg_answer(chart, is_dark="gelap" in request.GET, is_narrow="sempit" in request.GET)


def _spec(stub: str, heads: Sequence[str], name: str) -> ListSpec[Row]:
    """What the page shows as a file: exact figures, and a mark where there is none."""
    columns = [Column(f"k{at}", head, partial(_file_cell, at=at), numeric=True) for at, head in enumerate(heads)]
    return ListSpec(name=name, columns=(Column("baris", stub, lambda row: row.label), *columns))


def _file_cell(row: Row, *, at: int) -> Cell:
    cell = row.cells[at]
    return cell.amount if cell.amount is not None and cell.text not in MARK_WORDS else cell.text
