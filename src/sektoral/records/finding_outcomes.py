"""What was found in a round's submissions and what became of it, and how many tables came in time."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import F, Min
from django.db.models.functions import Coalesce

from sektoral.domain.findings import Severity
from sektoral.domain.report_parts import Fault, Quality, Reading, quality_of
from sektoral.domain.states import SubmissionState
from sektoral.domain.workdays import is_late
from sektoral.records.models import FindingRecord, RequestedTable, Round, Submission, SubmissionItem

NOT_DATA = (SubmissionState.REFUSED, SubmissionState.REJECTED, SubmissionState.WITHDRAWN)


def quality_of_round(round_: Round, until: datetime) -> Quality:
    """This will count the findings of what was read by `until`, in three queries.

    An explanation counts once its submission is complete: until then the agency may still change it.
    """
    read = Submission.objects.filter(request__round=round_, read_at__lte=until)
    sheets, faults = _sheets(round_), _faults(round_)
    requests: dict[str, list[Reading]] = defaultdict(list)
    rows = read.order_by("request__agency__position", "request__agency__name", "version")
    for key, agency, complete_at in rows.values_list("pk", "request__agency__name", "complete_at"):
        is_complete = complete_at is not None and complete_at <= until
        requests[agency].append(Reading(frozenset(sheets[key]), tuple(faults[key]), is_complete))
    return quality_of(requests)


def count_tables_in_time(round_: Round, until: datetime) -> int:
    """This will count the tables whose first data were handed over by their deadline."""
    items = SubmissionItem.objects.filter(
        requested_table__request__round=round_, submission__received_at__lte=until
    ).exclude(submission__state__in=NOT_DATA)
    handed_over = Coalesce("submission__stated_received_at", "submission__received_at")
    first = dict(items.values_list("requested_table").annotate(first=Min(handed_over)))
    rows = RequestedTable.objects.filter(pk__in=first).exclude(state="moved")
    dues = rows.annotate(due=Coalesce("due_at", F("request__due_at"))).values_list("pk", "due")
    return sum(due is not None and not is_late(first[key], due) for key, due in dues)


def _sheets(round_: Round) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    items = SubmissionItem.objects.filter(submission__request__round=round_)
    for submission, sheet in items.values_list("submission_id", "requested_table__sheet"):
        found[submission].add(sheet)
    return found


def _faults(round_: Round) -> dict[UUID, list[Fault]]:
    found: dict[UUID, list[Fault]] = defaultdict(list)
    rows = FindingRecord.objects.filter(submission__request__round=round_).order_by("position")
    for submission, code, severity, table, cell, explanation in rows.values_list(
        "submission_id", "code", "severity", "table", "cell", "explanation"
    ):
        found[submission].append(Fault(code, Severity(severity), table, cell, bool(explanation)))
    return found
