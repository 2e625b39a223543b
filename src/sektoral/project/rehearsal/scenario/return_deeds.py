"""Events about saying no: what is not available, what is taken back, what is handed on to who has it."""

from datetime import timedelta

from sektoral.domain.declarations import asks_for_day
from sektoral.domain.errors import WrongState
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.project.rehearsal.scenario.particulars import Particulars
from sektoral.project.rehearsal.scenario.script import Happening
from sektoral.project.rehearsal.scenario.stage import Stage
from sektoral.project.rehearsal.workers import OwnWorker
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Submission, SubmissionItem
from sektoral.steps.step3_submit.actions import withdrawing
from sektoral.steps.step3_submit.actions.declaring import Declared, declare
from sektoral.steps.step3_submit.queries.declarations import Unavailable, unavailable_of
from sektoral.steps.step4_check.actions import handing_on

PATIENCE = timedelta(days=30)  # until what is not available will be there, unless the event says
SOMEBODY = "Instansi lain (skenario)"
WITHDRAWN = "Salah kirim. (skenario)"


def declare_rest(stage: Stage, event: Happening, submission: Submission, *, by: Actor) -> None:
    """Of `submission.submit`: say until when (`expected_on`) or with whom (`held_by`) what is not available is."""
    said = {one.key: _said(stage, event.what, one) for one in unavailable_of(submission) if not one.is_complete}
    if said:
        declare(submission, said, by=by, at=event.at)


def withdraw(stage: Stage, event: Happening) -> None:
    """`submission.withdraw`: the last submission that is not checked, or the `version` named; `reason`."""
    request = stage.request_of(stage.agency_of(event))
    found = request.submissions.exclude(state__in=[SubmissionState.WITHDRAWN, SubmissionState.SUPERSEDED])
    if event.what.find("version") is not None:
        found = found.filter(version=event.what.whole("version"))
    submission = found.select_related("request__agency", "request__round", "office").order_by("-version").first()
    if submission is None:
        raise WrongState("nothing_waits")
    reason = event.what.text("reason", default=WITHDRAWN)
    withdrawing.withdraw(submission, reason=reason, by=stage.actor(event.by), at=event.at)
    OwnWorker(stage.clock).settle()


def hand_on(stage: Stage, event: Happening) -> None:
    """`item.hand_on`: `agency`, `tables` (all declared to be elsewhere), `to` (the agency that was named)."""
    by, request = stage.actor(event.by), stage.request_of(stage.agency_of(event))
    waiting = SubmissionItem.objects.filter(requested_table__request=request, state=ItemState.PENDING)
    waiting = waiting.filter(answer="unavailable").select_related("held_by")
    names = event.what.texts("tables", "table")
    rows = None if names is None else {row.pk for row in stage.tables(request, names)}
    items = [one for one in waiting if rows is None or one.requested_table_id in rows]
    named = event.what.text("to", "into")
    for item in items:
        to = stage.agency(named, event=event.number) if named else item.held_by
        if to is None:
            raise WrongState("nothing_waits")
        handing_on.hand_on(item, to=to, by=by, at=event.at)
    if not items:
        raise WrongState("nothing_waits")
    OwnWorker(stage.clock).settle()


def _said(stage: Stage, what: Particulars, one: Unavailable) -> Declared:
    if asks_for_day(one.reason):
        return Declared(
            expected_on=what.day("expected_on", "expected") or local_date(stage.office, stage.at) + PATIENCE
        )
    code = what.text("held_by", "holder")
    return Declared(held_by=stage.agency(code, event=what.event)) if code else Declared(holder=SOMEBODY)
