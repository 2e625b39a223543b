"""Reminding: the calendar's notices when they are due, and those a person asks for; only who owes something hears.

What the calendar holds is kept as a row for each request and deadline, sent or not, so that no notice comes twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.message_texts import write
from sektoral.domain.outbox import MessageKind
from sektoral.domain.reminders import KINDS, NoticeKind, Silence
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import RoundState
from sektoral.domain.workdays import is_late
from sektoral.outbox.actions.queueing import Announcement, announce, target_of
from sektoral.outbox.actions.telling import News, link_to, spoken, tell
from sektoral.outbox.audiences import Holders, all_holders, staff_of
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Person, Reminder, ReminderOutcome, Request, Round
from sektoral.steps.step3_submit.queries.missing import Missing, Owed, missing_of
from sektoral.steps.step3_submit.queries.planning import Planned, audience_of, latest_of_each, planned_notices
from sektoral.ui.addresses import page_url

COLLECTING = (RoundState.DISTRIBUTING, RoundState.COLLECTING)
LOOK_AGAIN = timedelta(minutes=5)  # a deadline that was moved or a table that came back is seen after that
NO_CALENDAR = timedelta(hours=1)
MOST_AT_ONCE = 10  # rounds of one tick


def remind(*, at: datetime) -> int:
    """This will send what the calendars hold, within office hours, and return how many requests were looked at.

    A round is looked at again when its next notice is due, and at the latest after five minutes. In the morning all
    offices fall due at once: the others have their turn with the next tick, and receipts before them.
    """
    due = Q(reminders_due_at__isnull=True) | Q(reminders_due_at__lte=at)
    rounds = Round.objects.filter(due, state__in=COLLECTING).order_by(F("reminders_due_at").asc(nulls_first=True))
    return sum(_look_at(key, at) for key in list(rounds.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def remind_now(requests: Sequence[Request], *, by: Actor, at: datetime) -> list[tuple[Request, SektoralError | None]]:
    """This will remind chosen agencies today, once a day each; outside office hours at the next opening.

    Gives each request with the reason where it was passed over.
    """
    by.check(Permission.SEND_REQUESTS)
    by.check_here(*requests)
    results: list[tuple[Request, SektoralError | None]] = []
    for request in requests:
        try:
            _ask(request, by=by, at=at)
            results.append((request, None))
        except (WrongState, Invalid) as refusal:
            results.append((request, refusal))
    return results


def _ask(request: Request, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=request.round_id)  # before the request, as the look does
        row = Request.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "office", "round")
        request = row.get(pk=request.pk)
        missing = next(iter(missing_of([request])), None)
        if missing is None or not missing.owed:
            raise WrongState("reminder_not_needed", agency=request.agency.name)
        day = local_date(request.office, at)
        name = f"asked:{day.isoformat()}"
        if _was_reminded(request, day.isoformat()):
            raise WrongState("reminder_today", agency=request.agency.name)
        planned = calendar_of(request.office).open_from(at)
        Reminder.objects.create(
            office=request.office,
            round=request.round,
            request=request,
            notice=name,
            due_at=min(one.due_at for one in missing.owed),
            planned_at=planned,
            outcome=ReminderOutcome.WAITING,
            asked_by=by.person,
        )
        Round.objects.filter(pk=request.round_id).update(reminders_due_at=planned)
        journal.append("reminder.asked", office=request.office, about=request, by=by.person, at=at)


def _was_reminded(request: Request, day: str) -> bool:
    """Whether the agency's people were reminded today, or will be, whoever asked for it."""
    rows = request.reminders.filter(outcome__in=[ReminderOutcome.WAITING, ReminderOutcome.SENT])
    told = rows.filter(
        Q(notice__startswith="asked:") | Q(notice__startswith="reminder") | Q(notice__startswith="overdue")
    )
    return any(day == local_date(request.office, one.done_at or one.planned_at).isoformat() for one in told)


def _look_at(key: UUID, at: datetime) -> int:
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=key)
        if round_.state not in COLLECTING or (round_.reminders_due_at and round_.reminders_due_at > at):
            return 0  # another worker was here
        try:
            looked = _send_due(round_, at)
        except Invalid:  # the holidays of that year are not entered yet; the page of the calendar says so
            round_.reminders_due_at, looked = at + NO_CALENDAR, 0
        round_.save(update_fields=["reminders_due_at"])
    return looked


