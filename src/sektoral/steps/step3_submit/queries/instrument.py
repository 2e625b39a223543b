"""The instrument of a request as pages tell of it: what is checked, table by table."""

from dataclasses import dataclass
from uuid import UUID

from sektoral.domain import canonical
from sektoral.domain.checklist import CheckGroup, checklist_of
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.periods import read_period
from sektoral.records.models import Instrument, Request
from sektoral.steps.step3_submit.queries.wrong_workbook import current_instrument


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table with everything that is checked in it."""

    sheet: str
    title: str
    version: int
    groups: tuple[CheckGroup, ...]


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """What is checked in one instrument: what holds alike for every table once, then each table's own.

    `id` names the instrument whose definition this is.
    """

    key: UUID
    short: str
    period: str
    id: str
    shared: tuple[CheckGroup, ...]
    tables: tuple[CheckedTable, ...]


def checks_page(request: Request) -> ChecksPage:
    """This will tell what is checked in the workbook of a request. Raises `NotFound` while there is none."""
    definition = definition_of(request)
    lists = {sheet: checklist_of(definition, sheet) for sheet, _ in definition.sheets}
    first, *others = lists.values()
    shared = tuple(group for group in first if others and all(group in other for other in others))
    tables = tuple(
        CheckedTable(sheet, table.title, table.version, tuple(one for one in lists[sheet] if one not in shared))
        for sheet, table in definition.sheets
    )
    period = read_period(request.round.period).label.lower()
    return ChecksPage(request.pk, request.agency.short_name, period, definition.id, shared, tables)


def definition_of(request: Request) -> InstrumentDef:
    """This will give the definition that a request's newest workbook carries. Raises `NotFound` while there is none."""
    return canonical.read(InstrumentDef, newest_of(request).definition)


def newest_of(request: Request) -> Instrument:
    """This will give the workbook that an agency is to fill now. Raises `NotFound` while there is none."""
    instrument = current_instrument(request)
    if instrument is None:
        raise NotFound("not_found")
    return instrument
