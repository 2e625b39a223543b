"""Which notices of a round's calendar are due, for whom, and which of them go out when several have come together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sektoral.domain.reminders import KINDS, Notice, NoticeKind, Silence, planned_at, read_notices
from sektoral.domain.roles import Role
from sektoral.domain.workdays import Calendar
from sektoral.outbox.audiences import Holders
from sektoral.records.models import Person, Reminder, Request, Round
from sektoral.steps.step3_submit.queries.missing import Missing, missing_of


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice about one deadline of one request, when it is due, and why it would stay silent as things stand."""

    missing: Missing
    notice: Notice
    due_at: datetime
    planned_at: datetime
    silence: Silence | None

    @property
    def request(self) -> Request:
        """The request that it is about."""
        return self.missing.request


def planned_notices(round_: Round, calendar: Calendar) -> list[Planned]:
    """This will list what the calendar still holds for a round, by time; what is done or passed over is left out.

    Raises `Invalid` (`calendar_missing`) where a notice falls into a year without holidays.
    """
    requests = round_.requests.select_related("agency", "office", "round")
    done = set(Reminder.objects.filter(round=round_).values_list("request", "notice", "due_at"))
    found = [
        one
        for missing in missing_of(list(requests))
        for one in _of_request(missing, read_notices(round_.notices), calendar)
        if (one.request.pk, one.notice.name, one.due_at) not in done
    ]
    return sorted(found, key=lambda one: (one.planned_at, one.request.agency.position, one.notice.days))


def latest_of_each(due: Sequence[Planned]) -> list[tuple[Planned, Sequence[Planned]]]:
    """This will choose what goes out of the notices that are due now, with those in whose place it goes.

    Each audience of a request hears once: who was not reminded for three days gets one message, not three.
    """

    def audience(one: Planned) -> tuple[str, str]:
        return str(one.request.pk), KINDS[one.notice.kind].audience

    chosen: list[tuple[Planned, Sequence[Planned]]] = []
    for _, group in groupby(sorted(due, key=audience), key=audience):
        ordered = sorted(group, key=lambda one: (list(NoticeKind).index(one.notice.kind), one.planned_at, one.due_at))
        chosen.append((ordered[-1], ordered[:-1]))
    return chosen


def audience_of(request: Request, kind: NoticeKind, holders: Holders) -> list[Person]:
    """This will list who gets a notice; an agency without an operator is told through its head."""
    match kind:
        case NoticeKind.SUGGESTION:
            people = holders.get((None, Role.JP), ())
        case NoticeKind.ESCALATION:
            people = holders.get((request.agency_id, Role.HEAD), ())
        case _:
            operators = holders.get((request.agency_id, Role.OPERATOR), ())
            people = operators or holders.get((request.agency_id, Role.HEAD), ())
    return [person for person in people if person.has_account]


def _of_request(missing: Missing, notices: Sequence[Notice], calendar: Calendar) -> Iterator[Planned]:
    for due_at, since in missing.deadlines.items():
        for notice in notices:
            when = planned_at(notice, due_at, calendar)
            yield Planned(missing, notice, due_at, when, _silence(missing, due_at, since, when))


def _silence(missing: Missing, due_at: datetime, since: datetime, when: datetime) -> Silence | None:
    if when < since:
        return Silence.BEFORE_ISSUE
    return None if missing.due_at(due_at) else Silence.NOTHING_MISSING
