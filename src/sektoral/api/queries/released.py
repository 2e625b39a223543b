"""What is released: the catalogue, one table, its editions. Whatever stands here comes from `public_releases`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sektoral.bank.queries.released import all_public_releases, public_releases
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Event, Office, Release, Table

REDESCRIBED = ("codelist.changed", "table.revised", "variable.described", "agency.merged")
Key = tuple[UUID, str]  # agency and code: one table through all its editions


@dataclass(frozen=True, slots=True)
class Asked:
    """What a catalogue is narrowed by; empty takes all. `words` must all stand in the title."""

    words: Sequence[str] = ()
    agency: str = ""
    period: str = ""
    is_priority: bool | None = None

    @property
    def listing(self) -> str:
        """What it was asked by, as one text."""
        return repr((tuple(self.words), self.agency, self.period, self.is_priority))


@dataclass(frozen=True, slots=True)
class ReleaseAnswer:
    """One period of a table in one edition, good for ever: `url` never shows anything else than this edition."""

    period: str
    edition: int
    released_at: datetime
    as_of: datetime
    note: str
    url: str
    formats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VariableAnswer:
    """A variable as Standar Data has it (Perpres 39/2019 Ps 4)."""

    code: str
    name: str
    unit: str
    measure: str
    kind: str
    decimals: int
    concept: str
    definition: str


@dataclass(frozen=True, slots=True)
class TableListed:
    """A released table in the catalogue; `periods` are those that are public, from old to new."""

    agency: str
    agency_name: str
    table: str
    title: str
    level: str
    is_priority: bool
    periods: tuple[str, ...]
    updated_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class CatalogueAnswer:
    """A page of the catalogue; `next` is the address of the page after it."""

    tables: tuple[TableListed, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """A released table with what its figures mean."""

    office: str
    agency: str
    agency_name: str
    table: str
    edition: int
    title: str
    note: str
    level: str
    unit: str
    period_type: str
    classification: str
    is_priority: bool
    is_sample: bool
    variables: tuple[VariableAnswer, ...]
    releases: tuple[ReleaseAnswer, ...]
    licence: str
    citation: str


def released_tables(office: Office, asked: Asked, *, at: datetime) -> QuerySet[Table]:
    """This will list the tables of which the public may see anything, by agency and code."""
    return all_released_tables(asked, at=at).filter(office=office)


def all_released_tables(asked: Asked, *, at: datetime) -> QuerySet[Table]:
    """This will list the same of all offices."""
    seen = all_public_releases(at=at).filter(agency=OuterRef("agency"), code=OuterRef("code"))
    if asked.period:
        seen = seen.filter(period=asked.period)
    narrowed = Q()
    for word in asked.words:
        narrowed &= Q(title__icontains=word)
    if asked.agency:
        narrowed &= Q(agency__code=asked.agency)
    if asked.is_priority is not None:
        narrowed &= Q(is_priority=asked.is_priority)
    tables = Table.objects.filter(Exists(seen), narrowed, is_current=True)
    return tables.select_related("agency", "office").defer("definition").order_by("agency__code", "code")


def after(tables: QuerySet[Table], place: Sequence[str | int]) -> QuerySet[Table]:
    """This will leave out everything up to and with a place, the agency's code and the table's."""
    if not place:
        return tables
    agency, code = place
    return tables.filter(Q(agency__code__gt=agency) | Q(agency__code=agency, code__gt=code))


def editions_of(tables: Sequence[Table], *, at: datetime) -> Mapping[Key, Sequence[Release]]:
    """This will read the public editions of some tables in one query, from old to new."""
    if not tables:
        return {}
    rows = public_releases(tables[0].office, at=at).filter(
        agency__in={one.agency_id for one in tables}, code__in={one.code for one in tables}
    )
    found: dict[Key, list[Release]] = {}
    for row in rows.order_by("period", "edition"):
        found.setdefault((row.agency_id, row.code), []).append(row)
    return found


def fetch_table(office: Office, agency: str, code: str, *, at: datetime) -> Table:
    """This will give a released table. Raises `NotFound` for what the public may not see."""
    found = released_tables(office, Asked(agency=agency), at=at).defer(None).filter(code=code).first()
    if found is None:
        raise NotFound("not_found")
    return found


def fetch_release(office: Office, agency: str, code: str, period: str, edition: int | None, *, at: datetime) -> Release:
    """This will give an edition of a period, the newest where none is named. Raises `NotFound`."""
    rows = public_releases(office, at=at).filter(agency__code=agency, code=code, period=period)
    found = rows.filter(Q() if edition is None else Q(edition=edition)).order_by("-edition").first()
    if found is None:
        raise NotFound("not_found")
    return found


def last_redescribed(release: Release) -> int:
    """This will give the journal's number of the last change of what figures are called; 0 where there was none."""
    changes = Event.objects.filter(office_id=release.office_id, kind__in=REDESCRIBED).order_by("-sequence")
    return changes.values_list("sequence", flat=True).first() or 0


def variables_of(table: TableDef) -> tuple[VariableAnswer, ...]:
    """This will describe the variables of a definition."""
    return tuple(
        VariableAnswer(
            one.code, one.name, one.unit, one.measure, one.kind.value, one.decimals, one.concept, one.definition
        )
        for one in table.variables
    )


def definition_of(table: Table) -> TableDef:
    """This will read what a table is composed of."""
    return canonical.read(TableDef, table.definition)
