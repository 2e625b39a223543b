"""Step 5: the Kabid closes the intake; JP drafts the collective report; its signature closes the round."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from sektoral.adapters.evidence.packing import pack
from sektoral.domain import canonical
from sektoral.domain.canonical import Json
from sektoral.domain.errors import WrongState
from sektoral.domain.journal import Head
from sektoral.domain.letters import LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.policies import check_can_close_intake, check_letter_is, check_round_is
from sektoral.domain.reports import Checkpoint
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, LetterState, RoundState, SubmissionState
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.outbox.actions.checkpoints import sign_checkpoint
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Letter, Office, Round, SubmissionItem
from sektoral.records.report_contents import content_digest
from sektoral.records.sops import due_of_step
from sektoral.steps.step5_report.queries.evidence import check_files_intact, evidence_of, evidence_parts, seal_index
from sektoral.steps.step5_report.queries.snapshots import (
    addendum_snapshot,
    check_sources_intact,
    late_arrivals,
    report_snapshot,
)


def close_intake(round_: Round, *, by: Actor, at: datetime) -> None:
    """This will end the intake; what comes later is kept and checked, and told in an addendum.

    Raises `WrongState` (`items_undecided`) while a complete submission still has tables to decide.
    """
    by.check(Permission.CLOSE_INTAKE)
    by.check_here(round_)
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
        check_can_close_intake(round_.state, undecided=count_undecided(round_))
        round_.intake_closed_at, round_.intake_closed_by = at, by.person
        round_.report_due_at = due_of_step(round_, 5, at)
        round_.state = RoundState.REPORTING
        round_.save()
        journal.append("intake.closed", office=round_.office, about=round_, by=by.person, at=at)


def draft_report(round_: Round, *, by: Actor, at: datetime, advice: Sequence[str] = ()) -> Letter:
    """This will freeze the round's figures into a report and hand it to the first paraf.

    `advice` are sentences that follow the counts among the conclusions. Raises `WrongState` (`report_source_broken`)
    where a file that the figures come from is gone or damaged: nobody could prove them by it.
    """
    by.check(Permission.PREPARE_REPORT)
    with transaction.atomic():
        _take(round_, by)
        check_round_is(round_.state, RoundState.REPORTING)
        if living_report(round_) is not None:
            raise WrongState("report_exists")
        check_sources_intact(round_)
        snapshot = report_snapshot(round_, checkpoint=_sign_checkpoint(round_.office, at), at=at, advice=advice)
        return _draft(round_, LetterKind.REPORT, "Laporan Pengumpulan Data Statistik Sektoral", snapshot, by=by, at=at)


def redraft_report(letter: Letter, *, by: Actor, at: datetime, advice: Sequence[str] = ()) -> Letter:
    """This will put today's figures into a report that was sent back, and hand it to the first paraf again."""
    by.check(Permission.PREPARE_REPORT)
    if letter.round is None:
        raise AssertionError("a report belongs to a round")
    with transaction.atomic():
        _take(letter.round, by)
        check_round_is(letter.round.state, RoundState.REPORTING)
        letter.refresh_from_db(fields=["state"])
        check_letter_is(letter.state, LetterState.DRAFT)
        check_sources_intact(letter.round)
        checkpoint = _sign_checkpoint(letter.office, at)
        snapshot = report_snapshot(letter.round, checkpoint=checkpoint, at=at, advice=advice)
        letter.content = _content(snapshot)
        letter.save(update_fields=["content"])
        submit(letter, by=by, at=at)
        digest = content_digest(letter)
        journal.append("report.drafted", office=letter.office, about=letter, by=by.person, at=at, content_sha256=digest)
    return letter


def draft_or_redraft_report(round_: Round, *, by: Actor, at: datetime, advice: Sequence[str] = ()) -> Letter:
    """This will draft the report, or draft it anew where it was sent back."""
    living = living_report(round_)
    if living is not None and living.state == LetterState.DRAFT:
        return redraft_report(living, by=by, at=at, advice=advice)
    return draft_report(round_, by=by, at=at, advice=advice)


def draft_addendum(round_: Round, *, by: Actor, at: datetime) -> Letter:
    """This will draft the addendum that tells what came after the intake was closed."""
    by.check(Permission.PREPARE_REPORT)
    with transaction.atomic():
        _take(round_, by)
        check_round_is(round_.state, RoundState.CLOSED)
        report = living_report(round_)
        if report is None or report.state != LetterState.SIGNED:
            raise WrongState("report_not_signed")
        if not late_arrivals(round_):
            raise WrongState("nothing_arrived_late")
        check_sources_intact(round_)
        snapshot = addendum_snapshot(round_, report, checkpoint=_sign_checkpoint(round_.office, at), at=at)
        title = "Adendum Laporan Pengumpulan Data Statistik Sektoral"
        return _draft(round_, LetterKind.ADDENDUM, title, snapshot, by=by, at=at)


