"""The account of a played scenario: what was refused, the deadlines, every state, and the counts of the report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.reports import Recap, recap
from sektoral.domain.states import ItemState, LetterState, SubmissionState
from sektoral.project.rehearsal.scenario.deadlines import Deadline, list_deadlines
from sektoral.project.rehearsal.scenario.stage import label_of
from sektoral.records.asking import names
from sektoral.records.models import Letter, Request, RequestedTable, Round, Submission
from sektoral.records.outcomes import agency_outcomes
from sektoral.records.report_contents import addendum_of, report_of
from sektoral.steps.step5_report.actions import living_report

Counts = Mapping[str, int]
States = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that was refused; `at` is its time as written."""

    at: str
    do: str
    code: str


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a scenario. `report` is empty before a round is opened."""

    zone: ZoneInfo
    refused: Sequence[Refusal]
    deadlines: Sequence[Deadline]
    states: States
    report: Mapping[str, object]

    def as_json(self) -> str:
        """This will write the account as DESIGN 9 has it; times in the office's zone, to the second."""
        return json.dumps(
            {
                "refused": [{"at": one.at, "do": one.do, "code": one.code} for one in self.refused],
                "deadlines": [
                    {"what": d.what, "due_at": self._iso(d.due_at), "met_at": self._iso(d.met_at), "late": d.late}
                    for d in self.deadlines
                ],
                "states": self.states,
                "report": self.report,
            },
            ensure_ascii=False,
            indent=2,
        )

    def as_text(self) -> str:
        """This will write the account for people."""
        refused = [f"  {one.at}  {one.do}: {one.code}" for one in self.refused] or ["  tidak ada"]
        deadlines = [
            f"  {d.what:<24}{self._spoken(d.due_at):<18}{self._spoken(d.met_at):<18}{'TERLAMBAT' if d.late else ''}"
            for d in self.deadlines
        ]
        head = f"  {'':<24}{'batas':<18}{'dipenuhi':<18}"
        states = json.dumps({"keadaan": self.states, "laporan": self.report}, ensure_ascii=False, indent=2)
        return "\n".join(["Ditolak", *refused, "", "Batas waktu", head, *deadlines, "", states])

    def _iso(self, at: datetime | None) -> str | None:
        return at.astimezone(self.zone).replace(microsecond=0).isoformat() if at else None

    def _spoken(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else "–"


def account_for(round_: Round | None, refused: Sequence[Refusal], *, zone: ZoneInfo, now: datetime) -> Account:
    """This will read the account from the tables; `now` is the scenario's last instant."""
    if round_ is None:
        return Account(zone, refused, [], {}, {})
    return Account(zone, refused, list_deadlines(round_, now=now), _states(round_), _report(round_))


def _states(round_: Round) -> States:
    requests = list(round_.requests.select_related("agency").order_by("agency__position"))
    report = living_report(round_)
    return {
        "round": str(round_.state),
        "letters": {
            request.agency.code: str(letter.state) for request in requests if (letter := _newest_letter(request))
        },
        "requests": {request.agency.code: str(request.state) for request in requests},
        "tables": {
            request.agency.code: {
                label_of(row, request.agency): str(row.state) for row in request.tables.select_related("table__agency")
            }
            for request in requests
        },
        "submissions": {
            request.agency.code: {str(one.version): str(one.state) for one in request.submissions.order_by("version")}
            for request in requests
        },
        "items": {
            request.agency.code: {str(one.version): _items_of(one) for one in request.submissions.order_by("version")}
            for request in requests
        },
        "report": str(report.state) if report else None,
        "addenda": [str(letter.state) for letter in round_.letters.filter(kind=LetterKind.ADDENDUM)],
    }


def _newest_letter(request: Request) -> Letter | None:
    return Letter.objects.filter(names(request), kind__in=REQUEST_KINDS).order_by("drafted_at").last()


def _items_of(submission: Submission) -> Mapping[str, str]:
    items = submission.items.select_related("requested_table__table__agency", "requested_table__request__agency")
    return {label_of(i.requested_table, i.requested_table.request.agency): str(i.state) for i in items}


def _report(round_: Round) -> Mapping[str, object]:
    """The counts of the report as it was frozen; before it is drafted, those of the moment."""
    letter = living_report(round_)
    counts = _frozen(letter) if letter else _counts(recap(agency_outcomes(round_)), waiting=_count_waiting(round_))
    addenda = list(round_.letters.filter(kind=LetterKind.ADDENDUM, state=LetterState.SIGNED).order_by("signed_at"))
    if not addenda:
        return {**counts, "addenda": 0}
    after = addendum_of(addenda[-1]).after
    return {**counts, "addenda": len(addenda), "after_addenda": _counts(after, waiting=0)}


def _frozen(letter: Letter) -> Mapping[str, object]:
    body = report_of(letter)
    return {**_counts(recap(body.agencies), waiting=0), "left_out": len(body.left_out)}


def _counts(found: Recap, *, waiting: int) -> Mapping[str, object]:
    tables = found.tables
    return {
        "agencies": {
            "asked": found.agencies,
            "sent": found.sent,
            "on_time": found.on_time,
            "late": found.late,
            "letter_late": found.letter_later,
            "not_sent": found.silent,
        },
        "tables": {
            "requested": tables.requested,
            "received": tables.received + waiting,
            "checked": tables.received,
            "stored": tables.stored,
            "nil": tables.nil,
            "unavailable": tables.unavailable,
            "handed_on": tables.handed_on,
            "awaiting_steward": tables.awaiting_steward,
            "returned_open": tables.returned,
            "missing": tables.missing - waiting,
            "resubmitted": tables.resubmitted,
        },
        "values": tables.values,
    }


def _count_waiting(round_: Round) -> int:
    """Tables that came with their letter and wait for the checker: received, not yet checked."""
    rows = RequestedTable.objects.filter(request__round=round_, state=ItemState.PENDING)
    return (
        rows.filter(items__state=ItemState.PENDING, items__submission__state=SubmissionState.COMPLETE)
        .distinct()
        .count()
    )
