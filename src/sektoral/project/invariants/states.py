"""I5: folding the events of each thing gives exactly its state; no state without event, no event in the air."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from sektoral.domain.papers import Gateway
from sektoral.domain.states import (
    ContradictionState,
    ItemState,
    LetterState,
    ReleaseState,
    RequestState,
    RoundState,
    SubmissionState,
)
from sektoral.records.models import (
    Contradiction,
    Event,
    Letter,
    LetterStep,
    Office,
    Release,
    Request,
    Round,
    Submission,
    SubmissionItem,
)

R, L, Q, S, I = RoundState, LetterState, RequestState, SubmissionState, ItemState  # noqa: E741


@dataclass(frozen=True, slots=True)
class Fold:
    """A kind of thing, the state that each event brings it into, and the event about what it belongs to that begins it.

    `begins` is a field and a kind: without events of its own a thing is in `first` if that event is there.
    """

    model: type[Model]
    leads_to: Mapping[str, str]
    first: str = ""
    begins: tuple[str, str] = ("", "")


FOLDS = (
    Fold(
        Round,
        {
            "round.opened": R.PREPARING,
            "round.letters_signed": R.DISTRIBUTING,
            "round.distributed": R.COLLECTING,
            "intake.closed": R.REPORTING,
            "round.closed": R.CLOSED,
            "round.cancelled": R.CANCELLED,
        },
    ),
    Fold(
        Letter,
        {
            "letter.drafted": L.DRAFT,
            "letter.correction_drafted": L.DRAFT,
            "letter.awaits_number": L.AWAITING_SIGNATURE,
            "letter.numbered": L.AWAITING_SIGNATURE,
            "letter.recalled": L.DRAFT,
            "letter.sent_back": L.DRAFT,
            "letter.signing_unknown": L.SIGNING_UNKNOWN,
            "letter.reconciled": L.AWAITING_SIGNATURE,
            "letter.signed": L.SIGNED,
            "letter.voided": L.VOID,
        },
    ),
    Fold(
        Request,
        {
            "request.sent": Q.SENT,
            "request.completed": Q.COMPLETE,
            "request.reopened": Q.SENT,
            "request.closed": Q.CLOSED,
        },
        first=Q.DRAFT,
        begins=("round_id", "round.opened"),
    ),
    Fold(
        Submission,
        {
            "submission.received": S.RECEIVED,
            "submission.refused": S.REFUSED,
            "submission.awaits_transcript": S.AWAITING_TRANSCRIPT,
            "submission.transcribed": S.RECEIVED,
            "submission.rejected": S.REJECTED,
            "submission.style_settled": S.RECEIVED,
            "submission.accepted": S.AWAITING_LETTER,
            "submission.complete": S.COMPLETE,
            "submission.checked": S.CHECKED,
            "submission.withdrawn": S.WITHDRAWN,
            "submission.superseded": S.SUPERSEDED,
        },
    ),
    Fold(
        SubmissionItem,
        {
            "item.stored": I.STORED,
            "item.nil_accepted": I.NIL,
            "item.unavailable_accepted": I.UNAVAILABLE,
            "item.handed_on": I.HANDED_ON,
            "item.accepted": I.AWAITING_STEWARD,
            "item.returned": I.RETURNED,
            "item.superseded": I.SUPERSEDED,
        },
        first=I.PENDING,
        begins=("submission_id", "submission.accepted"),
    ),
    Fold(
        Contradiction,
        {
            "contradiction.raised": ContradictionState.OPEN,
            "contradiction.resolved": ContradictionState.RESOLVED,
            "contradiction.settled": ContradictionState.SETTLED,
        },
    ),
    Fold(
        Release,
        {
            "release.planned": ReleaseState.PLANNED,
            "release.published": ReleaseState.RELEASED,
            "release.withdrawn": ReleaseState.WITHDRAWN,
        },
    ),
)

TELL_THEIR_STATE = frozenset(
    {"contradiction.answered", "request.moved", "request.handed_on", "submission.restored", "item.restored"}
)


def check_states(office: Office, at: datetime) -> Iterator[str]:
    """This will compare each thing's state with what its events say."""
    for fold in FOLDS:
        yield from _compare(office, fold)


def _compare(office: Office, fold: Fold) -> Iterator[str]:
    name = fold.model._meta.model_name or ""
    told = _told(office, fold, name)
    rows = {str(row.pk): row for row in fold.model._default_manager.filter(office=office)}
    yield from (f"Ada peristiwa tentang {name} {pk}, tetapi barisnya tidak ada." for pk in told.keys() - rows.keys())
    begun = set(Event.objects.filter(office_id=office.pk, kind=fold.begins[1]).values_list("about_id", flat=True))
    for pk, row in rows.items():
        belongs_to = str(getattr(row, fold.begins[0])) if fold.first else ""
        expected = told.get(pk) or (fold.first if belongs_to in begun else None)
        state = str(getattr(row, "state"))  # noqa: B009  every folded model has one; mypy knows only `Model`
        if expected is None:
            yield f"{name} {pk} ada tanpa peristiwa."
        elif state != expected and not _was_signed_outside(row, state):
            yield f"{name} {pk} berkeadaan {state}, menurut peristiwanya {expected}."


def _told(office: Office, fold: Fold, name: str) -> Mapping[str, str]:
    """The state that the last telling event of each thing leads to."""
    told: dict[str, str] = {}
    events = Event.objects.filter(office_id=office.pk, about_type=name).order_by("sequence")
    for about_id, kind, facts in events.values_list("about_id", "kind", "facts").iterator():
        state = fold.leads_to.get(kind) or _by_facts(kind, facts)
        if kind == "letter.submitted":
            state = _submitted(about_id)
        if state:
            told[about_id] = state
    return told


def _by_facts(kind: str, facts: Mapping[str, object]) -> str:
    """A request that took over another's tables, and what holds again, say themselves in which state they then were."""
    return str(facts.get("state", "")) if kind in TELL_THEIR_STATE else ""


def _submitted(letter_id: str) -> str:
    """The letter's own chain tells where handing it in leads to: the office may have written another one since."""
    first = LetterStep.objects.filter(letter_id=letter_id).order_by("position").values_list("act", flat=True).first()
    return L.AWAITING_SIGNATURE if first == "sign" else L.INITIALLING


def _was_signed_outside(row: Model, state: str) -> bool:
    """A scan was signed elsewhere: the event stands with the submission it completes."""
    if not isinstance(row, Letter) or (state, row.gateway) != (L.SIGNED, Gateway.UPLOAD):
        return False
    return Event.objects.filter(kind="submission.letter_attached", about_id=str(row.submission_id)).exists()
