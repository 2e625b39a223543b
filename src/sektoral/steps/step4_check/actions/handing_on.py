"""A table that an agency declared to be with another is asked of that one, in this round, by its own deadline."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.policies import check_can_hand_on
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import ItemState
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, HandOn, SubmissionItem
from sektoral.records.sops import due_of_step
from sektoral.steps.step4_check.actions.deciding import check_decidable, decide, lock_items, note_checked, settle
from sektoral.steps.step4_check.queries.holders import receiver_of


def hand_on(item: SubmissionItem, *, to: Agency, by: Actor, at: datetime) -> HandOn:
    """This will accept that another agency has the data, and ask them of it; a reaction gives it the table.

    An agency that had the table in this round already gets it again from the Kabid only. Raises `Refused`, and
    `WrongState` or `Invalid` as `check_can_hand_on` does.
    """
    by.check(Permission.CHECK_SUBMISSIONS)
    by.check_here(item, to)
    with transaction.atomic():
        (item,) = lock_items([item])
        check_decidable(item, by)
        request = item.requested_table.request
        check_can_hand_on(
            item.answer,
            request.round.state,
            receiver_of(item.requested_table, to),
            may_settle=by.holds(Role.KABID),
        )
        decide(item, ItemState.HANDED_ON, by=by, at=at)
        settle(item.requested_table, ItemState.HANDED_ON, at=at, values=0)
        due_at = due_of_step(request.round, 3, at)
        handed = HandOn.objects.create(
            office=item.office, item=item, to=to, due_at=due_at, handed_at=at, handed_by=by.person
        )
        facts = {"to": str(to.pk), "due_at": due_at.isoformat()}
        journal.append("item.handed_on", office=item.office, about=item, by=by.person, at=at, **facts)
        note_checked([item], by=by, at=at)
    return handed
