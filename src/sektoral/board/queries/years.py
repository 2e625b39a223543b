"""How good the data were, round by round, as the signed reports tell it: figures with small charts beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import ReportSnapshot, recap
from sektoral.domain.states import LetterState
from sektoral.records.models import Letter, Office
from sektoral.records.report_contents import report_of
from sektoral.ui.charts import Drawing, sparkline_drawing
from sektoral.ui.formats import number_text, percent_text

MOST_ROUNDS = 6  # the newest; older ones stand in their own reports
Measure = Callable[[ReportSnapshot], Decimal | None]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One measure over the rounds: its figures as text in the rounds' order, and the same drawn."""

    label: str
    note: str
    figures: Sequence[str]
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Years:
    """The rounds with a signed report, oldest first, and what was measured of each."""

    periods: Sequence[str]
    rows: Sequence[YearRow]


def quality_over_years(office: Office) -> Years:
    """This will read the signed reports of the newest rounds, in one query."""
    letters = Letter.objects.filter(office=office, kind=LetterKind.REPORT, state=LetterState.SIGNED)
    newest = list(letters.select_related("round").order_by("-round__opened_at")[:MOST_ROUNDS])
    reports = [(letter.round.period, report_of(letter)) for letter in reversed(newest) if letter.round]
    bodies = [body for _, body in reports]
    return Years(
        periods=[period for period, _ in reports],
        rows=[_row(label, note, measure, bodies) for label, note, measure in MEASURES] if reports else [],
    )


def _row(label: str, note: str, measure: Measure, bodies: Sequence[ReportSnapshot]) -> YearRow:
    values = [measure(body) for body in bodies]
    figures = [_text(value, is_share=label in SHARES) for value in values]
    return YearRow(label, note, figures, sparkline_drawing(values, f"{label}: {', '.join(figures)}"))


def _text(value: Decimal | None, *, is_share: bool) -> str:
    if value is None:
        return "–"
    return percent_text(value) if is_share else number_text(value)


def _complete(body: ReportSnapshot) -> Decimal | None:
    tables = recap(body.agencies).tables
    return _share(tables.received - tables.returned, tables.requested)


def _in_time(body: ReportSnapshot) -> Decimal | None:
    counts = recap(body.agencies)
    return _share(counts.on_time + counts.letter_later, counts.agencies)


def _found(body: ReportSnapshot) -> Decimal | None:
    """Reports drafted before findings were counted say nothing."""
    values = recap(body.agencies).tables.values
    if body.quality is None or not values:
        return None
    return (Decimal(1000 * body.quality.asking.found) / values).quantize(Decimal("0.1"))


def _settled(body: ReportSnapshot) -> Decimal | None:
    if body.quality is None:
        return None
    asking = body.quality.asking
    return _share(asking.explained + asking.corrected, asking.found)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part * 100 // whole) if whole else None


MEASURES: tuple[tuple[str, str, Measure], ...] = (
    ("Kelengkapan", "tabel yang dijawab dari yang diminta", _complete),
    ("Tepat waktu", "OPD yang datanya sampai batas waktu", _in_time),
    ("Temuan", "salah dan periksa untuk tiap 1.000 nilai", _found),
    ("Temuan selesai", "diperbaiki atau dijelaskan", _settled),
)
SHARES = frozenset({"Kelengkapan", "Tepat waktu", "Temuan selesai"})
