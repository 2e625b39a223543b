"""What the bank has to release: each table and period that it holds, with what the public got of it so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from sektoral.domain.releases import Candidate
from sektoral.domain.states import ItemState, ReleaseState
from sektoral.records.models import ContradictionSide, Observation, Office, Release, SubmissionItem, Table
from sektoral.records.models.contradictions import OPEN_STATES

Place = tuple[UUID, str, str]  # agency, code of the table, period


@dataclass(frozen=True, slots=True)
class Held:
    """What the bank holds of a table for a period, and when that last changed."""

    figures: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of many releases at once; each part is read in one question."""

    tables: Mapping[tuple[UUID, str], Table]
    held: Mapping[Place, Held]
    contradicted: Mapping[Place, int]
    awaited: frozenset[Place]
    before: Mapping[Place, Release]

    def candidate(self, place: Place) -> Candidate:
        """This will put together what decides about one table and period."""
        held, before = self.held.get(place), self.before.get(place)
        return Candidate(
            classification=self.tables[place[0], place[1]].classification,
            figures=held.figures if held else 0,
            contradictions=self.contradicted.get(place, 0),
            awaits_steward=place in self.awaited,
            before=before.edition if before else 0,
            changed=held is not None and (before is None or before.as_of is None or held.changed_at > before.as_of),
        )


def place_of(release: Release) -> Place:
    """This will name the table and period of a release."""
    return release.agency_id, release.code, release.period


def known_of(office: Office, places: Iterable[Place] | None = None) -> Known:
    """This will read what decides about these places, or about all that the office has."""
    only = None if places is None else list(places)
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency").defer("definition")
    return Known(
        tables={(table.agency_id, table.code): table for table in tables},
        held=_held(office, only),
        contradicted=_contradicted(office),
        awaited=_awaited(office),
        before=_before(office),
    )


def _held(office: Office, only: Sequence[Place] | None) -> Mapping[Place, Held]:
    """A figure that was superseded without a successor is a change too."""
    rows = Observation.objects.filter(office=office)
    if only is not None:
        wanted = Q(pk__in=())
        for agency, code, period in only:
            wanted |= Q(table__agency=agency, table__code=code, period=period)
        rows = rows.filter(wanted)
    counted = rows.values_list("table__agency_id", "table__code", "period").annotate(
        figures=Count("pk", filter=Q(superseded_at__isnull=True)),
        recorded=Max("recorded_at"),
        superseded=Max("superseded_at"),
    )
    return {
        (agency, code, period): Held(figures, max(filter(None, (recorded, superseded))))
        for agency, code, period, figures, recorded, superseded in counted
    }


def _contradicted(office: Office) -> Mapping[Place, int]:
    sides = ContradictionSide.objects.filter(office=office, contradiction__state__in=OPEN_STATES)
    found: dict[Place, int] = {}
    for place in sides.values_list(
        "item__requested_table__table__agency_id", "item__requested_table__table__code", "contradiction__round__period"
    ):
        found[place] = found.get(place, 0) + 1
    return found


def _awaited(office: Office) -> frozenset[Place]:
    items = SubmissionItem.objects.filter(office=office, state=ItemState.AWAITING_STEWARD)
    return frozenset(
        items.values_list(
            "requested_table__table__agency_id",
            "requested_table__table__code",
            "requested_table__request__round__period",
        )
    )


def _before(office: Office) -> Mapping[Place, Release]:
    released = Release.objects.filter(office=office, state=ReleaseState.RELEASED).order_by("edition")
    return {place_of(one): one for one in released}
