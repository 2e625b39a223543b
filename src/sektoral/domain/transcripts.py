"""A transcript: which cell of a file, or what somebody typed, answers which cell of an instrument.

Whatever comes in and is no filled instrument (an agency's own spreadsheet, a form's responses, paper, a call) becomes
comparable by one. It is kept as canonical JSON; the check reads it as if the instrument had been filled that way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import parse_address
from sektoral.domain.instruments import InstrumentDef, TableDef
from sektoral.domain.numbers import LOCALES
from sektoral.domain.periods import read_period
from sektoral.domain.validations import EXPLANATION_LENGTH, REMARK_LENGTH

SCHEMA = "sektoral.transcript/1"
MEDIA_TYPE = "application/vnd.sektoral.transcript+json"
TYPED_LENGTH = 200  # characters of one typed cell; a number has fifty at most, and a wrong text is shown again
ANSWERS_AT_MOST = 500_000
BYTES_AT_MOST = 64 * 1024 * 1024
Source = tuple[str, str]  # sheet and address


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered cell of a table: typed (`text`), or taken from the file (`sheet` and `cell`, such as `C8`).

    `factor` is the exact decimal that a figure of the file is multiplied by, so that its unit becomes the variable's
    (*juta rupiah* to rupiah: `1000000`); empty for 1. `period` is another one than was asked for, such as `2023`.
    """

    table: str  # the sheet of the instrument, T01
    row: str
    column: str
    text: str = ""
    sheet: str = ""
    cell: str = ""
    factor: str = ""
    period: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the figure stands in the file."""
        return bool(self.cell)

    @property
    def source(self) -> Source:
        """Where in the file it stands."""
        return self.sheet, self.cell


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a whole table, as the list of tables has it: nil, or not available by one of its reasons.

    `expected_on` is when it will be there (ISO); `held_by` the code of the agency that has it.
    """

    table: str
    is_nil: bool = False
    reason: str = ""
    nature: str = ""
    remark: str = ""
    expected_on: str = ""
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the agency writes beside a row of a table."""

    table: str
    row: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What answers an instrument. `file` is the SHA-256 of the file that the cells are taken from, empty where all is
    typed; `locale` (`id-ID`, `en-US`) settles its style of numbers, `delimiter` and `encoding` a text table's."""

    instrument: str
    file: str = ""
    locale: str = ""
    delimiter: str = ""
    encoding: str = ""
    answers: tuple[Answer, ...] = ()
    statements: tuple[Statement, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether any cell stands in the file."""
        return any(one.is_taken for one in self.answers)


@dataclass(frozen=True, slots=True)
class _Envelope:
    schema: str
    transcript: Transcript


def to_json(transcript: Transcript) -> str:
    """Write a transcript as canonical JSON; equal transcripts give equal text."""
    return canonical.dumps(_Envelope(SCHEMA, transcript))


def from_json(text: str) -> Transcript:
    """Read a transcript back, exactly. Raise `Invalid` (`transcript_unreadable`) for any other text."""
    try:
        envelope = canonical.loads(_Envelope, text)
    except ValueError as error:
        raise Invalid("transcript_unreadable", why=str(error)[:80]) from error
    if envelope.schema != SCHEMA:
        raise Invalid("transcript_unreadable", why=envelope.schema[:60])
    return envelope.transcript


def check_transcript(transcript: Transcript, definition: InstrumentDef) -> None:
    """Raise `Invalid("transcript_malformed")` unless it answers this instrument: known cells, each once, from known
    places. What the figures say is for the check to judge."""
    tables = dict(definition.sheets)
    _require(transcript.instrument == definition.id, "instrument")
    _require(transcript.locale in ("", *LOCALES), "locale")
    _require(len(transcript.answers) <= ANSWERS_AT_MOST, "answers")
    _require(bool(transcript.file) == transcript.is_taken, "file")
    known = {sheet: _places(table) for sheet, table in tables.items()}
    for one in transcript.answers:
        _require((one.row, one.column) in known.get(one.table, ()), f"{one.table} {one.row} {one.column}"[:80])
        _check_answer(one, definition.period)
    _require_once(((a.table, a.row, a.column, a.period) for a in transcript.answers), "answers")
    _require_once((a.source for a in transcript.answers if a.is_taken), "cells")
    for said in transcript.statements:
        _require(said.table in tables, said.table[:8])
        _check_statement(said)
    _require_once((said.table for said in transcript.statements), "statements")
    for words in transcript.explanations:
        _require(words.table in tables and words.row in {r.code for r in tables[words.table].rows}, "explanations")
        _require(len(words.text) <= EXPLANATION_LENGTH, "explanations")
    _require_once(((w.table, w.row) for w in transcript.explanations), "explanations")


def _places(table: TableDef) -> frozenset[tuple[str, str]]:
    return frozenset((row.code, column.code) for row in table.rows for column in table.columns)


def _check_answer(one: Answer, asked: str) -> None:
    _require(bool(one.text) != one.is_taken, "answer")
    _require(len(one.text) <= TYPED_LENGTH and len(one.sheet) <= TYPED_LENGTH, "answer")
    _require(one.is_taken or not (one.factor or one.sheet), "answer")
    if one.is_taken:
        try:
            parse_address(one.cell)
            factor = Decimal(one.factor or "1")
        except (ValueError, InvalidOperation):
            raise Invalid("transcript_malformed", what=one.cell[:20]) from None
        _require(factor.is_finite() and factor > 0 and one.factor != "1" and len(one.factor) <= 20, "factor")
    if one.period:
        read_period(one.period)
        _require(one.period != asked, "period")


def _check_statement(said: Statement) -> None:
    _require(
        len(said.remark) <= REMARK_LENGTH and max(map(len, (said.reason, said.nature, said.held_by))) <= 100, "said"
    )
    if said.expected_on:
        try:
            date.fromisoformat(said.expected_on)
        except ValueError:
            raise Invalid("transcript_malformed", what="expected_on") from None


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Invalid("transcript_malformed", what=what)


def _require_once(keys: Iterable[object], what: str) -> None:
    found = list(keys)
    _require(len(set(found)) == len(found), what)