def note_report_signed(letter: Letter, *, at: datetime) -> None:
    """This will close the round once its report is signed, and note a signed addendum once."""
    if letter.round is None or letter.kind not in (LetterKind.REPORT, LetterKind.ADDENDUM):
        return
    if letter.state != LetterState.SIGNED:
        return
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True).get(pk=letter.round.pk)
        if letter.kind == LetterKind.ADDENDUM:
            if not Event.objects.filter(
                office_id=letter.office_id, kind="addendum.signed", about_id=letter.pk
            ).exists():
                journal.append("addendum.signed", office=round_.office, about=letter, by=None, at=at)
        elif round_.state == RoundState.REPORTING:
            round_.state, round_.closed_at = RoundState.CLOSED, letter.signed_at
            round_.save(update_fields=["state", "closed_at"])
            journal.append("report.signed", office=round_.office, about=letter, by=None, at=at)
            journal.append("round.closed", office=round_.office, about=round_, by=letter.signed_by, at=at)


def take_evidence(round_: Round, *, by: Actor | None, at: datetime) -> Iterator[bytes]:
    """This will note that somebody takes the round's evidence away, and give the bundle in pieces.

    `by` is `None` at a terminal. The journal's head is signed as a checkpoint, so that the bundle ends with one.
    Raises `WrongState` before the round is closed or where a file is not as it was kept.
    """
    if by is not None:
        by.check(Permission.TAKE_EVIDENCE)
        by.check_here(round_)
    check_round_is(round_.state, RoundState.CLOSED)
    evidence = evidence_of(round_)
    check_files_intact(evidence)
    with transaction.atomic():
        person = by.person if by else None
        event = journal.append("evidence.taken", office=round_.office, about=round_, by=person, at=at)
        sign_checkpoint(round_.office, at=at)
    head = Head(event.sequence, event.hash)
    seal = partial(seal_index, evidence, head=head, at=at)
    return pack(evidence_parts(evidence, head=head), seal=seal, at=at)


def count_undecided(round_: Round) -> int:
    """This will count the tables of complete submissions that nobody has decided on.

    A submission whose letter is signed is complete, also while its completion is still being noted.
    """
    complete = Q(submission__state=SubmissionState.COMPLETE)
    signed = Letter.objects.filter(kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED).values("submission")
    complete |= Q(submission__state=SubmissionState.AWAITING_LETTER, submission__in=signed)
    return SubmissionItem.objects.filter(complete, submission__request__round=round_, state=ItemState.PENDING).count()


def living_report(round_: Round) -> Letter | None:
    """This will give the round's report, drafted or signed, unless it was voided."""
    reports = round_.letters.filter(kind=LetterKind.REPORT).exclude(state=LetterState.VOID)
    return reports.order_by("-drafted_at").first()


def _take(round_: Round, by: Actor) -> None:
    """Lock a round of the own office and read it afresh, so that nobody drafts beside another."""
    by.check_here(round_)
    round_.refresh_from_db(from_queryset=Round.objects.select_for_update(no_key=True))


def _sign_checkpoint(office: Office, at: datetime) -> Checkpoint:
    """Sign how far the journal has come; the report carries it outside (security D8)."""
    signed = sign_checkpoint(office, at=at)
    return Checkpoint(signed.sequence, signed.hash, at.astimezone(ZoneInfo(office.time_zone)))


def _draft(round_: Round, kind: LetterKind, title: str, snapshot: object, *, by: Actor, at: datetime) -> Letter:
    content = _content(snapshot)
    subject = f"{title} {round_.office.regency} {read_period(round_.period).label}"
    with transaction.atomic():
        letter = draft(
            NewLetter(kind=kind, office=round_.office, subject=subject, round=round_, content=content), by=by, at=at
        )
        submit(letter, by=by, at=at)
        kind_of_event = "report.drafted" if kind is LetterKind.REPORT else "addendum.drafted"
        digest = content_digest(letter)
        journal.append(kind_of_event, office=round_.office, about=letter, by=by.person, at=at, content_sha256=digest)
    return letter


def _content(snapshot: object) -> dict[str, Json]:
    content = canonical.plain(snapshot)
    if not isinstance(content, dict):
        raise AssertionError("a snapshot is a record")
    return content
