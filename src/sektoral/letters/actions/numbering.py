"""Numbers that a person copies from the office's register, one by one or many at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.numbering import read_number
from sektoral.letters.locking import take
from sektoral.letters.numbers import check_may_number, is_taken
from sektoral.letters.results import Result
from sektoral.letters.rights import check_may_draft
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter


def enter_number(letter: Letter, number: str, *, by: Actor, at: datetime) -> None:
    """This will give a letter the number that the office's register has for it; who drafts such letters enters it.

    It may be entered before or after the last paraf, and mended while the letter is not yet before the signer.
    Raises `Invalid` as `read_number` does and `number_taken`; `WrongState` as `check_may_number` does.
    """
    check_may_draft(letter, by)
    read = read_number(number)
    with transaction.atomic():
        take(letter, by)
        check_may_number(letter)
        if read == letter.number:
            raise WrongState("number_unchanged", number=read)
        if is_taken(letter, read):
            raise Invalid("number_taken", number=read)
        letter.number, letter.numbered_at, letter.numbered_by = read, at, by.person
        try:
            with transaction.atomic():
                letter.save(update_fields=["number", "numbered_at", "numbered_by"])
        except IntegrityError as error:  # somebody gave it to another letter just now
            raise Invalid("number_taken", number=read) from error
        journal.append(
            "letter.number_entered", office=letter.office, about=letter, by=by.person, at=at, number=letter.number
        )


def enter_numbers(numbers: Mapping[Letter, str], *, by: Actor, at: datetime) -> list[Result]:
    """This will enter numbers one by one, each in its own transaction; a refusal stops only its own letter."""
    return [_tried(letter, number, by, at) for letter, number in numbers.items()]


def _tried(letter: Letter, number: str, by: Actor, at: datetime) -> Result:
    try:
        enter_number(letter, number, by=by, at=at)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)
