"""The people of a rehearsal: the demo office's invented officials, and the clock they live by."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sektoral.domain.roles import Role
from sektoral.records.actors import Actor, actor_for, holder_of
from sektoral.records.models import Agency, Office


class Clock:
    """The pretended time, shared with other processes through a file where one is given."""

    def __init__(self, path: Path | None, start: datetime) -> None:
        self._path = path
        self.set(start)

    def __call__(self) -> datetime:
        return self._now

    def set(self, at: datetime) -> None:
        """This will move the pretended time; it never goes back."""
        self._now = at
        if self._path is None:
            return
        replacement = self._path.with_suffix(".new")
        replacement.write_text(at.isoformat())
        replacement.replace(self._path)

    def advance(self, **parts: int) -> datetime:
        """This will move the pretended time on by hours, minutes or seconds."""
        self.set(self._now + timedelta(**parts))
        return self._now

    def go_to(self, day: datetime, clock: str) -> datetime:
        """This will move to a time of day, such as `09:30`, in the zone of `day`; time never runs backwards."""
        hour, minute = (int(part) for part in clock.split(":"))
        wanted = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.set(max(wanted, self._now))
        return self._now


class Company:
    """Who sits where, looked up as of the pretended time."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self.office = office
        self.clock = clock
        self.zone = ZoneInfo(office.time_zone)

    def actor(self, role: Role, agency: Agency | None = None) -> Actor:
        """This will give the present holder of a seat, ready to act."""
        seat = holder_of(self.office, role, self.clock(), agency)
        return actor_for(seat.person, self.office, self.clock())
