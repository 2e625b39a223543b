"""The imports of old years as pages show them: the list, and one with what it would change and who may decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse

from sektoral.bank.queries.figures import figure_text
from sektoral.bank.queries.import_plan import PeriodPreview
from sektoral.domain import canonical
from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.sentences import finding_parts
from sektoral.domain.errors import NotFound, SektoralError, WrongState
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.instruments import TableDef
from sektoral.domain.policies import check_not_maker
from sektoral.domain.roles import Permission
from sektoral.domain.states import ImportState
from sektoral.intake.histories import Fault
from sektoral.records.actors import Actor
from sektoral.records.models import BulkImport
from sektoral.ui.components import Fact, Found, Notice, Progress, Status, Tone
from sektoral.ui.findings import STATUSES
from sektoral.ui.formats import moment_text, number_text
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.messages import explained, remedy, sentence
from sektoral.ui.states import status_of

FOUND_ON_PAGE = 200


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as the list shows it."""

    id: UUID
    table: str
    agency: str
    source: str
    periods: str
    values: int
    received_at: datetime
    received_by: str
    state: ImportState

    @property
    def status(self) -> Status:
        """The chip of its state."""
        return status_of(self.state)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """What the file says of a period; `differences` name the figures that the bank holds otherwise."""

    period: str
    figures: int
    marks: int
    sum: str
    new: int
    same: int
    changed: int
    differences: Sequence[tuple[str, str, str, str]]  # where in words, cell, held, read


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. `refusal` says why this person cannot decide it; `progress` is there while it is read."""

    id: UUID
    title: str
    table: UUID
    status: Status
    facts: Sequence[Fact]
    notice: Notice | None
    progress: Progress | None
    periods: Sequence[PeriodRow]
    findings: Sequence[Found]
    findings_total: int
    is_awaiting: bool
    is_correction: bool
    refusal: str
    new: int
    changed: int


def imports_of(actor: Actor) -> QuerySet[BulkImport]:
    """This will select the imports of the actor's office."""
    return BulkImport.objects.filter(office=actor.office)


def list_imports(actor: Actor) -> Sequence[ImportRow]:
    """This will list all imports, the newest first; what was found in them is left in the database."""
    rows = imports_of(actor).select_related("table__agency", "received_by")
    return [_row(one) for one in rows.defer("findings", "preview", "table__definition").order_by("-received_at")]


def fetch_import(actor: Actor, pk: UUID) -> BulkImport:
    """This will give an import of the actor's office. Raises `NotFound`."""
    rows = imports_of(actor).select_related("office", "table__agency", "file", "received_by", "decided_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("not_found")
    return found


def import_page(actor: Actor, imported: BulkImport) -> ImportPage:
    """This will read one import's page."""
    table = canonical.read(TableDef, imported.table.definition)
    state, previews = ImportState(imported.state), [_period_row(one, table) for one in imported.preview]
    return ImportPage(
        id=imported.pk,
        title=table.title,
        table=imported.table_id,
        status=status_of(state),
        facts=_facts(imported),
        notice=_notice(imported, state),
        progress=progress_of(imported),
        periods=previews,
        findings=[_found(one, number) for number, one in enumerate(imported.findings[:FOUND_ON_PAGE], 1)],
        findings_total=sum(imported.totals.values()),
        is_awaiting=state is ImportState.AWAITING_DECISION,
        is_correction=bool(imported.correction),
        refusal=_refusal(actor, imported),
        new=sum(one.new for one in previews),
        changed=sum(one.changed for one in previews),
    )


def progress_of(imported: BulkImport) -> Progress | None:
    """This will tell how far the reading is; nothing once it is read."""
    if imported.state != ImportState.RECEIVED:
        return None
    return Progress(
        title=f"Membaca {imported.file.name}",
        done=1,
        total=2,
        now="Berkas sudah tersimpan dan sedang diperiksa. Halaman ini boleh ditutup.",
        poll_url=reverse("bank:import_progress", args=[imported.pk]),
        refresh_url=reverse("bank:import", args=[imported.pk]),
    )


LIST: ListSpec[ImportRow] = ListSpec(
    name="impor-tahun-lama",
    columns=(
        Column("tabel", "Tabel", lambda row: row.table),
        Column("opd", "Produsen Data", lambda row: row.agency),
        Column("sumber", "Asal angka", lambda row: row.source),
        Column("periode", "Periode", lambda row: row.periods),
        Column("angka", "Angka", lambda row: row.values, numeric=True),
        Column("diterima", "Diterima", lambda row: row.received_at),
        Column("oleh", "Oleh", lambda row: row.received_by),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            [(state.value, status_of(state).word) for state in ImportState],
            lambda row, value: row.state.value == value,
        ),
    ),
    text=lambda row: f"{row.table} {row.agency} {row.source}",
    search_label="Cari tabel, OPD, atau asal",
)


