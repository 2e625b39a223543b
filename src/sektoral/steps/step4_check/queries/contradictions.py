"""Contradictions as the office and each of the two agencies see them: nobody sees more than it may of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from sektoral.domain.contradictions import REPLY_WORDS, Reply, Ruling
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission, permissions_of
from sektoral.domain.states import ContradictionState
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Contradiction, ContradictionSide
from sektoral.records.models.contradictions import OPEN_STATES
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock, Status
from sektoral.ui.fetch import agencies_with
from sektoral.ui.formats import number_text
from sektoral.ui.states import status_of

OPEN = "terbuka"


@dataclass(frozen=True, slots=True)
class SideShown:
    """One agency's side. `amounts` are empty where this visitor may not see them."""

    key: UUID
    position: int
    agency: str
    table: str
    amounts: Sequence[tuple[str, str, str]]
    is_shown: bool
    reply: str
    words: str
    replied_by: str
    replied_at: datetime | None
    may_reply: bool
    request_url: str


@dataclass(frozen=True, slots=True)
class ContradictionPage:
    """One contradiction with both sides, its clock, and what may be done."""

    key: UUID
    variable: str
    status: Status
    clock: Clock
    sides: Sequence[SideShown]
    ruling: str
    reason: str
    settled_by: str
    settled_at: datetime | None
    may_settle: bool
    is_office: bool


def contradictions_of(actor: Actor) -> QuerySet[Contradiction]:
    """This will list the contradictions that the person may know of, those that wait first."""
    rows = Contradiction.objects.filter(office=actor.office).select_related("round", "settled_by")
    if Permission.SEE_ALL_SUBMISSIONS in permissions_of(actor.roles):
        return rows
    own = agencies_with(actor, Permission.SEE_OWN_REQUESTS)
    return rows.filter(sides__item__requested_table__request__agency__in=own).distinct()


def get_contradiction(actor: Actor, key: UUID) -> Contradiction:
    """This will give one of them."""
    found = contradictions_of(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    found.office = actor.office
    return found


def agencies_of(found: Contradiction) -> Sequence[str]:
    """This will name both agencies, in the order in which the contradiction has them."""
    return list(found.sides.values_list("item__requested_table__request__agency__name", flat=True))


def list_contradictions(actor: Actor, *, at: datetime) -> Sequence[ContradictionPage]:
    """This will read all that the person may know of."""
    return [contradiction_page(one, actor, at=at) for one in contradictions_of(actor)]


def contradiction_page(found: Contradiction, actor: Actor, *, at: datetime) -> ContradictionPage:
    """This will read one contradiction for this visitor."""
    is_office = Permission.SEE_ALL_SUBMISSIONS in permissions_of(actor.roles)
    sides = found.sides.select_related(
        "item__requested_table__table", "item__requested_table__request__agency", "replied_by"
    )
    shown = [_side(one, actor, found, is_office=is_office) for one in sides]
    names = {Ruling.FIRST: shown[0].agency, Ruling.SECOND: shown[1].agency}
    is_open = found.state in OPEN_STATES
    return ContradictionPage(
        key=found.pk,
        variable=_variable(found),
        status=status_of(ContradictionState(found.state)),
        clock=clock_of(
            calendar_of(actor.office),
            begun_at=found.raised_at,
            due_at=found.due_at,
            at=at,
            ended_at=None if is_open else found.settled_at or found.due_at,
            limit_word="Jawab sampai",
        ),
        sides=shown,
        ruling=_ruling(found, names),
        reason=found.reason,
        settled_by=found.settled_by.name if found.settled_by else "",
        settled_at=found.settled_at,
        may_settle=is_open and actor.may(Permission.SETTLE_CONTRADICTIONS),
        is_office=is_office,
    )


def _ruling(found: Contradiction, names: dict[Ruling, str]) -> str:
    if not found.ruling:
        return ""
    ruling = Ruling(found.ruling)
    return "Keduanya berlaku" if ruling is Ruling.BOTH else f"Yang berlaku angka {names[ruling]}"


def _variable(found: Contradiction) -> str:
    side = found.sides.select_related("item__requested_table__table").first()
    definition = side.item.requested_table.table.definition if side else {"variables": []}
    return next((str(one["name"]) for one in definition["variables"] if one["code"] == found.variable), found.variable)


def _side(one: ContradictionSide, actor: Actor, found: Contradiction, *, is_office: bool) -> SideShown:
    row = one.item.requested_table
    agency = row.request.agency
    is_own = agency.pk in agencies_with(actor, Permission.SEE_OWN_REQUESTS)
    is_shown = is_office or is_own or row.table.classification == OPEN
    may = actor.may(Permission.SUBMIT, agency) or actor.may(Permission.SIGN_TRANSMITTAL, agency)
    return SideShown(
        key=one.pk,
        position=one.position,
        agency=agency.name,
        table=f"{row.sheet} {row.table.title}" if is_shown else "",
        amounts=[(p["what"], p["cell"], number_text(p["amount"])) for p in one.places] if is_shown else (),
        is_shown=is_shown,
        reply=REPLY_WORDS[Reply(one.reply)] if one.reply else "",
        words=one.words if is_shown else "",
        replied_by=one.replied_by.name if one.replied_by else "",
        replied_at=one.replied_at,
        may_reply=found.state in OPEN_STATES and (may or actor.may(Permission.ENTER_FOR_AGENCY)),
        request_url=reverse("step3:request", args=[row.request_id]) if is_office or is_own else "",
    )
