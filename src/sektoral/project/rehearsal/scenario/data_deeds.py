"""Events about data: what an agency sends, its letter, and what the checkers make of it."""

from collections.abc import Sequence
from datetime import datetime

from sektoral.domain.errors import WrongState
from sektoral.domain.findings import Severity
from sektoral.domain.roles import Role
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign as sign_letter
from sektoral.project.rehearsal.scenario.answers import fill, read_answers
from sektoral.project.rehearsal.scenario.particulars import malformed
from sektoral.project.rehearsal.scenario.return_deeds import declare_rest
from sektoral.project.rehearsal.scenario.script import Happening
from sektoral.project.rehearsal.scenario.stage import Stage
from sektoral.project.rehearsal.workers import OwnWorker
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Channel, Submission, SubmissionItem
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal, explain
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step4_check.actions import deciding as checking

EXPLANATION = "Sudah diperiksa terhadap register; angka benar. (skenario)"
EVIDENCE = "Buku tamu kantor (skenario)"
SCAN = b"%%PDF-1.4\n%% pindaian surat pengiriman, skenario %d\n%%%%EOF\n"
CHANNELS = {
    "kertas": Channel.PAPER,
    "flash disk": Channel.FLASH_DISK,
    "flash_disk": Channel.FLASH_DISK,
    "google form": Channel.GOOGLE_FORM,
    "form": Channel.BROWSER,
    "wa": Channel.WHATSAPP,
    "phone": Channel.TELEPHONE,
    "telepon": Channel.TELEPHONE,
    "upload": Channel.WORKBOOK,
}


def submit(stage: Stage, event: Happening) -> None:
    """`submission.submit`: `tables`, `values`, `nil`, `unavailable`, `letter` (true), `channel`, `stated_at`,
    `expected_on`, `held_by`.

    An agency sends for itself; the office's people name the `agency` they enter for. The file is read at once.
    """
    by, agency = stage.actor(event.by), stage.agency_of(event)
    request = stage.request_of(agency)
    with_letter = event.what.flag("letter", default=True)
    data = fill(request, read_answers(event.what, stage, request))
    stated_at, evidence = _stated(event)
    name = f"{agency.code}-{request.round.period}.xlsx"
    upload = Upload(request, name, (data,), _channel(event), stated_at, evidence)
    submission = receive(upload, by=by, at=event.at)
    OwnWorker(stage.clock).settle()
    submission.refresh_from_db()
    if submission.state == SubmissionState.REFUSED:
        raise WrongState(submission.refusal_code)
    _explain(submission, by=by, at=event.at)
    declare_rest(stage, event, submission, by=by)
    if with_letter:
        _hand_over(stage, event, submission, by=by)


def hand_over(stage: Stage, event: Happening) -> None:
    """`submission.letter`: the letter to the last softcopy that waits for one; `stated_at`, `evidence`, `number`."""
    by = stage.actor(event.by)
    request = stage.request_of(stage.agency_of(event))
    waiting = request.submissions.filter(state=SubmissionState.AWAITING_LETTER).order_by("-version").first()
    if waiting is None:
        raise WrongState("nothing_waits")
    _hand_over(stage, event, waiting, by=by)


def accept_items(stage: Stage, event: Happening) -> None:
    """`item.accept`: `agency`, `tables` (all that wait for the checker)."""
    items = _items(stage, event, ItemState.PENDING)
    checking.accept(items, by=stage.actor(event.by), at=event.at)


def return_items(stage: Stage, event: Happening) -> None:
    """`item.return`: `agency`, `tables` (all that wait for the checker), `reason`."""
    items = _items(stage, event, ItemState.PENDING)
    checking.return_items(items, reason=event.what.text("reason"), by=stage.actor(event.by), at=event.at)


def pass_items(stage: Stage, event: Happening) -> None:
    """`priority.pass`: `agency`, `tables` (all that wait for the Pembina Data)."""
    by = stage.actor(event.by)
    for item in _items(stage, event, ItemState.AWAITING_STEWARD):
        checking.pass_priority(item, by=by, at=event.at)


def return_priority_items(stage: Stage, event: Happening) -> None:
    """`priority.return`: `agency`, `tables` (all that wait for the Pembina Data), `reason`."""
    by = stage.actor(event.by)
    for item in _items(stage, event, ItemState.AWAITING_STEWARD):
        checking.return_priority(item, reason=event.what.text("reason"), by=by, at=event.at)


def _items(stage: Stage, event: Happening, waiting: ItemState) -> Sequence[SubmissionItem]:
    """The newest answer to each named table, whatever its state; without names, all that wait."""
    if event.what.find("agency") is None:
        raise malformed("agency: expected", event=event.number)
    request = stage.request_of(stage.agency_of(event))
    answers = SubmissionItem.objects.filter(requested_table__request=request).exclude(state=ItemState.SUPERSEDED)
    answers = answers.select_related("submission").order_by("submission__version")
    names = event.what.texts("tables", "table")
    if names is None:
        found = list(answers.filter(state=waiting))
    else:
        newest = {item.requested_table_id: item for item in answers}
        found = [newest[row.pk] for row in stage.tables(request, names) if row.pk in newest]
    if not found or (names is not None and len(found) < len(set(names))):
        raise WrongState("nothing_waits")
    return found


def _hand_over(stage: Stage, event: Happening, submission: Submission, *, by: Actor) -> None:
    """An agency's head signs in the system; the office registers the scan of what came signed."""
    agency = submission.request.agency
    if by.roles_at(agency):
        _sign_transmittal(stage, agency, submission, by=by, at=event.at)
        return
    number = event.what.text("number", default=f"{submission.version}/{agency.code}/{event.at.year}")
    stated_at, evidence = _stated(event)
    data = SCAN % event.number
    attach_letter(submission, Scan(number, "surat.pdf", data, stated_at, evidence), by=by, at=event.at)


def _sign_transmittal(stage: Stage, agency: Agency, submission: Submission, *, by: Actor, at: datetime) -> None:
    letter = draft_transmittal(submission, by=by, at=at)
    head = stage.seated(Role.HEAD, agency)
    shown = finalise(letter, by=head, at=at)
    sign_letter(letter, sha256=shown.sha256, by=head, at=at, gateway=local_authority())


def _explain(submission: Submission, *, by: Actor, at: datetime) -> None:
    if submission.state != SubmissionState.AWAITING_LETTER:
        return
    for finding in submission.findings.filter(severity=Severity.WARNING, explanation=""):
        explain(finding, text=EXPLANATION, by=by, at=at)


def _stated(event: Happening) -> tuple[datetime | None, str]:
    stated_at = event.what.instant("stated_at", "stated_received_at")
    return stated_at, event.what.text("evidence", default=EVIDENCE if stated_at else "")


def _channel(event: Happening) -> Channel:
    word = event.what.text("channel", default=Channel.WORKBOOK).lower()
    try:
        return CHANNELS.get(word) or Channel(word)
    except ValueError as error:
        raise malformed(f"channel: {word!r} is none of {', '.join(Channel)}", event=event.number) from error