def _row(one: BulkImport) -> ImportRow:
    ends = list(dict.fromkeys(one.periods[:1] + one.periods[-1:]))
    return ImportRow(
        id=one.pk,
        table=one.table.title,
        agency=one.table.agency.short_name,
        source=one.source,
        periods=" sampai ".join(ends),
        values=one.values,
        received_at=one.received_at,
        received_by=one.received_by.name,
        state=ImportState(one.state),
    )


def _period_row(one: PeriodPreview, table: TableDef) -> PeriodRow:
    rows = {row.code: row.label for row in table.rows}
    columns = {column.code: label_of(column) for column in table.columns}
    return PeriodRow(
        period=one["period"],
        figures=one["figures"],
        marks=one["marks"],
        sum=figure_text(one["sum"], 0),
        new=one["new"],
        same=one["same"],
        changed=one["changed"],
        differences=[
            (f"{rows[each['row']]}, {columns[each['column']]}", each["cell"], each["held"], each["read"])
            for each in one["differences"]
        ],
    )


def _facts(imported: BulkImport) -> Sequence[Fact]:
    zone = ZoneInfo(imported.office.time_zone)
    facts = [
        Fact("Produsen Data", imported.table.agency.name),
        Fact("Berkas", imported.file.name, note=f"SHA-256 {imported.file.sha256[:16]}…"),
        Fact("Asal angka", imported.source),
        Fact("Dimasukkan oleh", imported.received_by.name, note=moment_text(imported.received_at, zone)),
    ]
    if imported.correction:
        facts.append(Fact("Koreksi karena", imported.correction))
    if imported.decided_by and imported.decided_at:
        facts.append(Fact("Diputuskan oleh", imported.decided_by.name, note=moment_text(imported.decided_at, zone)))
    return facts


def _notice(imported: BulkImport, state: ImportState) -> Notice | None:
    if state is ImportState.REFUSED:
        said = WrongState(imported.refusal_code, **imported.refusal_facts)
        return Notice(Tone.BAD, "Tidak ada angka yang disimpan", sentence(said), remedy(said), code=said.code)
    if state is ImportState.STORED:
        count = number_text(str(sum(one["new"] + one["changed"] for one in imported.preview)))
        return Notice(Tone.DONE, f"{count} angka tersimpan di Bank Data")
    if state is ImportState.DECLINED:
        return Notice(Tone.IDLE, "Tidak diterima", imported.reason)
    return None


def _found(fault: Fault, number: int) -> Found:
    severity = Severity(fault["severity"])
    facts = {name: str(fact) for name, fact in fault["facts"].items()}
    one = Finding(fault["code"], severity, fault["sheet"], fault["cell"], fault["value"], fault["table"], facts)
    about, what, remedy_ = finding_parts(one)
    where = f"{one.sheet}!{one.cell}"
    return Found(number, STATUSES[severity], where, about, what, remedy_, one.code)


def _refusal(actor: Actor, imported: BulkImport) -> str:
    """Why this person cannot decide it; empty where they can."""
    try:
        actor.check(Permission.DECIDE_IMPORTS)
        check_not_maker(str(actor.person.pk), frozenset({str(imported.received_by_id)}))
    except SektoralError as error:
        return explained(error)
    return ""
