"""The pages of the Daftar Data: its editions, one edition with its entries, what differs from the one before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.domain.data_lists import (
    COLUMNS,
    PRIORITY_COLUMNS,
    RISKS,
    SCHEDULES,
    WORDS,
    Difference,
    Entry,
    differences,
    faults_of,
    priority_row,
)
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.domain.states import DataListState
from sektoral.metadata.queries.data_list_sources import held_periods
from sektoral.records.actors import Actor
from sektoral.records.data_lists import entries_of, name_of
from sektoral.records.models import DataList
from sektoral.ui.components import Fact
from sektoral.ui.formats import date_text, moment_text, number_text
from sektoral.ui.lists import Column, Filter, ListSpec

COMPLETE, FAULTY = "lengkap", "kurang"


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition in the list of all."""

    id: UUID
    name: str
    state: DataListState
    entries: int
    agreed: str  # the minutes; empty while it is not agreed


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as its page lists it; `lacking` names in words what keeps it from being proposed."""

    entry: Entry
    lacking: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One edition. `before` is the edition it is compared with, if there is one, and `differing` counts entries."""

    id: UUID
    name: str
    state: DataListState
    rows: Sequence[EntryRow]
    priority: int
    faulty: int
    note: str
    facts: Sequence[Fact]
    before: str
    differing: int
    may_write: bool
    may_agree: bool


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """What an edition says otherwise than the one before."""

    name: str
    before: str
    new: Sequence[Entry]
    gone: Sequence[Entry]
    changed: Sequence[tuple[Entry, Sequence[tuple[str, str, str]]]]


def list_editions(actor: Actor) -> Sequence[ListedEdition]:
    """This will list all editions, the newest first."""
    rows = DataList.objects.filter(office=actor.office)
    return [
        ListedEdition(row.pk, name_of(row), DataListState(row.state), len(row.entries), _minutes(row)) for row in rows
    ]


def fetch_edition(actor: Actor, pk: UUID) -> DataList:
    """This will give an edition of the actor's office. Raises `NotFound`."""
    found = DataList.objects.filter(office=actor.office, pk=pk).select_related("office", "minutes", "agreed_by")
    row = found.first()
    if row is None:
        raise NotFound("not_found")
    return row


def edition_before(row: DataList) -> DataList | None:
    """This will give the list that was agreed before this one was drawn up."""
    agreed = DataList.objects.filter(office=row.office, state=DataListState.AGREED, agreed_at__lte=row.drawn_up_at)
    return agreed.exclude(pk=row.pk).order_by("-agreed_at").first()


def edition_page(actor: Actor, row: DataList) -> EditionPage:
    """This will read the page of an edition."""
    entries, before, state = entries_of(row), edition_before(row), DataListState(row.state)
    rows = [EntryRow(entry, ", ".join(WORDS[name].lower() for name in faults_of(entry))) for entry in entries]
    return EditionPage(
        id=row.pk,
        name=name_of(row),
        state=state,
        rows=rows,
        priority=sum(1 for entry in entries if entry.is_priority),
        faulty=sum(1 for one in rows if one.lacking),
        note=row.note,
        facts=_facts(row, entries),
        before=name_of(before) if before else "",
        differing=len(differences(entries_of(before), entries)) if before else 0,
        may_write=state is DataListState.DRAFT and actor.may(Permission.WRITE_DATA_LIST),
        may_agree=state is DataListState.PROPOSED and actor.may(Permission.AGREE_DATA_LIST),
    )


def differences_page(row: DataList) -> DifferencesPage:
    """This will compare an edition with the one before. Raises `NotFound` where there is none before."""
    before = edition_before(row)
    if before is None:
        raise NotFound("not_found")
    found = differences(entries_of(before), entries_of(row))
    return DifferencesPage(
        name=name_of(row),
        before=name_of(before),
        new=[one.entry for one in found if not one.changes and not one.is_gone],
        gone=[one.entry for one in found if one.is_gone],
        changed=[(one.entry, _in_words(one)) for one in found if one.changes],
    )


def entry_of(row: DataList, key: str) -> Entry:
    """This will give one entry of an edition. Raises `NotFound`."""
    for entry in entries_of(row):
        if entry.id_ddd == key:
            return entry
    raise NotFound("not_found")


