"""What the office did about a request beside its messages: extensions with their reasons, and talks with people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Request
from sektoral.steps.step3_submit.queries.calls import NoteLine, contact_log


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A deadline that was moved: of one table, or of the whole request."""

    what: str
    days: int
    old_due_at: datetime
    new_due_at: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The history on a request's page. An agency sees its extensions; talks are the office's own notes."""

    extensions: Sequence[ExtensionLine]
    notes: Sequence[NoteLine]
    may_call: bool


def followed_up(actor: Actor, request: Request) -> FollowedUp:
    """This will read what was done, the newest first."""
    may_call = actor.may(Permission.CALL_AGENCIES)
    granted = request.extensions.select_related("requested_table__table", "granted_by").order_by("-granted_at")
    if not actor.roles and request.due_at == request.first_due_at:  # an agency's table tells its own deadline
        granted = granted.none()
    return FollowedUp(
        extensions=[
            ExtensionLine(
                what=one.requested_table.table.title if one.requested_table else "Seluruh permintaan",
                days=one.days,
                old_due_at=one.old_due_at,
                new_due_at=one.new_due_at,
                reason=one.reason,
                by=one.granted_by.name,
                at=one.granted_at,
            )
            for one in granted
        ],
        notes=contact_log(request) if may_call else (),
        may_call=may_call,
    )
