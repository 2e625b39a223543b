"""The board of one round: one sentence that answers, five figures, the SOP with the round in it, and who is awaited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sektoral.board.queries.awaited import Awaited, list_awaited, strip_of, strip_words
from sektoral.board.queries.grid import grid_rows, legend_of
from sektoral.board.queries.lanes import chart_of
from sektoral.board.queries.reading import RETURNED, TO_CHECK, RoundFacts, read_round
from sektoral.board.queries.rounds import NextOrder, next_order, next_round
from sektoral.board.queries.steps import ACTIVITIES, step_rows
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import StepTime
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, RoundState
from sektoral.domain.wording import terbilang
from sektoral.records.actors import Actor
from sektoral.records.models import Round
from sektoral.ui.addresses import page_url
from sektoral.ui.charts import Timeliness
from sektoral.ui.components import Action, Figure
from sektoral.ui.flow import Chart
from sektoral.ui.formats import day_text, number_text, share_text, time_text
from sektoral.ui.orders import OrderLine, order_line
from sektoral.ui.pictures import GridRow, LegendEntry, StepRow

MOST_SPELLED = 12  # numbers up to this stand in words where a sentence begins with them


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything on a round's board. `lead` is the answer, `rest` goes on; `times` split each step by who held it."""

    key: UUID
    sop: UUID  # the version that the round keeps
    title: str
    moment: str
    lead: str
    rest: str
    figures: Sequence[Figure]
    chart: Chart
    steps: Sequence[StepRow]
    rows: Sequence[GridRow]
    legend: Sequence[LegendEntry]
    awaited: Sequence[Awaited]
    remind: Action | None
    to_remind: Sequence[UUID]
    strip: Timeliness | None
    strip_words: str
    times: Sequence[StepTime]
    may_see_journal: bool
    onward: Action | None  # what may be done now that the round is over
    order: OrderLine | None
    next_order: NextOrder | None


def board_page(round_: Round, actor: Actor, *, at: datetime) -> BoardPage:
    """This will read a round and lay out its board for this person."""
    facts = read_round(round_, at=at)
    lead, rest = answer_of(facts)
    to_remind = _to_remind(facts)
    return BoardPage(
        key=round_.pk,
        sop=round_.sop_id,
        title=round_.title,
        moment=_moment(facts),
        lead=lead,
        rest=rest,
        figures=figures_of(facts),
        chart=chart_of(facts),
        steps=step_rows(facts, actor),
        rows=grid_rows(facts),
        legend=legend_of(facts),
        awaited=list_awaited(facts, actor),
        remind=_remind(actor, len(to_remind)),
        to_remind=to_remind,
        strip=strip_of(facts),
        strip_words=strip_words(facts),
        times=[_short(time) for time in facts.times if time.begun_at],
        may_see_journal=actor.may(Permission.SEE_JOURNAL),
        onward=next_round(actor) if facts.state in (RoundState.CLOSED, RoundState.CANCELLED) else None,
        order=order_line(round_, actor),
        next_order=next_order(actor, at=at),
    )


def current_round(actor: Actor) -> Round | None:
    """This will give the round that was opened last."""
    return rounds_of(actor).first()


def get_round(actor: Actor, key: UUID) -> Round | None:
    """This will give one round of the actor's office."""
    return rounds_of(actor).filter(pk=key).first()


def rounds_of(actor: Actor) -> QuerySet[Round]:
    """This will list the office's rounds, the newest first."""
    return Round.objects.filter(office=actor.office).select_related("sop", "office").order_by("-opened_at")


def _short(time: StepTime) -> StepTime:
    """The rows of the chart have the same few words for a step."""
    return replace(time, title=ACTIVITIES[time.no - 1]) if time.no else time


def _moment(facts: RoundFacts) -> str:
    """Now, and the how-manieth working day of the round it is."""
    now = f"{day_text(facts.day(facts.at))}, {time_text(facts.at, facts.zone)}"
    if facts.round.closed_at is not None:
        return f"Selesai {day_text(facts.day(facts.round.closed_at))}"
    try:
        days = facts.calendar.working_days_between(facts.day(facts.round.opened_at), facts.day(facts.at))
    except Invalid:
        return now
    return f"{now} · hari kerja ke-{days + 1}"


