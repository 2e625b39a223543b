"""What changed between two submissions of one request, table by table: cells, marks, explanations, declarations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from sektoral.domain import canonical
from sektoral.domain.checks.context import Place
from sektoral.domain.declarations import in_words
from sektoral.domain.differences import Difference, Kind, Said, differences
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.states import SubmissionState
from sektoral.records.models import Answer, Request, Submission, SubmissionItem
from sektoral.ui.components import Status, Tone
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, Filter, ListSpec

READ = (
    SubmissionState.AWAITING_LETTER,
    SubmissionState.COMPLETE,
    SubmissionState.CHECKED,
    SubmissionState.SUPERSEDED,
    SubmissionState.WITHDRAWN,
)  # of a submission that was read without error, so that its answers are kept
ANSWERS: dict[Answer, str] = {
    Answer.FILLED: "diisi lengkap",
    Answer.PARTIAL: "diisi sebagian",
    Answer.EMPTY: "kosong",
    Answer.NIL: "nihil",
    Answer.UNAVAILABLE: "tidak tersedia",
}
KINDS: dict[Kind, Status] = {
    Kind.CHANGED: Status(Tone.RUN, "Diubah"),
    Kind.FILLED: Status(Tone.DONE, "Diisi"),
    Kind.EMPTIED: Status(Tone.BAD, "Dikosongkan"),
    Kind.MARKED: Status(Tone.WAIT, "Tandanya diubah"),
    Kind.EXPLAINED: Status(Tone.IDLE, "Penjelasannya diubah"),
}
DECLARED = Status(Tone.WAIT, "Pernyataan diubah")
DECLARATION = "Pernyataan OPD"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs. `before` and `now` are as people read them; a bare figure is exported as a number."""

    sheet: str
    title: str
    row: str
    column: str
    cell: str
    status: Status
    before: str
    now: str
    words: str
    amount: Decimal | None = None
    exact: tuple[Decimal | str, Decimal | str] = ("", "")


@dataclass(frozen=True, slots=True)
class Other:
    """An earlier submission to compare with."""

    version: int
    label: str


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """Two submissions and all that differs; `only` are sheets that just one of them answers."""

    key: UUID
    submission: UUID
    version: int
    agency: str
    against: int
    others: tuple[Other, ...]
    rows: tuple[Row, ...]
    same: tuple[str, ...]  # sheets that both answer
    only_before: tuple[str, ...]
    only_now: tuple[str, ...]

    @property
    def changed_sheets(self) -> int:
        """In how many tables something differs."""
        return len({row.sheet for row in self.rows})

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        """How often each kind of change was found."""
        words = [status.word for status in (*KINDS.values(), DECLARED)]
        found = [row.status.word for row in self.rows]
        return [(word, found.count(word)) for word in words if word in found]


DIFFERENCES: ListSpec[Row] = ListSpec(
    name="yang-berubah",
    columns=(
        Column("tabel", "Tabel", lambda row: f"{row.sheet} {row.title}"),
        Column("baris", "Baris", lambda row: row.row),
        Column("kolom", "Kolom", lambda row: row.column),
        Column("sel", "Sel", lambda row: row.cell),
        Column("perubahan", "Perubahan", lambda row: row.status.word),
        Column("semula", "Semula", lambda row: row.exact[0], numeric=True),
        Column("sekarang", "Sekarang", lambda row: row.exact[1], numeric=True),
        Column("selisih", "Selisih", lambda row: row.amount, numeric=True),
        Column("penjelasan", "Penjelasan", lambda row: row.words),
    ),
    filters=(
        Filter(
            "perubahan",
            "Perubahan",
            [(one.word, one.word) for one in (*KINDS.values(), DECLARED)],
            lambda row, word: row.status.word == word,
        ),
    ),
    text=lambda row: f"{row.sheet} {row.title} {row.row} {row.column} {row.cell}",
    search_label="Cari tabel, baris, atau kolom",
    kept=("dari",),
)


