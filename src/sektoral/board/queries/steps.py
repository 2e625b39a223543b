"""The rows beside the SOP's chart: each step with its clock and what has come of it so far."""

from collections.abc import Sequence
from dataclasses import replace

from sektoral.board.queries.lanes import step_reaches
from sektoral.board.queries.reading import RoundFacts
from sektoral.domain.errors import Invalid
from sektoral.domain.reports import StepTime
from sektoral.domain.states import SubmissionState
from sektoral.records.actors import Actor
from sektoral.ui.addresses import open_url
from sektoral.ui.clocks import NOT_BEGUN, clock_of
from sektoral.ui.components import Clock, Status, Tone
from sektoral.ui.flow import Reach
from sektoral.ui.formats import duration_text, number_text, short_date_text
from sektoral.ui.pictures import StepRow

ACTIVITIES = (  # the SOP's own words, short enough for a row; the SOP page has them in full
    "Mempersiapkan surat permintaan, referensi data, dan instrumen",
    "Distribusi surat permintaan dan instrumen ke Produsen Data",
    "Produsen Data menyampaikan data",
    "Menerima dan memeriksa kesesuaian data, menyimpan di Bank Data",
    "Membuat laporan kolektif",
)
FINISHED, RUNNING = Status(Tone.DONE, "Selesai"), Status(Tone.RUN, "Berjalan")


def step_rows(facts: RoundFacts, actor: Actor) -> Sequence[StepRow]:
    """This will give the five rows beside the chart; a step leads to its page where this person may open it."""
    reaches, urls = step_reaches(facts), _urls(facts, actor)
    rows = (_preparing_row, _distributing_row, _submitting_row, _checking_row, _reporting_row)
    return tuple(
        row(facts, StepRow(no, ACTIVITIES[no - 1], NOT_BEGUN, FINISHED, "", reaches[no] is Reach.NOW, urls[no - 1]))
        for no, row in enumerate(rows, 1)
    )


def _urls(facts: RoundFacts, actor: Actor) -> Sequence[str]:
    """Where each step is worked at; empty for who has nothing to do there."""
    key = facts.round.pk
    requests = open_url(actor, "step3:requests")
    return (
        open_url(actor, "step1:round", key),
        open_url(actor, "step2:round", key),
        f"{requests}?putaran={key}" if requests else "",
        open_url(actor, "step4:queue") or open_url(actor, "step4:priority"),
        open_url(actor, "step5:round", key),
    )


def _preparing_row(facts: RoundFacts, row: StepRow) -> StepRow:
    round_ = facts.round
    clock = clock_of(
        facts.calendar,
        begun_at=round_.opened_at,
        due_at=round_.step1_due_at,
        at=facts.at,
        ended_at=round_.letters_signed_at,
    )
    clock = _in_time(clock)
    output = f"{len(facts.letters)} surat dan {len(facts.requests)} instrumen"
    if row.is_now:
        output = f"Surat untuk {facts.asked_and_signed} dari {len(facts.requests)} OPD ditandatangani"
    return _filled(row, clock, output)


def _distributing_row(facts: RoundFacts, row: StepRow) -> StepRow:
    round_ = facts.round
    sent = sum(request.sent_at is not None for request in facts.requests)
    opened = sum(request.opened_at is not None for request in facts.requests)
    clock = clock_of(
        facts.calendar,
        begun_at=round_.letters_signed_at,
        due_at=round_.step2_due_at,
        at=facts.at,
        ended_at=round_.distributed_at,
    )
    if clock.tone is Tone.DONE:
        minutes = sum(held.minutes for held in facts.time_of(2).held)
        limit = facts.sop.step(2).time_limit.text
        clock = Clock(Tone.DONE, f"Selesai dalam {duration_text(minutes)}", 1, 1, f"Waktu SOP: {limit} kerja")
    output = f"{sent} terkirim, {opened} sudah dibuka" if sent else f"{len(facts.requests)} siap setelah ditandatangani"
    return _filled(row, clock, output)


