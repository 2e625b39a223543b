"""Which tables each agency owes today: its own, and those of agencies that went into it."""

from collections.abc import Mapping
from uuid import UUID

from sektoral.records.models import Agency, Office, Table

Heirs = Mapping[UUID, UUID | None]  # an agency's id, and that of the agency it went into


def owed_tables(office: Office) -> Mapping[UUID, list[Table]]:
    """This will list the current tables by the id of the agency that owes them, the own ones first, without content."""
    heirs: Heirs = dict(Agency.objects.filter(office=office).values_list("pk", "successor_id"))
    owed: dict[UUID, list[Table]] = {}
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency").defer("definition")
    for table in tables.order_by("agency__position", "code"):
        owed.setdefault(_heir(table.agency_id, heirs), []).append(table)
    for agency, those in owed.items():
        those.sort(key=lambda table: table.agency_id != agency)
    return owed


def _heir(agency: UUID, heirs: Heirs) -> UUID:
    """Follow mergers to their end; a merged agency is never merged again, so there is one."""
    successor = heirs.get(agency)
    return agency if successor is None else _heir(successor, heirs)
