"""What a request still owes as of now, each thing with its own deadline and since when that deadline stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.states import ItemState, RequestState, SubmissionState
from sektoral.records.models import Extension, Request, RequestedTable, Submission, SubmissionItem
from sektoral.records.models.round import OWED

ASKED = (RequestState.SENT, RequestState.COMPLETE)
UNFINISHED = (SubmissionState.AWAITING_LETTER.value, SubmissionState.AWAITING_TRANSCRIPT.value)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is missing: what, until when, and since when that deadline stands."""

    what: str
    due_at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """All that one request owes; `deadlines` are those a notice may be about, each with since when it stands."""

    request: Request
    owed: tuple[Owed, ...]
    deadlines: Mapping[datetime, datetime]

    def due_at(self, deadline: datetime) -> tuple[Owed, ...]:
        """This will give what is owed by one deadline."""
        return tuple(one for one in self.owed if one.due_at == deadline)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a few queries know of many requests."""

    tables: Mapping[UUID, Sequence[RequestedTable]]
    unfinished: Mapping[UUID, frozenset[str]]
    granted: Mapping[tuple[UUID, datetime], datetime]
    returned: Mapping[UUID, datetime]


def missing_of(requests: Sequence[Request]) -> list[Missing]:
    """This will read what requests owe, with four queries for all of them; one that was not sent is left out."""
    asked = [one for one in requests if one.state in ASKED and one.sent_at and one.due_at]
    facts = _facts(asked)
    return [_missing(request, facts) for request in asked]


def _facts(requests: Sequence[Request]) -> _Facts:
    tables: dict[UUID, list[RequestedTable]] = {}
    rows = RequestedTable.objects.filter(request__in=requests, state__in=OWED).select_related("table")
    for row in rows.defer("table__definition").order_by("sheet"):
        tables.setdefault(row.request_id, []).append(row)
    unfinished: dict[UUID, set[str]] = {}
    for request, state in Submission.objects.filter(request__in=requests, state__in=UNFINISHED).values_list(
        "request", "state"
    ):
        unfinished.setdefault(request, set()).add(state)
    returned = SubmissionItem.objects.filter(requested_table__request__in=requests, state=ItemState.RETURNED)
    return _Facts(
        tables=tables,
        unfinished={key: frozenset(states) for key, states in unfinished.items()},
        granted={
            (grant.request_id, grant.new_due_at): grant.granted_at
            for grant in Extension.objects.filter(request__in=requests).order_by("granted_at")
        },
        returned={
            table: at
            for table, at in returned.order_by("decided_at").values_list("requested_table", "decided_at")
            if at is not None
        },
    )


def _missing(request: Request, facts: _Facts) -> Missing:
    if request.due_at is None or request.sent_at is None:
        raise AssertionError("a request that is sent has a deadline")
    owed = [_table(request, row, facts) for row in facts.tables.get(request.pk, ())]
    states = facts.unfinished.get(request.pk, frozenset())
    since = facts.granted.get((request.pk, request.due_at), request.sent_at)
    if SubmissionState.AWAITING_LETTER in states:
        owed.append(Owed("surat pengiriman untuk data yang sudah masuk", request.due_at, since))
    if SubmissionState.AWAITING_TRANSCRIPT in states:
        owed.append(Owed("penyalinan berkas yang sudah masuk ke tabel yang diminta", request.due_at, since))
    deadlines = {request.due_at: since, **{one.due_at: one.since for one in owed}}
    return Missing(request, tuple(owed), deadlines)


def _table(request: Request, row: RequestedTable, facts: _Facts) -> Owed:
    """A table has the deadline of its revision, its own, or its request's."""
    is_returned = row.state == ItemState.RETURNED
    due = (row.revision_due_at if is_returned else None) or row.due_at or request.due_at
    if due is None or request.sent_at is None:
        raise AssertionError("a request that is sent has a deadline")
    begun = facts.returned.get(row.pk) if is_returned else None
    since = facts.granted.get((request.pk, due)) or begun or request.sent_at
    said = f"{row.table.title} (lembar {row.sheet})"
    return Owed(f"{said}, dikembalikan untuk diperbaiki" if is_returned else said, due, since)
