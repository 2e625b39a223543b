"""The one question that only the sender can settle: what a dot or comma means in this file's numbers."""

from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.numbers import LOCALES, parse_text
from sektoral.domain.states import SubmissionState
from sektoral.domain.wording import terbilang
from sektoral.records.models import Submission

MOST_IN_WORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the file: the name of the style, and what the doubtful text would mean, in words."""

    locale: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A text that has two meanings, where it stands first, and how many there are like it."""

    value: str
    where: str
    count: int
    readings: tuple[Reading, ...]


def question_of(submission: Submission) -> Question | None:
    """This will give the question that a rejected file puts; nothing where every number is clear."""
    if submission.state != SubmissionState.REJECTED:
        return None
    doubtful = submission.findings.filter(code="number_ambiguous").first()
    if doubtful is None:
        return None
    return Question(
        value=doubtful.value,
        where=f"{doubtful.sheet}!{doubtful.cell}",
        count=int(submission.totals.get("number_ambiguous", 1)),
        readings=tuple(Reading(name, _meaning(doubtful.value, name)) for name in LOCALES),
    )


def _meaning(text: str, name: str) -> str:
    number = parse_text(text, LOCALES[name]).number
    return spoken_number(number) if number is not None else f"bukan angka ({text})"


def spoken_number(number: Decimal) -> str:
    """This will say a number as people say it: “seribu empat puluh”, “satu koma nol empat”; a long one in digits."""
    whole, _, fraction = f"{abs(number):f}".partition(".")
    fraction = fraction.rstrip("0")
    if int(whole) >= MOST_IN_WORDS:
        return f"{number:f}".replace(".", ",")
    words = terbilang(int(whole)) + (
        f" koma {' '.join(terbilang(int(digit)) for digit in fraction)}" if fraction else ""
    )
    return f"minus {words}" if number < 0 else words
