"""Who could take part in a new round, with the tables each one owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sektoral.domain.errors import SektoralError
from sektoral.domain.periods import read_period
from sektoral.domain.states import RoundState
from sektoral.records.actors import local_date
from sektoral.records.data_lists import AgreedList, agreed_list
from sektoral.records.models import Agency, Office, RequestedTable, Round, Table
from sektoral.records.owed_tables import owed_tables

Asked = Mapping[tuple[UUID, str], Round]


@dataclass(frozen=True, slots=True)
class Choice:
    """A table that an agency owes; `asked_in` names the open round that asks for it already, `source` its old owner.

    `is_unlisted`: the Forum agreed on a Daftar Data, and this table is not in it.
    """

    table: Table
    ticked: bool
    asked_in: str
    source: str
    is_unlisted: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active agency. `fault` says what its line still lacks."""

    agency: Agency
    tables: Sequence[Choice]
    ticked: bool
    reason: str
    fault: str

    @property
    def chosen(self) -> Sequence[Table]:
        """The ticked tables."""
        return [one.table for one in self.tables if one.ticked]

    @property
    def is_narrowed(self) -> bool:
        """Whether fewer tables are asked for than the agency owes."""
        return len(self.chosen) < len(self.tables)


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The agencies in their fixed order; `earlier` are the rounds of the same period, if any."""

    period: str
    candidates: Sequence[Candidate]
    tables: int
    earlier: Sequence[Round]
    agreed: str  # the Daftar Data in force; empty where none was agreed yet

    @property
    def unlisted(self) -> int:
        """How many of the tables asked for are not in the Daftar Data."""
        asked = (one for candidate in self.candidates if candidate.ticked for one in candidate.tables)
        return sum(one.ticked and one.is_unlisted for one in asked)


@dataclass(frozen=True, slots=True)
class Given:
    """What was posted: agencies and tables that are ticked, none on the first look, when everything is asked for."""

    ticked: frozenset[UUID] | None = None
    reasons: Mapping[UUID, str] = field(default_factory=dict)
    tables: frozenset[UUID] = frozenset()


def list_active(office: Office, at: datetime) -> Sequence[Agency]:
    """This will list the agencies that exist on that day, in their fixed order."""
    today: date = local_date(office, at)
    agencies = Agency.objects.filter(office=office, valid_from__lte=today, successor__isnull=True)
    return list(agencies.exclude(valid_to__lt=today))


def last_year_of(office: Office, at: datetime) -> str:
    """This will give the period that is ordered in one tap: the year before this one."""
    return str(local_date(office, at).year - 1)


def already_asked(office: Office, period: str) -> Asked:
    """This will tell, by owner and code, which tables an open round of the period asks for."""
    rows = RequestedTable.objects.filter(office=office, request__round__period=period).exclude(
        Q(request__round__state__in=[RoundState.CLOSED, RoundState.CANCELLED]) | Q(state="moved")
    )
    found = rows.select_related("request__round", "table").defer("table__definition")
    return {(row.table.agency_id, row.table.code): row.request.round for row in found}


def opening_page(office: Office, given: Given, *, period: str, at: datetime) -> OpeningPage:
    """This will lay out who takes part, and with which tables."""
    code = _code_of(period)
    owed, asked, agreed = owed_tables(office), already_asked(office, code), agreed_list(office)
    candidates = [
        _candidate(agency, [_choice(agency, table, given, asked, agreed) for table in owed.get(agency.pk, ())], given)
        for agency in list_active(office, at)
    ]
    return OpeningPage(
        period=code,
        candidates=candidates,
        tables=sum(len(one.chosen) for one in candidates if one.ticked),
        earlier=list(Round.objects.filter(office=office, period=code).order_by("-opened_at")),
        agreed=agreed.name,
    )


def _code_of(period: str) -> str:
    try:
        return read_period(period.strip()).code
    except SektoralError:  # the form says so
        return period


def _choice(agency: Agency, table: Table, given: Given, asked: Asked, agreed: AgreedList) -> Choice:
    round_ = asked.get((table.agency_id, table.code))
    return Choice(
        table=table,
        ticked=round_ is None if given.ticked is None else table.pk in given.tables,
        asked_in=round_.title if round_ else "",
        source="" if table.agency_id == agency.pk else table.agency.name,
        is_unlisted=agreed.row is not None and not agreed.has(table),
    )


def _candidate(agency: Agency, tables: Sequence[Choice], given: Given) -> Candidate:
    reason = given.reasons.get(agency.pk, "")
    if given.ticked is None:
        free = any(one.ticked for one in tables)
        return Candidate(agency, tables, free, "" if free else _no_table(tables), "")
    ticked = agency.pk in given.ticked
    fault = _table_fault(tables) if ticked else "" if reason else "Tulis alasan OPD ini tidak diikutkan."
    return Candidate(agency, tables, ticked, reason, fault)


def _no_table(tables: Sequence[Choice]) -> str:
    return "Tabelnya sedang diminta dalam putaran yang masih berjalan." if tables else "Belum memiliki tabel."


def _table_fault(tables: Sequence[Choice]) -> str:
    if not tables:
        return "OPD ini belum memiliki tabel: hapus centangnya, atau tambahkan tabelnya di Penataan."
    twice = [one for one in tables if one.ticked and one.asked_in]
    if twice:
        titles = ", ".join(one.table.title for one in twice)
        return f"Sudah diminta dalam putaran “{twice[0].asked_in}”, yang masih berjalan: {titles}. Hapus centangnya."
    if not any(one.ticked for one in tables):
        return "Pilih sedikitnya satu tabel, atau hapus centang OPD ini dan tulis alasannya."
    return ""