def _submitting_row(facts: RoundFacts, row: StepRow) -> StepRow:
    time, recap = facts.time_of(3), facts.recap
    clock = clock_of(facts.calendar, begun_at=time.begun_at, due_at=facts.due_at, at=facts.at, ended_at=time.ended_at)
    output = f"{recap.sent} dari {recap.agencies} OPD mengirim"
    late = len(facts.overdue)
    status = Status(Tone.BAD, f"{late} OPD {'terlambat' if row.is_now else 'tidak mengirim'}") if late else None
    if late and time.ended_at is not None:
        clock = replace(clock, tone=Tone.BAD, words="Ditutup, belum lengkap")
    return _filled(row, clock, output, status)


def _checking_row(facts: RoundFacts, row: StepRow) -> StepRow:
    tally = facts.recap.tables
    output = f"{number_text(tally.stored)} dari {number_text(tally.requested)} tabel tersimpan"
    return _filled(row, _checking_clock(facts, row), output)


def _checking_clock(facts: RoundFacts, row: StepRow) -> Clock:
    """Step 4 runs per submission; the one that is due first is shown."""
    open_ones = [s for s in facts.submissions if s.state == SubmissionState.COMPLETE and s.check_due_at]
    first = min(open_ones, key=lambda s: s.check_due_at or facts.at, default=None)
    if first is not None:
        word = "Terdekat" if len(open_ones) > 1 else "Batas"
        return clock_of(
            facts.calendar, begun_at=first.complete_at, due_at=first.check_due_at, at=facts.at, limit_word=word
        )
    time = facts.time_of(4)
    if row.is_now:
        return Clock(Tone.DONE, "Tidak ada yang antre", 0, facts.sop.step(4).time_limit.value)
    return _in_time(_clock_of(facts, time))


def _reporting_row(facts: RoundFacts, row: StepRow) -> StepRow:
    time = facts.time_of(5)
    report = facts.report
    output = report.number if report and report.number else "Laporan Pengumpulan Data"
    if time.begun_at is None:
        note = f"Rencana {planned}" if (planned := _planned_report(facts)) else ""
        clock = Clock(Tone.IDLE, "Belum mulai", 0, 1, note)
        return _filled(row, clock, output, Status(Tone.IDLE, "Menunggu langkah 4"))
    return _filled(row, _in_time(_clock_of(facts, time)), output)


def _in_time(clock: Clock) -> Clock:
    """A step that has ended in time needs no count of the days it left over."""
    return replace(clock, words="Selesai tepat waktu", used=1, total=1) if clock.tone is Tone.DONE else clock


def _clock_of(facts: RoundFacts, time: StepTime) -> Clock:
    return clock_of(facts.calendar, begun_at=time.begun_at, due_at=time.due_at, at=facts.at, ended_at=time.ended_at)


def _planned_report(facts: RoundFacts) -> str:
    """The day the report would be due if every step ends on its deadline; nothing beyond the calendar's years."""
    if facts.due_at is None:
        return ""
    checks = [s.check_due_at for s in facts.submissions if s.check_due_at]
    try:
        last = max([*checks, facts.calendar.due_at_days(facts.due_at, facts.sop.step(4).time_limit.value)])
        planned = facts.calendar.due_at_days(max(last, facts.at), facts.sop.step(5).time_limit.value)
    except Invalid:
        return ""
    return short_date_text(facts.day(planned))


def _filled(row: StepRow, clock: Clock, output: str, status: Status | None = None) -> StepRow:
    waiting = Status(Tone.IDLE, f"Menunggu langkah {row.number - 1}")
    usual = RUNNING if row.is_now else FINISHED if clock.tone in (Tone.DONE, Tone.BAD) else waiting
    return StepRow(row.number, row.activity, clock, status or usual, output, row.is_now, row.url)
