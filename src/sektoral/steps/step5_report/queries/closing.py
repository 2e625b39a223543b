"""What stands open when the intake is to be closed: what blocks it, and what the report will list as open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.actors import Actor
from sektoral.records.models import Request, RequestedTable
from sektoral.records.outcomes import waits_for_letter
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Status, Tone
from sektoral.ui.states import status_of

MISSING = Status(Tone.BAD, "Belum dikirim")


@dataclass(frozen=True, slots=True)
class Open:
    """Tables of one agency that share a standing; `titles` names them."""

    agency: str
    url: str
    status: Status
    titles: Sequence[str]

    @property
    def tables(self) -> int:
        """How many tables."""
        return len(self.titles)


def list_undecided(requests: Sequence[Request], actor: Actor) -> Sequence[Open]:
    """This will list, agency by agency, what was handed over completely and waits for a decision."""
    return [
        Open(
            request.agency.name,
            _review_url(request, actor),
            status_of(ItemState.PENDING),
            [row.table.title for row in rows],
        )
        for request in requests
        if (rows := [row for row in request.tables.all() if _is_undecided(request, row)])
    ]


def list_open(requests: Sequence[Request], actor: Actor) -> Sequence[Open]:
    """This will list what does not block: missing, returned, without letter, or at the Pembina."""
    found = []
    for request in requests:
        groups: dict[Status, list[str]] = {}
        for row in request.tables.all():
            status = _standing(request, row)
            if status is not None:
                groups.setdefault(status, []).append(row.table.title)
        url = open_url(actor, "step3:request", request.pk)
        found += [Open(request.agency.name, url, status, titles) for status, titles in groups.items()]
    order = [MISSING.word]
    return sorted(found, key=lambda one: (one.status.word not in order, one.status.word))


def _standing(request: Request, row: RequestedTable) -> Status | None:
    match row.state:
        case "waiting":
            return MISSING
        case ItemState.RETURNED:
            return status_of(ItemState.RETURNED)
        case ItemState.AWAITING_STEWARD:
            return status_of(ItemState.AWAITING_STEWARD)
        case ItemState.PENDING if waits_for_letter(request, row):
            return status_of(SubmissionState.AWAITING_LETTER)
        case _:
            return None


def _is_undecided(request: Request, row: RequestedTable) -> bool:
    return row.state == ItemState.PENDING and not waits_for_letter(request, row)


def _review_url(request: Request, actor: Actor) -> str:
    waiting = [one for one in request.submissions.all() if one.state == SubmissionState.COMPLETE]
    return open_url(actor, "step4:review", waiting[0].pk) if waiting else open_url(actor, "step4:queue")
