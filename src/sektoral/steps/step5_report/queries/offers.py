"""What can be done in step 5: each act is offered, or refused with the condition that is missing."""

from collections.abc import Callable, Sequence

from django.urls import reverse

from sektoral.domain.errors import SektoralError, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_can_close_intake, check_round_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, RoundState
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Request, Round
from sektoral.steps.step5_report.queries.papers import Paper
from sektoral.ui.components import Action
from sektoral.ui.messages import explained


def close_action(round_: Round, actor: Actor, undecided: int) -> Action:
    """This will offer to close the intake, or say what has to be decided first, and by whom."""
    refusal = _refusal(
        lambda: check_can_close_intake(round_.state, undecided=undecided),
        lambda: actor.check(Permission.CLOSE_INTAKE),
    )
    url = reverse("step5:close", args=[round_.pk])
    return Action("Tutup penerimaan", url, "lock-closed", primary=True, form="tutup", refusal=refusal, key="tutup")


def draft_action(round_: Round, actor: Actor, papers: Sequence[tuple[Letter, Paper]]) -> Action:
    """This will offer to draft the report, or to draft it anew where it was sent back."""
    reports = [letter for letter, _ in papers if letter.kind == LetterKind.REPORT]
    is_again = bool(reports) and reports[-1].state == LetterState.DRAFT
    refusal = _refusal(
        lambda: check_round_is(round_.state, RoundState.REPORTING),
        lambda: _check_none([] if is_again else reports),
        lambda: actor.check(Permission.PREPARE_REPORT),
    )
    label = "Susun ulang laporan" if is_again else "Susun laporan kolektif"
    url = reverse("step5:draft", args=[round_.pk])
    return Action(label, url, "document-text", primary=True, form="susun", refusal=refusal, key="susun")


def _check_none(reports: Sequence[Letter]) -> None:
    if reports:
        raise WrongState("report_exists")


def addendum_action(
    round_: Round, actor: Actor, late: Sequence[Request], papers: Sequence[tuple[Letter, Paper]]
) -> Action:
    """This will offer an addendum about what came after the intake was closed."""
    is_signed = any(one.kind == LetterKind.REPORT and one.state == LetterState.SIGNED for one, _ in papers)
    refusal = _refusal(
        lambda: _check_addendum(is_signed=is_signed, late=late), lambda: actor.check(Permission.PREPARE_REPORT)
    )
    url = reverse("step5:addendum", args=[round_.pk])
    return Action("Susun adendum", url, "document-plus", primary=True, post=True, refusal=refusal, key="adendum")


def evidence_action(round_: Round, actor: Actor) -> Action | None:
    """This will offer the evidence bundle of a closed round to those who may take it; nothing to all others."""
    if not actor.may(Permission.TAKE_EVIDENCE):
        return None
    refusal = _refusal(lambda: check_round_is(round_.state, RoundState.CLOSED))
    url = reverse("step5:evidence", args=[round_.pk])
    return Action("Unduh paket bukti", url, "archive-box-arrow-down", post=True, refusal=refusal, key="bukti")


def _check_addendum(*, is_signed: bool, late: Sequence[Request]) -> None:
    if not is_signed:
        raise WrongState("report_not_signed")
    if not late:
        raise WrongState("nothing_arrived_late")


def _refusal(*checks: Callable[[], None]) -> str:
    """The first condition that is not met, in words; empty where all are."""
    try:
        for check in checks:
            check()
    except SektoralError as error:
        return explained(error)
    return ""
