"""How often one agency may send files: reading one costs far more than sending it.

Counted is what was taken in and is read: neither attachments, nor the very same file again, nor what the office enters
for the agency.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Request
from sektoral.ui.formats import moment_text
from sektoral.ui.limits import Limit
from sektoral.ui.security_log import Occurrence, tell

DOOR, HOUR = "upload.agency", 60 * 60


def check_pace(request: Request, *, by: Actor, at: datetime) -> None:
    """This will raise `WrongState` (`uploads_paused`), with when it goes on, where the agency has sent its fill."""
    limit = _limit()
    if not _counts(request, by) or not limit.is_reached(str(request.agency_id), at):
        return
    tell(Occurrence.LIMIT_REACHED, door=DOOR, person=str(by.person.pk), agency=str(request.agency_id))
    goes_on = moment_text(limit.ends_at(at), ZoneInfo(by.office.time_zone))
    raise WrongState("uploads_paused", most=limit.most, until=goes_on)


def count_upload(request: Request, *, by: Actor, at: datetime) -> None:
    """This will count one file that was taken in."""
    if _counts(request, by):
        _limit().count(str(request.agency_id), at)


def _limit() -> Limit:
    return Limit(DOOR, most=settings.UPLOADS_AN_HOUR, seconds=HOUR)


def _counts(request: Request, by: Actor) -> bool:
    return by.may(Permission.SUBMIT, request.agency)
