"""Which letters of the office are signed outside: all where it chose so, and always those that the Sekda signs."""

from django.db.models import Q, QuerySet

from sektoral.domain.chains import OUTSIDE
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import LetterState
from sektoral.letters.rights import REPORTS
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterStep


def signer_role(letter: Letter) -> Role | None:
    """This will give the seat that signs a letter by its own chain; none for what the system seals."""
    return next((Role(step.role) for step in letter.steps.all() if step.act == "sign"), None)


def is_signed_outside(letter: Letter) -> bool:
    """This will tell whether a letter's signature is brought in as a file. An agency's letters have their own way."""
    role = signer_role(letter)
    return role is not None and signs_outside(role, letter)


def signs_outside(role: Role, letter: Letter) -> bool:
    """This will tell whether who sits in `role` signs the letter outside."""
    if letter.agency_id is not None:
        return False
    return role in OUTSIDE or letter.office.signing_service == SigningService.UPLOAD


def without_outside(steps: QuerySet[LetterStep], actor: Actor) -> QuerySet[LetterStep]:
    """This will leave out the signatures that nobody gives here."""
    ours = steps.exclude(act="sign", role__in=OUTSIDE)
    if actor.office.signing_service == SigningService.UPLOAD:
        return ours.exclude(act="sign", letter__agency__isnull=True)
    return ours


def waiting_outside(actor: Actor) -> QuerySet[Letter]:
    """This will list the letters that wait to be signed outside, for who drafts such letters and brings them in."""
    waiting = Letter.objects.filter(office=actor.office, agency__isnull=True, state=LetterState.AWAITING_SIGNATURE)
    letters = waiting.exclude(number="")  # one from the register is awaited first
    if actor.office.signing_service != SigningService.UPLOAD:
        letters = letters.filter(steps__act="sign", steps__role__in=OUTSIDE)
    mine = Q(pk__in=())
    if actor.may(Permission.PREPARE_LETTERS):
        mine |= ~Q(kind__in=REPORTS)
    if actor.may(Permission.PREPARE_REPORT):
        mine |= Q(kind__in=REPORTS)
    return letters.filter(mine)


def count_outside(actor: Actor) -> int:
    """This will count the letters that wait to be brought in, for the menu of who does it."""
    if not actor.may(Permission.PREPARE_LETTERS) and not actor.may(Permission.PREPARE_REPORT):
        return 0
    return waiting_outside(actor).count()
