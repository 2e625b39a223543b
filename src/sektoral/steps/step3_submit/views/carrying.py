"""Carrying what was typed into a wrong workbook over: a page that tells what goes and what stays, and the result."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sektoral.domain.errors import NotFound
from sektoral.intake import files
from sektoral.intake.carrying import CarriedCopy, carried_copy
from sektoral.records.models import Request, Submission
from sektoral.steps.step3_submit.queries.instrument import newest_of
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.queries.wrong_workbook import wrong_workbook
from sektoral.steps.step3_submit.views.papers import download
from sektoral.steps.step3_submit.views.request import MAY_SPEAK, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work


@never_cache
@require_GET
@needs(*MAY_SPEAK)
def carry(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will show what of a wrong workbook goes over into the right one, and what stays behind and why."""
    found, target = _reached(request, key, submission)
    context = {
        "found": found,
        "submission": target,
        "copy": _carried(found, target),
        "crumbs": trail(found, "Pindahkan isian"),
    }
    return render(request, "step3/carry.html", context)


@never_cache
@require_GET
@needs(*MAY_SPEAK)
def carried_file(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will give the right workbook, filled; it counts for nothing until it is uploaded."""
    found, target = _reached(request, key, submission)
    copy = _carried(found, target)
    return download(copy.data, name=copy.name, media_type=files.XLSX)


def _reached(request: Work, key: UUID, submission: UUID) -> tuple[Request, Submission]:
    """The submission, if it is a wrong workbook of which something may be carried over by this person."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    may_carry = rights_of(request.actor, found).may_speak
    wrong = wrong_workbook(target, request.actor, may_carry=may_carry)
    if wrong is None or not wrong.carry_url:
        raise NotFound("not_found")
    return found, target


def _carried(found: Request, target: Submission) -> CarriedCopy:
    return carried_copy(target.file, newest_of(found))
