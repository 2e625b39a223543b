"""Who sees the outbox, and who may decide about a message in it."""

from sektoral.domain.errors import Refused
from sektoral.domain.roles import Permission, Role, permissions_of
from sektoral.records.actors import Actor

SEES = (Permission.SEND_REQUESTS, Permission.SEE_JOURNAL, Permission.SET_UP, Permission.CHECK_SUBMISSIONS)
DECIDES = (Permission.SEND_REQUESTS, Permission.SET_UP)


def may_decide(actor: Actor) -> bool:
    """This will tell whether a person may have a message sent again, or hold it for sent."""
    return any(actor.may(permission) for permission in DECIDES)


def check_may_decide(actor: Actor) -> None:
    """This will raise `Refused` unless the person may decide about messages."""
    if not may_decide(actor):
        who = ", ".join(role.value for role in Role if set(DECIDES) & permissions_of(frozenset({role})))
        raise Refused("not_permitted", permission=DECIDES[0].value, who=who)
