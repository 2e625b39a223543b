"""Which letters wait for a person: for a paraf, for a signature, or for word from the signing gateway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, Q, QuerySet

from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission, permissions_of
from sektoral.domain.states import LetterState
from sektoral.letters.outside import without_outside
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterStep

Act = Literal["initial", "sign"]
ACTS: tuple[Act, ...] = ("initial", "sign")
NEEDED: dict[Act, frozenset[Permission]] = {
    "initial": frozenset({Permission.INITIAL_LETTERS, Permission.REVIEW_TRANSMITTAL}),
    "sign": frozenset({Permission.SIGN_LETTERS, Permission.SIGN_TRANSMITTAL}),
}
RELATED = (
    "office",
    "agency",
    "round__sop",
    "request__agency",
    "request__round__sop",
    "submission",
    "final_file",
    "signed_file",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter whose turn is this person's, and since when."""

    letter: Letter
    since: datetime
    tables: int


def count_waiting(actor: Actor) -> int:
    """This will count the letters that wait for the person, for the menu."""
    return _steps(actor).count()


def list_waiting(actor: Actor, act: Act) -> Sequence[Waiting]:
    """This will list the letters that wait for the person's paraf or signature, by kind and in the agencies' order."""
    steps = {step.letter_id: step for step in _steps(actor).filter(act=act)}
    letters = Letter.objects.filter(pk__in=steps).select_related(*RELATED).prefetch_related("steps__done_by")
    counted = letters.annotate(tables=Count("request__tables"))
    found = [Waiting(letter, steps[letter.pk].ready_at or letter.drafted_at, letter.tables) for letter in counted]
    kinds = list(LetterKind)
    return sorted(found, key=lambda one: (kinds.index(LetterKind(one.letter.kind)), _place(one.letter)))


def list_unknown(actor: Actor) -> Sequence[Letter]:
    """This will list the letters whose signing had no answer, for who may settle that."""
    letters = Letter.objects.filter(office=actor.office, state=LetterState.SIGNING_UNKNOWN)
    if not actor.may(Permission.SIGN_LETTERS):
        heads = [
            agency for agency, roles in actor.agencies.items() if Permission.SIGN_TRANSMITTAL in permissions_of(roles)
        ]
        letters = letters.filter(agency__in=heads)
    return list(letters.select_related("request__agency", "agency"))


def has_seat(actor: Actor, act: Act) -> bool:
    """This will tell whether letters may ever wait for this act of the person."""
    return bool(permissions_of(actor.all_roles) & NEEDED[act])


def _steps(actor: Actor) -> QuerySet[LetterStep]:
    seats = Q(role__in=[role.value for role in actor.roles])
    for agency, roles in actor.agencies.items():
        seats |= Q(role__in=[role.value for role in roles], letter__agency=agency)
    states = (LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE)
    ready = LetterStep.objects.filter(office=actor.office, ready_at__isnull=False, done_at__isnull=True)
    return without_outside(ready.filter(seats, letter__state__in=states), actor)


def _place(letter: Letter) -> tuple[int, str, str]:
    agency = letter.request.agency if letter.request else None
    return (agency.position, agency.name, letter.number) if agency else (0, "", letter.number)
