"""Whom the round waits for, with what is known of each, and when agencies sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sektoral.board.queries.reading import (
    AWAITED,
    BEING_READ,
    FAULTY,
    LATE,
    NOT_ASKED,
    RETURNED,
    WITHOUT_LETTER,
    RoundFacts,
    standing,
)
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import SubmissionState
from sektoral.domain.workdays import Calendar, is_late
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Request
from sektoral.ui.addresses import open_url, page_url
from sektoral.ui.charts import SentDay, Timeliness
from sektoral.ui.clocks import moment_words
from sektoral.ui.components import Status, Tone
from sektoral.ui.formats import short_date_text
from sektoral.ui.states import status_of

MOST_DAYS = 25  # working days that the strip has room for


@dataclass(frozen=True, slots=True)
class Awaited:
    """An agency that still owes tables: `status` says how late or what it lacks, `known` what is known of it."""

    name: str
    url: str
    status: Status
    tables: int
    known: str
    is_silent: bool


def list_awaited(facts: RoundFacts, actor: Actor) -> Sequence[Awaited]:
    """This will list the agencies that still owe tables of a round that takes data: the latest first."""
    if facts.round.intake_closed_at is not None or not any(request.sent_at for request in facts.requests):
        return ()
    owing = [(request, _owed(facts, request)) for request in facts.requests]
    rows = [(request, _awaited(facts, actor, request, owed)) for request, owed in owing if owed]
    order = {Tone.BAD: 0, Tone.WAIT: 1, Tone.BACK: 2, Tone.RUN: 3, Tone.IDLE: 4}
    rows.sort(key=lambda pair: (order[pair[1].status.tone], pair[0].due_at or facts.at, pair[0].agency.position))
    return [row for _, row in rows]


def _owed(facts: RoundFacts, request: Request) -> list[Status]:
    marks = [facts.marks[row.pk] for row in facts.rows(request)]
    return [mark for mark in marks if mark in AWAITED and mark != NOT_ASKED]


def _awaited(facts: RoundFacts, actor: Actor, request: Request, owed: Sequence[Status]) -> Awaited:
    own = page_url("board:agency", facts.round.pk, request.pk)
    return Awaited(
        name=request.agency.name,
        url=open_url(actor, "step3:request", request.pk) or own,
        status=_status(facts, request, owed),
        tables=len(owed),
        known=" · ".join(part for part in (_known(facts, request, owed), _reminded(facts, request)) if part),
        is_silent=request.data_received_at is None,
    )


def _status(facts: RoundFacts, request: Request, owed: Sequence[Status]) -> Status:
    """What stands out: late first, then what lacks the least."""
    if LATE in owed and request.data_received_at is None:
        return Status(Tone.BAD, _late_words(facts.calendar, request.due_at, facts.at))
    if LATE in owed:
        return Status(Tone.WAIT, "Sebagian")
    if FAULTY in owed:
        return FAULTY
    if WITHOUT_LETTER in owed:
        return WITHOUT_LETTER
    if RETURNED in owed:
        return RETURNED
    return BEING_READ if BEING_READ in owed else Status(Tone.IDLE, "Belum lewat batas")


def _late_words(calendar: Calendar, due_at: datetime | None, at: datetime) -> str:
    if due_at is None or not is_late(at, due_at):
        return "Lewat batas"
    try:
        days = calendar.working_days_between(calendar.local_date(due_at), calendar.local_date(at))
    except Invalid:
        days = (at - due_at).days
    return f"Lewat {days} hari kerja" if days else "Lewat batas hari ini"


def _known(facts: RoundFacts, request: Request, owed: Sequence[Status]) -> str:
    last = standing(request)[-1:]
    if RETURNED in owed:
        return _revision(facts, request, owed)
    if last and last[0].state in (SubmissionState.REJECTED, SubmissionState.REFUSED):
        word = status_of(SubmissionState(last[0].state)).word
        return f"Berkas {_day(facts, last[0].received_at)}: {word[:1].lower()}{word[1:]}"
    if request.data_received_at is not None:
        total = len(facts.rows(request))
        sent = total - len([mark for mark in owed if mark != WITHOUT_LETTER])
        letter = ", surat pengiriman belum ada" if WITHOUT_LETTER in owed else ""
        return f"{sent} dari {total} tabel dikirim {_day(facts, request.data_received_at)}{letter}"
    if request.downloaded_at is not None:
        return f"Instrumen diunduh {_day(facts, request.downloaded_at)}, belum mengirim"
    if request.opened_at is not None:
        return f"Permintaan dibuka {_day(facts, request.opened_at)}, instrumen belum diunduh"
    return "Permintaan belum dibuka"


def _revision(facts: RoundFacts, request: Request, owed: Sequence[Status]) -> str:
    dues = [row.revision_due_at for row in facts.rows(request) if row.revision_due_at]
    until = f", perbaikan ditunggu sampai {moment_words(facts.calendar, max(dues))}" if dues else ""
    return f"{sum(mark == RETURNED for mark in owed)} tabel dikembalikan{until}"


def _reminded(facts: RoundFacts, request: Request) -> str:
    parts = []
    reminders = facts.reminders.get(request.pk)
    if reminders and reminders.last_at:
        parts.append(f"{reminders.count} pengingat, terakhir {_day(facts, reminders.last_at)}")
    letters = [letter for letter in request.letters.all() if letter.kind == LetterKind.FOLLOW_UP]
    if letters:
        parts.append(_letter_words(facts, letters[-1]))
    return " · ".join(parts)


def _letter_words(facts: RoundFacts, letter: Letter) -> str:
    return f"surat susulan {_day(facts, letter.signed_at)}" if letter.signed_at else "surat susulan sedang disiapkan"


def _day(facts: RoundFacts, at: datetime) -> str:
    return short_date_text(facts.day(at))


# ── When agencies sent ─────────────────────────────────────────────────────


def strip_of(facts: RoundFacts) -> Timeliness | None:
    """This will tell when agencies sent, working day by working day; nothing before anybody could."""
    sent = min((request.sent_at for request in facts.requests if request.sent_at), default=None)
    if sent is None or facts.due_at is None:
        return None
    received = [(facts.day(r.data_received_at), _is_in_time(r)) for r in facts.requests if r.data_received_at]
    last = facts.day(min(facts.at, facts.round.intake_closed_at or facts.at))
    days = _days(facts.calendar, facts.day(sent), max([last, facts.day(facts.due_at), *(day for day, _ in received)]))
    shown = sorted({*days, *(day for day, _ in received)})[-MOST_DAYS:]
    return Timeliness(
        days=tuple(
            SentDay(
                day,
                sum(when == day and in_time for when, in_time in received),
                sum(when == day and not in_time for when, in_time in received),
            )
            for day in shown
        ),
        limit_day=facts.day(facts.due_at),
        limit_words=f"Batas waktu {moment_words(facts.calendar, facts.due_at)}",
    )


def strip_words(facts: RoundFacts) -> str:
    """This will say what the strip shows."""
    recap = facts.recap
    in_time = recap.on_time + recap.letter_later
    return (
        f"{in_time} OPD tepat waktu (disk), {recap.late} setelah batas waktu (segitiga), {recap.silent} belum mengirim."
    )


def _is_in_time(request: Request) -> bool:
    return not (request.data_received_at and request.due_at and is_late(request.data_received_at, request.due_at))


def _days(calendar: Calendar, first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    try:
        return [day for day in days if calendar.is_workday(day)]
    except Invalid:
        return [day for day in days if day.weekday() < 5]
