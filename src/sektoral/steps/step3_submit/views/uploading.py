"""Bringing in files as one form, with or without a script; what became of each is told on the page that follows."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.errors import Invalid, Unavailable, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.sent_files import FileRole
from sektoral.records.models import Channel, Request
from sektoral.steps.step3_submit.actions.bringing import Outcome, bring
from sektoral.steps.step3_submit.actions.receiving import Upload
from sektoral.steps.step3_submit.forms import EntryForm, FilesForm, StatedForm, UploadForm
from sektoral.steps.step3_submit.queries.unfinished import list_unfinished
from sektoral.steps.step3_submit.views.request import show, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.refusals import WANTS_JSON
from sektoral.ui.visit import Work

P = Permission


@require_POST
@needs(P.SUBMIT)
def upload(request: Work, key: UUID) -> HttpResponse:
    """This will keep the agency's files and lead to the page, which tells of each and how the reading goes."""
    found = fetch_request(request.actor, key)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, upload=form, status=422)
    return _bring(request, Upload(found, "", ()), form)


@require_http_methods(["GET", "POST"])
@needs(P.ENTER_FOR_AGENCY)
def enter(request: Work, key: UUID) -> HttpResponse:
    """This will take files that reached the office by another way, for the agency."""
    found = fetch_request(request.actor, key)
    form = EntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _bring(request, entry_of(form, found), form)
    page = {
        "form": form,
        "found": found,
        "unfinished": list_unfinished(found, request.actor),
        "crumbs": trail(found, "Masukkan atas nama OPD"),
    }
    return render(request, "step3/enter.html", page, status=422 if form.errors else 200)


def entry_of(form: StatedForm, found: Request, *, name: str = "") -> Upload:
    """This will read by which way and when the office says that something came in."""
    return Upload(
        found,
        name,
        (),
        channel=Channel(form.cleaned_data["channel"]),
        stated_at=form.cleaned_data["stated_at"],
        evidence=form.cleaned_data["evidence"],
    )


def _bring(request: Work, upload: Upload, form: FilesForm) -> HttpResponse:
    is_program = request.headers.get("Accept", "").startswith(WANTS_JSON)
    try:
        outcomes = bring(upload, form.brought, by=request.actor, at=request.at)
        _check_kept(outcomes)
    except (WrongState, Invalid) as error:  # about none of the files in particular
        if is_program:
            raise
        messages.error(request, explained(error))
        return redirect(page_of(upload.request))
    if is_program:
        return JsonResponse({"files": [told(one) for one in outcomes]})
    tell(request, outcomes)
    return redirect(page_of(upload.request))


def _check_kept(outcomes: Sequence[Outcome]) -> None:
    """Where the storage took nothing at all, the answer itself says so, and when to try again."""
    away = [one.error for one in outcomes if isinstance(one.error, Unavailable)]
    if away and len(away) == len(outcomes):
        raise away[0]


def page_of(found: Request) -> str:
    """This will give the address at which the person sees what became of the files, at the top of the page."""
    return f"{reverse('step3:request', args=[found.pk])}#isi"


def tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """This will say on the next page what became of each file."""
    for one in outcomes:
        level = messages.ERROR if one.error else messages.SUCCESS
        messages.add_message(request, messages.INFO if one.is_known else level, said(one))


def said(outcome: Outcome) -> str:
    """This will say what became of one file."""
    if outcome.error:
        return f"{outcome.name}: {explained(outcome.error)}"
    if outcome.submission is None:
        raise AssertionError("what was taken belongs to a submission")
    version = outcome.submission.version
    if outcome.role is FileRole.ATTACHMENT:
        return f"{outcome.name}: diterima sebagai lampiran kiriman ke-{version}."
    return f"{outcome.name}: diterima dan tersimpan sebagai kiriman ke-{version}. Tidak perlu diunggah lagi."


def told(outcome: Outcome) -> dict[str, object]:
    """This will tell a program what became of one file."""
    state = "already" if outcome.is_known else "refused" if outcome.error else "received"
    return {
        "name": outcome.name,
        "role": outcome.role.value,
        "outcome": state,
        "code": outcome.error.code if outcome.error else "",
        "message": said(outcome),
        "submission": str(outcome.submission.pk) if outcome.submission else "",
        "sha256": outcome.submission.file.sha256 if outcome.submission else "",
    }
