"""The list of rounds, and what an office without any is told to do first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from sektoral.domain.periods import read_period
from sektoral.domain.states import ItemState, RoundState
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Agency, Request, RequestedTable, Round, Table
from sektoral.ui.addresses import open_url, page_url
from sektoral.ui.components import Action, Empty, Status
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.states import status_of


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its counts."""

    url: str
    title: str
    period: str
    status: Status
    opened_at: datetime
    closed_at: datetime | None
    agencies: int
    sent: int
    tables: int
    stored: int


ROUNDS: ListSpec[RoundRow] = ListSpec(
    name="putaran",
    columns=(
        Column("putaran", "Putaran", lambda row: row.title),
        Column("periode", "Periode data", lambda row: row.period),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("dibuka", "Dibuka", lambda row: row.opened_at),
        Column("selesai", "Selesai", lambda row: row.closed_at),
        Column("opd", "OPD", lambda row: row.agencies, numeric=True),
        Column("mengirim", "Mengirim", lambda row: row.sent, numeric=True),
        Column("tabel", "Tabel", lambda row: row.tables, numeric=True),
        Column("tersimpan", "Tersimpan", lambda row: row.stored, numeric=True),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            [(status_of(state).word, status_of(state).word) for state in RoundState],
            lambda row, word: row.status.word == word,
        ),
    ),
)


NOBODY_TO_ASK = "Belum ada OPD atau tabel yang dapat diminta. Pengelola melengkapi keduanya lebih dahulu."


def list_rounds(actor: Actor) -> Sequence[RoundRow]:
    """This will list the office's rounds, the newest first."""
    rounds = Round.objects.filter(office=actor.office).order_by("-opened_at")
    asked = Request.objects.filter(office=actor.office, moved_to__isnull=True).values_list("round")
    agencies = dict(asked.annotate(count=Count("pk")))
    sent = dict(asked.filter(data_received_at__isnull=False).annotate(count=Count("pk")))
    owed = RequestedTable.objects.filter(office=actor.office).exclude(state="moved").values_list("request__round")
    tables = dict(owed.annotate(count=Count("pk")))
    stored = dict(owed.filter(state=ItemState.STORED).annotate(count=Count("pk")))
    return [
        RoundRow(
            url=reverse("board:board", args=[one.pk]),
            title=one.title,
            period=read_period(one.period).label,
            status=status_of(RoundState(one.state)),
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            agencies=agencies.get(one.pk, 0),
            sent=sent.get(one.pk, 0),
            tables=tables.get(one.pk, 0),
            stored=stored.get(one.pk, 0),
        )
        for one in rounds
    ]


def first_round(actor: Actor, *, is_ordered: bool) -> Empty:
    """This will say what to do where no round was opened yet; `is_ordered` where the order stands above already."""
    agencies = Agency.objects.filter(office=actor.office, successor__isnull=True).count()
    tables = Table.objects.filter(office=actor.office, is_current=True).count()
    setup, opening = open_url(actor, "setup:index"), next_round(actor)
    check = f"Periksa {agencies} OPD dan {tables} tabel" if agencies and tables else "Lihat OPD dan tabel di Penataan"
    actions = [Action(check, setup)] if setup else []
    if opening and not is_ordered:
        actions.insert(0, opening)
    return Empty(
        "Belum ada putaran pengumpulan",
        "Kelengkapan akan tampil di sini setelah Kepala Dinas membuka putaran. "
        "Sebelum itu, pastikan daftar OPD dan tabelnya sudah benar.",
        tuple(actions),
        sketch=True,
    )


@dataclass(frozen=True, slots=True)
class NextOrder:
    """The order that the Kadis gives in one tap, and in a sentence what it orders."""

    action: Action
    says: str
    other: str  # where to order something else


def next_order(actor: Actor, *, at: datetime) -> NextOrder | None:
    """This will offer last year's data in one tap to who orders, unless a round of that year was opened already."""
    url, year = open_url(actor, "step1:order"), str(local_date(actor.office, at).year - 1)
    opened = Round.objects.filter(office=actor.office, period=year).exclude(state=RoundState.CANCELLED)
    if not url or opened.exists():
        return None
    agencies = Agency.objects.filter(office=actor.office, successor__isnull=True).count()
    tables = Table.objects.filter(office=actor.office, is_current=True).count()
    label = f"Perintahkan pengumpulan data tahun {year}"
    says = (
        f"Satu ketukan meminta data tahun {year} dari semua OPD aktif dengan semua tabelnya ({agencies} OPD, {tables} "
        "tabel), dan waktu langkah 1 mulai saat itu juga. Dapat dibatalkan sebelum ada surat yang ditandatangani."
    )
    refusal = "" if agencies and tables else NOBODY_TO_ASK
    action = Action(label, url, icon="play", primary=True, post=True, refusal=refusal)
    return NextOrder(action, says, "" if refusal else page_url("step1:open"))


def next_round(actor: Actor) -> Action | None:
    """This will offer a new round to who may open one."""
    url = open_url(actor, "step1:open")
    return Action("Buka putaran pengumpulan", url, icon="play", primary=True) if url else None
