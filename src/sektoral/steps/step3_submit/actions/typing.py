"""Sending what was typed, and checking it before: both by the very check that reads every submission."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.transcripts import Transcript
from sektoral.domain.typed import transcript_of
from sektoral.intake.reading import Draft, FoundFault, check_draft
from sektoral.records.actors import Actor
from sektoral.records.models import Channel, Request, Submission, TranscriptDraft
from sektoral.steps.step3_submit.actions.drafts import check_may_type
from sektoral.steps.step3_submit.actions.transcribing import Typed, receive_typed, transcribe
from sektoral.steps.step3_submit.queries.drafts import Desk, all_rows, content_of, draft_of, held_tables, open_rows

NOT_YET = "table_empty"  # a table may follow later


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent, by which way it came to who typed it, and when the office says it was handed over."""

    desk: Desk
    channel: Channel = Channel.BROWSER
    stated_at: datetime | None = None
    evidence: str = ""


def check_typed_now(desk: Desk, *, at: datetime) -> list[Finding]:
    """This will check what is typed as if it were sent now, and store nothing.

    Raises `Invalid` where nothing is typed or what is typed cannot be taken, `Unavailable` where it was not looked at.
    """
    draft = Draft(desk.request, desk.instrument, _transcript(desk, draft_of(desk)))
    checked = check_draft(draft, at=at)
    if checked.refusal_code:
        raise Invalid(checked.refusal_code, **checked.refusal_facts)
    open_sheets = open_rows(desk)
    return [as_finding(one) for one in checked.findings if counts(one) and (one.table in open_sheets or not one.table)]


def send_typed(sending: Sending, *, by: Actor, at: datetime) -> Submission:
    """This will send what is typed: as a submission of its own, or as what a file says that came before.

    Raises as `receive_typed` and `transcribe` do.
    """
    desk = sending.desk
    check_may_type(desk, by)
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=desk.request.pk)
        draft = draft_of(desk)
        transcript, typists = _transcript(desk, draft), ",".join(content_of(draft)["typists"])
        if desk.submission:
            submission = desk.submission
            transcribe(submission, transcript, by=by, at=at, typists=typists)
        else:
            stated = (sending.channel, sending.stated_at, sending.evidence)
            submission = receive_typed(Typed(desk.request, transcript, *stated, typists), by=by, at=at)
        _begin_anew(draft)
    return submission


def _transcript(desk: Desk, draft: TranscriptDraft | None) -> Transcript:
    held, rows = held_tables(desk, draft), all_rows(desk)
    found = transcript_of(desk.definition.id, (one.typed for sheet, one in held.items() if sheet in rows))
    if not (found.answers or found.statements):
        raise Invalid("nothing_typed")
    return found


def _begin_anew(draft: TranscriptDraft | None) -> None:
    """Who types from now on has not typed what was sent."""
    if draft is not None:
        draft.content = {**content_of(draft), "typists": []}
        draft.save(update_fields=["content"])


def counts(one: FoundFault) -> bool:
    """This will tell whether a finding asks for anything: an empty table may follow, an explained row is done."""
    return one.code != NOT_YET and not (one.severity is Severity.WARNING and one.explanation)


def as_finding(one: FoundFault) -> Finding:
    """This will write a fault of the check as the pages tell it."""
    return Finding(one.code, one.severity, one.sheet, one.cell, one.value, one.table, one.facts)
