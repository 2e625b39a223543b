"""How a figure got from an agency's own file into a table: by whose confirmation, multiplied by what."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sektoral.domain.errors import SektoralError
from sektoral.domain.transcripts import Answer, from_json
from sektoral.intake import files
from sektoral.records.models import Event, Observation, Person, Submission
from sektoral.ui.components import Fact
from sektoral.ui.formats import moment_text, number_text

TRANSCRIBED = "submission.transcribed"


def confirmed_facts(one: Observation) -> Sequence[Fact]:
    """This will tell which cell of the file was taken for this figure, by what it was multiplied, and who said so.

    Nothing for a figure of a filled instrument, which says it of itself.
    """
    sending = one.submission
    answer = _answer(one, sending) if sending else None
    if sending is None or answer is None or not answer.is_taken:
        return ()
    if not answer.factor:
        return (_confirmed(sending),)
    said = f"Angka pada sel itu dikalikan {number_text(answer.factor)}"
    scaled = Fact("Satuan disamakan", said, note="pengalinya disetujui bersama pemetaannya")
    return (_confirmed(sending), scaled)


def _answer(one: Observation, sending: Submission) -> Answer | None:
    """What the transcript says of the figure. One that cannot be read any more says nothing: `verify-all` tells it."""
    if sending.transcript is None:
        return None
    try:
        transcript = from_json(files.read(sending.transcript).decode())
    except (SektoralError, UnicodeDecodeError):
        return None
    periods = {one.period, "" if one.period == sending.request.round.period else one.period}
    here = (one.row, one.column, one.sheet, one.cell)
    return next((a for a in transcript.answers if (a.row, a.column, *a.source) == here and a.period in periods), None)


def _confirmed(submission: Submission) -> Fact:
    """The person's name is read here; the journal keeps only who it was."""
    told = Event.objects.filter(office_id=submission.office_id, kind=TRANSCRIBED, about_id=str(submission.pk))
    event = told.order_by("-sequence").first()
    if event is None:
        return Fact("Dipasangkan oleh", "tidak tercatat")
    who = Person.objects.filter(pk=event.by).first()
    when = moment_text(event.at, ZoneInfo(submission.office.time_zone))
    return Fact("Dipasangkan oleh", who.name if who else "tidak tercatat", note=f"pratinjau disetujui {when}")
