"""What follows of itself in step 3: the receipt, the reading, and the completion by the transmittal letter."""

from datetime import datetime

from sektoral.records.models import Event, Letter, Person, Request, Submission, Table
from sektoral.steps.step3_submit.actions.editions import ask_also
from sektoral.steps.step3_submit.actions.handing_over import note_transmittal_signed
from sektoral.steps.step3_submit.actions.reading import read_submission
from sektoral.steps.step3_submit.actions.receiving import issue_receipt


def give_receipt(event: Event, *, at: datetime) -> None:
    """On `submission.received`: issue the tanda terima, before anything is read."""
    issue_receipt(_submission(event), at=at)


def read(event: Event, *, at: datetime) -> None:
    """On `submission.receipted` and `submission.style_settled`: have the file read and checked in the sandbox."""
    read_submission(_submission(event), at=at)


def complete(event: Event, *, at: datetime) -> None:
    """On `letter.signed`: a signed transmittal letter completes its submission."""
    note_transmittal_signed(Letter.objects.select_related("submission").get(pk=event.about_id), at=at)


def ask_for_new_table(event: Event, *, at: datetime) -> None:
    """On `table.created`: ask for the table in the request for whose file it was made."""
    table = Table.objects.get(pk=event.about_id)
    request = Request.objects.select_related("office").get(pk=event.facts["request"], office=table.office_id)
    ask_also(request, table, by=Person.objects.get(pk=event.by), at=at)


def _submission(event: Event) -> Submission:
    return Submission.objects.select_related("office", "file", "request__agency", "request__round__sop").get(
        pk=event.about_id
    )
