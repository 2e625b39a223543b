"""Transcribing: somebody says what of a file answers which table, or types it; then it is read like a workbook."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain import canonical, transcripts
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.policies import check_can_submit, check_stated_instant
from sektoral.domain.states import SubmissionState
from sektoral.domain.transcripts import MEDIA_TYPE, Transcript, check_transcript, to_json
from sektoral.intake import files
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Channel, Instrument, Request, StoredFile, Submission
from sektoral.steps.step3_submit.actions.handing_over import check_may_speak, take
from sektoral.steps.step3_submit.actions.reading import read_anew
from sektoral.steps.step3_submit.actions.receiving import Receipt, check_may_state, check_may_submit, record

TRANSCRIBED = "submission.transcribed"
NAME = "isian.json"


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer that was typed: in the browser by the agency, or by the office from paper or a call.

    `stated_at` with `evidence` is when the office says it was handed over elsewhere; `typists` are the ids of who typed
    it, parted by commas, for more than who sends it may have. `correction_reason` says why it corrects what the
    bank holds.
    """

    request: Request
    transcript: Transcript
    channel: Channel = Channel.BROWSER
    stated_at: datetime | None = None
    evidence: str = ""
    typists: str = ""
    correction_reason: str = ""


def newest_instrument(request: Request) -> Instrument:
    """This will give the edition by which a request asks now. Raises `WrongState` (`instrument_not_ready`)."""
    instrument = request.instruments.order_by("-version").first()
    if instrument is None:
        raise WrongState("instrument_not_ready")
    return instrument


def transcribe(submission: Submission, transcript: Transcript, *, by: Actor, at: datetime, typists: str = "") -> None:
    """This will keep a transcript beside the file it is about, upon which the submission is read again.

    One whose transcript was rejected may be transcribed anew. Raises `WrongState` (`not_to_be_transcribed`,
    `instrument_not_ready`), `Invalid` (`transcript_malformed`, `transcript_of_other_file`), `Refused` and `NotFound`.
    """
    check_may_speak(submission, by)
    instrument = newest_instrument(submission.request)
    check_transcript(transcript, canonical.read(InstrumentDef, instrument.definition))
    if transcript.file not in ("", submission.file.sha256):
        raise Invalid("transcript_of_other_file")
    kept = _keep(transcript, by=by, at=at)
    with transaction.atomic():
        take(submission)
        _check_may_be_transcribed(submission)
        submission.transcript, submission.instrument = kept, instrument
        read_anew(submission)
        facts = {"sha256": kept.sha256, **({"typists": typists} if typists else {})}
        journal.append(TRANSCRIBED, office=submission.office, about=submission, by=by.person, at=at, **facts)


def receive_typed(typed: Typed, *, by: Actor, at: datetime) -> Submission:
    """This will keep what was typed as the file of a submission and record its receipt; a reaction reads it.

    Raises as `receiving.receive` does, and `Invalid` (`transcript_malformed`, `nothing_typed`).
    """
    check_may_submit(typed.request, by)
    check_can_submit(typed.request.state)
    check_may_state(typed.request, typed.stated_at, by)
    check_stated_instant(typed.stated_at, at, typed.evidence)
    if typed.transcript.is_taken or not (typed.transcript.answers or typed.transcript.statements):
        raise Invalid("nothing_typed")
    instrument = newest_instrument(typed.request)
    check_transcript(typed.transcript, canonical.read(InstrumentDef, instrument.definition))
    kept = _keep(typed.transcript, by=by, at=at)
    receipt = Receipt(
        typed.request,
        kept,
        typed.channel,
        typed.stated_at,
        typed.evidence,
        instrument,
        typed.typists,
        typed.correction_reason,
    )
    return record(receipt, by=by, at=at)


def _keep(transcript: Transcript, *, by: Actor, at: datetime) -> StoredFile:
    text = to_json(transcript).encode()
    if len(text) > transcripts.BYTES_AT_MOST:
        raise Invalid("transcript_malformed", what="size")
    return files.keep_made(text, office=by.office, name=NAME, media_type=MEDIA_TYPE, by=by.person, at=at)


def _check_may_be_transcribed(submission: Submission) -> None:
    """While it waits for that, or once its transcript was found wanting; what was read well is withdrawn instead."""
    is_found_wanting = submission.state == SubmissionState.REJECTED and submission.transcript_id is not None
    if submission.state != SubmissionState.AWAITING_TRANSCRIPT and not is_found_wanting:
        raise WrongState("not_to_be_transcribed", now=submission.state)
