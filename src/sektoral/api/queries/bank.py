"""What the holder of a key reads of the whole bank of its office: tables, and each figure's way into the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.errors import NotFound
from sektoral.domain.metadata_forms import MetadataKind
from sektoral.records.models import Holding, MetadataForm, Observation, Office, Table, Variable

PERSONLESS = (MetadataKind.VARIABLE, MetadataKind.INDICATOR)  # MS-Keg names who answers for an activity


@dataclass(frozen=True, slots=True)
class HoldingAnswer:
    """What the bank holds of a table for a period: `figures` with a value, `marks` without."""

    period: str
    figures: int
    marks: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class BankTable:
    """A table of the bank, released or not."""

    agency: str
    agency_name: str
    table: str
    edition: int
    title: str
    level: str
    classification: str
    is_priority: bool
    holdings: tuple[HoldingAnswer, ...]
    url: str


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """A page of the bank's tables."""

    tables: tuple[BankTable, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class OriginAnswer:
    """One version of a figure with its way into the bank, down to the cell of the file and the letter that bore it.

    `superseded_at` is null for the version that counts; `sha256` is the file's; `event` numbers the journal's entry.
    """

    id: int
    row: str
    column: str
    period: str
    value: str
    mark: str
    version: int
    recorded_at: datetime
    superseded_at: datetime | None
    reason: str
    file: str
    sha256: str
    sheet: str
    cell: str
    letter: str | None
    submission: UUID | None
    event: int


@dataclass(frozen=True, slots=True)
class OriginsAnswer:
    """A page of figures with their origins, in the order in which they were recorded."""

    observations: tuple[OriginAnswer, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class StandardAnswer:
    """Standar Data of a variable (Perpres 39/2019 Ps 4) with the codes of other systems."""

    code: str
    name: str
    concept: str
    definition: str
    classification: str
    measure: str
    unit: str
    kind: str
    decimals: int
    sds_code: str
    dssd_code: str


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """A filled form of metadata in its newest version; `is_checked` tells whether Walidata has checked it."""

    kind: str
    key: str
    version: int
    written_at: datetime
    is_checked: bool
    answers: dict[str, object]


@dataclass(frozen=True, slots=True)
class MetadataAnswer:
    """What is known of the meaning of a table."""

    agency: str
    table: str
    title: str
    variables: tuple[StandardAnswer, ...]
    forms: tuple[FormAnswer, ...]


def tables_of(office: Office) -> QuerySet[Table]:
    """This will list the tables of an office by agency and code."""
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency", "office")
    return tables.order_by("agency__code", "code")


def fetch_bank_table(office: Office, agency: str, code: str) -> Table:
    """This will give a table of an office. Raises `NotFound`."""
    found = tables_of(office).filter(agency__code=agency, code=code).first()
    if found is None:
        raise NotFound("not_found")
    return found


def holdings_of(tables: Sequence[Table]) -> dict[tuple[UUID, str], tuple[HoldingAnswer, ...]]:
    """This will count what the bank holds of some tables, in one query."""
    rows = Holding.objects.filter(agency__in={one.agency_id for one in tables}, code__in={one.code for one in tables})
    found: dict[tuple[UUID, str], tuple[HoldingAnswer, ...]] = {}
    for one in rows.order_by("period"):
        key = (one.agency_id, one.code)
        found[key] = (*found.get(key, ()), HoldingAnswer(one.period, one.figures, one.marks, one.recorded_at))
    return found


def last_change(table: Table) -> tuple[object, ...]:
    """This will give what changes whenever a figure of a table is recorded or superseded."""
    rows = Observation.objects.filter(office_id=table.office_id, table__in=_editions(table))
    return tuple(rows.aggregate(newest=Max("id"), superseded=Max("superseded_at")).values())


def origins_of(table: Table, *, period: str, as_of: datetime | None, after: int, limit: int) -> Sequence[OriginAnswer]:
    """This will read figures with their origins by their numbers; with `as_of` those that held at that instant."""
    known = Q(recorded_at__lte=as_of) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of)) if as_of else Q()
    rows = Observation.objects.filter(
        known,
        Q(period=period) if period else Q(),
        office_id=table.office_id,
        table__in=_editions(table),
        pk__gt=after,
    )
    return [_origin(one) for one in rows.select_related("file", "letter").order_by("pk")[:limit]]


def metadata_of(table: Table) -> MetadataAnswer:
    """This will read Standar Data and the forms of a table's variables, but for what names persons."""
    codes = list(dict.fromkeys(one.code for definition in definitions_of(table)[-1:] for one in definition.variables))
    variables = {one.code: one for one in Variable.objects.filter(office_id=table.office_id, code__in=codes)}
    forms = MetadataForm.objects.filter(
        agency_id=table.agency_id, is_current=True, kind__in=PERSONLESS, key__in=[*codes, table.code]
    )
    return MetadataAnswer(
        agency=table.agency.code,
        table=table.code,
        title=table.title,
        variables=tuple(_standard(variables[code]) for code in codes if code in variables),
        forms=tuple(
            FormAnswer(one.kind, one.key, one.version, one.written_at, one.checked_at is not None, one.answers)
            for one in forms.order_by("kind", "key")
        ),
    )


def _editions(table: Table) -> QuerySet[Table]:
    return Table.objects.filter(agency_id=table.agency_id, code=table.code)


def _standard(one: Variable) -> StandardAnswer:
    return StandardAnswer(
        code=one.code,
        name=one.name,
        concept=one.concept,
        definition=one.definition,
        classification=one.classification,
        measure=one.measure,
        unit=one.unit,
        kind=one.kind,
        decimals=one.decimals,
        sds_code=one.sds_code,
        dssd_code=one.dssd_code,
    )


def _origin(one: Observation) -> OriginAnswer:
    return OriginAnswer(
        id=one.pk,
        row=one.row,
        column=one.column,
        period=one.period,
        value=one.text,
        mark=one.mark,
        version=one.version,
        recorded_at=one.recorded_at,
        superseded_at=one.superseded_at,
        reason=one.reason,
        file=one.file.name,
        sha256=one.file.sha256,
        sheet=one.sheet,
        cell=one.cell,
        letter=one.letter.number if one.letter else None,
        submission=one.submission_id,
        event=one.event,
    )
