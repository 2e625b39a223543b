"""Runs over old submissions: how far one is, and what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor
from sektoral.records.models import Office, Progress, Rerun, RerunCase
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Figure, Shape, Status, Tone
from sektoral.ui.components import Progress as ShownProgress
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, Filter, ListSpec

ENDS: dict[bool | None, Status] = {
    True: Status(Tone.DONE, "Kemudian diperbaiki"),
    False: Status(Tone.WAIT, "Tetap seperti itu"),
    None: Status(Tone.IDLE, "Belum diketahui", Shape.LACK),
}


@dataclass(frozen=True, slots=True)
class RerunRow:
    """A run, as the list of runs shows it."""

    id: UUID
    ordered_at: datetime
    ordered_by: str
    rules: int
    rounds: Sequence[str]
    flagged: int
    is_finished: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A place that a rule would flag now; addresses are empty where this person may not go."""

    rule: str
    says: str
    table: str
    agency: str
    round: str
    period: str
    version: int
    where: str
    sheet: str
    cell: str
    text: str
    seen: str
    end: Status
    rule_url: str
    value_url: str
    submission_url: str


@dataclass(frozen=True, slots=True)
class RerunPage:
    """A run with all that it found."""

    id: UUID
    ordered_at: datetime
    ordered_by: str
    rounds: Sequence[str]
    rules: int
    progress: ShownProgress | None
    figures: Sequence[Figure]
    cases: Sequence[CaseRow]


def list_reruns(office: Office) -> Sequence[RerunRow]:
    """This will list all runs of an office, the latest first."""
    rows = Rerun.objects.filter(office=office).select_related("ordered_by").prefetch_related("rounds")
    counted = rows.annotate(rules=Count("versions", distinct=True), flagged=Count("cases", distinct=True))
    return [
        RerunRow(
            id=one.pk,
            ordered_at=one.ordered_at,
            ordered_by=one.ordered_by.name,
            rules=one.rules,
            rounds=[each.title for each in one.rounds.all()],
            flagged=one.flagged,
            is_finished=one.finished_at is not None,
        )
        for one in counted
    ]


def fetch_rerun(actor: Actor, pk: UUID) -> Rerun:
    """This will give a run of the actor's office. Raises `NotFound`."""
    found = Rerun.objects.filter(office=actor.office, pk=pk).select_related("ordered_by", "office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def rerun_page(actor: Actor, rerun: Rerun) -> RerunPage:
    """This will read a run's page."""
    cases = _cases(actor, rerun)
    corrected = sum(case.end is ENDS[True] for case in cases)
    return RerunPage(
        id=rerun.pk,
        ordered_at=rerun.ordered_at,
        ordered_by=rerun.ordered_by.name,
        rounds=[one.title for one in rerun.rounds.all()],
        rules=rerun.versions.count(),
        progress=progress_of(rerun),
        figures=[
            Figure("Akan ditandai sekarang", number_text(len(cases)), f"dari {number_text(rerun.judged)} nilai"),
            Figure("Kemudian diperbaiki", number_text(corrected), "sehingga aturan terpenuhi"),
            Figure("Tidak dapat diputuskan", number_text(rerun.undecided), "karena ada yang kosong"),
        ],
        cases=cases,
    )


def progress_of(rerun: Rerun) -> ShownProgress | None:
    """This will tell how far the work is; nothing once it is done."""
    if rerun.finished_at is not None:
        return None
    row = Progress.objects.filter(office=rerun.office, key=f"rerun:{rerun.pk}").first()
    here = reverse("setup:rerun", args=[rerun.pk])
    return ShownProgress(
        title="Menjalankan aturan atas kiriman lama",
        done=row.done if row else 0,
        total=row.total if row else 0,
        now=f"{row.now if row and row.now else 'Menunggu giliran'}. Halaman ini boleh ditutup.",
        poll_url=reverse("setup:rerun_progress", args=[rerun.pk]),
        refresh_url=here,
    )


def _cases(actor: Actor, rerun: Rerun) -> Sequence[CaseRow]:
    related = (
        "version__rule",
        "item__requested_table__table__agency",
        "item__submission__request__round",
    )
    rows = RerunCase.objects.filter(rerun=rerun).select_related(*related)
    rows = rows.defer("item__cells", "item__requested_table__table__definition", "item__submission__totals")
    order = ("version__rule__table_code", "version__rule__code", "item__submission__received_at", "row", "column")
    return [_case(actor, one) for one in rows.order_by(*order)]


def _case(actor: Actor, one: RerunCase) -> CaseRow:
    table, sent = one.item.requested_table.table, one.item.submission
    observation = one.observation_id
    return CaseRow(
        rule=one.version.rule.code,
        says=one.version.says,
        table=table.title,
        agency=table.agency.short_name,
        round=sent.request.round.title,
        period=sent.request.round.period,
        version=sent.version,
        where=one.where,
        sheet=one.item.requested_table.sheet,
        cell=one.cell,
        text=one.text,
        seen=one.seen,
        end=ENDS[one.is_corrected],
        rule_url=reverse("setup:rule", args=[one.version.rule_id]),
        value_url=open_url(actor, "bank:value", observation) if observation else "",
        submission_url=open_url(actor, "step3:submission", sent.request_id, sent.pk),
    )


def cases_spec(rows: Sequence[CaseRow]) -> ListSpec[CaseRow]:
    """This will describe what a run found; rules and agencies to choose from are those that occur."""
    agencies = dict.fromkeys(row.agency for row in rows)
    return ListSpec(
        name="uji-ulang-aturan",
        columns=(
            Column("aturan", "Aturan", lambda row: row.says),
            Column("kode", "Kode", lambda row: row.rule),
            Column("tabel", "Tabel", lambda row: row.table),
            Column("opd", "Produsen Data", lambda row: row.agency),
            Column("putaran", "Putaran", lambda row: row.round),
            Column("periode", "Periode", lambda row: row.period),
            Column("kiriman", "Kiriman ke", lambda row: row.version, numeric=True),
            Column("tempat", "Tempat", lambda row: row.where),
            Column("sel", "Sel", lambda row: f"{row.sheet}!{row.cell}" if row.cell else row.sheet),
            Column("nilai", "Nilai", lambda row: row.text.replace(".", ",")),
            Column("banding", "Yang dibandingkan", lambda row: row.seen),
            Column("akhir", "Akhirnya", lambda row: row.end.word),
        ),
        filters=(
            Filter("opd", "Produsen Data", [(one, one) for one in agencies], lambda row, one: row.agency == one),
            Filter(
                "akhir",
                "Akhirnya",
                [(status.word, status.word) for status in ENDS.values()],
                lambda row, word: row.end.word == word,
            ),
        ),
        text=lambda row: f"{row.says} {row.table} {row.where} {row.seen}",
        search_label="Cari aturan, tabel, atau tempat",
    )


ON_SCREEN = ("aturan", "opd", "kiriman", "tempat", "banding", "akhir")
