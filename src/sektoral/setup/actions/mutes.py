"""A rule or a built-in finding is muted for one table until a day, with the reason, and let speak again."""

from datetime import date, datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Mute, Table
from sektoral.setup.queries.mutes import mutable_codes

LONGEST_DAYS = 400  # somebody looks at it again after a round at the latest


def mute(table: Table, code: str, *, reason: str, last_day: date, by: Actor, at: datetime) -> Mute:
    """This will mute a code for one table until the end of `last_day`; one that runs already is replaced.

    Raises `Refused`, `NotFound` and `Invalid` (`mute_code_unknown`, `reason_missing`, `mute_day_out_of_range`).
    """
    by.check(Permission.DECIDE_RULES)
    by.check_here(table)
    if not reason.strip():
        raise Invalid("reason_missing")
    if not 0 <= (last_day - local_date(by.office, at)).days <= LONGEST_DAYS:
        raise Invalid("mute_day_out_of_range", most=LONGEST_DAYS)
    if code not in mutable_codes(table):
        raise Invalid("mute_code_unknown", finding=code[:60])
    with transaction.atomic():
        Table.objects.select_for_update(no_key=True).get(pk=table.pk)
        before = Mute.objects.filter(agency_id=table.agency_id, table_code=table.code, code=code, ended_at__isnull=True)
        before.update(ended_at=at, ended_by=by.person)
        muted = Mute.objects.create(
            office=by.office,
            agency_id=table.agency_id,
            table_code=table.code,
            code=code,
            reason=reason.strip(),
            last_day=last_day,
            muted_at=at,
            muted_by=by.person,
        )
        _append("rule.muted", muted, by=by, at=at)
    return muted


def unmute(muted: Mute, *, by: Actor, at: datetime) -> None:
    """This will end a mute before its time. Raises `Refused`, `NotFound` and `WrongState` (`mute_is_over`)."""
    by.check(Permission.DECIDE_RULES)
    by.check_here(muted)
    with transaction.atomic():
        muted = Mute.objects.select_for_update(no_key=True).get(pk=muted.pk)
        if muted.ended_at is not None or muted.last_day < local_date(by.office, at):
            raise WrongState("mute_is_over")
        muted.ended_at, muted.ended_by = at, by.person
        muted.save(update_fields=["ended_at", "ended_by"])
        _append("rule.unmuted", muted, by=by, at=at)


def _append(kind: str, muted: Mute, *, by: Actor, at: datetime) -> None:
    journal.append(
        kind,
        office=by.office,
        about=muted,
        by=by.person,
        at=at,
        table=muted.table_code,
        muted=muted.code,
        last_day=muted.last_day.isoformat(),
    )
