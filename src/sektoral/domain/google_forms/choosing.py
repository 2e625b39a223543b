"""Which response counts where several answer the same row of a table: never decided silently.

Of one unit its latest response counts, and the earlier ones are shown as replaced. Where different units say different
things, a person chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.errors import Invalid
from sektoral.domain.google_forms.responses import Given, Response, Responses
from sektoral.domain.transcripts import Answer

RowKey = tuple[str, str]  # table and row


@dataclass(frozen=True, slots=True)
class Candidate:
    """A response that answers a row, with its answers by column."""

    response: Response
    answers: Mapping[str, Given]

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """What it says, for comparing."""
        return tuple(sorted((column, one.text) for column, one in self.answers.items()))


@dataclass(frozen=True, slots=True)
class RowOfResponses:
    """A row of a table with what was answered, the latest first. `chosen` is the row of the file that counts, or 0."""

    table: str
    row: str
    candidates: tuple[Candidate, ...]
    chosen: int

    @property
    def is_disputed(self) -> bool:
        """Whether different units say different things here."""
        units = {one.response.unit.casefold() for one in self.candidates}
        return len(units) > 1 and len({one.says for one in self.candidates}) > 1

    @property
    def replaced(self) -> tuple[Candidate, ...]:
        """The responses that do not count."""
        return tuple(one for one in self.candidates if one.response.row != self.chosen)

    @property
    def counted(self) -> Candidate | None:
        """The response that counts; nothing while it must be chosen."""
        return next((one for one in self.candidates if one.response.row == self.chosen), None)


def rows_of(found: Responses, chosen: Mapping[RowKey, int]) -> Sequence[RowOfResponses]:
    """This will put the responses row by row, with the one that counts: as a person chose, else the unit's latest."""
    responses = {one.row: one for one in found.responses}
    answers: dict[RowKey, dict[int, dict[str, Given]]] = defaultdict(lambda: defaultdict(dict))
    for one in found.given:
        answers[one.table, one.row][one.response][one.column] = one
    rows = []
    for (table, row), by_response in sorted(answers.items()):
        candidates = [Candidate(responses[at], given) for at, given in by_response.items()]
        candidates.sort(key=lambda one: (one.response.at, one.response.row), reverse=True)
        line = RowOfResponses(table, row, tuple(candidates), 0)
        rows.append(RowOfResponses(table, row, tuple(candidates), _counts(line, chosen.get((table, row), 0))))
    return rows


def answers_of(found: Responses, rows: Iterable[RowOfResponses]) -> tuple[Answer, ...]:
    """This will give the answers that count, each with its cell. Raise `Invalid` (`responses_undecided`) where a
    person must choose first, and `responses_empty` where nothing was answered."""
    answers: list[Answer] = []
    for row in rows:
        if row.counted is None:
            raise Invalid("responses_undecided", table=row.table, row=row.row)
        answers += [
            Answer(row.table, row.row, column, sheet=found.sheet, cell=one.cell)
            for column, one in sorted(row.counted.answers.items())
        ]
    if not answers:
        raise Invalid("responses_empty")
    return tuple(answers)


def _counts(row: RowOfResponses, wanted: int) -> int:
    if wanted in {one.response.row for one in row.candidates}:
        return wanted
    return 0 if row.is_disputed else row.candidates[0].response.row
