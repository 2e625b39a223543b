"""Who made a submission, and whether this person may decide on its tables; the reason stands on the grey button."""

from sektoral.domain.errors import SektoralError
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_can_decide, check_not_maker
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, LetterState
from sektoral.letters.rights import writers_of
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Letter, Submission

TYPED = ("submission.received", "submission.transcribed")  # the events that name who typed


def makers_of(submission: Submission) -> frozenset[str]:
    """This will give the ids of who entered or typed the submission, and who wrote and signed its letter.

    The office may mend an agency's letter; who did so does not check what came with it.
    """
    letter = transmittal_of(submission)
    transcript = submission.transcript
    makers = {
        submission.received_by_id,
        transcript and transcript.stored_by_id,
        *(_typists(submission) if transcript else ()),
        *((letter.signed_by_id, *writers_of(letter)) if letter else ()),
    }
    return frozenset(str(maker) for maker in makers if maker)


def _typists(submission: Submission) -> frozenset[str]:
    """Who typed anything of it, as the journal has it: others than who sent it may have."""
    told = Event.objects.filter(
        office_id=submission.office_id, kind__in=TYPED, about_id=str(submission.pk), facts__has_key="typists"
    )
    return frozenset(person for facts in told.values_list("facts", flat=True) for person in facts["typists"].split(","))


def transmittal_of(submission: Submission) -> Letter | None:
    """This will give the signed letter with which the submission was handed over."""
    letters = submission.letters.filter(kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED)
    return letters.select_related("signed_file").order_by("-signed_at").first()


def why_not_check(actor: Actor, submission: Submission) -> SektoralError | None:
    """This will say why the person may not decide on this submission; nothing where they may."""
    try:
        actor.check(Permission.CHECK_SUBMISSIONS)
        check_can_decide(ItemState.PENDING, submission.state)
        check_not_maker(str(actor.person.pk), makers_of(submission))
    except SektoralError as error:
        return error
    return None
