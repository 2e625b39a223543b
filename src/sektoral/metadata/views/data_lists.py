"""Doors to the Daftar Data: whoever reads the bank reads it; JP and SuKor write it, the Forum agrees on it."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.data_lists import COLUMNS, WORDS
from sektoral.domain.errors import Invalid, NotFound
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.metadata.actions import data_lists as actions
from sektoral.metadata.forms.data_lists import MOST_BYTES, AgreeForm, EntryForm, SendBackForm, YearForm
from sektoral.metadata.queries import data_lists as queries
from sektoral.metadata.queries.data_list_paper import data_list_paper
from sektoral.records.data_lists import entries_of, name_of
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
READS = (P.SEE_BANK, P.WRITE_DATA_LIST, P.AGREE_DATA_LIST)
TITLE = "Daftar Data"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def editions(request: Work) -> HttpResponse:
    """This will list the editions, and draw up the next one."""
    next_year = (request.at + timedelta(days=92)).year  # a list is agreed in the last quarter of the year before
    form = YearForm(request.POST or None, initial={"year": next_year})
    if form.is_bound and form.is_valid():
        return act_and_return(
            request,
            lambda: actions.draw_up(form.cleaned_data["year"], by=request.actor, at=request.at),
            done="Konsep Daftar Data disusun dari katalog. Lengkapi entrinya, lalu ajukan ke Forum.",
            to=reverse("metadata:data_lists"),
        )
    rows = queries.list_editions(request.actor)
    page = {
        "rows": rows,
        "form": form,
        "may_write": request.actor.may(P.WRITE_DATA_LIST),
        "may_draw_up": request.actor.may(P.WRITE_DATA_LIST) and all(one.agreed for one in rows),
        "is_forum": request.actor.may(P.AGREE_DATA_LIST),
        "waiting": [one for one in rows if one.state == "proposed"],
    }
    return render(request, "metadata/data_lists.html", page, status=422 if form.errors else 200)


@require_GET
@needs(*READS)
def edition(request: Work, key: UUID) -> HttpResponse:
    """This will show an edition with its entries, or give them as a file of the 22 columns."""
    row = queries.fetch_edition(request.actor, key)
    query, zone = request.GET.dict(), ZoneInfo(row.office.time_zone)
    file = export(queries.file_spec(row), entries_of(row), {"ekspor": query.get("ekspor", "")}, zone)
    if file is not None:
        return file
    return _edition_page(request, key, SendBackForm(), AgreeForm(), status=200)


@require_POST
@needs(P.WRITE_DATA_LIST)
def propose(request: Work, key: UUID) -> HttpResponse:
    """This will lay a draft before the Forum."""
    row = queries.fetch_edition(request.actor, key)
    return act_and_return(
        request,
        lambda: actions.propose(row, by=request.actor, at=request.at),
        done="Daftar Data diajukan ke Forum Satu Data.",
        to=reverse("metadata:data_list", args=[key]),
    )


@require_POST
@needs(P.AGREE_DATA_LIST)
def send_back(request: Work, key: UUID) -> HttpResponse:
    """This will give a list back to the office."""
    row, form = queries.fetch_edition(request.actor, key), SendBackForm(request.POST)
    if not form.is_valid():
        return _edition_page(request, key, form, AgreeForm(), status=422)
    return act_and_return(
        request,
        lambda: actions.send_back(row, reason=form.cleaned_data["reason"], by=request.actor, at=request.at),
        done="Daftar Data dikembalikan kepada Dinas Kominfo.",
        to=reverse("metadata:data_list", args=[key]),
    )


@require_POST
@needs(P.AGREE_DATA_LIST)
@steps_up
def agree(request: Work, key: UUID) -> HttpResponse:
    """This will freeze a list as agreed, with its minutes."""
    row, form = queries.fetch_edition(request.actor, key), AgreeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edition_page(request, key, SendBackForm(), form, status=422)
    if (form.cleaned_data["file"].size or 0) > MOST_BYTES:
        raise Invalid("file.too_large", limit=MOST_BYTES)
    return act_and_return(
        request,
        lambda: actions.agree(row, form.minutes(), by=request.actor, at=request.at),
        done="Daftar Data disepakati. Isinya tidak berubah lagi; perubahan disusun sebagai edisi berikutnya.",
        to=reverse("metadata:data_list", args=[key]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def entry(request: Work, key: UUID, entry: str) -> HttpResponse:
    """This will show one entry, and change it while its list is a draft."""
    row = queries.fetch_edition(request.actor, key)
    found, back = queries.entry_of(row, entry), reverse("metadata:data_list", args=[key])
    form = EntryForm(request.POST or None, entry=found)
    if form.is_bound and form.is_valid():
        return act_and_return(
            request,
            lambda: actions.write_entry(row, entry, form.said, by=request.actor, at=request.at),
            done=f"Entri “{found.nama_data}” disimpan.",
            to=back,
        )
    page = {
        "entry": found,
        "words": [(WORDS[name], getattr(found, name)) for name in COLUMNS],
        "form": form,
        "edition": queries.edition_page(request.actor, row),
        "crumbs": (*_trail(name_of(row), back), Crumb(found.nama_data)),
    }
    return render(request, "metadata/data_list_entry.html", page, status=422 if form.errors else 200)


@require_POST
@needs(P.WRITE_DATA_LIST)
def leave_out(request: Work, key: UUID, entry: str) -> HttpResponse:
    """This will take an entry out of a draft."""
    row = queries.fetch_edition(request.actor, key)
    return act_and_return(
        request,
        lambda: actions.leave_out(row, entry, by=request.actor, at=request.at),
        done="Entri dikeluarkan dari konsep ini.",
        to=reverse("metadata:data_list", args=[key]),
    )


@require_GET
@needs(*READS)
def differences(request: Work, key: UUID) -> HttpResponse:
    """This will show what an edition says otherwise than the one before."""
    row = queries.fetch_edition(request.actor, key)
    trail = (*_trail(name_of(row), reverse("metadata:data_list", args=[key])), Crumb("Perbedaan"))
    page = {"page": queries.differences_page(row), "crumbs": trail}
    return render(request, "metadata/data_list_differences.html", page)


@require_GET
@needs(*READS)
def priority(request: Work, key: UUID) -> HttpResponse:
    """This will give the data prioritas of an edition as a file in Bappenas's columns."""
    row = queries.fetch_edition(request.actor, key)
    kind = "csv" if request.GET.get("ekspor") == "csv" else "xlsx"
    zone = ZoneInfo(row.office.time_zone)
    file = export(queries.priority_spec(row), queries.priority_rows(row), {"ekspor": kind}, zone)
    if file is None:
        raise AssertionError(kind)
    return file


