"""Changing the calendar of reminders: the office's own, which new rounds copy, and that of one round."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.reminders import Notice, check_notices, own_or_default, read_notices, store_notices
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office, Reminder, ReminderOutcome, Round


def change_office_notices(notices: Sequence[Notice], *, by: Actor, at: datetime) -> None:
    """This will set the calendar that rounds opened from now on begin with; without any notice, the shipped one.

    Raises `Invalid` as `check_notices` does, and `WrongState` (`notices_unchanged`).
    """
    if not by.may(Permission.SET_UP):
        by.check(Permission.SEND_REQUESTS)
    check_notices(notices)
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        if tuple(notices) == own_or_default(office.notices):
            raise WrongState("notices_unchanged")
        office.notices = store_notices(notices)
        office.save(update_fields=["notices"])
        journal.append("notices.changed", office=office, about=office, by=by.person, at=at, notices=len(notices))


def change_round_notices(round_: Round, notices: Sequence[Notice], *, by: Actor, at: datetime) -> None:
    """This will change a round's calendar; a notice that was sent already stays as it is.

    Raises `Invalid` as `check_notices` does, `WrongState` (`notice_used`, `notices_unchanged`).
    """
    by.check(Permission.SEND_REQUESTS)
    by.check_here(round_)
    check_notices(notices)
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=round_.pk)
        before = read_notices(round_.notices)
        if tuple(notices) == before:
            raise WrongState("notices_unchanged")
        used = used_names(round_)
        for notice in before:
            if notice.name in used and notice not in notices:
                raise WrongState("notice_used", notice=f"{notice.label} {notice.when}")
        round_.notices, round_.reminders_due_at = store_notices(notices), None
        round_.save(update_fields=["notices", "reminders_due_at"])
        journal.append("notices.changed", office=round_.office, about=round_, by=by.person, at=at, notices=len(notices))


def used_names(round_: Round) -> frozenset[str]:
    """This will name the notices of a round that were sent to somebody."""
    sent = Reminder.objects.filter(round=round_, outcome=ReminderOutcome.SENT)
    return frozenset(sent.values_list("notice", flat=True))
