"""What follows of itself in step 4: figures of two agencies about the same thing are held against each other."""

from datetime import datetime

from sektoral.records.models import Event, Submission
from sektoral.steps.step4_check.actions.contradicting import look_for
from sektoral.steps.step4_check.telling import tell_of_contradiction


def compare_with_others(event: Event, *, at: datetime) -> None:
    """On `submission.complete`: raise a task for both agencies where their figures contradict each other."""
    submission = Submission.objects.select_related("request").get(pk=event.about_id)
    for raised in look_for(submission, at=at):
        tell_of_contradiction(raised, at=at)