def figures_of(facts: RoundFacts) -> Sequence[Figure]:
    """This will count the round in five figures."""
    recap, tables, counts = facts.recap, facts.recap.tables, facts.counts
    in_time = recap.on_time + recap.letter_later
    later = f"; {number_text(recap.letter_later)} suratnya menyusul" if recap.letter_later else ""
    returning = sum(any(row.state == ItemState.RETURNED for row in facts.rows(r)) for r in facts.requests)
    share = share_text(tables.stored, tables.requested)
    return (
        Figure("OPD mengirim", number_text(recap.sent), f"dari {recap.agencies}"),
        Figure("Data tepat waktu", number_text(in_time), f"OPD, {share_text(in_time, recap.agencies)}{later}"),
        Figure("Tabel tersimpan", number_text(tables.stored), f"dari {number_text(tables.requested)}, {share}"),
        Figure("Menunggu diperiksa", number_text(counts.get(TO_CHECK, 0)), "tabel"),
        Figure("Dikembalikan", number_text(counts.get(RETURNED, 0)), f"tabel, {returning} OPD"),
    )


# ── The sentence that answers ──────────────────────────────────────────────


def answer_of(facts: RoundFacts) -> tuple[str, str]:
    """This will say where the round stands, and what is behind it."""
    match facts.state:
        case RoundState.PREPARING:
            signed, asked = facts.asked_and_signed, len(facts.requests)
            return _running("1"), f"Surat permintaan untuk {signed} dari {asked} OPD sudah ditandatangani."
        case RoundState.DISTRIBUTING:
            sent = sum(request.sent_at is not None for request in facts.requests)
            return _running("2"), f"{sent} dari {len(facts.requests)} permintaan sudah dikirim."
        case RoundState.COLLECTING:
            return _running(_collecting_step(facts)), _collected(facts)
        case RoundState.REPORTING:
            return _running("5"), f"Penerimaan sudah ditutup. {_collected(facts)}"
        case RoundState.CLOSED:
            number = f" Laporan {facts.report.number}." if facts.report and facts.report.number else ""
            return "Putaran ini selesai.", f"{_collected(facts)}{number}"
        case RoundState.CANCELLED:
            return "Putaran ini dibatalkan.", f"Alasannya: {facts.round.cancel_reason}"


def _running(step: str) -> str:
    return f"Langkah {step} dari 5 sedang berjalan."


def _collecting_step(facts: RoundFacts) -> str:
    """Steps 3 and 4 run side by side until the deadline; after it, the checking is what goes on."""
    if facts.is_past_due:
        return "4"
    return "3 dan 4" if any(submission.complete_at for submission in facts.submissions) else "3"


def _collected(facts: RoundFacts) -> str:
    tables, counts, silent = facts.recap.tables, facts.counts, facts.recap.silent
    sentence = f"{number_text(tables.stored)} dari {number_text(tables.requested)} tabel sudah di Bank Data"
    if declared := tables.nil + tables.unavailable:
        sentence += f" dan {number_text(declared)} dinyatakan nihil atau tidak tersedia"
    parts = [f"{number_text(counts[TO_CHECK])} menunggu diperiksa"] if counts.get(TO_CHECK) else []
    parts += [f"{number_text(counts[RETURNED])} dikembalikan"] if counts.get(RETURNED) else []
    if parts:
        sentence += f"; {' dan '.join(parts)}"
    missing = f" {_spelled(silent)} OPD belum mengirim." if silent else " Semua OPD sudah mengirim."
    return f"{sentence}.{missing}"


def _spelled(count: int) -> str:
    return terbilang(count).capitalize() if count <= MOST_SPELLED else number_text(count)


def _to_remind(facts: RoundFacts) -> Sequence[UUID]:
    """The requests past their deadline that nobody has written about yet."""
    if facts.state is not RoundState.COLLECTING:
        return ()
    return [
        one.pk for one in facts.overdue if not any(letter.kind == LetterKind.FOLLOW_UP for letter in one.letters.all())
    ]


def _remind(actor: Actor, count: int) -> Action | None:
    """The letters to the late ones are one click away for who prepares letters."""
    url = page_url("step3:follow_up")
    if not count or not url or not actor.may(Permission.PREPARE_LETTERS):
        return None
    return Action(f"Buat {count} surat susulan", url, icon="document-text", primary=True, form="susulan")
