"""Saying no properly: until when a table is not available, or which agency has it; the letter prints both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sektoral.domain.declarations import with_holder
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.states import SubmissionState
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Agency, Submission
from sektoral.steps.step3_submit.actions.handing_over import check_may_speak, take
from sektoral.steps.step3_submit.actions.reading import take_out_of_letters
from sektoral.steps.step3_submit.queries.declarations import Unavailable, possible_holders, unavailable_of


@dataclass(frozen=True, slots=True)
class Declared:
    """What is said of one table: the day it will be there, the agency that has it, or the name of somebody else."""

    expected_on: date | None = None
    held_by: Agency | None = None
    holder: str = ""


def declare(submission: Submission, said: Mapping[UUID, Declared], *, by: Actor, at: datetime) -> None:
    """This will keep what is said of tables, by item, that are not available, before the letter is signed.

    Raises `WrongState` (`not_to_be_declared`), `NotFound` for another item, `Invalid` (`expected_in_past`,
    `holder_unknown`).
    """
    check_may_speak(submission, by)
    with transaction.atomic():
        take(submission)
        if submission.state != SubmissionState.AWAITING_LETTER:
            raise WrongState("submission_not_declared", now=submission.state)
        known = {one.key: one for one in unavailable_of(submission)}
        if not said.keys() <= known.keys():
            raise NotFound("not_found")
        for key, words in said.items():
            _check(submission, known[key], words, today=local_date(submission.office, at))
            _keep(known[key], words)
        take_out_of_letters(submission)
        journal.append(
            "submission.declared", office=submission.office, about=submission, by=by.person, at=at, tables=len(said)
        )


def _check(submission: Submission, one: Unavailable, words: Declared, *, today: date) -> None:
    if words.expected_on is not None and words.expected_on <= today:
        raise Invalid("expected_in_past", sheet=one.sheet)
    if words.held_by is not None and words.held_by not in possible_holders(submission):
        raise Invalid("holder_unknown", sheet=one.sheet)


def _keep(one: Unavailable, words: Declared) -> None:
    item = one.item
    item.expected_on, item.held_by = words.expected_on, words.held_by
    item.reason = with_holder(item.reason, words.holder)
    item.save(update_fields=["expected_on", "held_by", "reason"])
