"""Which letters a book covers: those of a round, or of a span of days; without a word, of this year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sektoral.domain.errors import Invalid
from sektoral.records.models import Office, Round
from sektoral.ui.formats import date_text

LONGEST = 731  # days


@dataclass(frozen=True, slots=True)
class Span:
    """A round, or the days from `first` to `last`, both included."""

    first: date
    last: date
    round: Round | None = None

    @property
    def words(self) -> str:
        """What the book is of."""
        return self.round.title if self.round else f"{date_text(self.first)} sampai {date_text(self.last)}"

    def holds(self, day: date, round_id: object) -> bool:
        """Whether something of that day and round belongs in the book."""
        return round_id == self.round.pk if self.round else self.first <= day <= self.last


def read_span(office: Office, query: Mapping[str, str], today: date) -> Span:
    """This will read `putaran`, or `dari` and `sampai`; what is no date falls back to this year.

    Raises `Invalid` (`dates_of_register`) where the days run backwards or over more than two years.
    """
    first = _day(query.get("dari", "")) or date(today.year, 1, 1)
    last = _day(query.get("sampai", "")) or max(today, first)
    if not 0 <= (last - first).days <= LONGEST:
        raise Invalid("dates_of_register")
    rounds = Round.objects.filter(office=office)
    chosen = next((one for one in rounds if str(one.pk) == query.get("putaran", "")), None)
    return Span(first, last, chosen)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
