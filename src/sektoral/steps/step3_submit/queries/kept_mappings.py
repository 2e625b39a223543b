"""The mappings that were confirmed and are applied to the next file of the same shape: the list, and one in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.roles import Permission
from sektoral.domain.softcopies.links import Kept, KeptLink
from sektoral.records.actors import Actor
from sektoral.records.models import KeptMapping, Table
from sektoral.steps.step3_submit.queries.lines import column_label
from sektoral.ui.fetch import agencies_with
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, ListSpec


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A kept mapping as the list shows it. `may_drop`: the person speaks for the agency, or in its place."""

    key: UUID
    agency: str
    table: str
    title: str
    file: str
    lines: int
    confirmed_at: datetime
    confirmed_by: str
    may_drop: bool


MAPPINGS: ListSpec[MappingRow] = ListSpec(
    name="pemetaan",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("tabel", "Tabel", lambda row: row.title),
        Column("berkas", "Berkas asal", lambda row: row.file),
        Column("pasangan", "Pasangan", lambda row: row.lines, numeric=True),
        Column("pada", "Disetujui", lambda row: row.confirmed_at),
        Column("oleh", "Oleh", lambda row: row.confirmed_by),
    ),
    text=lambda row: f"{row.agency} {row.title} {row.file}",
    search_label="Cari OPD, tabel, atau berkas",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the file by its name, and what it answers, in words."""

    line: str
    answers: str


@dataclass(frozen=True, slots=True)
class MappingInFull:
    """One kept mapping with all its pairs. `factors` say what is multiplied."""

    row: MappingRow
    rows: tuple[Pair, ...]
    columns: tuple[Pair, ...]
    factors: tuple[str, ...]


def list_mappings(actor: Actor) -> Sequence[MappingRow]:
    """This will list the mappings that hold: all to who sees all submissions, else those of the person's agencies."""
    rows = list(_mappings_of(actor).order_by("agency__position", "table_code"))
    titles = _titles(rows)
    return [_row(one, titles, actor) for one in rows]


def fetch_mapping(actor: Actor, key: UUID) -> KeptMapping:
    """This will give a mapping that the person may see. Raises `NotFound`."""
    found = _mappings_of(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def mapping_in_full(mapping: KeptMapping, actor: Actor) -> MappingInFull:
    """This will put a mapping into words, by the labels of its table as it is now."""
    kept = canonical.read(Kept, mapping.plan)
    table = Table.objects.filter(agency__office=mapping.office, code=mapping.table_code, is_current=True).first()
    words = _labels(canonical.read(TableDef, table.definition)) if table else {}
    return MappingInFull(
        row=_row(mapping, _titles([mapping]), actor),
        rows=tuple(_pair(one, words) for one in kept.rows),
        columns=tuple(_pair(one, words) for one in kept.columns),
        factors=tuple(
            f"{words.get(('c', column), column)}: {unit} dikalikan {number_text(factor or '1')}"
            for column, unit, factor in kept.factors
        ),
    )


def _mappings_of(actor: Actor) -> QuerySet[KeptMapping]:
    mappings = KeptMapping.objects.filter(office=actor.office, ended_at__isnull=True)
    mappings = mappings.select_related("agency", "submission__file", "confirmed_by")
    if actor.may(Permission.SEE_ALL_SUBMISSIONS):
        return mappings
    return mappings.filter(agency__in=agencies_with(actor, Permission.SEE_OWN_REQUESTS))


def _row(one: KeptMapping, titles: Mapping[str, str], actor: Actor) -> MappingRow:
    may_drop = actor.may(Permission.SUBMIT, one.agency) or actor.may(Permission.ENTER_FOR_AGENCY)
    return MappingRow(
        key=one.pk,
        agency=one.agency.name,
        table=one.table_code,
        title=titles.get(one.table_code, one.table_code),
        file=one.submission.file.name,
        lines=len(one.plan["rows"]) + len(one.plan["columns"]),
        confirmed_at=one.confirmed_at,
        confirmed_by=one.confirmed_by.name,
        may_drop=may_drop,
    )


def _titles(mappings: Sequence[KeptMapping]) -> Mapping[str, str]:
    offices, codes = {one.office_id for one in mappings}, {one.table_code for one in mappings}
    tables = Table.objects.filter(office__in=offices, code__in=codes, is_current=True)
    return dict(tables.values_list("code", "title"))


def _labels(table: TableDef) -> Mapping[tuple[str, str], str]:
    rows = {("r", row.code): row.label for row in table.rows}
    return rows | {("c", one.code): column_label(one) for one in table.columns}


def _pair(one: KeptLink, words: Mapping[tuple[str, str], str]) -> Pair:
    said = [words.get(("r", code), code) for code in one.rows] + [words.get(("c", code), code) for code in one.columns]
    return Pair(one.key or "(tanpa nama)", ", ".join(said) or "semua yang tersisa")
