"""Lists: filter, sort, page, export. One typed description serves the page, the XLSX and the CSV.

A slice describes its list once (`ListSpec`), reads its rows, and calls `list_page` with the query string. Rows are
plain values of any type; what a cell shows is also what it exports.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cmp_to_key
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse

from sektoral.adapters.exports import Column as ExportColumn
from sektoral.adapters.exports import to_csv, to_xlsx

R = TypeVar("R")
Cell = str | int | Decimal | date | datetime | None
PER_PAGE = 50
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make `Column[Row](…)` of a frozen one with them
class Column(Generic[R]):
    """A column. `value` gives what is exported and sorted by; `numeric` ones stand right.

    One that is not `on_page` has no head there: only the files have it, or another column's cell shows it too.
    """

    key: str
    label: str
    value: Callable[[R], Cell]
    numeric: bool = False
    sortable: bool = True
    on_page: bool = True


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make `Filter[Row](…)` of a frozen one with them
class Filter(Generic[R]):
    """A choice over a list: pairs of value and word, and which rows to keep for a chosen value."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    keeps: Callable[[R, str], bool]


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make `ListSpec[Row](…)` of a frozen one with them
class ListSpec(Generic[R]):
    """A list. `text` gives the words that the search looks through; without it there is no search.

    `kept` names keys of the query string that belong to the page and stay in every link of the list.
    """

    name: str
    columns: Sequence[Column[R]]
    filters: Sequence[Filter[R]] = ()
    text: Callable[[R], str] | None = None
    search_label: str = "Cari"
    order: str = ""
    per_page: int = PER_PAGE
    kept: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as the toolbar shows it."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: `direction` is ascending, descending or empty; `query` sorts by it."""

    key: str
    label: str
    numeric: bool
    direction: str
    query: str


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make `ListPage[Row](…)` of a frozen one with them
class ListPage(Generic[R]):
    """One page of a list, ready to be drawn. `first` numbers its first row.

    `found` counts the rows after filters, `total` before.
    """

    rows: Sequence[R]
    first: int
    found: int
    total: int
    page: int
    pages: int
    heads: Sequence[Head]
    filters: Sequence[Choice]
    search: str
    search_label: str
    has_search: bool
    sort: str
    xlsx: str
    csv: str
    earlier: str
    later: str
    kept: Sequence[tuple[str, str]] = ()

    @property
    def last(self) -> int:
        """The number of the page's last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_filtered(self) -> bool:
        """Whether fewer rows are shown than there are."""
        return bool(self.search or any(choice.chosen for choice in self.filters))


def list_page(spec: ListSpec[R], rows: Sequence[R], query: Mapping[str, str]) -> ListPage[R]:
    """This will filter, sort and cut `rows` as the query string asks (`q`, `urut`, `hal`, and the filters' keys).

    A value that the list does not know is left out, never an error.
    """
    asked = _asked(spec, query)
    kept = arranged(spec, rows, query)
    pages = max(1, -(-len(kept) // spec.per_page))
    page = min(max(_whole(query.get("hal", "")), 1), pages)
    return ListPage(
        rows=kept[(page - 1) * spec.per_page : page * spec.per_page],
        first=(page - 1) * spec.per_page + 1 if kept else 0,
        found=len(kept),
        total=len(rows),
        page=page,
        pages=pages,
        heads=[_head(column, asked) for column in spec.columns if column.on_page],
        filters=[Choice(each.key, each.label, each.choices, asked.get(each.key, "")) for each in spec.filters],
        search=asked.get("q", ""),
        search_label=spec.search_label,
        has_search=spec.text is not None,
        sort=asked.get("urut", ""),
        xlsx=_link(asked, ekspor="xlsx"),
        csv=_link(asked, ekspor="csv"),
        earlier=_link(asked, hal=str(page - 1)) if page > 1 else "",
        later=_link(asked, hal=str(page + 1)) if page < pages else "",
        kept=[(key, asked[key]) for key in spec.kept if key in asked],
    )


def arranged(spec: ListSpec[R], rows: Sequence[R], query: Mapping[str, str]) -> list[R]:
    """This will filter and sort all rows, without cutting them into pages."""
    asked = _asked(spec, query)
    kept = [row for row in rows if _is_kept(spec, row, asked)]
    sort = asked.get("urut", spec.order)
    column = next((each for each in spec.columns if each.key == sort.removeprefix("-")), None)
    if column is None:
        return kept
    valued: list[tuple[Cell, R]] = [(column.value(row), row) for row in kept]
    filled = [pair for pair in valued if pair[0] not in (None, "")]
    filled.sort(key=cmp_to_key(_compare_pairs), reverse=sort.startswith("-"))
    return [row for _, row in filled] + [row for value, row in valued if value in (None, "")]


def export(spec: ListSpec[R], rows: Sequence[R], query: Mapping[str, str], zone: tzinfo) -> HttpResponse | None:
    """This will give the filtered list as a file when the query string has `ekspor=xlsx` or `csv`; else nothing."""
    kind = query.get("ekspor", "")
    if kind not in ("xlsx", "csv"):
        return None
    columns = [ExportColumn(column.label, column.numeric) for column in spec.columns]
    cells = [[column.value(row) for column in spec.columns] for row in arranged(spec, rows, query)]
    body = to_xlsx(columns, cells, zone=zone) if kind == "xlsx" else to_csv(columns, cells, zone=zone)
    headers = {"Content-Disposition": f'attachment; filename="{spec.name}.{kind}"'}
    return HttpResponse(body, content_type=XLSX_TYPE if kind == "xlsx" else CSV_TYPE, headers=headers)


def _asked(spec: ListSpec[R], query: Mapping[str, str]) -> dict[str, str]:
    """What the query string asks for, known values only."""
    asked = {key: query[key][:100] for key in spec.kept if query.get(key)}
    for each in spec.filters:
        chosen = query.get(each.key, "")
        if chosen in {value for value, _ in each.choices if value}:
            asked[each.key] = chosen
    if spec.text and (words := query.get("q", "").strip()[:100]):
        asked["q"] = words
    sort = query.get("urut", "")
    if sort.removeprefix("-") in {column.key for column in spec.columns if column.sortable}:
        asked["urut"] = sort
    return asked


def _is_kept(spec: ListSpec[R], row: R, asked: Mapping[str, str]) -> bool:
    if any(not each.keeps(row, asked[each.key]) for each in spec.filters if each.key in asked):
        return False
    text = spec.text(row).casefold() if spec.text else ""
    return all(word in text for word in asked.get("q", "").casefold().split())


def _compare_pairs(first: tuple[Cell, object], second: tuple[Cell, object]) -> int:
    return _compare(first[0], second[0])


def _compare(first: Cell, second: Cell) -> int:
    """Order two cells of one column; kinds that do not compare stand by their text, digits as numbers."""
    numbers = (int, Decimal)
    if isinstance(first, numbers) and isinstance(second, numbers):
        return (first > second) - (first < second)
    if isinstance(first, datetime) and isinstance(second, datetime):
        return (first > second) - (first < second)
    left, right = str(first).casefold(), str(second).casefold()
    return (left > right) - (left < right)


def _head(column: Column[R], asked: Mapping[str, str]) -> Head:
    sort = asked.get("urut", "")
    is_up, is_down = sort == column.key, sort == f"-{column.key}"
    direction = "ascending" if is_up else "descending" if is_down else ""
    query = _link(asked, urut=f"-{column.key}" if is_up else column.key) if column.sortable else ""
    return Head(column.key, column.label, column.numeric, direction, query)


def _link(asked: Mapping[str, str], **more: str) -> str:
    return f"?{urlencode({**asked, **more})}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
