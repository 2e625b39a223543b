"""The sender settles what a dot means in a file's numbers; the same file is then checked again in that style."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.numbers import LOCALES
from sektoral.domain.states import SubmissionState
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Submission
from sektoral.steps.step3_submit.actions.handing_over import check_may_speak, take
from sektoral.steps.step3_submit.actions.reading import read_anew

SETTLED = "submission.style_settled"


def settle_style(submission: Submission, locale: str, *, by: Actor, at: datetime) -> None:
    """This will keep the answer, `id-ID` or `en-US`, with the submission and have its file checked again.

    It is answered once for a file. Raises `WrongState` (`style_not_asked`, `style_settled`), `Invalid`
    (`style_unknown`), `Refused` and `NotFound`.
    """
    check_may_speak(submission, by)
    if locale not in LOCALES:
        raise Invalid("style_unknown")
    with transaction.atomic():
        take(submission)
        doubtful = submission.findings.filter(code="number_ambiguous").count()
        if submission.state != SubmissionState.REJECTED or not doubtful:
            raise WrongState("style_not_asked")
        if Event.objects.filter(kind=SETTLED, about_id=str(submission.pk)).exists():
            raise WrongState("style_settled")
        read_anew(submission)
        journal.append(
            SETTLED, office=submission.office, about=submission, by=by.person, at=at, locale=locale, doubtful=doubtful
        )
