"""The offices that have public pages, by the names in their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.bank.queries.released import public_releases, withdrawn_releases
from sektoral.domain.errors import NotFound
from sektoral.domain.periods import read_period
from sektoral.records.models import Agency, Office, Release, Table


@dataclass(frozen=True, slots=True)
class Address:
    """A table of an agency, as an address names it."""

    office: Office
    agency: Agency
    table: Table


def list_offices() -> Sequence[Office]:
    """This will list the offices by name."""
    return list(Office.objects.order_by("name", "regency"))


def find_office(slug: str) -> Office:
    """This will give the office of an address. Raises `NotFound`."""
    found = Office.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("not_found")
    return found


def find_table(slug: str, agency: str, code: str) -> Address:
    """This will give the table of an address; whether the public may see any of it is asked of its releases.

    Raises `NotFound`.
    """
    office = find_office(slug)
    table = (
        Table.objects.filter(office=office, agency__code=agency, code=code, is_current=True)
        .select_related("agency", "office")
        .first()
    )
    if table is None:
        raise NotFound("not_found")
    return Address(office, table.agency, table)


def editions_of(address: Address, period: str, *, at: datetime) -> Sequence[Release]:
    """This will list the editions of a period that the public has or had, the newest first. Raises `NotFound`."""
    found = [one for one in _all(address, at) if one.period == period]
    if not found:
        raise NotFound("not_found")
    return sorted(found, key=lambda one: -one.edition)


def newest_editions(address: Address, *, at: datetime) -> Sequence[Release]:
    """This will list the edition that counts of each period, from the oldest period. Raises `NotFound` for none."""
    rows = public_releases(address.office, at=at).filter(agency=address.agency, code=address.table.code)
    newest = {one.period: one for one in rows.order_by("edition")}
    if not newest:
        raise NotFound("not_found")
    return [newest[period] for period in sorted(newest, key=lambda code: read_period(code).first_day)]


def _all(address: Address, at: datetime) -> Sequence[Release]:
    mine = {"agency": address.agency, "code": address.table.code}
    return [
        *public_releases(address.office, at=at).filter(**mine),
        *withdrawn_releases(address.office, at=at).filter(**mine),
    ]
