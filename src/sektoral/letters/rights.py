"""Who may do what with one letter, beside the seats of its chain."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from sektoral.domain.errors import Refused
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.letters.sops import writer_of_sop
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Letter

WRITTEN = ("letter.drafted", "letter.correction_drafted", "letter.revised", "letter.submitted")
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


def check_is_not_maker(letter: Letter, signer: UUID) -> None:
    """This will raise `Refused` where who signs has drafted or written the letter, whatever seats one person holds.

    In an agency one person may do both; the office's letters need two (maker ≠ checker).
    """
    if letter.agency_id is None and (signer == writer_of_sop(letter) or str(signer) in writers_of(letter)):
        raise Refused("letter_is_own_work")


def writers_of(letter: Letter) -> frozenset[str]:
    """This will give the ids of who drafted a letter or wrote on it later, as the journal has it."""
    told = _writings(letter.office_id, [letter]).values_list("by", flat=True)
    return frozenset(str(one) for one in (*told, letter.drafted_by_id) if one)


def written_by(actor: Actor, letters: Sequence[Letter]) -> frozenset[UUID]:
    """This will give which letters the person drafted or wrote on, in one query."""
    told = _writings(actor.office.pk, letters).filter(by=str(actor.person.pk))
    return frozenset(UUID(about) for about in told.values_list("about_id", flat=True))


def _writings(office: UUID, letters: Sequence[Letter]) -> QuerySet[Event]:
    return Event.objects.filter(office_id=office, kind__in=WRITTEN, about_id__in=[str(one.pk) for one in letters])
