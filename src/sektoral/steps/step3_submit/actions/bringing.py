"""Several files at once: each is kept and answered for on its own, so that a bad one stops no other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sektoral.domain.errors import Invalid, SektoralError, Unavailable, WrongState
from sektoral.domain.sent_files import FileRole, is_paper, proposed_roles
from sektoral.intake.files import display_name
from sektoral.records.actors import Actor
from sektoral.records.models import Channel, Request, Submission
from sektoral.steps.step3_submit.actions.attaching import attach, last_submission
from sektoral.steps.step3_submit.actions.receiving import Upload, check_can_receive, receive

ALREADY = frozenset({"file_already_received", "attachment_already_kept"})


@dataclass(frozen=True, slots=True)
class Brought:
    """One file of several; without a role it gets the one that its name proposes."""

    name: str
    chunks: Iterable[bytes]
    role: FileRole | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the submission that it is or stands beside, or why it was not taken."""

    name: str
    role: FileRole
    submission: Submission | None = None
    error: SektoralError | None = None

    @property
    def is_known(self) -> bool:
        """Whether the very same file had been taken before: a retry, and no fault."""
        return self.error is not None and self.error.code in ALREADY


def bring(upload: Upload, brought: Sequence[Brought], *, by: Actor, at: datetime) -> list[Outcome]:
    """This will take files in, the data in their order and then the attachments, which stand beside the first of them.

    `upload` says for which request, by which way and when; its own name and bytes do not matter. Raises what
    `check_can_receive` raises; what is wrong with one file is its own outcome.
    """
    check_can_receive(upload, by=by, at=at)
    roles = [one.role or proposed for one, proposed in zip(brought, _proposed(brought), strict=True)]
    data = [_data(upload, one, by=by, at=at) for one, role in zip(brought, roles, strict=True) if role is FileRole.DATA]
    beside = next((one.submission for one in data if one.submission), None)
    attached = [
        _attachment(upload, beside, one, by=by, at=at)
        for one, role in zip(brought, roles, strict=True)
        if role is FileRole.ATTACHMENT
    ]
    return data + attached


def _proposed(brought: Sequence[Brought]) -> Sequence[FileRole]:
    return proposed_roles([one.name for one in brought])


def _data(upload: Upload, one: Brought, *, by: Actor, at: datetime) -> Outcome:
    whole = as_data(replace(upload, name=one.name, chunks=one.chunks))
    return recognized(tried(one.name, FileRole.DATA, lambda: receive(whole, by=by, at=at)), upload.request)


def _attachment(upload: Upload, beside: Submission | None, one: Brought, *, by: Actor, at: datetime) -> Outcome:
    def act() -> Submission:
        target = beside or last_submission(upload.request)
        attach(target, name=one.name, chunks=one.chunks, by=by, at=at)
        return target

    return recognized(tried(one.name, FileRole.ATTACHMENT, act), upload.request)


def recognized(outcome: Outcome, request: Request) -> Outcome:
    """This will add to a file that had been taken before where it stands: whoever asks again hears what was said."""
    if outcome.error is None or not outcome.is_known:
        return outcome
    return replace(outcome, submission=request.submissions.get(version=str(outcome.error.facts["version"])))


def as_data(upload: Upload) -> Upload:
    """This will name the way of an agency's own paper: it is no workbook of ours."""
    is_own_paper = upload.channel is Channel.WORKBOOK and is_paper(upload.name)
    return replace(upload, channel=Channel.SOFTCOPY) if is_own_paper else upload


def tried(name: str, role: FileRole, act: Callable[[], Submission]) -> Outcome:
    """This will take one file in; what is not the person's to do (`Refused`, `NotFound`) is left to the guard."""
    shown = display_name(name)
    try:
        return Outcome(shown, role, act())
    except (WrongState, Invalid, Unavailable) as error:
        return Outcome(shown, role, error=error)
