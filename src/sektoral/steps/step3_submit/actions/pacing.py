"""How much one agency may send: reading a file costs far more than sending it, and what was sent is kept for good.

In an hour so many files that are read, and neither attachments nor the very same file again; in a day so many bytes of
any kind. What the office enters for the agency is not counted.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Assignment, Request, StoredFile
from sektoral.ui.formats import moment_text, size_text
from sektoral.ui.limits import Limit
from sektoral.ui.security_log import Occurrence, tell

DOOR, HOUR = "upload.agency", 60 * 60
QUOTA = "upload.quota"


def check_pace(request: Request, *, by: Actor, at: datetime) -> None:
    """This will raise `WrongState` (`uploads_paused`), with when it goes on, where the agency has sent its fill."""
    if _counts(request, by) and _limit().is_reached(str(request.agency_id), at):
        _pause(request, by, at)


def count_upload(request: Request, *, by: Actor, at: datetime) -> None:
    """This will count one file that is taken in. Raises `WrongState` (`uploads_paused`) where it is one too many."""
    if _counts(request, by) and not _limit().took(str(request.agency_id), at):
        _pause(request, by, at)


def check_quota(request: Request, *, by: Actor, at: datetime) -> None:
    """This will raise `WrongState` (`uploads_quota`), with when it goes on, where the day's bytes are used up.

    Those who send at the same moment may each send one file more.
    """
    if not _counts(request, by):
        return
    zone = ZoneInfo(by.office.time_zone)
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    senders = Assignment.objects.filter(agency_id=request.agency_id).values("person")
    sent = StoredFile.objects.filter(
        office=by.office, stored_by__in=senders, stored_at__gte=midnight, is_made_here=False
    ).aggregate(sum=Sum("size"))["sum"]
    if (sent or 0) < settings.BYTES_A_DAY:
        return
    _tell(QUOTA, request, by)
    most = size_text(settings.BYTES_A_DAY)
    raise WrongState("uploads_quota", most=most, until=moment_text(midnight + timedelta(days=1), zone))


def _pause(request: Request, by: Actor, at: datetime) -> None:
    limit = _limit()
    _tell(DOOR, request, by)
    goes_on = moment_text(limit.ends_at(at), ZoneInfo(by.office.time_zone))
    raise WrongState("uploads_paused", most=limit.most, until=goes_on)


def _tell(door: str, request: Request, by: Actor) -> None:
    tell(Occurrence.LIMIT_REACHED, door=door, person=str(by.person.pk), agency=str(request.agency_id))


def _limit() -> Limit:
    return Limit(DOOR, most=settings.UPLOADS_AN_HOUR, seconds=HOUR)


def _counts(request: Request, by: Actor) -> bool:
    return by.may(Permission.SUBMIT, request.agency)
