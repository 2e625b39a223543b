"""What a transmittal hands over, as its head sees it before signing: every table in its own form, and the fingerprint.

The fingerprint is reckoned from the same rows that are shown, and held against the one that the letter prints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.domain import canonical
from sektoral.domain.declarations import in_words
from sektoral.domain.errors import NotFound
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import TableDef
from sektoral.domain.letters import LetterKind
from sektoral.domain.periods import read_period
from sektoral.letters.words import spaced
from sektoral.records.models import Answer, Letter, Submission, SubmissionItem
from sektoral.records.signed_values import SignedValues, handed_over, printed_values, values_of
from sektoral.ui.components import Fact, Found, Status, Tone
from sektoral.ui.findings import list_found
from sektoral.ui.formats import moment_text, size_text
from sektoral.ui.table_grid import Comparison, Figure, Grid, Key, Sheet, build_grid, head_of

CHANNELS = {
    "workbook": "Isian Excel",
    "browser": "Formulir di peramban",
    "google_form": "Google Form",
    "softcopy": "Softcopy instansi sendiri",
    "flashdisk": "Flash disk, diterima petugas",
    "paper": "Kertas, dimasukkan petugas",
    "whatsapp": "WhatsApp, diterima petugas",
    "telephone": "Telepon, dicatat petugas",
}
ANSWERS = {
    Answer.FILLED: Status(Tone.DONE, "Terisi"),
    Answer.PARTIAL: Status(Tone.WAIT, "Terisi sebagian"),
    Answer.EMPTY: Status(Tone.IDLE, "Kosong"),
    Answer.NIL: Status(Tone.IDLE, "Nihil"),
    Answer.UNAVAILABLE: Status(Tone.WAIT, "Tidak tersedia"),
}
TYPED = "diketik"
FOUND_AT_MOST = 200
Cell = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where in the file each figure of a row stands; `diketik` where a person typed it, empty for no figure."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table that is handed over. `grid` only where it holds figures; `earlier` are those of other periods."""

    sheet: str
    title: str
    unit: str
    answer: Status
    declared: str
    figures: int
    grid: Grid | None
    earlier: Sequence[Grid]
    heads: Sequence[str]
    sources: Sequence[SourceRow]
    explained: Sequence[Found]
    print: str


@dataclass(frozen=True, slots=True)
class ValuesSummary:
    """The same in one line for the signing page. `printed` is empty on older letters, `agrees` is true for them."""

    letter: UUID
    counts: str
    now: str
    printed: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """All that a transmittal hands over."""

    summary: ValuesSummary
    agency: str
    period: str
    facts: Sequence[Fact]
    tables: Sequence[ShownTable]


def values_summary(letter: Letter) -> ValuesSummary | None:
    """This will say in short what a letter hands over; nothing for what is no transmittal."""
    if letter.kind != LetterKind.TRANSMITTAL or letter.submission is None:
        return None
    items = list(handed_over(letter.submission))
    return _summary(letter, items, values_of(items))


def values_page(letter: Letter) -> ValuesPage:
    """This will show what a transmittal hands over. Raises `NotFound` for any other letter."""
    submission = letter.submission
    if letter.kind != LetterKind.TRANSMITTAL or submission is None:
        raise NotFound("not_found")
    items = list(handed_over(submission).order_by("requested_table__sheet"))
    values, period = values_of(items), read_period(submission.request.round.period)
    return ValuesPage(
        summary=_summary(letter, items, values),
        agency=submission.request.agency.name,
        period=period.label,
        facts=_facts(letter, submission),
        tables=[_table(item, submission, values, now=period.code) for item in items],
    )


def _summary(letter: Letter, items: Sequence[SubmissionItem], values: SignedValues) -> ValuesSummary:
    printed, stored = printed_values(letter), letter.submission.values_sha256 if letter.submission else ""
    return ValuesSummary(
        letter=letter.pk,
        counts=_counts(items),
        now=spaced(values.sha256),
        printed=spaced(printed),
        agrees=not printed or printed == values.sha256 == stored,
    )


def _counts(items: Sequence[SubmissionItem]) -> str:
    """For instance "2 tabel terisi dengan 24 angka, 1 nihil"."""
    nil = sum(item.answer == Answer.NIL for item in items)
    unavailable = sum(item.answer == Answer.UNAVAILABLE for item in items)
    figures = sum(_count(item.cells) for item in items)
    earlier = sum(_count(item.earlier) for item in items)
    told = (
        f"{len(items) - nil - unavailable} tabel terisi dengan {figures} angka",
        f"{earlier} angka periode lain" if earlier else "",
        f"{nil} nihil" if nil else "",
        f"{unavailable} tidak tersedia" if unavailable else "",
    )
    return ", ".join(part for part in told if part)


def _count(cells: Sequence[Cell]) -> int:
    return sum(bool(cell["text"] or cell["mark"]) for cell in cells)


def _facts(letter: Letter, submission: Submission) -> Sequence[Fact]:
    zone, file = ZoneInfo(letter.office.time_zone), submission.file
    return [
        Fact("Cara masuk", CHANNELS.get(submission.channel, submission.channel)),
        Fact("Dikirim", submission.received_by.name, note=moment_text(submission.received_at, zone)),
        Fact("Berkas", file.name, note=size_text(file.size)),
        Fact("Sidik berkas", spaced(file.sha256), note="SHA-256", is_code=True),
    ]


def _table(item: SubmissionItem, submission: Submission, values: SignedValues, *, now: str) -> ShownTable:
    asked = item.requested_table
    table = canonical.read(TableDef, asked.table.definition)
    about = submission.findings.filter(table=asked.sheet, severity=Severity.WARNING).exclude(explanation="")
    periods = sorted({cell.get("period", "") for cell in item.earlier})
    has_figures = bool(_count(item.cells))
    return ShownTable(
        sheet=asked.sheet,
        title=asked.table.title,
        unit=table.unit,
        answer=ANSWERS[Answer(item.answer)],
        declared=_declared(item),
        figures=_count(item.cells),
        grid=_grid(asked.sheet, table, item.cells, now) if has_figures else None,
        earlier=[
            _grid(asked.sheet, table, [cell for cell in item.earlier if cell.get("period", "") == one], one)
            for one in periods
        ],
        heads=[head_of(column) for column in table.columns],
        sources=_sources(table, item.cells) if has_figures else (),
        explained=list_found(about.select_related("explained_by")[:FOUND_AT_MOST]),
        print=spaced(values.tables[asked.sheet]),
    )


def _declared(item: SubmissionItem) -> str:
    holder = item.held_by.name if item.held_by else ""
    return in_words(item.reason, expected_on=item.expected_on, holder=holder)


def _grid(sheet: str, table: TableDef, cells: Sequence[Cell], now: str) -> Grid:
    figures: dict[Key, Figure] = {(cell["row"], cell["column"]): Figure(cell["text"], cell["mark"]) for cell in cells}
    laid = Sheet(sheet=sheet, table=table, figures=figures, places={})
    return build_grid(laid, comparison=Comparison.BEFORE, now=now, before="")


def _sources(table: TableDef, cells: Sequence[Cell]) -> Sequence[SourceRow]:
    where = {(one["row"], one["column"]): _source(one) for one in cells if one["text"] or one["mark"]}
    return [
        SourceRow(table.row_label(row), tuple(where.get((row.code, column.code), "") for column in table.columns))
        for row in table.rows
    ]


def _source(cell: Cell) -> str:
    return TYPED if cell.get("typed") else f"{cell['sheet']}!{cell['cell']}"
