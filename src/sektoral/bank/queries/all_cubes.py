"""Every table as a cube, one after the other: the bank as it holds now, or what the public has of it."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.released import public_releases, released_cube
from sektoral.domain.cubes import Cube
from sektoral.records.models import Holding, Office, Release, Table


def bank_cubes(office: Office, *, at: datetime) -> Iterator[Cube]:
    """This will read each table that the bank holds anything of, by agency and code."""
    held = set(Holding.objects.filter(office=office).values_list("agency_id", "code"))
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency", "office")
    for table in tables.order_by("agency__code", "code"):
        if (table.agency_id, table.code) in held:
            yield cube_of(table, at=at)


def released_cubes(office: Office, *, at: datetime) -> Iterator[Cube]:
    """This will read the newest public edition of each table and period."""
    rows = public_releases(office, at=at).order_by("agency__code", "code", "period", "edition")
    newest: dict[tuple[str, str, str], Release] = {(one.agency.code, one.code, one.period): one for one in rows}
    for release in newest.values():
        yield released_cube(release, at=at)
