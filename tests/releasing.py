"""Tables released in a tiny office, in every way that the public may and may not see."""

from datetime import datetime, timedelta

from sektoral.adapters.filling import Filling
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Release, Table
from tests.rounds import Scene, answers


def table_of(scene: Scene, agency: str, sheet: int = 1) -> Table:
    """This will give the agency's first or second table as it is defined now."""
    tables = Table.objects.select_related("agency", "office").filter(office=scene.office, agency__code=agency)
    return tables.filter(is_current=True).order_by("code")[sheet - 1]


def stored(scene: Scene, *agencies: str, start: int = 10) -> None:
    """This will fill the bank with the tables of some agencies, `start` in the first cell."""
    scene.collecting(*agencies)
    for agency in agencies:
        sheets = [f"T{number:02}" for number in range(1, scene.request(agency).tables.count() + 1)]
        scene.accept_all(scene.hand_over(agency, Filling(answers(sheets, start=start))))


def release(
    scene: Scene,
    table: Table,
    *,
    edition: int = 1,
    state: ReleaseState = ReleaseState.RELEASED,
    embargo: timedelta | None = None,
    as_of: datetime | None = None,
) -> Release:
    """This will release a table's period as the bank holds it now, or at `as_of`."""
    kabid = scene.by("kabid").person
    is_out = state is not ReleaseState.PLANNED
    withdrawn = state is ReleaseState.WITHDRAWN
    return Release.objects.create(
        office=scene.office,
        agency=table.agency,
        code=table.code,
        period=scene.period,
        edition=edition,
        state=state,
        planned_on=scene.now.date(),
        planned_by=scene.by("jp1").person,
        embargo_until=scene.now + embargo if embargo else None,
        as_of=(as_of or scene.now) if is_out else None,
        released_at=scene.now if is_out else None,
        released_by=kabid if is_out else None,
        withdrawn_at=scene.now if withdrawn else None,
        withdrawn_by=kabid if withdrawn else None,
        withdrawn_reason="Salah satuan." if withdrawn else "",
    )
