"""To whom a table may be handed on, and who had it in this round before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.declarations import asks_for_holder
from sektoral.domain.policies import Receiver
from sektoral.domain.roles import Role
from sektoral.domain.states import ItemState, RoundState
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Answer, RequestedTable, SubmissionItem


@dataclass(frozen=True, slots=True)
class HandOnOffer:
    """The agencies that may be chosen; `named` is the one that the declaration names, `disputed` who had it before."""

    choices: Sequence[tuple[str, str]]
    named: UUID | None
    disputed: str


def had_before(row: RequestedTable, agency: Agency) -> bool:
    """Whether this agency owed, or answered for, the same table in this round."""
    rows = RequestedTable.objects.filter(table__code=row.table.code, table__agency=row.table.agency_id)
    return rows.filter(request__round=row.request.round_id, request__agency=agency).exists()


def receiver_of(row: RequestedTable, agency: Agency) -> Receiver:
    """This will tell what bears on handing a table to this agency."""
    return Receiver(
        is_own=agency.pk == row.request.agency_id,
        is_active=agency.successor_id is None and agency.valid_to is None,
        had_it=had_before(row, agency),
    )


def offer_of(item: SubmissionItem, actor: Actor) -> HandOnOffer | None:
    """This will offer to hand a table on; nothing where it was not declared to be elsewhere, or is decided."""
    is_elsewhere = item.answer == Answer.UNAVAILABLE and (item.held_by_id or asks_for_holder(item.reason))
    if not is_elsewhere or item.state != ItemState.PENDING:
        return None
    request = item.requested_table.request
    if request.round.state not in (RoundState.DISTRIBUTING, RoundState.COLLECTING):
        return None
    agencies = Agency.objects.filter(office=item.office_id, successor__isnull=True, valid_to__isnull=True)
    agencies = agencies.exclude(pk=request.agency_id)
    named = item.held_by
    is_disputed = named is not None and had_before(item.requested_table, named) and not actor.holds(Role.KABID)
    return HandOnOffer(
        choices=[(str(one.pk), one.name) for one in agencies],
        named=named.pk if named else None,
        disputed=named.name if named and is_disputed else "",
    )
