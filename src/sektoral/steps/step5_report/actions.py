"""Step 5: the Kabid closes the intake; JP drafts the collective report; its signature closes the round."""

from datetime import datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.policies import check_can_close_intake, check_round_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, LetterState, RoundState, SubmissionState
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Round, SubmissionItem
from sektoral.records.sops import due_of_step
from sektoral.steps.step5_report.queries import addendum_snapshot, late_arrivals, report_snapshot


def close_intake(round_: Round, *, by: Actor, at: datetime) -> None:
    """This will end the intake; what comes later is kept and checked, and told in an addendum.

    Raises `WrongState` (`items_undecided`) while a complete submission still has tables to decide.
    """
    by.check(Permission.CLOSE_INTAKE)
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=round_.pk)
        check_can_close_intake(round_.state, undecided=count_undecided(round_))
        round_.intake_closed_at, round_.intake_closed_by = at, by.person
        round_.report_due_at = due_of_step(round_, 5, at)
        round_.state = RoundState.REPORTING
        round_.save()
        journal.append("intake.closed", office=round_.office, about=round_, by=by.person, at=at)


def draft_report(round_: Round, *, by: Actor, at: datetime) -> Letter:
    """This will freeze the round's figures into a report and hand it to the first paraf."""
    by.check(Permission.PREPARE_REPORT)
    check_round_is(round_.state, RoundState.REPORTING)
    if living_report(round_) is not None:
        raise WrongState("report_exists")
    snapshot = report_snapshot(round_, at=at)
    return _draft(round_, LetterKind.REPORT, "Laporan Pengumpulan Data Statistik Sektoral", snapshot, by=by, at=at)


def draft_addendum(round_: Round, *, by: Actor, at: datetime) -> Letter:
    """This will draft the addendum that tells what came after the intake was closed."""
    by.check(Permission.PREPARE_REPORT)
    check_round_is(round_.state, RoundState.CLOSED)
    report = living_report(round_)
    if report is None or report.state != LetterState.SIGNED:
        raise WrongState("report_not_signed")
    if not late_arrivals(round_):
        raise WrongState("nothing_arrived_late")
    snapshot = addendum_snapshot(round_, report, at=at)
    title = "Adendum Laporan Pengumpulan Data Statistik Sektoral"
    return _draft(round_, LetterKind.ADDENDUM, title, snapshot, by=by, at=at)


def note_report_signed(letter: Letter, *, at: datetime) -> None:
    """This will close the round once its report is signed."""
    if letter.round is None or letter.kind not in (LetterKind.REPORT, LetterKind.ADDENDUM):
        return
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=letter.round.pk)
        if letter.kind == LetterKind.ADDENDUM:
            journal.append("addendum.signed", office=round_.office, about=letter, by=None, at=at)
        elif round_.state == RoundState.REPORTING:
            round_.state, round_.closed_at = RoundState.CLOSED, letter.signed_at
            round_.save(update_fields=["state", "closed_at"])
            journal.append("report.signed", office=round_.office, about=letter, by=None, at=at)
            journal.append("round.closed", office=round_.office, about=round_, by=letter.signed_by, at=at)


def count_undecided(round_: Round) -> int:
    """This will count the tables of complete submissions that nobody has decided on."""
    return SubmissionItem.objects.filter(
        submission__request__round=round_, submission__state=SubmissionState.COMPLETE, state=ItemState.PENDING
    ).count()


def living_report(round_: Round) -> Letter | None:
    """This will give the round's report, drafted or signed, unless it was voided."""
    reports = round_.letters.filter(kind=LetterKind.REPORT).exclude(state=LetterState.VOID)
    return reports.order_by("-drafted_at").first()


def _draft(round_: Round, kind: LetterKind, title: str, snapshot: object, *, by: Actor, at: datetime) -> Letter:
    content = canonical.plain(snapshot)
    if not isinstance(content, dict):
        raise AssertionError("a snapshot is a record")
    subject = f"{title} {round_.office.regency} {read_period(round_.period).label}"
    with transaction.atomic():
        letter = draft(
            NewLetter(kind=kind, office=round_.office, subject=subject, round=round_, content=content), by=by, at=at
        )
        submit(letter, by=by, at=at)
        kind_of_event = "report.drafted" if kind is LetterKind.REPORT else "addendum.drafted"
        journal.append(kind_of_event, office=round_.office, about=letter, by=by.person, at=at)
    return letter
