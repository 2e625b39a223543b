"""What an event says beside its time, actor and deed: read by name, liberal in spelling, strict in meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sektoral.domain.errors import Invalid
from sektoral.domain.workdays import DatedHours, Holiday, HolidayKind, Hours, WeekHours

MALFORMED = "scenario_malformed"


def malformed(reason: str, *, event: int = 0) -> Invalid:
    """This will make the refusal of a whole scenario; `event` counts from 1, 0 is the file itself."""
    return Invalid(MALFORMED, reason=reason, event=event)


@dataclass(frozen=True, slots=True)
class Particulars:
    """The fields of one JSON object. A field of the wrong shape raises `Invalid("scenario_malformed")`."""

    fields: Mapping[str, object]
    zone: ZoneInfo
    event: int = 0

    def find(self, *names: str) -> object:
        """This will give the first of these fields that is there and not null, else `None`."""
        return next((self.fields[name] for name in names if self.fields.get(name) is not None), None)

    def text(self, *names: str, default: str = "") -> str:
        """This will give a field as text; a number counts as its digits."""
        found = self.find(*names)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, str | int | Decimal):
            raise self._wrong(names, "text")
        return str(found)

    def whole(self, *names: str) -> int:
        """This will give a whole number, which must be there."""
        found = self.find(*names)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self._wrong(names, "a whole number")
        return found

    def flag(self, name: str, *, default: bool) -> bool:
        """This will give true or false."""
        found = self.find(name)
        if found is None:
            return default
        if not isinstance(found, bool):
            raise self._wrong((name,), "true or false")
        return found

    def texts(self, *names: str) -> tuple[str, ...] | None:
        """This will give a list of texts, or the one text that stands in its place; `None` where it is not said."""
        found = self.find(*names)
        if found is None:
            return None
        items = found if isinstance(found, list) else [found]
        if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in items):
            raise self._wrong(names, "a list of texts")
        return tuple(str(item) for item in items)

    def mapping(self, *names: str) -> Mapping[str, object]:
        """This will give an object, empty where it is not said."""
        found = self.find(*names)
        if found is not None and not isinstance(found, dict):
            raise self._wrong(names, "an object")
        return found or {}

    def parts(self, *names: str) -> tuple["Particulars", ...]:
        """This will give a list of objects, or the one object that stands in its place."""
        found = self.find(*names)
        items = [] if found is None else found if isinstance(found, list) else [found]
        if not all(isinstance(item, dict) for item in items):
            raise self._wrong(names, "a list of objects")
        return tuple(Particulars(item, self.zone, self.event) for item in items if isinstance(item, dict))

    def instant(self, *names: str) -> datetime | None:
        """This will give an instant; without an offset it is the office's local time."""
        text = self.text(*names)
        return local_instant(text, self.zone, event=self.event) if text else None

    def day(self, *names: str) -> date | None:
        """This will give a date, also from an instant."""
        text = self.text(*names)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError as error:
            raise self._wrong(names, "a date") from error

    def holidays(self) -> tuple[Holiday, ...]:
        """This will read one day off (`date`), several (`dates`) or a range (`from`, `to`), all of one name."""
        name = self.text("name", "reason", default="Libur (skenario)")
        try:
            kind = HolidayKind(self.text("kind", "jenis", default=HolidayKind.LOCAL))
        except ValueError as error:
            raise self._wrong(("kind",), " or ".join(HolidayKind)) from error
        return tuple(Holiday(day, name, kind, "Skenario") for day in self._days())

    def dated_hours(self) -> DatedHours:
        """This will read other hours between two dates, both included."""
        first, last = self.day("from", "first"), self.day("to", "last")
        if first is None:
            raise self._wrong(("from",), "a date")
        hours = WeekHours(self._hours("mon_thu"), self._hours("fri"))
        return DatedHours(first, last or first, hours, self.text("name", default="Jam kerja (skenario)"))

    def _days(self) -> Sequence[date]:
        named = self.texts("dates", "date", "day")
        if named is not None:
            return [Particulars({"date": one}, self.zone, self.event).day("date") or date.min for one in named]
        first, last = self.day("from", "first"), self.day("to", "last")
        if first is None:
            raise self._wrong(("date",), "a date")
        return [first + timedelta(days=n) for n in range(((last or first) - first).days + 1)]

    def _hours(self, name: str) -> Hours:
        pair = self.texts(name) or ()
        try:
            opens, closes = (time.fromisoformat(clock) for clock in pair)
        except ValueError as error:
            raise self._wrong((name,), "two times such as 08:00") from error
        return Hours(opens, closes)

    def _wrong(self, names: Sequence[str], wanted: str) -> Invalid:
        return malformed(f"{names[0]}: {wanted} expected", event=self.event)


def local_instant(text: str, zone: ZoneInfo, *, event: int) -> datetime:
    """This will read ISO 8601 with date and time; without an offset it is local time."""
    try:
        if "T" not in text and " " not in text.strip():
            raise ValueError(text)
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise malformed(f"at: {text!r} is not an instant", event=event) from error
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
