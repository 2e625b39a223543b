"""Reference periods: the year, semester, quarter or month that data are about, written as in SDMX."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sektoral.domain.errors import Invalid
from sektoral.domain.wording import MONTHS


class PeriodType(StrEnum):
    """How long a reference period is; the values are the words of Daftar Data."""

    YEAR = "tahunan"
    SEMESTER = "semesteran"
    QUARTER = "triwulanan"
    MONTH = "bulanan"


PER_YEAR: dict[PeriodType, int] = {
    PeriodType.YEAR: 1,
    PeriodType.SEMESTER: 2,
    PeriodType.QUARTER: 4,
    PeriodType.MONTH: 12,
}
ROMAN = ("I", "II", "III", "IV")
PATTERN = re.compile(r"(?P<year>[12]\d{3})(-(?P<letter>[SQ]?)(?P<number>\d{1,2}))?", re.ASCII)
LETTERS: dict[str, PeriodType] = {"S": PeriodType.SEMESTER, "Q": PeriodType.QUARTER, "": PeriodType.MONTH}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reference period; `number` counts from 1 within the year."""

    year: int
    number: int
    type: PeriodType

    def __post_init__(self) -> None:
        if not (1 <= self.number <= PER_YEAR[self.type] and 1000 <= self.year <= 2999):
            raise Invalid("period_unreadable", period=f"{self.year}/{self.number}")

    @property
    def code(self) -> str:
        """`2025`, `2025-S1`, `2025-Q1` or `2025-01`."""
        match self.type:
            case PeriodType.YEAR:
                return f"{self.year}"
            case PeriodType.SEMESTER:
                return f"{self.year}-S{self.number}"
            case PeriodType.QUARTER:
                return f"{self.year}-Q{self.number}"
            case PeriodType.MONTH:
                return f"{self.year}-{self.number:02}"

    @property
    def label(self) -> str:
        """`Tahun 2025`, `Semester I 2025`, `Triwulan I 2025` or `Januari 2025`."""
        match self.type:
            case PeriodType.YEAR:
                return f"Tahun {self.year}"
            case PeriodType.SEMESTER:
                return f"Semester {ROMAN[self.number - 1]} {self.year}"
            case PeriodType.QUARTER:
                return f"Triwulan {ROMAN[self.number - 1]} {self.year}"
            case PeriodType.MONTH:
                return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def previous(self) -> "Period":
        """The period just before, of the same length."""
        if self.number > 1:
            return Period(self.year, self.number - 1, self.type)
        return Period(self.year - 1, PER_YEAR[self.type], self.type)

    @property
    def year_before(self) -> "Period":
        """The same period one year earlier."""
        return Period(self.year - 1, self.number, self.type)

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.number * self._months - self._months + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        month = self.number * self._months
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def _months(self) -> int:
        return 12 // PER_YEAR[self.type]


def read_period(text: str) -> Period:
    """This will read a period's code; `Invalid("period_unreadable")` for anything else."""
    found = PATTERN.fullmatch(text)
    if found is None:
        raise Invalid("period_unreadable", period=text)
    year, letter, number = int(found["year"]), found["letter"], found["number"]
    period = Period(year, 1, PeriodType.YEAR) if number is None else Period(year, int(number), LETTERS[letter])
    if (
        period.code != text
    ):  # `2025-1` and `2025-S01` are nearly right, and two spellings of one period are one too many
        raise Invalid("period_unreadable", period=text)
    return period


def period_at(day: date, kind: PeriodType) -> Period:
    """This will give the period of this length that a day is in."""
    return Period(day.year, (day.month - 1) * PER_YEAR[kind] // 12 + 1, kind)


def read_date(text: str) -> date:
    """This will read a date as letters write it, `20 September 2022`; `Invalid("date_unreadable")` otherwise."""
    try:
        day, month, year = text.split(" ")
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError as error:
        raise Invalid("date_unreadable", date=text) from error
