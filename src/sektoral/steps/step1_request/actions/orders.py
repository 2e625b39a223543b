"""The Kadis's order in one tap, and taking back a round that was opened by mistake."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Refused, WrongState
from sektoral.domain.policies import check_reason, check_round_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, RequestState, RoundState
from sektoral.letters.actions.drafting import void_with_its_round
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Round
from sektoral.steps.step1_request.actions.rounds import Order, open_round
from sektoral.steps.step1_request.queries.opening import Given, last_year_of, opening_page

UNTOUCHED = (LetterState.DRAFT, LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE, LetterState.VOID)


def order_last_year(*, by: Actor, at: datetime) -> Round:
    """This will open a round for last year with all active agencies and all tables that nobody is asked for yet.

    Agencies without tables are left out with that reason. Raises what `open_round` does.
    """
    period = last_year_of(by.office, at)
    candidates = opening_page(by.office, Given(), period=period, at=at).candidates
    order = Order(
        period=period,
        title="",
        agencies=[one.agency for one in candidates if one.ticked],
        omissions={one.agency.pk: one.reason for one in candidates if not one.ticked},
        tables={one.agency.pk: one.chosen for one in candidates if one.ticked},
    )
    return open_round(order, by=by, at=at)


def cancel_round(round_: Round, *, reason: str, by: Actor, at: datetime) -> None:
    """This will take back a round that was opened by mistake, while no letter of it is signed or being signed.

    Its letters are void and keep their numbers, its requests are closed, everything that was written stays. The Kadis
    may, and who opened it by a written order. Raises `Refused`, `Invalid` (`reason_missing`) and `WrongState`.
    """
    check_may_cancel(round_, by)
    check_reason(reason)
    with transaction.atomic():
        round_.refresh_from_db(from_queryset=Round.objects.select_for_update(no_key=True, of=("self",)))
        check_round_is(round_.state, RoundState.PREPARING)
        letters = list(round_.letters.exclude(state=LetterState.VOID).order_by("pk"))
        if any(LetterState(letter.state) not in UNTOUCHED for letter in letters):
            raise WrongState("round_has_signed_letter")
        for letter in letters:
            void_with_its_round(letter, reason=reason, by=by, at=at)
        for request in round_.requests.select_for_update(no_key=True).exclude(state=RequestState.CLOSED):
            request.state = RequestState.CLOSED
            request.save(update_fields=["state"])
            journal.append("request.closed", office=round_.office, about=request, by=by.person, at=at)
        round_.state, round_.cancelled_at, round_.cancelled_by = RoundState.CANCELLED, at, by.person
        round_.cancel_reason = reason.strip()
        round_.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
        journal.append("round.cancelled", office=round_.office, about=round_, by=by.person, at=at)


def check_may_cancel(round_: Round, by: Actor) -> None:
    """This will raise unless the person gives such orders, or opened this round by a written one."""
    by.check_here(round_)
    if by.may(Permission.OPEN_ROUND):
        return
    by.check(Permission.OPEN_ROUND_BY_ORDER)
    if round_.opened_by_id != by.person.pk:
        raise Refused("not_your_round")
