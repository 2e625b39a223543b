"""The deadlines of a played scenario: when each was due, when it was met, and whether that was late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.states import ItemState, SubmissionState
from sektoral.domain.workdays import is_late
from sektoral.project.rehearsal.scenario.stage import label_of
from sektoral.records.models import Request, RequestedTable, Round, Submission, SubmissionItem


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline. `met_at` is `None` where it is not met; `late` then compares with the scenario's last instant."""

    what: str
    due_at: datetime
    met_at: datetime | None
    late: bool


def list_deadlines(round_: Round, *, now: datetime) -> list[Deadline]:
    """This will list every deadline that was issued.

    They are called `step1`, `step2`, `request:A`, `check:A:1`, `revision:A:T2` and `report`.
    A table with a deadline of its own, by extension or merger, stands apart as `request:A:T2`.
    """
    found = [
        ("step1", round_.step1_due_at, round_.letters_signed_at),
        ("step2", round_.step2_due_at, round_.distributed_at),
        *(one for request in _requests(round_) for one in _of_request(request)),
        *(one for request in _requests(round_) for one in _of_checks(request)),
        *(one for request in _requests(round_) for one in _of_revisions(request)),
        ("report", round_.report_due_at, round_.closed_at),
    ]
    return [Deadline(what, due, met, is_late(met or now, due)) for what, due, met in found if due is not None]


_Found = tuple[str, datetime | None, datetime | None]


def _requests(round_: Round) -> list[Request]:
    return list(round_.requests.select_related("agency").order_by("agency__position"))


def _of_request(request: Request) -> Iterator[_Found]:
    """A request is met once every table it asked for was handed over, softcopy and letter, by whoever owes it now."""
    code = request.agency.code
    rows = list(request.tables.select_related("table__agency"))
    own = [row for row in rows if row.state != "moved" and row.due_at is not None]
    common = [row for row in rows if row not in own] or rows
    yield f"request:{code}", request.due_at, _all_met(common)
    for row in own:
        yield f"request:{code}:{label_of(row, request.agency)}", row.due_at, _first_met(row)


def _of_checks(request: Request) -> Iterator[_Found]:
    done = request.submissions.exclude(state__in=[SubmissionState.SUPERSEDED, SubmissionState.WITHDRAWN])
    for submission in done.filter(complete_at__isnull=False).order_by("version"):
        yield f"check:{request.agency.code}:{submission.version}", submission.check_due_at, submission.checked_at


def _of_revisions(request: Request) -> Iterator[_Found]:
    for row in request.tables.exclude(state="moved").filter(returns__gt=0).select_related("table__agency"):
        what = f"revision:{request.agency.code}:{label_of(row, request.agency)}"
        yield what, row.revision_due_at, _revised_at(row)


def _all_met(rows: list[RequestedTable]) -> datetime | None:
    instants = [_first_met(row) for row in rows]
    return max((one for one in instants if one), default=None) if all(instants) else None


def _first_met(row: RequestedTable) -> datetime | None:
    """When the table was first handed over, by whoever owed it then: a table that moved has a row at both.

    One that was handed on is asked anew: what its agency answers after that counts.
    """
    both = RequestedTable.objects.filter(table=row.table_id, request__round=row.request.round_id)
    complete = Submission.objects.filter(complete_at__isnull=False)
    arrival = row.handed_on.order_by("-handed_at").first()
    if arrival is not None:
        complete = complete.filter(items__requested_table=row, complete_at__gte=arrival.handed_at)
    elif row.state == ItemState.HANDED_ON:
        complete = complete.filter(items__requested_table=row)
    else:
        complete = complete.filter(items__requested_table__in=both)
    complete = complete.exclude(state=SubmissionState.WITHDRAWN)
    return complete.order_by("complete_at").values_list("complete_at", flat=True).first()


def _revised_at(row: RequestedTable) -> datetime | None:
    """When it was handed over again after its last return, which may lie with the agency it came from."""
    answers = SubmissionItem.objects.filter(requested_table=row).select_related("submission")
    last = answers.exclude(return_code="").order_by("-submission__version").first()
    later = answers.filter(submission__complete_at__isnull=False)
    later = later.exclude(submission__state=SubmissionState.WITHDRAWN)
    later = later.filter(submission__version__gt=last.submission.version) if last else later
    return later.order_by("submission__complete_at").values_list("submission__complete_at", flat=True).first()