def _send_due(round_: Round, at: datetime) -> int:
    calendar = calendar_of(round_.office)
    opening = calendar.open_from(at)
    if opening > at:  # never outside office hours; nothing is lost
        round_.reminders_due_at = opening
        return 0
    planned = planned_notices(round_, calendar)
    due = [one for one in planned if one.planned_at <= at]
    holders = all_holders(round_.office, at=at)
    asked = _send_asked(round_, holders, at)
    for one in due:
        if one.silence:
            _keep(one, ReminderOutcome.SKIPPED, at, one.silence)
    suggested: list[Planned] = []
    for one, merged in latest_of_each([one for one in due if not one.silence]):
        _send(one, suggested, holders, at)
        for other in merged:
            _keep(other, ReminderOutcome.MERGED, at)
    _suggest(round_, suggested, at)
    later = [one.planned_at for one in planned if one.planned_at > at]
    round_.reminders_due_at = min([at + LOOK_AGAIN, *later])
    return len(due) + asked


def _send(one: Planned, suggested: list[Planned], holders: Holders, at: datetime) -> None:
    people = audience_of(one.request, one.notice.kind, holders)
    if not people:
        _keep(one, ReminderOutcome.SKIPPED, at, Silence.NOBODY)
        return
    kept = _keep(one, ReminderOutcome.SENT, at)
    if one.notice.kind is NoticeKind.SUGGESTION:
        suggested.append(one)
    else:
        _tell(one.missing, KINDS[one.notice.kind].message, people, key=f"reminder:{kept.pk}", at=at)


def _send_asked(round_: Round, holders: Holders, at: datetime) -> int:
    """Those a person asked for: sent if something is still missing now."""
    waiting = Reminder.objects.filter(round=round_, outcome=ReminderOutcome.WAITING, planned_at__lte=at)
    rows = list(waiting.select_related("request__agency", "request__office", "request__round"))
    missing = {one.request.pk: one for one in missing_of([row.request for row in rows])}
    for row in rows:
        owes = missing.get(row.request.pk)
        people = audience_of(row.request, NoticeKind.REMINDER, holders)
        row.outcome, row.done_at = ReminderOutcome.SENT, at
        if owes is None or not owes.owed:
            row.outcome, row.reason = ReminderOutcome.SKIPPED, Silence.NOTHING_MISSING
        elif not people:
            row.outcome, row.reason = ReminderOutcome.SKIPPED, Silence.NOBODY
        row.save(update_fields=["outcome", "reason", "done_at"])
        if owes and row.outcome == ReminderOutcome.SENT:
            late = all(is_late(at, one.due_at) for one in owes.owed)
            kind = MessageKind.OVERDUE if late else MessageKind.REMINDER
            _tell(owes, kind, people, key=f"reminder:{row.pk}", at=at)
    return len(rows)


def _tell(missing: Missing, message: MessageKind, people: Sequence[Person], *, key: str, at: datetime) -> None:
    request, due = missing.request, min(one.due_at for one in missing.owed)
    facts = {"due": spoken(request.office, due), "things": [_thing(one, due, request) for one in missing.owed]}
    news = News(message, key, request, facts)
    tell(news, people, at=at)


def _thing(owed: Owed, due: datetime, request: Request) -> str:
    """What is owed; its own deadline only where that is another than the one that the message begins with."""
    return owed.what if owed.due_at == due else f"{owed.what}, paling lambat {spoken(request.office, owed.due_at)}"


def _suggest(round_: Round, due: Sequence[Planned], at: datetime) -> None:
    """One message to each of the office's clerks, for all agencies together."""
    if not due:
        return
    office, path = round_.office, page_url("step3:requests")
    names = sorted({one.request.agency.name for one in due})
    facts = {"office": office.name, "round": round_.title, "count": str(len(names)), "things": names}
    told = Announcement(
        kind=MessageKind.SUGGESTION,
        key=f"suggestion:{round_.pk}:{int(at.timestamp())}",
        text=write(MessageKind.SUGGESTION, facts, link=link_to(office, path)),
        path=path,
        target=target_of(office),
    )
    announce(told, staff_of(office, Role.JP, at=at), office=office, at=at)


def _keep(one: Planned, outcome: ReminderOutcome, at: datetime, silence: Silence | None = None) -> Reminder:
    return Reminder.objects.create(
        office=one.request.office,
        round=one.request.round,
        request=one.request,
        notice=one.notice.name,
        due_at=one.due_at,
        planned_at=one.planned_at,
        outcome=outcome,
        reason=silence.value if silence else "",
        done_at=at,
    )
