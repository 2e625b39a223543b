"""What the Forum and the Pembina did in the demo: a Daftar Data agreed, the next one laid before the Forum, figures of
BPS set beside, and remarks with and without an answer."""

from collections.abc import Sequence
from datetime import timedelta

from sektoral.adapters.exports import Column, to_xlsx
from sektoral.domain.cubes import TOTAL
from sektoral.domain.references import HEADS
from sektoral.domain.roles import Role
from sektoral.metadata.actions import data_lists
from sektoral.metadata.actions.references import ReferenceUpload, add_references
from sektoral.metadata.actions.remarks import RemarkPlace, answer_remark, write_remark
from sektoral.metadata.queries.data_list_paper import data_list_paper
from sektoral.project.rehearsal.company import Company
from sektoral.records.models import DataList, Table
from sektoral.setup.facts import FigureFact, load_figures

POPULATION = "2.12.001"
NOT_YET = "disdukcapil/2.12.003"  # left out of the first list, so that it is told where the table is shown
PLANS = {"dinkes/1.02.006": "RAD Stunting", "disdukcapil/2.12.001": "RAD TPB"}
DOUBT = "Jumlah menurut DKB lebih kecil dari angka BPS. Apakah konsepnya sudah ditulis pada tabel dan metadatanya?"
REPLY = "Sudah: DKB menghitung penduduk terdaftar, BPS penduduk menetap. Catatan tabel menyebutnya."
OPEN_DOUBT = "Prevalensi menurut e-PPGBM dan menurut SSGI berbeda. Mohon disebut mana yang dipakai RPJMD, dan mengapa."


def agree_on_list(company: Company) -> DataList:
    """This will have the first Daftar Data drawn up, written, proposed and agreed; its minutes are a sample."""
    year = company.clock().year
    row = data_lists.draw_up(year, by=company.actor(Role.JP), at=company.clock.advance(minutes=5))
    keys = {entry["id_ddd"] for entry in row.entries}
    for key, plan in PLANS.items():
        if key in keys:
            said = {"kategori_rad": plan}
            data_lists.write_entry(row, key, said, by=company.actor(Role.JP), at=company.clock.advance(minutes=2))
    if NOT_YET in keys:
        data_lists.leave_out(row, NOT_YET, by=company.actor(Role.JP), at=company.clock.advance(minutes=2))
    data_lists.propose(row, by=company.actor(Role.JP), at=company.clock.advance(minutes=10))
    at = company.clock.advance(hours=2)
    row.refresh_from_db()
    paper = data_list_paper(row, by=company.actor(Role.FORUM), at=at)
    minutes = data_lists.Minutes("BA/CONTOH/1", at.astimezone(company.zone).date(), "berita-acara-contoh.pdf", paper)
    data_lists.agree(row, minutes, by=company.actor(Role.FORUM), at=at)
    return row


def lay_before_forum(company: Company) -> None:
    """This will propose next year's list, set figures of BPS beside, and let the Pembina remark."""
    company.clock.advance(minutes=1)
    year = (company.clock() + timedelta(days=92)).year
    row = data_lists.draw_up(year, by=company.actor(Role.JP), at=company.clock.advance(minutes=1))
    data_lists.propose(row, by=company.actor(Role.JP), at=company.clock.advance(minutes=1))
    tables = Table.objects.filter(office=company.office, is_current=True).select_related("agency", "office")
    population = tables.get(code=POPULATION)
    for fact in load_figures(company.office.slug):
        if fact.subject == "penduduk" and fact.source.startswith("BPS"):
            _add_reference(company, population, fact)
    remark = write_remark(
        population, DOUBT, place=RemarkPlace(), by=company.actor(Role.STEWARD), at=company.clock.advance(minutes=1)
    )
    answer_remark(remark, REPLY, by=company.actor(Role.SUKOR), at=company.clock.advance(minutes=1))
    first = tables.filter(is_priority=True).order_by("code").first()
    if first:
        by = company.actor(Role.STEWARD)
        write_remark(first, OPEN_DOUBT, place=RemarkPlace(), by=by, at=company.clock.advance(minutes=1))


def _add_reference(company: Company, table: Table, fact: FigureFact) -> None:
    line: Sequence[str | int] = (TOTAL, TOTAL, str(fact.year), int(fact.value))
    book = to_xlsx([Column(head) for head in HEADS], [line], zone=company.zone)
    upload = ReferenceUpload("BPS", f"{fact.source}. {fact.note}", f"bps-{fact.year}.xlsx", (book,))
    add_references(table, upload, by=company.actor(Role.STEWARD), at=company.clock.advance(minutes=1))
