"""Correcting figures that stand in the bank: a submission like any other, which says why and changes only them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.corrections import as_read
from sektoral.domain.errors import Invalid
from sektoral.domain.findings import Finding
from sektoral.domain.policies import check_can_correct, check_reason
from sektoral.domain.typed import TypedTable, changed_places, check_posted, check_typed, read_posted, transcript_of
from sektoral.intake.reading import Draft, check_draft
from sektoral.records.actors import Actor
from sektoral.records.corrections import held_now
from sektoral.records.models import Channel, Request, RequestedTable, Submission
from sektoral.steps.step3_submit.actions.drafts import check_may_type
from sektoral.steps.step3_submit.actions.transcribing import Typed, receive_typed
from sektoral.steps.step3_submit.actions.typing import as_finding, counts
from sektoral.steps.step3_submit.queries.correction import is_waiting, requested_of
from sektoral.steps.step3_submit.queries.drafts import Desk


@dataclass(frozen=True, slots=True)
class Correction:
    """One table with the fields as a form posts them, and why. The office says by which way it came, and when."""

    desk: Desk
    sheet: str
    posted: Mapping[str, str]
    reason: str = ""
    channel: Channel = Channel.BROWSER
    stated_at: datetime | None = None
    evidence: str = ""


def check_correction(correction: Correction, *, by: Actor, at: datetime) -> list[Finding]:
    """This will check the table with its changes as if it were sent now, and store nothing.

    Raises as `correct` does, and `Unavailable` where it was not looked at.
    """
    check_may_type(correction.desk, by)
    desk, typed = correction.desk, _typed(correction)
    checked = check_draft(Draft(desk.request, desk.instrument, transcript_of(desk.definition.id, [typed])), at=at)
    if checked.refusal_code:
        raise Invalid(checked.refusal_code, **checked.refusal_facts)
    return [as_finding(one) for one in checked.findings if counts(one) and one.table == correction.sheet]


def correct(correction: Correction, *, by: Actor, at: datetime) -> Submission:
    """This will send a table with its changes and their reason; it is read, signed for, checked and stored as any is.

    Raises `WrongState` (`correction_nothing_held`, `correction_under_way`), `Invalid`
    (`correction_changes_nothing`, `reason_missing`), and as `receive_typed` does.
    """
    desk = correction.desk
    check_may_type(desk, by)
    check_reason(correction.reason)
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=desk.request.pk)
        typed = _typed(correction)
        answer = Typed(
            desk.request,
            transcript_of(desk.definition.id, [typed]),
            correction.channel,
            correction.stated_at,
            correction.evidence,
            str(by.person.pk),
            correction.reason.strip(),
        )
        return receive_typed(answer, by=by, at=at)


def _typed(correction: Correction) -> TypedTable:
    """What the bank holds, with what was changed in it."""
    desk, layout = correction.desk, correction.desk.layout.table(correction.sheet)
    requested = requested_of(desk, correction.sheet)
    check_can_correct(requested.state, is_waiting=is_waiting(requested))
    before = standing(requested, correction.sheet)
    check_posted(layout, correction.posted)
    typed = read_posted(layout, correction.posted, before)
    check_typed(typed)
    if not changed_places(before, typed, layout):
        raise Invalid("correction_changes_nothing")
    return typed


def standing(requested: RequestedTable, sheet: str) -> TypedTable:
    """This will give what the bank holds of a table, as one would type it."""
    return TypedTable(sheet, {place: as_read(said) for place, said in held_now(requested).items()})
