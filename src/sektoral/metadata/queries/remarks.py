"""The remarks of the Pembina Data: all of an office, and one with its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.bank.queries.grid import whole
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Office, Remark, Table
from sektoral.records.remarks import SaidRemark, open_remarks, said
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

OPEN, ANSWERED = "terbuka", "dijawab"
WAITING = Status(Tone.WAIT, "Menunggu jawaban")
DONE = Status(Tone.DONE, "Dijawab", Shape.TICK)


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark in the list of all; `table` leads to the bank's page."""

    remark: SaidRemark
    title: str
    agency: str
    table: UUID

    @property
    def status(self) -> Status:
        """Whether it waits."""
        return WAITING if self.remark.is_open else DONE


REMARKS: ListSpec[RemarkRow] = ListSpec(
    name="catatan-pembina",
    columns=(
        Column("tabel", "Tabel", lambda row: row.title),
        Column("opd", "Produsen data", lambda row: row.agency),
        Column("tentang", "Tentang", lambda row: row.remark.about or "seluruh tabel"),
        Column("catatan", "Catatan", lambda row: row.remark.text),
        Column("ditulis", "Ditulis", lambda row: row.remark.written_at),
        Column("jawaban", "Jawaban", lambda row: row.remark.answer, on_page=False),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            [(OPEN, "Menunggu jawaban"), (ANSWERED, "Dijawab")],
            lambda row, word: row.remark.is_open == (word == OPEN),
        ),
    ),
    text=lambda row: f"{row.title} {row.agency} {row.remark.text} {row.remark.answer}",
    search_label="Cari tabel, OPD, atau catatan",
)


def list_remarks(office: Office) -> Sequence[RemarkRow]:
    """This will list all remarks, the newest first."""
    rows = list(Remark.objects.filter(office=office).select_related("agency", "written_by"))
    wanted = {(row.agency_id, row.code) for row in rows}
    tables = {
        (table.agency_id, table.code): table
        for table in Table.objects.filter(office=office, is_current=True, code__in={code for _, code in wanted})
    }
    return [_row(row, tables[row.agency_id, row.code]) for row in rows if (row.agency_id, row.code) in tables]


def fetch_remark(actor: Actor, pk: UUID) -> tuple[Remark, RemarkRow]:
    """This will give a remark of the actor's office, and how it is shown. Raises `NotFound`."""
    row = Remark.objects.filter(office=actor.office, pk=pk).select_related("agency", "written_by").first()
    if row is None:
        raise NotFound("not_found")
    table = Table.objects.filter(agency_id=row.agency_id, code=row.code).order_by("-version")[0]
    return row, _row(row, table)


def count_open(actor: Actor) -> int:
    """This will count the remarks that this person may answer."""
    if not actor.may(Permission.ANSWER_REMARKS):
        return 0
    return open_remarks(Remark.objects.filter(office=actor.office)).count()


def definition_for_remarks(table: Table) -> TableDef:
    """This will give a table's definition with every row and column that a remark may be about."""
    return whole(definitions_of(table), ())


def _row(row: Remark, table: Table) -> RemarkRow:
    return RemarkRow(said(row, definition_for_remarks(table)), table.title, row.agency.name, table.pk)
