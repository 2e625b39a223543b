"""How complete and how timely the rounds are, agency by agency, as the collective report counts it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.reports import AgencyOutcome
from sektoral.records.models import Office, Round
from sektoral.records.outcomes import OWED, agency_outcomes


@dataclass(frozen=True, slots=True)
class RoundListed:
    """A round of collection."""

    id: UUID
    title: str
    period: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class RoundsAnswer:
    """The rounds of an office, the last first."""

    rounds: tuple[RoundListed, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """What came of one agency's request; `tables` counts by state, `timeliness` is as the report has it."""

    agency: str
    timeliness: str
    received_at: datetime | None
    asked: int
    tables: dict[str, int]


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """A round with its completeness: `answered` of `asked` tables are in the bank or answered without figures."""

    id: UUID
    title: str
    period: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    asked: int
    answered: int
    agencies: tuple[AgencyAnswer, ...]


def fetch_round(office: Office, pk: UUID) -> Round:
    """This will give a round of an office. Raises `NotFound`."""
    found = Round.objects.filter(office=office, pk=pk).select_related("office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def round_answer(round_: Round) -> RoundAnswer:
    """This will count a round."""
    outcomes = agency_outcomes(round_)
    return RoundAnswer(
        id=round_.pk,
        title=round_.title,
        period=round_.period,
        state=round_.state,
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        asked=sum(len(one.tables) for one in outcomes),
        answered=sum(table.state not in OWED for one in outcomes for table in one.tables),
        agencies=tuple(map(_agency, outcomes)),
    )


def _agency(one: AgencyOutcome) -> AgencyAnswer:
    return AgencyAnswer(
        agency=one.name,
        timeliness=one.timeliness.value,
        received_at=one.received_at,
        asked=len(one.tables),
        tables=dict(Counter(table.state.value for table in one.tables)),
    )
