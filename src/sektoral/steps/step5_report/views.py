"""The doors of step 5: closing the intake, the collective report, its addenda and its figures."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from sektoral.adapters.exports import to_workbook
from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.records.models import Round
from sektoral.steps.step5_report.actions import close_intake, draft_addendum, draft_or_redraft_report, take_evidence
from sektoral.steps.step5_report.forms import CloseForm, ReportForm
from sektoral.steps.step5_report.queries.figures_book import figures_book
from sektoral.steps.step5_report.queries.figures_page import FIGURES, TO_TAKE_AWAY, figures_page
from sektoral.steps.step5_report.queries.round_page import get_round, rounds_of
from sektoral.steps.step5_report.queries.round_page import round_page as read_page
from sektoral.steps.step5_report.queries.summary import report_letter, summary_pdf
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import XLSX_TYPE, export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work


@needs(Permission.SEE_BOARD)
@require_safe
def home(request: Work) -> HttpResponse:
    """This will lead to step 5 of the round that was opened last."""
    newest = rounds_of(request.actor).first()
    return redirect("step5:round", newest.pk) if newest else redirect("/")


@needs(Permission.SEE_BOARD)
@require_safe
def round_page(request: Work, key: UUID) -> HttpResponse:
    """This will show what is to close, to report and to add."""
    return _page(request, get_round(request.actor, key), CloseForm(), ReportForm())


@needs(Permission.CLOSE_INTAKE)
@steps_up
@require_POST
def close(request: Work, key: UUID) -> HttpResponse:
    """This will close the intake, once the person says that the list was read."""
    round_ = get_round(request.actor, key)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, form, ReportForm(), status=422)
    return act_and_return(
        request,
        lambda: close_intake(round_, by=request.actor, at=request.at),
        done="Penerimaan ditutup. JP dapat menyusun laporan kolektif.",
        to=_address(round_),
    )


@needs(Permission.PREPARE_REPORT)
@require_POST
def draft(request: Work, key: UUID) -> HttpResponse:
    """This will freeze the figures into a report and hand it to the first paraf."""
    round_ = get_round(request.actor, key)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, CloseForm(), form, status=422)
    return act_and_return(
        request,
        lambda: draft_or_redraft_report(round_, advice=form.lines(), by=request.actor, at=request.at),
        done="Laporan kolektif disusun dan menunggu paraf Sub Koordinator.",
        to=_address(round_),
    )


@needs(Permission.PREPARE_REPORT)
@require_POST
def addendum(request: Work, key: UUID) -> HttpResponse:
    """This will draft the addendum about what came after the intake was closed."""
    round_ = get_round(request.actor, key)
    return act_and_return(
        request,
        lambda: draft_addendum(round_, by=request.actor, at=request.at),
        done="Adendum disusun dan menunggu paraf Sub Koordinator.",
        to=_address(round_),
    )


@needs(Permission.TAKE_EVIDENCE)
@require_POST
def evidence(request: Work, key: UUID) -> HttpResponseBase:
    """This will give the round's evidence bundle while it is packed, and note who took it."""
    round_ = get_round(request.actor, key)
    try:
        pieces = take_evidence(round_, by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
        return redirect(_address(round_))
    name = f"bukti-{round_.period}-{str(round_.pk)[:8]}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


@needs(Permission.SEE_BOARD)
@require_safe
def figures(request: Work, key: UUID) -> HttpResponse:
    """This will list the report's figures, agency by agency."""
    round_ = get_round(request.actor, key)
    page = figures_page(round_)
    file = export(TO_TAKE_AWAY, page.rows, request.GET.dict(), ZoneInfo(round_.office.time_zone))
    if file is not None:
        return file
    listed = list_page(FIGURES, page.rows, request.GET.dict())
    trail = (*_trail(round_)[:-1], Crumb("Langkah 5", _address(round_)), Crumb("Angka laporan"))
    return render(request, "step5/figures.html", {"page": page, "listed": listed, "round": round_, "crumbs": trail})


@needs(Permission.SEE_BOARD)
@require_safe
def figures_workbook(request: Work, key: UUID) -> HttpResponse:
    """This will give every list of the report as one workbook."""
    round_ = get_round(request.actor, key)
    data = to_workbook(figures_book(report_letter(round_)), zone=ZoneInfo(round_.office.time_zone))
    headers = {"Content-Disposition": f'attachment; filename="laporan-{round_.period}.xlsx"'}
    return HttpResponse(data, content_type=XLSX_TYPE, headers=headers)


@needs(Permission.SEE_BOARD)
@require_safe
def summary(request: Work, key: UUID) -> HttpResponse:
    """This will give the one page for the Bupati as a PDF of its own."""
    round_ = get_round(request.actor, key)
    data = summary_pdf(report_letter(round_), at=request.at)
    way = content_disposition_header(True, f"ringkasan-{round_.period}.pdf")
    headers = {"Content-Disposition": way or "attachment", "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=files.PDF, headers=headers)


def _page(request: Work, round_: Round, close: CloseForm, report: ReportForm, status: int = 200) -> HttpResponse:
    if close.errors or report.errors:
        messages.error(request, "Belum tersimpan: ada isian yang perlu diperbaiki.")
    page = {
        "page": read_page(round_, request.actor, at=request.at),
        "close_form": close,
        "report_form": report,
        "crumbs": _trail(round_),
    }
    return render(request, "step5/round.html", page, status=status)


def _trail(round_: Round) -> tuple[Crumb, ...]:
    board = page_url("board:board", round_.pk)
    return tuple(crumbs((round_.title, board), "Langkah 5, laporan kolektif"))


def _address(round_: Round) -> str:
    return reverse("step5:round", args=[round_.pk])
