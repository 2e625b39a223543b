"""What this person may do with this request; the page shows the rest refused or not at all."""

from dataclasses import dataclass

from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Request


@dataclass(frozen=True, slots=True)
class Rights:
    """Each right on its own. `is_own` tells an agency's person from the office's staff."""

    is_own: bool
    may_submit: bool
    may_sign: bool
    may_review: bool
    may_enter: bool
    may_extend: bool

    @property
    def may_speak(self) -> bool:
        """Whether the person may explain findings and draft the letter, for the agency or in its place."""
        return self.may_submit or self.may_enter


def rights_of(actor: Actor, request: Request) -> Rights:
    """This will list the person's rights to a request."""
    agency = request.agency
    return Rights(
        is_own=bool(actor.roles_at(agency)),
        may_submit=actor.may(Permission.SUBMIT, agency),
        may_sign=actor.may(Permission.SIGN_TRANSMITTAL, agency),
        may_review=actor.may(Permission.REVIEW_TRANSMITTAL, agency),
        may_enter=actor.may(Permission.ENTER_FOR_AGENCY),
        may_extend=actor.may(Permission.EXTEND_REQUESTS),
    )
