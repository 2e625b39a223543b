"""The office's own clocks beside those of the SOP: how long mending a table and answering a contradiction may take."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office


@dataclass(frozen=True, slots=True)
class Clocks:
    """Working days that an agency has."""

    revision_days: int
    contradiction_days: int


def set_clocks(clocks: Clocks, *, by: Actor, at: datetime) -> None:
    """This will hold from now on; deadlines that were issued stay. Raises `WrongState` (`clocks_unchanged`)."""
    by.check(Permission.SET_UP)
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        if (office.revision_days, office.contradiction_days) == (clocks.revision_days, clocks.contradiction_days):
            raise WrongState("clocks_unchanged")
        office.revision_days, office.contradiction_days = clocks.revision_days, clocks.contradiction_days
        office.save(update_fields=["revision_days", "contradiction_days"])
        journal.append(
            "clocks.changed",
            office=office,
            about=office,
            by=by.person,
            at=at,
            revision_days=clocks.revision_days,
            contradiction_days=clocks.contradiction_days,
        )
