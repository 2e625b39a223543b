"""The page of a round's reminders: its calendar, who will get what and when, and what was sent or passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.errors import Invalid
from sektoral.domain.reminders import KINDS, SILENCES, Notice, NoticeKind, Silence, read_notices
from sektoral.domain.roles import Permission
from sektoral.outbox.audiences import Holders, all_holders
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Reminder, ReminderOutcome, Round
from sektoral.steps.step3_submit.queries.missing import missing_of
from sektoral.steps.step3_submit.queries.planning import Planned, audience_of, planned_notices
from sektoral.ui.components import Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.messages import explained

OUTCOMES: dict[ReminderOutcome, Status] = {
    ReminderOutcome.WAITING: Status(Tone.RUN, "Menunggu jam kerja"),
    ReminderOutcome.SENT: Status(Tone.DONE, "Dikirim"),
    ReminderOutcome.MERGED: Status(Tone.IDLE, "Digabung dengan yang lebih akhir"),
    ReminderOutcome.SKIPPED: Status(Tone.IDLE, "Dilewati"),
}
PLANNED, SILENT = Status(Tone.RUN, "Akan dikirim"), Status(Tone.IDLE, "Tidak akan dikirim")
AS_THINGS_STAND: dict[Silence, str] = {
    Silence.NOTHING_MISSING: "Saat ini tidak ada yang ditunggu; dilihat lagi pada waktunya.",
    Silence.BEFORE_ISSUE: "Waktunya jatuh sebelum batas waktu itu ditetapkan.",
    Silence.NOBODY: "Belum ada penerima yang bertugas dan mempunyai akun.",
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice for one agency: to come, sent, or passed over with the reason."""

    at: datetime
    agency: str
    notice: str
    whom: str
    due_at: datetime
    status: Status
    why: str
    missing: int


@dataclass(frozen=True, slots=True)
class Remindable:
    """An agency that owes something and may be reminded now."""

    request: UUID
    agency: str
    missing: int


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """A round's reminders. `trouble` says why nothing can be planned."""

    round: Round
    notices: Sequence[Notice]
    rows: Sequence[NoticeRow]
    coming: int
    done: int
    remindable: Sequence[Remindable]
    trouble: str
    may_change: bool


REMINDERS: ListSpec[NoticeRow] = ListSpec(
    name="pengingat",
    columns=(
        Column("waktu", "Waktu", lambda row: row.at),
        Column("opd", "OPD", lambda row: row.agency),
        Column("butir", "Pengingat", lambda row: row.notice),
        Column("kepada", "Kepada", lambda row: row.whom),
        Column("batas", "Batas waktu", lambda row: row.due_at),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("sebab", "Sebab", lambda row: row.why),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (("akan", "Akan dikirim"), ("dikirim", "Dikirim"), ("dilewati", "Dilewati atau digabung")),
            lambda row, chosen: chosen == _group(row),
        ),
    ),
    text=lambda row: f"{row.agency} {row.notice} {row.whom}",
    search_label="Cari OPD atau penerima",
    order="waktu",
)


def reminders_page(actor: Actor, round_: Round, *, at: datetime) -> RemindersPage:
    """This will read a round's calendar, what it will bring as things stand, and what it brought."""
    done = [_done(one) for one in _reminders(round_)]
    coming, trouble = _coming(round_, at)
    return RemindersPage(
        round=round_,
        notices=read_notices(round_.notices),
        rows=[*done, *coming],
        coming=sum(row.status is PLANNED for row in coming),
        done=sum(row.status is OUTCOMES[ReminderOutcome.SENT] for row in done),
        remindable=_remindable(round_),
        trouble=trouble,
        may_change=actor.may(Permission.SEND_REQUESTS),
    )


def _coming(round_: Round, at: datetime) -> tuple[list[NoticeRow], str]:
    try:
        planned = planned_notices(round_, calendar_of(round_.office))
    except Invalid as error:
        return [], explained(error)
    holders = all_holders(round_.office, at=at)
    return [_planned(one, holders, at) for one in planned], ""


def _planned(one: Planned, holders: Holders, at: datetime) -> NoticeRow:
    people = audience_of(one.request, one.notice.kind, holders)
    silence = one.silence or (None if people else Silence.NOBODY)
    return NoticeRow(
        at=max(one.planned_at, at),
        agency=one.request.agency.name,
        notice=f"{one.notice.label}, {one.notice.when}",
        whom=", ".join(person.name for person in people) or KINDS[one.notice.kind].audience,
        due_at=one.due_at,
        status=SILENT if silence else PLANNED,
        why=AS_THINGS_STAND[silence] if silence else "",
        missing=len(one.missing.owed),
    )


def _reminders(round_: Round) -> Sequence[Reminder]:
    return list(Reminder.objects.filter(round=round_).select_related("request__agency", "asked_by"))


def _done(one: Reminder) -> NoticeRow:
    outcome = ReminderOutcome(one.outcome)
    return NoticeRow(
        at=one.done_at or one.planned_at,
        agency=one.request.agency.name,
        notice=f"Diminta {one.asked_by.name}" if one.asked_by else _name(one.notice),
        whom=KINDS[_kind(one.notice)].audience,
        due_at=one.due_at,
        status=OUTCOMES[outcome],
        why=SILENCES[Silence(one.reason)] if one.reason else "",
        missing=0,
    )


def _kind(name: str) -> NoticeKind:
    word = name.partition(":")[0]
    return NoticeKind(word) if word in set(NoticeKind) else NoticeKind.REMINDER


def _name(name: str) -> str:
    days = int(name.partition(":")[2])
    side = "pada hari" if days == 0 else f"{abs(days)} hari kerja {'sebelum' if days < 0 else 'sesudah'}"
    return f"{KINDS[_kind(name)].label}, {side} batas waktu"


def _remindable(round_: Round) -> Sequence[Remindable]:
    requests = round_.requests.select_related("agency", "office", "round").order_by("agency__position")
    return [
        Remindable(one.request.pk, one.request.agency.name, len(one.owed))
        for one in missing_of(list(requests))
        if one.owed
    ]


def _group(row: NoticeRow) -> str:
    if row.status in (PLANNED, OUTCOMES[ReminderOutcome.WAITING]):
        return "akan"
    return "dikirim" if row.status is OUTCOMES[ReminderOutcome.SENT] else "dilewati"
