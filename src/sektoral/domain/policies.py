"""Does the state allow it? Each check raises with the reason, which is also the hint on the greyed-out button."""

from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.states import MOVES, ItemState, LetterState, RequestState, RoundState, SubmissionState, facts_of


def check_round_is(state: str, *allowed: RoundState) -> None:
    """This will raise unless the round is in one of the states."""
    if RoundState(state) not in allowed:
        raise WrongState("round_state", now=state)


def check_letter_is(state: str, *allowed: LetterState) -> None:
    """This will raise unless the letter is in one of the states."""
    if LetterState(state) not in allowed:
        raise WrongState("letter_state", now=state)


def check_can_distribute(letter_state: str, *, instrument_ready: bool) -> None:
    """This will raise unless the request letter is signed and its workbook built."""
    if LetterState(letter_state) is not LetterState.SIGNED:
        raise WrongState("letter_not_signed", now=letter_state)
    if not instrument_ready:
        raise WrongState("instrument_not_ready")


def check_not_sent(request_state: str) -> None:
    """This will raise once the request was sent: its deadline is issued only once."""
    now = RequestState(request_state)
    if now is not RequestState.DRAFT:
        raise WrongState("move_not_allowed", now=now.value, then=RequestState.SENT.value, label=facts_of(now).label)


def check_can_submit(request_state: str) -> None:
    """This will raise until the request was sent; late arrivals are always kept."""
    if RequestState(request_state) is RequestState.DRAFT:
        raise WrongState("request_not_sent")


def check_stated_instant(stated_at: datetime | None, recorded_at: datetime, evidence: str) -> None:
    """This will raise unless a stated time of receipt comes with evidence and is not later than its recording."""
    if stated_at is None:
        return
    if not evidence.strip():
        raise Invalid("evidence_missing")
    if stated_at > recorded_at:
        raise Invalid("stated_later_than_recorded")


def check_can_draft_transmittal(submission_state: str, *, unexplained: int, undeclared: int = 0) -> None:
    """This will raise unless the softcopy was read without error, every *periksa* has its explanation, and every table
    that is not available its day or holder."""
    if SubmissionState(submission_state) is not SubmissionState.AWAITING_LETTER:
        raise WrongState("submission_not_readable", now=submission_state)
    if unexplained:
        raise WrongState("explanations_missing", count=unexplained)
    if undeclared:
        raise WrongState("declarations_incomplete", count=undeclared)


def check_can_correct(table_state: str, *, is_waiting: bool) -> None:
    """This will raise unless the table's figures stand in the bank and no answer to it is under way."""
    if is_waiting:
        raise WrongState("correction_under_way")
    if table_state != ItemState.STORED:
        raise WrongState("correction_nothing_held")


def check_can_withdraw(submission_state: str, round_state: str, *, begun_by: str, decided: int) -> None:
    """This will raise once a checker has opened or decided it, and after the intake was closed: a report tells of it.

    `begun_by` is the name of who opened it first, empty while nobody has.
    """
    state = SubmissionState(submission_state)
    if decided or state is SubmissionState.CHECKED:
        raise WrongState("withdrawal_decided", count=decided)
    if begun_by:
        raise WrongState("withdrawal_check_begun", name=begun_by)
    if SubmissionState.WITHDRAWN not in MOVES[SubmissionState][state]:
        raise WrongState("submission_not_withdrawn", now=state.value)
    if RoundState(round_state) not in (RoundState.DISTRIBUTING, RoundState.COLLECTING):
        raise WrongState("withdrawal_intake_closed")


def check_can_decide(item_state: str, submission_state: str) -> None:
    """This will raise unless the table waits for the checker: nothing is accepted without the transmittal letter."""
    if SubmissionState(submission_state) is SubmissionState.AWAITING_LETTER:
        raise WrongState("transmittal_missing")
    if SubmissionState(submission_state) is not SubmissionState.COMPLETE:
        raise WrongState("submission_state", now=submission_state)
    if ItemState(item_state) is not ItemState.PENDING:
        raise WrongState("item_decided", now=item_state)


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom a table would be handed on. `had_it`: that agency owed it in this round already."""

    is_own: bool
    is_active: bool
    had_it: bool


def check_can_hand_on(answer: str, round_state: str, to: Receiver, *, may_settle: bool) -> None:
    """This will raise unless a table that was declared to be elsewhere may be asked of an agency.

    Only who `may_settle` gives it to one that had it before, so that nothing goes to and fro for ever.
    """
    if answer != "unavailable":
        raise WrongState("hand_on_not_declared")
    check_round_is(round_state, RoundState.DISTRIBUTING, RoundState.COLLECTING)
    if to.is_own:
        raise Invalid("handed_to_itself")
    if not to.is_active:
        raise Invalid("handed_to_former_agency")
    if to.had_it and not may_settle:
        raise WrongState("handed_on_before")


def check_not_maker(checker: str, makers: frozenset[str]) -> None:
    """This will raise where the checker entered or signed for what is being checked (maker ≠ checker)."""
    if checker in makers:
        raise Refused("maker_is_checker")


def check_reason(reason: str) -> None:
    """This will raise for a decision that needs a reason and has none."""
    if not reason.strip():
        raise Invalid("reason_missing")


def check_can_close_intake(round_state: str, *, undecided: int) -> None:
    """This will raise while the round is not collecting or a complete submission has undecided tables."""
    if RoundState(round_state) is not RoundState.COLLECTING:
        raise WrongState("round_state", now=round_state)
    if undecided:
        raise WrongState("items_undecided", count=undecided)
