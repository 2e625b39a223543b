"""Which tables of the catalogue use which codes, and which of those are no longer, or not yet, valid on a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, cast
from uuid import UUID

from sektoral.records.models import Code, Codelist, Office, Table

REGIONS = "wilayah"


@dataclass(frozen=True, slots=True)
class Using:
    """A table as it is asked for now."""

    id: UUID
    code: str
    title: str
    agency: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A code that a table uses and that does not hold on the day, with what came after it."""

    table: Using
    code: str
    label: str
    valid_to: date | None
    successors: Sequence[str]


class _Place(TypedDict):
    area: str
    dims: list[tuple[str, str]]


def users_of(codelist: Codelist) -> Mapping[str, Sequence[Using]]:
    """This will list, for each code of a list, the tables whose rows or columns it names."""
    found: dict[str, dict[UUID, Using]] = {}
    for table, places in _places(codelist.office):
        for name, code in places:
            if name == codelist.code:
                found.setdefault(code, {})[table.id] = table
    return {code: list(tables.values()) for code, tables in found.items()}


def stale_uses(codelist: Codelist, *, on: date) -> Sequence[Stale]:
    """This will list the codes that tables use although they do not hold on a day."""
    latest: dict[str, Code] = {}
    valid: set[str] = set()
    for code in codelist.codes.order_by("valid_from"):
        latest[code.code] = code
        if code.valid_from <= on and (code.valid_to is None or code.valid_to >= on):
            valid.add(code.code)
    return [
        Stale(table, code, latest[code].label, latest[code].valid_to, latest[code].successors)
        for code, tables in users_of(codelist).items()
        if code in latest and code not in valid
        for table in tables
    ]


def _places(office: Office) -> Iterator[tuple[Using, list[tuple[str, str]]]]:
    tables = Table.objects.filter(office=office, is_current=True).order_by("agency__position", "code")
    columns = ("pk", "code", "title", "agency__short_name", "definition__rows", "definition__columns")
    for pk, code, title, agency, rows, heads in tables.values_list(*columns):
        places = [(REGIONS, row["area"]) for row in cast("list[_Place]", rows) if row["area"]]
        places += [(name, one) for row in cast("list[_Place]", [*rows, *heads]) for name, one in row["dims"]]
        yield Using(pk, code, title, agency), places
