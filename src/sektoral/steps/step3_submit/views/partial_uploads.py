"""The door for a script that uploads in parts: announce, send parts at their offset, ask how far it is, cancel.

Answers are JSON. A part at a wrong offset hears the right one; whatever fails may be tried again from the beginning.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.sent_files import FileRole
from sektoral.intake.files import partial_files
from sektoral.records.models import PartialUpload, Request
from sektoral.steps.step3_submit.actions.bringing import Outcome, recognized
from sektoral.steps.step3_submit.actions.partial_uploads import (
    MOST_OF_A_PART,
    Announced,
    append,
    begin,
    drop,
    finish,
)
from sektoral.steps.step3_submit.actions.receiving import Upload
from sektoral.steps.step3_submit.forms import AnnouncedForm, StatedForm
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.unfinished import get_unfinished
from sektoral.steps.step3_submit.views.uploading import entry_of, page_of, tell, told
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.messages import error_body
from sektoral.ui.visit import Work

P = Permission
MAY_SEND = (P.SUBMIT, P.ENTER_FOR_AGENCY)
OFFSET = "Upload-Offset"


@require_POST
@needs(*MAY_SEND)
def announce(request: Work, key: UUID) -> HttpResponse:
    """This will begin an upload, or find it begun, and say where its parts go and from which byte."""
    found = fetch_request(request.actor, key)
    form = AnnouncedForm(request.POST)
    if not form.is_valid():
        return _refusal(Invalid("upload_not_understood"))
    role, name = FileRole(form.cleaned_data["role"]), form.cleaned_data["name"]
    try:
        beside = get_submission(found, form.cleaned_data["beside"]) if form.cleaned_data["beside"] else None
        upload = _way(request, found, name)
        announced = Announced(upload, form.cleaned_data["size"], form.cleaned_data["sha256"], role, beside)
        partial = begin(announced, by=request.actor, at=request.at)
    except (WrongState, Invalid) as error:
        outcome = recognized(Outcome(name, role, error=error), found)
        tell(request, [outcome])
        return JsonResponse({**error_body(error), **told(outcome)}, status=error.status)
    url = reverse("step3:part", args=[found.pk, partial.pk])
    return JsonResponse({"url": url, **_standing(partial, _received(partial))}, status=201)


@require_http_methods(["GET", "PATCH", "DELETE"])
@needs(*MAY_SEND)
def part(request: Work, key: UUID, upload: UUID) -> HttpResponse:
    """This will keep a part and, with the last one, take the file in; or say how far it is; or forget it."""
    found = fetch_request(request.actor, key)
    try:
        partial = get_unfinished(found, request.actor, upload)
        if request.method == "DELETE":
            drop(partial, by=request.actor)
            return HttpResponse(status=204)
        if request.method == "GET":
            return JsonResponse(_standing(partial, _received(partial)))
        received = append(partial, _body(request), offset=_offset(request), by=request.actor, at=request.at)
        return _taken(request, partial, received)
    except SektoralError as error:
        return _refusal(error)


@require_POST
@needs(*MAY_SEND)
def cancel(request: Work, key: UUID, upload: UUID) -> HttpResponse:
    """This will forget an upload that is not to be finished."""
    found = fetch_request(request.actor, key)
    partial = get_unfinished(found, request.actor, upload)
    drop(partial, by=request.actor)
    messages.success(request, f"Unggahan {partial.name} dibatalkan; bagian yang sudah sampai dihapus.")
    return redirect(page_of(found))


def _way(request: Work, found: Request, name: str) -> Upload:
    """An agency's operator sends it here; the office says by which other way it came."""
    if request.actor.may(P.SUBMIT, found.agency):
        return Upload(found, name, ())
    came = StatedForm(request.POST)
    if not came.is_valid():
        raise Invalid("upload_not_understood")
    return entry_of(came, found, name=name)


def _taken(request: Work, partial: PartialUpload, received: int) -> HttpResponse:
    if received < partial.size:
        return JsonResponse(_standing(partial, received))
    outcome = finish(partial, by=request.actor, at=request.at)
    tell(request, [outcome])
    status = outcome.error.status if outcome.error and not outcome.is_known else 200
    return JsonResponse({**_standing(partial, received), **told(outcome)}, status=status)


def _received(partial: PartialUpload) -> int:
    return partial_files().size(partial.pk)


def _standing(partial: PartialUpload, received: int) -> dict[str, object]:
    return {"received": received, "size": partial.size}


def _body(request: Work) -> bytes:
    """The part, whole: a line that broke in the middle of it is told."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > MOST_OF_A_PART:
        raise Invalid("part_too_large", limit=MOST_OF_A_PART)
    data = request.body
    if len(data) != length:
        raise Invalid("part_incomplete")
    return data


def _offset(request: Work) -> int:
    told_offset = request.headers.get(OFFSET, "")
    if not (told_offset.isascii() and told_offset.isdecimal() and len(told_offset) < 12):
        raise Invalid("upload_not_understood")
    return int(told_offset)


def _refusal(error: SektoralError) -> HttpResponse:
    """A program asks, so the answer is never a page."""
    return JsonResponse(error_body(error), status=error.status)