@require_GET
@needs(*READS)
def paper(request: Work, key: UUID) -> HttpResponse:
    """This will give an edition on A3 paper."""
    row = queries.fetch_edition(request.actor, key)
    pdf = data_list_paper(row, by=request.actor, at=request.at)
    return _pdf(pdf, f"daftar-data-{row.year}-edisi-{row.edition}.pdf")


@require_GET
@needs(*READS)
def minutes(request: Work, key: UUID) -> HttpResponse:
    """This will hand out the signed minutes, their hash proved."""
    row = queries.fetch_edition(request.actor, key)
    if row.minutes is None:
        raise NotFound("not_found")
    return _pdf(files.read(row.minutes), row.minutes.name)


def _edition_page(
    request: Work, key: UUID, send_back_form: SendBackForm, agree_form: AgreeForm, *, status: int
) -> HttpResponse:
    row = queries.fetch_edition(request.actor, key)
    page = queries.edition_page(request.actor, row)
    spec = queries.entry_spec(page)
    context = {
        "page": page,
        "list": list_page(spec, page.rows, request.GET.dict()),
        "send_back_form": send_back_form,
        "agree_form": agree_form,
        "crumbs": _trail(page.name, ""),
    }
    return render(request, "metadata/data_list.html", context, status=status)


def _trail(name: str, url: str) -> tuple[Crumb, ...]:
    return tuple(crumbs((TITLE, reverse("metadata:data_lists")), (name, url)))


def _pdf(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(body, content_type=files.PDF, headers=headers)
