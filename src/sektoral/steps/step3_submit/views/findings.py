"""Findings to take away: as JSON for programs, as CSV for a spreadsheet."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sektoral.adapters.exports import Column, to_csv
from sektoral.records.models import Submission
from sektoral.steps.step3_submit.queries.findings_list import findings_document, findings_rows
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.views.request import MAY_SEE
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work

COLUMNS = ("No", "Tingkat", "Tabel", "Sel", "Tempat", "Tertulis", "Yang ditemukan", "Kode", "Penjelasan")


@never_cache
@require_GET
@needs(*MAY_SEE)
def as_json(request: Work, key: UUID, submission: UUID) -> JsonResponse:
    """This will give every stored finding of a submission, with the totals of all, as `sektoral check` prints them."""
    return JsonResponse(findings_document(_target(request, key, submission)))


@never_cache
@require_GET
@needs(*MAY_SEE)
def as_csv(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will give the findings as a table that opens in a spreadsheet."""
    target = _target(request, key, submission)
    columns = [Column(label, numeric=label == "No") for label in COLUMNS]
    body = to_csv(columns, findings_rows(target), zone=ZoneInfo(request.actor.office.time_zone))
    headers = {"Content-Disposition": f'attachment; filename="temuan-kiriman-{target.version}.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def _target(request: Work, key: UUID, submission: UUID) -> Submission:
    return get_submission(fetch_request(request.actor, key), submission)
