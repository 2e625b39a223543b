"""Step 5 of one round on one page: closing the intake, the report, and the addenda that follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import Recap, recap
from sektoral.domain.states import RoundState
from sektoral.domain.wording import counted
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Round
from sektoral.records.outcomes import outcomes_of, requests_with_answers
from sektoral.steps.step5_report.queries.closing import Open, list_open, list_undecided
from sektoral.steps.step5_report.queries.offers import addendum_action, close_action, draft_action, evidence_action
from sektoral.steps.step5_report.queries.papers import Paper, papers_of
from sektoral.steps.step5_report.queries.snapshots import late_arrivals
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Action, Clock, Figure
from sektoral.ui.formats import number_text, share_text


@dataclass(frozen=True, slots=True)
class ReportingPage:
    """Step 5 of a round. `undecided` blocks closing; `open_ones` will be listed; `late` is told in an addendum."""

    key: UUID
    title: str
    state: RoundState
    lead: str
    clock: Clock
    figures: Sequence[Figure]
    undecided: Sequence[Open]
    open_ones: Sequence[Open]
    report: Paper | None
    addenda: Sequence[Paper]
    late: Sequence[str]
    close: Action
    draft: Action
    addendum: Action
    evidence: Action | None

    @property
    def is_collecting(self) -> bool:
        """Whether the intake is still open."""
        return self.state is RoundState.COLLECTING

    @property
    def is_early(self) -> bool:
        """Whether the round has not come so far that an intake could be closed."""
        return self.state in (RoundState.PREPARING, RoundState.DISTRIBUTING)


def rounds_of(actor: Actor) -> QuerySet[Round]:
    """This will list the office's rounds, the newest first."""
    return Round.objects.filter(office=actor.office).select_related("sop", "office").order_by("-opened_at")


def get_round(actor: Actor, key: UUID) -> Round:
    """This will give a round of the actor's office. Raises `NotFound`."""
    found = rounds_of(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def round_page(round_: Round, actor: Actor, *, at: datetime) -> ReportingPage:
    """This will read step 5 of a round for this person."""
    zone = ZoneInfo(round_.office.time_zone)
    requests = [request for request in requests_with_answers(round_) if list(request.tables.all())]
    counts = recap(outcomes_of(requests, zone))
    undecided = list_undecided(requests, actor)
    papers = papers_of(round_, actor)
    reports = [paper for letter, paper in papers if letter.kind == LetterKind.REPORT]
    late = late_arrivals(round_) if round_.state == RoundState.CLOSED else []
    return ReportingPage(
        key=round_.pk,
        title=round_.title,
        state=RoundState(round_.state),
        lead=_lead(round_, counts, sum(one.tables for one in undecided), reports[-1] if reports else None),
        clock=clock_of(
            calendar_of(round_.office),
            begun_at=round_.intake_closed_at,
            due_at=round_.report_due_at,
            at=at,
            ended_at=round_.closed_at,
        ),
        figures=_figures(counts),
        undecided=undecided,
        open_ones=list_open(requests, actor),
        report=reports[-1] if reports else None,
        addenda=[paper for letter, paper in papers if letter.kind == LetterKind.ADDENDUM],
        late=[request.agency.name for request in late],
        close=close_action(round_, actor, sum(one.tables for one in undecided)),
        draft=draft_action(round_, actor, papers),
        addendum=addendum_action(round_, actor, late, papers),
        evidence=evidence_action(round_, actor),
    )


def _lead(round_: Round, counts: Recap, undecided: int, report: Paper | None) -> str:
    match RoundState(round_.state):
        case RoundState.CANCELLED:
            return "Putaran ini dibatalkan sebelum ada surat yang ditandatangani."
        case RoundState.PREPARING | RoundState.DISTRIBUTING:
            return "Penerimaan belum dimulai: surat permintaan belum terkirim semua."
        case RoundState.COLLECTING if undecided:
            return f"Penerimaan belum bisa ditutup: {counted(undecided)} tabel menunggu diputuskan."
        case RoundState.COLLECTING:
            return "Semua kiriman yang lengkap sudah diputuskan; penerimaan bisa ditutup."
        case RoundState.REPORTING if report is None:
            return "Penerimaan sudah ditutup; laporan kolektif belum disusun."
        case RoundState.REPORTING:
            return "Laporan kolektif sudah disusun dan menunggu paraf atau tanda tangan."
        case RoundState.CLOSED:
            return f"Laporan kolektif ditandatangani; {counts.sent} dari {counts.agencies} OPD mengirim data."


def _figures(counts: Recap) -> Sequence[Figure]:
    tables = counts.tables
    in_time = counts.on_time + counts.letter_later
    return (
        Figure("OPD mengirim", number_text(counts.sent), f"dari {counts.agencies}"),
        Figure("Data tepat waktu", number_text(in_time), f"OPD, {share_text(in_time, counts.agencies)}"),
        Figure("Tabel tersimpan", number_text(tables.stored), f"dari {number_text(tables.requested)}"),
        Figure("Belum ada", number_text(tables.missing), "tabel"),
        Figure("Dikembalikan", number_text(tables.returned), "tabel, belum diperbaiki"),
    )
