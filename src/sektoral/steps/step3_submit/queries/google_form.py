"""What the pages of Google Form show: how to ask by one, and what its responses answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.checks.readings import label_of
from sektoral.domain.google_forms.choosing import Candidate, RowKey, RowOfResponses, rows_of
from sektoral.domain.google_forms.questions import FormLayout, suggested_layout
from sektoral.domain.google_forms.responses import Response, Responses
from sektoral.domain.instruments import InstrumentDef, TableDef
from sektoral.records.models import Request
from sektoral.records.models.round import OWED

NOT_ASKED = ""
LAYOUT_WORDS = {
    FormLayout.CELLS: "satu jawaban untuk seluruh tabel",
    FormLayout.ROWS: "satu jawaban untuk satu baris",
}
CHOICE = "baris"  # beginning of the name of a choice in the form: baris|T01|12.23.01


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table that a form may ask, with how it would be asked; what was answered already is not asked again."""

    sheet: str
    title: str
    rows: int
    cells: int
    layout: FormLayout
    is_open: bool

    @property
    def choices(self) -> Sequence[tuple[str, str, bool]]:
        """The ways to ask it: value, words, whether suggested."""
        ways = [(one.value, words, self.is_open and one is self.layout) for one, words in LAYOUT_WORDS.items()]
        return [*ways, (NOT_ASKED, "tidak ditanyakan", not self.is_open)]


def asked_tables(request: Request, definition: InstrumentDef) -> Sequence[AskedTable]:
    """This will list the tables of a request's instrument for its form."""
    still = set(request.tables.filter(state__in=OWED).values_list("sheet", flat=True))
    return [
        AskedTable(
            sheet=sheet,
            title=table.title,
            rows=len(table.rows),
            cells=len(table.rows) * len(table.columns),
            layout=suggested_layout(table),
            is_open=sheet in still or not still,
        )
        for sheet, table in definition.sheets
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One response as a person tells it from others, with what it says here in the order of the columns."""

    row: int
    at: str
    unit: str
    says: Sequence[tuple[str, str]]  # text and cell, both empty where it says nothing


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A row of a table: the response that counts, the others, and whether a person must choose between them."""

    name: str
    label: str
    heads: Sequence[str]
    counted: Shown | None
    others: Sequence[Shown]
    is_disputed: bool

    @property
    def says_under(self) -> Sequence[tuple[str, tuple[str, str]]]:
        """What the response that counts says, each under its column's head."""
        return list(zip(self.heads, self.counted.says, strict=True)) if self.counted else []

    @property
    def candidates(self) -> Sequence[Shown]:
        """Everything there is to choose from, the latest first."""
        found = [*([self.counted] if self.counted else []), *self.others]
        return sorted(found, key=lambda one: one.row, reverse=True)


@dataclass(frozen=True, slots=True)
class AnsweredTable:
    """A table with its rows in order; `missing` counts the rows that nobody answered."""

    sheet: str
    title: str
    heads: Sequence[str]
    rows: Sequence[AnsweredRow]
    missing: int


@dataclass(frozen=True, slots=True)
class ResponsesPage:
    """What a form's export answers. `undecided` counts the rows in which a person must choose."""

    key: UUID
    submission: UUID
    file: str
    sheet: str
    count: int
    replaced: int
    undecided: int
    tables: Sequence[AnsweredTable]
    unknown: Sequence[str]
    is_other: bool
    order_unclear: bool


def responses_page(
    keys: tuple[UUID, UUID], file: str, definition: InstrumentDef, found: Responses, chosen: Mapping[RowKey, int]
) -> ResponsesPage:
    """This will lay responses out table by table. `keys` are the request's and the submission's."""
    rows = rows_of(found, chosen)
    by_table: dict[str, dict[str, RowOfResponses]] = {}
    for row in rows:
        by_table.setdefault(row.table, {})[row.row] = row
    tables = [_table(sheet, table, by_table[sheet]) for sheet, table in definition.sheets if sheet in by_table]
    counted = {row.chosen for row in rows}
    return ResponsesPage(
        key=keys[0],
        submission=keys[1],
        file=file,
        sheet=found.sheet,
        count=len(found.responses),
        replaced=sum(1 for one in found.responses if one.row not in counted),
        undecided=sum(1 for row in rows if row.counted is None),
        tables=tables,
        unknown=found.unknown,
        is_other=found.is_other,
        order_unclear=found.order_unclear,
    )


def chosen_rows(posted: Mapping[str, str]) -> Mapping[RowKey, int]:
    """This will read which response a person chose for which row; what makes no sense is passed over."""
    found: dict[RowKey, int] = {}
    for name, value in posted.items():
        parts = name.split("|")
        if len(parts) == 3 and parts[0] == CHOICE and value.isascii() and value.isdecimal() and len(value) < 8:
            found[parts[1], parts[2]] = int(value)
    return found


def _table(sheet: str, table: TableDef, answered: Mapping[str, RowOfResponses]) -> AnsweredTable:
    columns = {column.code: label_of(column) for column in table.columns}
    rows = [
        _row(f"{CHOICE}|{sheet}|{row.code}", table.row_label(row), answered[row.code], columns)
        for row in table.rows
        if row.code in answered
    ]
    heads = list(columns.values())
    return AnsweredTable(sheet, table.title, heads, rows, len(table.rows) - len(rows))


def _row(name: str, label: str, row: RowOfResponses, columns: Mapping[str, str]) -> AnsweredRow:
    return AnsweredRow(
        name=name,
        label=label,
        heads=list(columns.values()),
        counted=_shown(row.counted, columns) if row.counted else None,
        others=[_shown(one, columns) for one in row.replaced],
        is_disputed=row.is_disputed,
    )


def _shown(one: Candidate, columns: Iterable[str]) -> Shown:
    given = [one.answers.get(column) for column in columns]
    says = [(each.text, each.cell) if each else ("", "") for each in given]
    return Shown(one.response.row, _when(one.response), one.response.unit or "tanpa nama unit", says)


def _when(response: Response) -> str:
    """The instant as the form wrote it: what it says in local time is not ours to turn."""
    return response.at_text or f"baris {response.row}"
