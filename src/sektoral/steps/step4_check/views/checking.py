"""The doors of step 4: the queue, one submission, one table, and the decisions on them."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState
from sektoral.records.models import Submission, SubmissionItem
from sektoral.records.remarks import remarks_of
from sektoral.steps.step4_check.actions import deciding
from sektoral.steps.step4_check.actions.handing_on import hand_on
from sektoral.steps.step4_check.forms import HandOnForm, ReturnForm, StewardForm, read_items
from sektoral.steps.step4_check.queries.holders import offer_of
from sektoral.steps.step4_check.queries.promises import PROMISES, promises_page
from sektoral.steps.step4_check.queries.queue import PRIORITY, QUEUE, list_priority, list_queue
from sektoral.steps.step4_check.queries.review import ReviewPage, review_page
from sektoral.steps.step4_check.queries.table import get_item, table_page
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.fetch import fetch_agency, fetch_item, fetch_submission
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
MAY_SEE = (P.CHECK_SUBMISSIONS, P.PASS_PRIORITY, P.SEE_ALL_SUBMISSIONS)


@require_GET
@needs(*MAY_SEE)
def queue(request: Work) -> HttpResponse:
    """This will list what waits; the Pembina is led to the priority data."""
    if request.actor.may(P.PASS_PRIORITY) and not request.actor.may(P.CHECK_SUBMISSIONS):
        return redirect("step4:priority")
    rows = list_queue(request.actor, at=request.at)
    file = export(QUEUE, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    page = {"list": list_page(QUEUE, rows, request.GET.dict()), "rows": rows}
    return render(request, "step4/queue.html", page)


@require_GET
@needs(*MAY_SEE)
def priority(request: Work) -> HttpResponse:
    """This will list the priority data that wait for the Pembina."""
    rows = list_priority(request.actor.office, at=request.at)
    file = export(PRIORITY, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    return render(request, "step4/priority.html", {"list": list_page(PRIORITY, rows, request.GET.dict()), "rows": rows})


@require_GET
@needs(*MAY_SEE)
def review(request: Work, key: UUID) -> HttpResponse:
    """This will show one submission with all its tables; the first look of who may decide begins the check."""
    submission = _submission(request, key)
    deciding.note_begun(submission, by=request.actor, at=request.at)
    return _show_review(request, submission, ReturnForm())


@require_GET
@needs(*MAY_SEE)
def table(request: Work, key: UUID, sheet: str) -> HttpResponse:
    """This will show one table beside its comparison, with the findings on the cells."""
    submission = _submission(request, key)
    deciding.note_begun(submission, by=request.actor, at=request.at)
    return _show_table(request, submission, sheet, ReturnForm())


@require_POST
@needs(P.CHECK_SUBMISSIONS)
@steps_up
def accept(request: Work, key: UUID) -> HttpResponse:
    """This will accept the ticked tables, and lead to the next one that waits."""
    submission = _submission(request, key)
    items = _chosen(request, submission)
    done = f"{len(items)} tabel diterima dan tersimpan di Bank Data." if len(items) > 1 else "Tabel diterima."
    return act_and_return(
        request,
        lambda: deciding.accept(_some(items), by=request.actor, at=request.at),
        done=done,
        to=_after(request, submission, items),
    )


@require_POST
@needs(P.CHECK_SUBMISSIONS)
@steps_up
def return_items(request: Work, key: UUID) -> HttpResponse:
    """This will return the ticked tables with the reason."""
    submission = _submission(request, key)
    items, form = _chosen(request, submission), ReturnForm(request.POST)
    if not form.is_valid():
        sheet = request.POST.get("sheet", "")
        return _show_table(request, submission, sheet, form) if sheet else _show_review(request, submission, form)
    return act_and_return(
        request,
        lambda: deciding.return_items(_some(items), by=request.actor, at=request.at, **form.cleaned_data),
        done=f"{len(items)} tabel dikembalikan. Waktu perbaikannya mulai berjalan.",
        to=_after(request, submission, items),
    )


@require_POST
@needs(P.CHECK_SUBMISSIONS)
@steps_up
def hand_on_table(request: Work, key: UUID, sheet: str) -> HttpResponse:
    """This will ask another agency for a table that was declared to be there."""
    submission = _submission(request, key)
    item = get_item(submission, sheet)
    offer = offer_of(item, request.actor)
    form = HandOnForm(request.POST, offer=offer) if offer else None
    if form is None or not form.is_valid():
        return _show_table(request, submission, sheet, ReturnForm(), handing=form)
    to = fetch_agency(request.actor, UUID(str(form.cleaned_data["to"])))
    return act_and_return(
        request,
        lambda: hand_on(item, to=to, by=request.actor, at=request.at),
        done=f"Tabel {sheet} diminta dari {to.name}, dengan batas waktunya sendiri.",
        to=reverse("step4:review", args=[key]),
    )


@require_GET
@needs(*MAY_SEE)
def promises(request: Work) -> HttpResponse:
    """This will list what agencies promised for later, and what was handed on to whom."""
    shown = promises_page(request.actor, at=request.at)
    file = export(PROMISES, shown.promises, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    page = {"page": shown, "list": list_page(PROMISES, shown.promises, request.GET.dict())}
    return render(request, "step4/promises.html", {**page, "crumbs": crumbs(_queue(), "Dijanjikan dan dialihkan")})


@require_POST
@needs(P.PASS_PRIORITY)
@steps_up
def pass_priority(request: Work, key: UUID) -> HttpResponse:
    """This will let a priority table into the bank."""
    item = fetch_item(request.actor, key)
    return act_and_return(
        request,
        lambda: deciding.pass_priority(item, by=request.actor, at=request.at),
        done="Data prioritas diluluskan dan tersimpan di Bank Data.",
        to=reverse("step4:priority"),
    )


@require_POST
@needs(P.PASS_PRIORITY)
@steps_up
def return_priority(request: Work, key: UUID) -> HttpResponse:
    """This will return a priority table with the Pembina's sentence."""
    item, form = fetch_item(request.actor, key), StewardForm(request.POST)
    sheet = item.requested_table.sheet
    if not form.is_valid():
        return _show_table(request, _submission(request, item.submission_id), sheet, ReturnForm(), steward=form)
    return act_and_return(
        request,
        lambda: deciding.return_priority(
            item, reason=str(form.cleaned_data["reason"]), by=request.actor, at=request.at
        ),
        done="Data prioritas dikembalikan kepada OPD.",
        to=reverse("step4:priority"),
    )