def differences_page(request: Request, submission: Submission, *, against: int) -> DifferencesPage:
    """This will compare a submission with an earlier one, by its version; with 0, with the newest that can be.

    Raises `NotFound` where there is nothing to compare with.
    """
    items = _items(submission)
    earlier = _comparable(request, submission, items)
    other = next((one for one in earlier if against in (0, one.version)), None)
    if other is None:
        raise NotFound("not_found")
    before = _items(other)
    both = [key for key in items if key in before]
    said, told = _explained(other), _explained(submission)
    return DifferencesPage(
        key=request.pk,
        submission=submission.pk,
        version=submission.version,
        agency=request.agency.name,
        against=other.version,
        others=tuple(Other(one.version, f"Kiriman ke-{one.version}") for one in earlier),
        rows=tuple(row for key in both for row in _rows(before[key], items[key], said, told)),
        same=_sheets(items, both),
        only_before=_sheets(before, [key for key in before if key not in items]),
        only_now=_sheets(items, [key for key in items if key not in before]),
    )


def changes_url(request: UUID, submission: UUID) -> str:
    """This will give the address of the page that shows what changed."""
    return reverse("step3:differences", args=[request, submission])


def _items(submission: Submission) -> dict[UUID, SubmissionItem]:
    found = submission.items.select_related("requested_table__table", "held_by").order_by("requested_table__sheet")
    return {item.requested_table_id: item for item in found}


def _comparable(request: Request, submission: Submission, asked: Mapping[UUID, SubmissionItem]) -> list[Submission]:
    """Earlier submissions that answer one of the same tables, the newest first."""
    earlier = request.submissions.filter(version__lt=submission.version, items__requested_table__in=list(asked))
    return list(earlier.distinct().order_by("-version"))


def _sheets(items: Mapping[UUID, SubmissionItem], keys: Sequence[UUID]) -> tuple[str, ...]:
    return tuple(f"{row.sheet} {row.table.title}" for row in (items[key].requested_table for key in keys))


def _explained(submission: Submission) -> Mapping[tuple[str, str], str]:
    """What the agency explained, by sheet and cell."""
    found = submission.findings.exclude(explanation="").values_list("table", "cell", "explanation")
    return {(sheet, cell): words for sheet, cell, words in found}


def _rows(
    before: SubmissionItem,
    now: SubmissionItem,
    said: Mapping[tuple[str, str], str],
    told: Mapping[tuple[str, str], str],
) -> Iterator[Row]:
    yield from _declared(before, now)
    asked = now.requested_table
    table = canonical.read(TableDef, asked.table.definition)
    rows = {row.code: table.row_label(row) for row in table.rows}
    heads = {one.code: " ".join(f"{one.group} {one.label}".split()) for one in table.columns}
    cells = {(cell["row"], cell["column"]): cell["cell"] for cell in (*before.cells, *now.cells)}
    for one in differences(table, _said(before, said), _said(now, told)):
        row, column = one.place
        yield Row(
            sheet=asked.sheet,
            title=asked.table.title,
            row=rows.get(row, row),
            column=heads.get(column, column),
            cell=cells[one.place],
            status=KINDS[one.kind],
            before=_shown(one.before),
            now=_shown(one.now),
            words=_words(one),
            amount=one.amount,
            exact=(_exact(one.before), _exact(one.now)),
        )


def _words(one: Difference) -> str:
    """What is said of a cell now; where nothing is any more, what was."""
    if one.kind is Kind.EXPLAINED and not one.now.words:
        return f"Dihapus: {one.before.words}"
    return one.now.words


def _said(item: SubmissionItem, explained: Mapping[tuple[str, str], str]) -> Mapping[Place, Said]:
    sheet = item.requested_table.sheet
    return {
        (cell["row"], cell["column"]): Said(cell["text"], cell["mark"], explained.get((sheet, cell["cell"]), ""))
        for cell in item.cells
    }


def _shown(said: Said) -> str:
    return " ".join(part for part in (number_text(said.text) if said.text else "", said.mark) if part)


def _exact(said: Said) -> Decimal | str:
    return Decimal(said.text) if said.text and not said.mark else _shown(said)


def _declared(before: SubmissionItem, now: SubmissionItem) -> Iterator[Row]:
    """How the table was answered, where that differs."""
    was, is_ = _declaration(before), _declaration(now)
    if was != is_:
        asked = now.requested_table
        yield Row(asked.sheet, asked.table.title, DECLARATION, "", "", DECLARED, was, is_, "", exact=(was, is_))


def _declaration(item: SubmissionItem) -> str:
    said = in_words(item.reason, expected_on=item.expected_on, holder=item.held_by.name if item.held_by else "")
    is_declared = item.answer in (Answer.NIL, Answer.UNAVAILABLE)
    return f"{ANSWERS[Answer(item.answer)]}{f': {said}' if is_declared and said else ''}"
