"""One table of the bank: its figures, what they mean, and how they came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from sektoral.bank.queries.breaks import BreakNote, breaks_in, broken_before, notes_of
from sektoral.bank.queries.changes import Change, changes_of
from sektoral.bank.queries.dots import Dots, dots_of
from sektoral.bank.queries.ends import ends_of
from sektoral.bank.queries.figures import Recorded, legend_of, list_recorded
from sektoral.bank.queries.grid import Grid, chosen_periods, lay_out, slots_of, whole
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.states import ItemState
from sektoral.records.actors import Actor
from sektoral.records.data_lists import agreed_list
from sektoral.records.metadata_standing import standing_of_table
from sektoral.records.models import ReferenceFigure, SubmissionItem, Table
from sektoral.records.remarks import SaidRemark, remarks_on
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Action, Empty, Fact
from sektoral.ui.formats import moment_text, number_text

ALL = "semua"
ANSWERED = {ItemState.NIL: "menyatakan nihil", ItemState.UNAVAILABLE: "menyatakan datanya tidak tersedia"}
CLASS_WORDS = {"terbuka": "Terbuka", "terbatas": "Terbatas", "tertutup": "Tertutup"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks of a table: one period or all, one column or all, and the instant."""

    period: str = ""
    column: str = ""
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table as the page shows it. `choices` pair a value with its word; `period` and `column` are what is shown."""

    id: UUID
    title: str
    lead: str
    unit: str
    caption: str
    is_sample: bool
    grid: Grid | None
    dots: Dots | None
    periods: Sequence[str]
    period: str
    columns: Sequence[tuple[str, str]]
    column: str
    notes: Sequence[str]
    breaks: Sequence[BreakNote]
    legend: str
    source: str
    facts: Sequence[Fact]
    changes: Sequence[Change]
    remarks: Sequence[SaidRemark]


def fetch_table(actor: Actor, pk: UUID) -> Table:
    """This will give a table of the actor's office by any of its versions. Raises `NotFound`."""
    found = Table.objects.filter(office=actor.office, pk=pk).select_related("agency", "office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def definitions_of(table: Table) -> Sequence[TableDef]:
    """This will read the definitions of all versions of a table, from old to new."""
    versions = Table.objects.filter(agency_id=table.agency_id, code=table.code).order_by("version")
    return [canonical.read(TableDef, found) for found in versions.values_list("definition", flat=True)]


def table_page(table: Table, asked: Asked) -> TablePage:
    """This will read the table's page."""
    known = list_recorded(table, as_of=asked.as_of)
    editions = definitions_of(table)
    definition, breaks = whole(editions, known), breaks_in(editions, known, as_of=asked.as_of)
    broken = broken_before(breaks)
    periods = sorted({one.period for one in known})
    column = asked.column if asked.column in {each.code for each in definition.columns} else ""
    shown = chosen_periods(periods, asked=asked.period, columns=1 if column else len(definition.columns))
    slots = slots_of(definition, shown, column=column, broken=broken)
    grid = lay_out(definition, slots, known, as_of=asked.as_of) if known else None
    return TablePage(
        id=table.pk,
        title=definition.title,
        lead=_lead(definition, periods),
        unit=definition.unit,
        caption=f"{definition.title}, {' dan '.join(shown) if len(shown) < 3 else f'{shown[0]} sampai {shown[-1]}'}",
        is_sample=definition.sample,
        grid=grid,
        dots=dots_of(grid, shown, definition.unit) if grid and not broken & set(shown[-1:]) else None,
        periods=tuple(reversed(periods)),
        period=shown[0] if len(shown) == 1 and len(periods) > 1 else ALL,
        columns=[(each.code, ", ".join(filter(None, (each.group, each.label)))) for each in definition.columns],
        column=column,
        notes=[definition.note, *_answers(table, asked.as_of)] if definition.note else _answers(table, asked.as_of),
        breaks=notes_of(breaks),
        legend=legend_of(grid.cells) if grid else "",
        source=_source(table, [one for one in known if one.period in shown and one.holds(asked.as_of)]),
        facts=_facts(table, definition, known, asked.as_of),
        changes=changes_of(known, as_of=asked.as_of, ends=ends_of(table)),
        remarks=remarks_on(table, definition),
    )


def nothing_held(*, as_of: datetime | None, requests_url: str) -> Empty:
    """This will say why a table has no figures, and what brings them."""
    if as_of:
        return Empty("Pada waktu itu belum ada angka", "Bank Data belum berisi angka tabel ini pada saat itu.")
    actions = (Action("Lihat permintaan", requests_url),) if requests_url else ()
    text = "Angka masuk setelah kiriman OPD lengkap dengan surat pengirimannya, diperiksa, dan diterima pada langkah 4."
    return Empty("Belum ada angka tabel ini", text, actions)


def _lead(table: TableDef, periods: Sequence[str]) -> str:
    concepts = "; ".join(dict.fromkeys(variable.concept for variable in table.variables if variable.concept))
    span = "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
    parts = [concepts, f"dalam {table.unit}", span]
    return f"{', '.join(part for part in parts if part)}.{' Data prioritas.' if table.priority else ''}"


def _answers(table: Table, as_of: datetime | None) -> list[str]:
    """What the agency said instead of figures, and the office took as its answer."""
    items = SubmissionItem.objects.filter(
        Q(decided_at__lte=as_of) if as_of else Q(),
        requested_table__table__agency_id=table.agency_id,
        requested_table__table__code=table.code,
        state__in=[state.value for state in ANSWERED],
    )
    rows = items.order_by("decided_at").values_list("requested_table__request__round__period", "state", "reason")
    return [
        f"Untuk {period}, {table.agency.name} {ANSWERED[ItemState(state)]}{f': {reason}' if reason else ''}."
        for period, state, reason in rows
    ]


def _source(table: Table, figures: Sequence[Recorded]) -> str:
    numbers = dict.fromkeys(one.letter for one in figures if one.letter)
    letters = f", surat {', '.join(list(numbers)[-3:])}" if numbers else ""
    return f"Sumber: {table.agency.name}{letters}."


def _facts(table: Table, definition: TableDef, known: Sequence[Recorded], as_of: datetime | None) -> Sequence[Fact]:
    facts = [Fact("Produsen data", table.agency.name), *_meanings(definition)]
    facts += [
        Fact("Satuan", definition.unit),
        Fact("Tingkat penyajian", definition.level.capitalize()),
        Fact("Periode", definition.period_type.capitalize()),
        Fact("Klasifikasi", CLASS_WORDS.get(definition.classification, definition.classification)),
        Fact("Data prioritas", "Ya" if definition.priority else "Bukan"),
        _listed(table),
        *_compared(table),
        Fact("Kode tabel", definition.code, note=f"Definisi versi {definition.version}"),
    ]
    if any(row.area for row in definition.rows):
        facts.append(Fact("Kode wilayah", "Kemendagri", note="Kode BPS disimpan berdampingan"))
    standing = standing_of_table(table)
    words = f"{standing.percent}% lengkap"
    note = f"{standing.complete} dari {standing.owed} formulir lengkap, {standing.checked} diperiksa"
    facts.append(Fact("Metadata", words, url=page_url("metadata:agency", table.agency_id), note=note))
    if known:
        last = max(one.recorded_at for one in known)
        note = f"{number_text(sum(1 for one in known if one.text and one.holds(as_of)))} angka berlaku"
        facts.append(Fact("Pemutakhiran", moment_text(last, ZoneInfo(table.office.time_zone)), note=note))
    return facts


def _listed(table: Table) -> Fact:
    """Whether the Forum agreed that this is collected."""
    agreed = agreed_list(table.office)
    if agreed.row is None:
        return Fact("Daftar Data", "Belum ada yang disepakati Forum", page_url("metadata:data_lists"))
    url = page_url("metadata:data_list", agreed.row.pk)
    if agreed.has(table):
        return Fact("Daftar Data", agreed.name, url, note="disepakati Forum Satu Data")
    return Fact("Daftar Data", "Belum termasuk", url, note=f"tidak ada dalam {agreed.name}")


def _compared(table: Table) -> Sequence[Fact]:
    """What BPS or another publisher states of the same table; it is no figure of the bank."""
    rows = ReferenceFigure.objects.filter(agency_id=table.agency_id, code=table.code, replaced_at__isnull=True)
    publishers = list(rows.order_by("publisher").values_list("publisher", flat=True).distinct())
    if not publishers:
        return []
    url = page_url("metadata:comparison", table.pk)
    return [Fact("Angka pembanding", ", ".join(publishers), url, note="dicatat berdampingan, tidak digabung")]


def _meanings(definition: TableDef) -> Sequence[Fact]:
    """Concept and definition of each variable, named where there are several."""
    several = len(definition.variables) > 1
    facts: list[Fact] = []
    for variable in definition.variables:
        name = f" {variable.name}" if several else ""
        facts += [Fact(f"Konsep{name}", variable.concept)] if variable.concept else []
        facts += [Fact(f"Definisi{name}", variable.definition)] if variable.definition else []
    return facts
