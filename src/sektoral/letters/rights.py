"""Who may do what with one letter, beside the seats of its chain."""

from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Letter

REPORTS = frozenset({LetterKind.REPORT, LetterKind.ADDENDUM})


def check_may_draft(letter: Letter, by: Actor) -> None:
    """This will raise `Refused` unless the person writes such letters: JP the office's, an operator the agency's."""
    if letter.agency is None:
        by.check(Permission.PREPARE_REPORT if letter.kind in REPORTS else Permission.PREPARE_LETTERS)
    elif not by.may(Permission.SUBMIT, letter.agency):
        by.check(Permission.ENTER_FOR_AGENCY)


def check_may_rule_on(letter: Letter, by: Actor) -> None:
    """This will raise `Refused` unless the person may void a letter or settle its signing: who signs such letters.

    The Kadis may also do it for an agency.
    """
    if letter.agency is None or not by.may(Permission.SIGN_TRANSMITTAL, letter.agency):
        by.check(Permission.SIGN_LETTERS)
