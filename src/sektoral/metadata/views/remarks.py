"""Doors to the remarks of the Pembina Data, and to where the Pembina and the Forum begin."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.bank.queries.table_page import fetch_table
from sektoral.domain.roles import Permission
from sektoral.metadata.actions.remarks import answer_remark, write_remark
from sektoral.metadata.forms.remarks import AnswerForm, RemarkForm
from sektoral.metadata.queries import remarks as queries
from sektoral.metadata.queries.homes import forum_home, steward_home
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
READS = (P.SEE_BANK, P.WRITE_REMARKS, P.ANSWER_REMARKS)
TITLE = "Catatan Pembina Data"
PLACES = (("period", "periode"), ("row", "baris"), ("column", "kolom"))  # fields, and what an address calls them


@require_GET
@needs(P.WRITE_REMARKS)
def steward(request: Work) -> HttpResponse:
    """This will show the Pembina what waits, what was answered, and where figures lie apart."""
    return render(request, "metadata/steward.html", {"page": steward_home(request.actor)})


@require_GET
@needs(P.AGREE_DATA_LIST)
def forum(request: Work) -> HttpResponse:
    """This will show the Forum which list waits and which is in force."""
    return render(request, "metadata/forum.html", {"page": forum_home(request.actor)})


@require_GET
@needs(*READS)
def remarks(request: Work) -> HttpResponse:
    """This will list all remarks, or give them as a file."""
    rows, query = queries.list_remarks(request.actor.office), request.GET.dict()
    file = export(queries.REMARKS, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    page = {"list": list_page(queries.REMARKS, rows, query), "waiting": sum(row.remark.is_open for row in rows)}
    page["crumbs"] = crumbs(("Metadata", reverse("metadata:index")), TITLE)
    return render(request, "metadata/remarks.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def remark(request: Work, key: UUID) -> HttpResponse:
    """This will show one remark, and take the office's answer."""
    row, shown = queries.fetch_remark(request.actor, key)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return act_and_return(
            request,
            lambda: answer_remark(row, form.cleaned_data["answer"], by=request.actor, at=request.at),
            done="Jawaban dicatat; Pembina Data dan OPD membacanya.",
            to=reverse("metadata:remark", args=[key]),
        )
    page = {
        "row": shown,
        "form": form,
        "may_answer": shown.remark.is_open and request.actor.may(P.ANSWER_REMARKS),
        "crumbs": crumbs((TITLE, reverse("metadata:remarks")), shown.title),
    }
    return render(request, "metadata/remark.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.WRITE_REMARKS)
def new_remark(request: Work, table: UUID) -> HttpResponse:
    """This will take a remark on a table; the address may say on which of its places."""
    found = fetch_table(request.actor, table)
    asked = {field: request.GET.get(word, "") for field, word in PLACES}
    form = RemarkForm(request.POST or None, definition=queries.definition_for_remarks(found), initial=asked)
    if form.is_bound and form.is_valid():
        return act_and_return(
            request,
            lambda: write_remark(found, form.cleaned_data["text"], place=form.place, by=request.actor, at=request.at),
            done="Catatan disampaikan kepada Dinas Kominfo dan tampak bagi OPD.",
            to=reverse("metadata:remarks"),
        )
    page = {
        "table": found,
        "form": form,
        "crumbs": crumbs(
            ("Bank Data", reverse("bank:index")), (found.title, reverse("bank:table", args=[table])), "Beri catatan"
        ),
    }
    return render(request, "metadata/remark_new.html", page, status=422 if form.errors else 200)
