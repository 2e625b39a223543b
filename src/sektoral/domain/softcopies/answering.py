"""From confirmed matches to the transcript of a file: which of its cells answers which cell of the instrument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sektoral.domain.errors import Invalid
from sektoral.domain.periods import Period, read_period
from sektoral.domain.softcopies.links import Match, Take
from sektoral.domain.transcripts import Answer, Transcript

Place = tuple[str, str, str, str]  # table, row, column, period


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of a file. `twice` are cells that would answer what another cell answers already; `other_periods`
    count the figures of periods that are neither the one asked for nor earlier ones of the same length."""

    answers: tuple[Answer, ...]
    twice: tuple[Answer, ...] = ()
    other_periods: Mapping[str, int] = field(default_factory=dict)


def answers_of(matches: Iterable[tuple[str, Match]], *, period: str) -> Answered:
    """This will collect what matches take, each with the sheet of the instrument that it answers (`T01`)."""
    asked = read_period(period)
    found: dict[Place, Answer] = {}
    sources: set[tuple[str, str]] = set()
    twice: list[Answer] = []
    others: dict[str, int] = {}
    for table, match in matches:
        for take in (*match.takes, *match.earlier):
            if not _is_of_interest(take.period, asked):
                others[take.period] = others.get(take.period, 0) + 1
                continue
            answer = _answer(table, take, period)
            place = (answer.table, answer.row, answer.column, answer.period)
            if place in found or answer.source in sources:
                twice.append(answer)
                continue
            found[place] = answer
            sources.add(answer.source)
    return Answered(tuple(found[place] for place in sorted(found)), tuple(twice), others)


def transcript_of(answered: Answered, *, instrument: str, file: str) -> Transcript:
    """This will make the transcript of a file, by its SHA-256, for an instrument, by its id."""
    return Transcript(instrument, file if answered.answers else "", answers=answered.answers)


def _answer(table: str, take: Take, asked: str) -> Answer:
    factor = "" if take.factor == "1" else take.factor
    period = "" if take.period in ("", asked) else take.period
    return Answer(table, take.row, take.column, sheet=take.sheet, cell=take.cell, factor=factor, period=period)


def _is_of_interest(period: str, asked: Period) -> bool:
    """The period asked for, or an earlier one of the same length: what is to come is asked for when its time comes."""
    if not period:
        return True
    try:
        found = read_period(period)
    except Invalid:
        return False
    return found.type is asked.type and found <= asked


def periods_of(answers: Iterable[Answer]) -> Iterator[str]:
    """This will name the earlier periods that are answered, the newest first."""
    yield from sorted({one.period for one in answers if one.period}, reverse=True)