def _submission(request: Work, key: UUID) -> Submission:
    submission = fetch_submission(request.actor, key)
    submission.office = submission.request.office = request.actor.office
    return submission


def _show_review(request: Work, submission: Submission, form: ReturnForm) -> HttpResponse:
    page = review_page(submission, actor=request.actor, at=request.at)
    context = {"page": page, "form": form, "crumbs": _trail(page)}
    return render(request, "step4/review.html", context, status=422 if form.errors else 200)


def _show_table(
    request: Work,
    submission: Submission,
    sheet: str,
    form: ReturnForm,
    steward: StewardForm | None = None,
    handing: HandOnForm | None = None,
) -> HttpResponse:
    item = get_item(submission, sheet)
    asked = item.requested_table
    key = (asked.table.agency_id, asked.table.code)
    page = review_page(submission, actor=request.actor, at=request.at)
    shown = table_page(item, submission, actor=request.actor, comparison=request.GET.get("banding", ""))
    steward, offer = steward or StewardForm(), offer_of(item, request.actor)
    handing = handing or (HandOnForm(offer=offer) if offer else None)
    context = {
        "page": page,
        "table": shown,
        "form": form,
        "steward_form": steward,
        "offer": offer,
        "hand_on_form": handing,
        "next": _next(page, sheet),
        "remarks": remarks_of([asked.table], period=asked.request.round.period).get(key, ()),
        "remark_url": open_url(request.actor, "metadata:remark_new", asked.table_id),
        "crumbs": _trail(page, f"Tabel {sheet}"),
    }
    return render(
        request,
        "step4/table.html",
        context,
        status=422 if form.errors or steward.errors or (handing and handing.errors) else 200,
    )


def _queue() -> tuple[str, str]:
    return "Pemeriksaan", reverse("step4:queue")


def _trail(page: ReviewPage, *more: str) -> Sequence[Crumb]:
    label = f"{page.short}, kiriman ke-{page.version}"
    here = (label, reverse("step4:review", args=[page.key])) if more else label
    return crumbs(_queue(), here, *more)


def _next(page: ReviewPage, sheet: str) -> object:
    """The next table that waits, after this one and then from the beginning."""
    waiting = [item for item in page.open_items if item.sheet != sheet]
    return next((item for item in waiting if item.sheet > sheet), waiting[0] if waiting else None)


def _chosen(request: Work, submission: Submission) -> list[SubmissionItem]:
    keys = read_items(request.POST.getlist("item"))
    return list(submission.items.filter(pk__in=keys).select_related("requested_table"))


def _some(items: list[SubmissionItem]) -> list[SubmissionItem]:
    if not items:
        raise Invalid("tables_not_chosen")
    return items


def _after(request: Work, submission: Submission, items: Sequence[SubmissionItem]) -> str:
    """From a table's own page on to the next one that waits; from the overview back to it."""
    sheet = request.POST.get("sheet", "")
    here = reverse("step4:review", args=[submission.pk])
    if not sheet:
        return here
    chosen = {item.pk for item in items}
    waiting = submission.items.filter(state=ItemState.PENDING).exclude(pk__in=chosen)
    sheets = sorted(waiting.values_list("requested_table__sheet", flat=True))
    following = next((one for one in sheets if one > sheet), sheets[0] if sheets else "")
    return reverse("step4:table", args=[submission.pk, following]) if following else here
