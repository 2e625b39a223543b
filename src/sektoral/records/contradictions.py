"""How many contradictions wait for an agency's answer."""

from sektoral.records.models import ContradictionSide, Request
from sektoral.records.models.contradictions import OPEN_STATES


def count_contradictions(request: Request) -> int:
    """This will count the contradictions of a request's tables that its agency has not answered."""
    sides = ContradictionSide.objects.filter(item__requested_table__request=request, reply="")
    return sides.filter(contradiction__state__in=OPEN_STATES).count()
