"""I22: what was taken back counts nowhere any more, and who took it back, when and why stands as the journal knows."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.models import Event, Examination, Observation, Office, Submission, SubmissionItem, Withdrawal
from sektoral.steps.step3_submit.actions.withdrawing import reason_digest


def check_recalls(office: Office, at: datetime) -> Iterator[str]:
    """This will hold recalls and first looks against the journal, and look for what still counts."""
    yield from _examinations(office)
    told = {event.about_id: event for event in _events(office, "submission.withdrawn")}
    kept = {str(one.submission_id): one for one in Withdrawal.objects.filter(office=office)}
    for key in told.keys() ^ kept.keys():
        yield f"Penarikan kiriman {key} tidak sama dalam jurnal dan dalam daftar."
    for key in told.keys() & kept.keys():
        if told[key].facts.get("reason_sha256") != reason_digest(kept[key]):
            yield f"Penarikan kiriman {key}: alasannya bukan yang dicatat saat itu."
    withdrawn = Submission.objects.filter(office=office, state=SubmissionState.WITHDRAWN)
    if alive := SubmissionItem.objects.filter(submission__in=withdrawn).exclude(state=ItemState.SUPERSEDED).count():
        yield f"{alive} tabel dari kiriman yang ditarik kembali masih terhitung."
    if figures := Observation.objects.filter(submission__in=withdrawn).count():
        yield f"{figures} angka di Bank Data berasal dari kiriman yang ditarik kembali."


def _examinations(office: Office) -> Iterator[str]:
    """Nobody can hide that a check had begun, or claim it to keep a sender from a recall."""
    told = {event.about_id for event in _events(office, "submission.check_begun")}
    kept = {str(key) for key in Examination.objects.filter(office=office).values_list("submission_id", flat=True)}
    yield from (f"Mulai periksa kiriman {key} tidak sama dalam jurnal dan dalam daftar." for key in told ^ kept)


def _events(office: Office, kind: str) -> Iterator[Event]:
    return Event.objects.filter(office_id=office.pk, kind=kind).iterator()
