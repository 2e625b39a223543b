"""Reference periods as people write them in headings, labels, titles and key columns."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sektoral.domain.periods import Period, PeriodType
from sektoral.domain.softcopies.words import clean, fold
from sektoral.domain.wording import MONTHS

_YEAR = re.compile(r"(?<![\d./,-])((?:19|20)\d{2})(?![\d]|[./,-]\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "pertama": 1, "kedua": 2}
_PART = re.compile(
    r"\b(semester|smt|triwulan|tw|kuartal|quarter|caturwulan)[ .\-]*(iv|iii|ii|i|[1-4]|pertama|kedua)\b"
    r"(?:\s*\((?:maret|september|mar|sep|jan\w*|feb\w*|jun\w*|jul\w*|des\w*)[^)]*\))?",
    re.IGNORECASE,
)
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "ags", "sep", "okt", "nov", "des")
_OTHER_MONTHS = {
    "agu": 8,
    "agt": 8,
    "agust": 8,
    "sept": 9,
    "nop": 11,
    "nopember": 11,
    "pebruari": 2,
    "peb": 2,
    "may": 5,
}
MONTH_NUMBERS: dict[str, int] = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(_SHORT_MONTHS, 1)},
    **_OTHER_MONTHS,
}
_MONTH = re.compile(rf"\b(?:bulan\s+)?({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\b\.?", re.IGNORECASE)
_YEARLY = re.compile(r"\b(?:tahunan|setahun)\b", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\b(?:pada\s+)?(?:keadaan\s+)?(?:tahun|thn|periode|th\.?)\s*(?=$|[,;:()\-])", re.IGNORECASE)
_YEARS = {"year", "any"}


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a period: a year, or what of the year, or both. `number` counts from 1, 0 for the whole year."""

    year: int = 0
    type: PeriodType | None = None
    number: int = 0

    def within(self, outer: "Span") -> "Span":
        """Fill what is missing from a heading farther away."""
        return Span(self.year or outer.year, self.type or outer.type, self.number or outer.number)

    @property
    def code(self) -> str:
        """The period's code; without a year what follows it, such as `-S1`, for another line to complete."""
        year = str(self.year) if self.year else ""
        if self.type is None or self.type is PeriodType.YEAR:
            return year
        return year + Period(2000, self.number, self.type).code[4:]


NO_SPAN = Span()


def take_span(text: str) -> tuple[Span, str]:
    """Take the period out of a text; two different years name no period. Give what is left of the text, too."""
    years = set(_YEAR.findall(text))
    if len(years) > 1:
        return NO_SPAN, text
    year = int(next(iter(years))) if years else 0
    left = _YEAR.sub(" ", text)
    kind, number, left = _part(left, certain=bool(year))
    if not year and kind is None:
        return NO_SPAN, text
    return Span(year, kind, number), clean(_LEFT_OVER.sub(" ", left)).strip(" ,;:-(")


def _part(text: str, *, certain: bool) -> tuple[PeriodType | None, int, str]:
    """What of a year. A month without a year counts only where the text says nothing else: `Mei`, not `Mei Kua`."""
    found = _PART.search(text)
    if found:
        half = found[1].casefold() in ("semester", "smt")
        number = _ROMAN[found[2].casefold()]
        if not half or number <= 2:
            kind = PeriodType.SEMESTER if half else PeriodType.QUARTER
            return kind, number, text[: found.start()] + " " + text[found.end() :]
    month = _MONTH.search(text)
    if month and (certain or month.group().strip() == text.strip()) and text.strip()[:4].casefold() != "s.d.":
        return PeriodType.MONTH, MONTH_NUMBERS[month[1].casefold()], text[: month.start()] + " " + text[month.end() :]
    yearly = _YEARLY.fullmatch(text.strip())
    return (PeriodType.YEAR, 0, "") if yearly else (None, 0, text)


def key_span(value: object, asks: str) -> Span:
    """Read the cell of a key column that holds periods. `asks` is what its heading names: year, month, …, any."""
    if isinstance(value, datetime | date):
        return Span(value.year, PeriodType.MONTH if asks != "year" else PeriodType.YEAR, value.month)
    text = clean(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
    if text.isdecimal() and len(text) <= 2 and asks in _NUMBERED:
        kind, most = _NUMBERED[asks]
        return Span(0, kind, int(text)) if 1 <= int(text) <= most else NO_SPAN
    roman = _ROMAN.get(fold(text).removeprefix("tw ").strip())
    if roman and asks in ("semester", "quarter"):
        return Span(0, PeriodType.SEMESTER if asks == "semester" else PeriodType.QUARTER, roman)
    return take_span(text)[0]


_NUMBERED = {
    "month": (PeriodType.MONTH, 12),
    "quarter": (PeriodType.QUARTER, 4),
    "semester": (PeriodType.SEMESTER, 2),
}


def is_year(value: object) -> bool:
    """Whether a cell holds what may be a year and nothing else."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 1900 <= value <= 2100 and value == int(value)
    return isinstance(value, str) and len(value.strip()) == 4 and _YEAR.fullmatch(value.strip()) is not None
