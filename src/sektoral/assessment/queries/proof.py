"""One piece of evidence and the year it is of. What is gathered from where stands in `gathering.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sektoral.adapters.exports import Cell, Column, to_xlsx
from sektoral.domain.epss import ProofKind
from sektoral.records.models import Office

SYSTEM = "Sistem"  # who stands for what was drawn from the database


@dataclass(frozen=True, slots=True)
class Year:
    """The calendar year that is assessed, in the office's zone, and the instant at which its evidence is gathered."""

    office: Office
    number: int
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return ZoneInfo(self.office.time_zone)

    @property
    def begins_at(self) -> datetime:
        """The year's first instant."""
        return datetime(self.number, 1, 1, tzinfo=self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it."""
        return datetime(self.number + 1, 1, 1, tzinfo=self.zone)

    def day_of(self, instant: datetime) -> date:
        """The calendar day of an instant where the office is."""
        return instant.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Proof:
    """A document or a list: what it shows, its number, day, signer and period, and how to read its bytes.

    `name` is its file's name within the indicator's folder.
    """

    kind: ProofKind
    title: str
    number: str
    day: date
    signer: str
    period: str
    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns of a made list: labels, and which of them hold figures."""

    labels: Sequence[str]
    numeric: frozenset[int] = frozenset()


def made_list(
    year: Year, title: str, heads: Heads, rows: Iterable[Sequence[Cell]], *, kind: ProofKind = ProofKind.DOCUMENT
) -> list[Proof]:
    """This will make a workbook of rows into evidence; an empty list proves nothing."""
    found = list(rows)
    if not found:
        return []
    columns = [Column(label, at in heads.numeric) for at, label in enumerate(heads.labels)]
    return [
        Proof(
            kind=kind,
            title=f"{title} ({len(found)})",
            number="",
            day=year.day_of(min(year.at, year.ends_at)),
            signer=SYSTEM,
            period=str(year.number),
            name=f"{file_name(title)}.xlsx",
            read=partial(to_xlsx, columns, found, zone=year.zone),
        )
    ]


def file_name(text: str) -> str:
    """This will spell a title in letters, digits and hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())[:80]