def priority_rows(row: DataList) -> Sequence[Mapping[str, str]]:
    """This will give the data prioritas of an edition in the columns of Bappenas."""
    before, held = edition_before(row), held_periods(row.office)
    known = {entry.id_ddd for entry in entries_of(before)} if before else set()
    return [
        priority_row(
            entry,
            is_new=entry.id_ddd not in known,
            years={int(period[:4]) for period in held.get(entry.table, ())},
        )
        for entry in entries_of(row)
        if entry.is_priority
    ]


def entry_spec(page: EditionPage) -> ListSpec[EntryRow]:
    """This will describe the entries on the page."""
    agencies = dict.fromkeys(one.entry.produsen_data for one in page.rows)
    return ListSpec(
        name="daftar-data",
        columns=(
            Column("data", "Nama data", lambda one: one.entry.nama_data),
            Column("produsen", "Produsen data", lambda one: one.entry.produsen_data),
            Column("satuan", "Satuan", lambda one: one.entry.satuan),
            Column("risiko", "Klasifikasi", lambda one: one.entry.klasifikasi_risiko),
            Column("jadwal", "Pemutakhiran", lambda one: one.entry.jadwal_pemutakhiran),
        ),
        filters=(
            Filter(
                "opd",
                "Produsen data",
                [(name, name) for name in agencies],
                lambda one, name: one.entry.produsen_data == name,
            ),
            Filter(
                "risiko",
                "Klasifikasi",
                [(word, word.capitalize()) for word in RISKS],
                lambda one, word: one.entry.klasifikasi_risiko == word,
            ),
            Filter(
                "jadwal",
                "Pemutakhiran",
                [(word, word.capitalize()) for word in SCHEDULES],
                lambda one, word: one.entry.jadwal_pemutakhiran == word,
            ),
            Filter("prioritas", "Data prioritas", [("ya", "Ya")], lambda one, _: one.entry.is_priority),
            Filter(
                "isian",
                "Isian",
                [(COMPLETE, "Lengkap"), (FAULTY, "Masih kurang")],
                lambda one, word: bool(one.lacking) == (word == FAULTY),
            ),
        ),
        text=lambda one: f"{one.entry.nama_data} {one.entry.id_ddd} {one.entry.produsen_data} {one.entry.satuan}",
        search_label="Cari nama data, kode, atau OPD",
    )


def file_spec(row: DataList) -> ListSpec[Entry]:
    """This will describe the file: the 22 columns, by their names, in their order."""
    return ListSpec(
        name=f"daftar-data-{row.year}-edisi-{row.edition}",
        columns=[Column(name, name, _reader(name)) for name in COLUMNS],
    )


def priority_spec(row: DataList) -> ListSpec[Mapping[str, str]]:
    """This will describe the file of Data Prioritas."""
    return ListSpec(
        name=f"data-prioritas-{row.year}-edisi-{row.edition}",
        columns=[Column(name, name, _getter(name)) for name in PRIORITY_COLUMNS],
    )


def _reader(name: str) -> Callable[[Entry], str]:
    return lambda entry: str(getattr(entry, name))


def _getter(name: str) -> Callable[[Mapping[str, str]], str]:
    return lambda row: row[name]


def _in_words(one: Difference) -> Sequence[tuple[str, str, str]]:
    return [(WORDS[name], before or "–", after or "–") for name, before, after in one.changes]


def _minutes(row: DataList) -> str:
    return f"{row.minutes_number}, {date_text(row.minutes_on)}" if row.minutes_on else ""


def _facts(row: DataList, entries: Sequence[Entry]) -> Sequence[Fact]:
    agencies, zone = len({entry.produsen_data for entry in entries}), ZoneInfo(row.office.time_zone)
    facts = [
        Fact("Entri", number_text(len(entries)), note=f"dari {number_text(agencies)} OPD"),
        Fact("Disusun", moment_text(row.drawn_up_at, zone)),
    ]
    if row.proposed_at:
        facts.append(Fact("Diajukan ke Forum", moment_text(row.proposed_at, zone)))
    if row.agreed_by and row.agreed_at:
        facts += [
            Fact("Disepakati", moment_text(row.agreed_at, zone), note=f"dicatat oleh {row.agreed_by.name}"),
            Fact("Berita acara", row.minutes_number, note=_minutes(row).partition(", ")[2]),
        ]
    return facts
