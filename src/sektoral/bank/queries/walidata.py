"""What would go to SIPD e-Walidata for a year, and what is left out, why, and where that is mended.

Only what the public has goes: e-Walidata shows its figures to others, so classification, embargo, hidden counts and
withdrawals are decided where they always are (`released.py`). A figure that was corrected since waits for its edition.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sektoral.adapters.exchange.walidata import REASONS, LeftOut, Source, Walidata, collect
from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.released import public_releases, released_cube
from sektoral.records.actors import Actor
from sektoral.records.models import Holding, Office, Release, Table, Variable
from sektoral.ui.addresses import open_url
from sektoral.ui.lists import Column, Filter, ListSpec

Key = tuple[UUID, str]  # agency and code: one table through all its editions
TASKS = {"no_code": "Isi kode DSSD", "not_released": "Rilis tabelnya", "changed": "Rilis edisi baru"}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """What is left out of one variable of a table. `url` leads to where it is mended, or to the table."""

    agency: str
    table: str
    variable: str
    reason: str
    count: int
    task: str
    url: str

    @property
    def why(self) -> str:
        """The reason in words."""
        return REASONS[self.reason]


@dataclass(frozen=True, slots=True)
class WalidataPage:
    """One year. `codes` counts the variables that have a DSSD code; without a year the bank holds nothing yearly."""

    year: str
    years: Sequence[str]
    found: Walidata
    rows: Sequence[LeftRow]
    codes: int
    variables: int

    @property
    def left_out(self) -> int:
        """How many figures are left out."""
        return sum(row.count for row in self.rows)

    @property
    def mendable(self) -> int:
        """How many of them somebody of the office can bring in."""
        return sum(row.count for row in self.rows if row.reason in TASKS)


def walidata_page(actor: Actor, year: str, *, at: datetime) -> WalidataPage:
    """This will read one year, or the newest one that the public has anything of where `year` is not known."""
    office = actor.office
    years = _years(office)
    shown = sorted(set(public_releases(office, at=at).values_list("period", flat=True)) & set(years))
    chosen = year if year in years else next(iter([*reversed(shown), *years]), "")
    tables = _tables(office, chosen)
    codes = dict(Variable.objects.filter(office=office).values_list("code", "dssd_code"))
    found = collect(_sources(office, tables, chosen, at=at), codes)
    return WalidataPage(
        year=chosen,
        years=years,
        found=found,
        rows=_rows(actor, found.left_out, tables.values(), chosen),
        codes=sum(bool(code) for code in codes.values()),
        variables=len(codes),
    )


def list_spec(rows: Sequence[LeftRow]) -> ListSpec[LeftRow]:
    """This will describe the list of what is left out."""
    agencies = sorted({row.agency for row in rows})
    reasons = [(name, word) for name, word in REASONS.items() if any(row.reason == name for row in rows)]
    return ListSpec(
        name="e-walidata-tidak-ikut",
        columns=(
            Column("variabel", "Variabel", lambda row: row.variable),
            Column("tabel", "Tabel", lambda row: row.table),
            Column("opd", "Produsen data", lambda row: row.agency),
            Column("angka", "Angka", lambda row: row.count, numeric=True),
            Column("sebab", "Sebab", lambda row: row.why),
        ),
        filters=(
            Filter("sebab", "Sebab", reasons, lambda row, name: row.reason == name),
            Filter("opd", "Produsen data", [(one, one) for one in agencies], lambda row, name: row.agency == name),
        ),
        text=lambda row: f"{row.variable} {row.table} {row.agency}",
        search_label="Cari variabel atau tabel",
        per_page=30,
        kept=("tahun",),
    )


def _years(office: Office) -> list[str]:
    """The years that the bank holds yearly figures of, the newest first."""
    periods = Holding.objects.filter(office=office).values_list("period", flat=True).distinct()
    return sorted((one for one in periods if len(one) == len("2025")), reverse=True)


def _tables(office: Office, year: str) -> Mapping[Key, Table]:
    """The tables of which the bank holds anything in that year, also by month."""
    if not year:
        return {}
    held = Holding.objects.filter(Q(period=year) | Q(period__startswith=f"{year}-"), office=office)
    keys = set(held.values_list("agency_id", "code"))
    rows = Table.objects.filter(office=office, is_current=True).select_related("agency", "office")
    rows = rows.order_by("agency__position", "code")
    return {(one.agency_id, one.code): one for one in rows if (one.agency_id, one.code) in keys}


def _sources(office: Office, tables: Mapping[Key, Table], year: str, *, at: datetime) -> Iterator[Source]:
    releases = public_releases(office, at=at).filter(period=year).order_by("edition")
    newest: dict[Key, Release] = {(one.agency_id, one.code): one for one in releases}
    periods = set(Holding.objects.filter(office=office, period__startswith=year).values_list("period", flat=True))
    for key, table in tables.items():
        held = cube_of(table, at=at, periods=periods)
        yield Source(held, released_cube(newest[key], at=at) if key in newest else None)


def _rows(actor: Actor, left_out: Sequence[LeftOut], tables: Iterable[Table], year: str) -> Sequence[LeftRow]:
    """What can be mended comes first."""
    by_code = {(one.agency.code, one.code): one for one in tables}
    variables = {one.code: one for one in Variable.objects.filter(office=actor.office).only("code", "name")}
    rows = []
    for one in left_out:
        table, variable = by_code[one.agency, one.table], variables.get(one.variable)
        rows.append(
            LeftRow(
                agency=table.agency.name,
                table=table.title,
                variable=variable.name if variable else one.variable,
                reason=one.reason,
                count=one.count,
                task=TASKS.get(one.reason, ""),
                url=_where(actor, one.reason, table, variable, year),
            )
        )
    order = list(dict.fromkeys((*TASKS, *REASONS)))
    return sorted(rows, key=lambda row: order.index(row.reason))


def _where(actor: Actor, reason: str, table: Table, variable: Variable | None, year: str) -> str:
    if reason == "no_code" and variable:
        return open_url(actor, "metadata:variable", variable.pk)
    if reason in TASKS:
        return open_url(actor, "bank:release", table.pk, year)
    return open_url(actor, "bank:table", table.pk)
