"""Paraf: each seat in its order, and the number at the last one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Refused, SektoralError, WrongState
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.letters.locking import take
from sektoral.letters.numbers import give_number
from sektoral.letters.results import Result
from sektoral.letters.rights import writers_of
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterStep


def initial_all(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[Result]:
    """This will initial letters one by one, each in its own transaction; a refusal stops only its own letter.

    What the person has initialled already counts as done, so that a batch that broke off may be sent again.
    """
    return [_tried(letter, by, at) for letter in letters]


def initial(letter: Letter, *, by: Actor, at: datetime) -> None:
    """This will set the paraf of the seat whose turn it is, in blocking order; the last one gives the number.

    A number that comes from the office's register is awaited from then on.
    """
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.INITIALLING)
        step = waiting_step(letter, by)
        if str(by.person.pk) in writers_of(letter):
            raise Refused("letter_is_own_work")
        step.done_at, step.done_by = at, by.person
        step.save(update_fields=["done_at", "done_by"])
        _pass_on(letter, step, by=by, at=at)


def waiting_step(letter: Letter, by: Actor) -> LetterStep:
    """This will give the step whose turn it is. Raises `Refused` unless the actor sits in its seat."""
    step = awaited_step(letter)
    check_is_seated(by, step, letter)
    return step


def awaited_step(letter: Letter) -> LetterStep:
    """This will lock the step whose turn it is, whosever. Raises `WrongState` where none is awaited."""
    step = letter.steps.filter(done_at__isnull=True).order_by("position").select_for_update(no_key=True).first()
    if step is None:
        raise WrongState("letter_state", now=letter.state)
    return step


def check_is_seated(by: Actor, step: LetterStep, letter: Letter) -> None:
    """This will raise `Refused` unless the actor sits in the seat of a step."""
    if not by.holds(Role(step.role), letter.agency):
        raise Refused("not_your_turn", role=step.role)


def _pass_on(letter: Letter, done: LetterStep, *, by: Actor, at: datetime) -> None:
    following = letter.steps.get(position=done.position + 1)
    following.ready_at = at
    following.save(update_fields=["ready_at"])
    is_last = following.act == "sign"
    is_numbered = is_last and give_number(letter, at)  # numbers are locked before the journal, by everybody
    journal.append("letter.initialled", office=letter.office, about=letter, by=by.person, at=at, role=done.role)
    if is_last:
        letter.state = LetterState.AWAITING_SIGNATURE
        letter.save(update_fields=["state"])
        kind = "letter.numbered" if is_numbered else "letter.awaits_number"
        journal.append(kind, office=letter.office, about=letter, by=by.person, at=at, kind=letter.kind)


def _is_done(letter: Letter, by: Actor) -> bool:
    """Whether this person's paraf is given and none of it is awaited: one who sits in two seats initials twice."""
    waiting = letter.steps.filter(done_at__isnull=True, ready_at__isnull=False).first()
    is_awaited = waiting is not None and waiting.act == "initial" and by.holds(Role(waiting.role), letter.agency)
    return not is_awaited and letter.steps.filter(act="initial", done_by=by.person).exists()


def _tried(letter: Letter, by: Actor, at: datetime) -> Result:
    try:
        if not _is_done(letter, by):
            initial(letter, by=by, at=at)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)
