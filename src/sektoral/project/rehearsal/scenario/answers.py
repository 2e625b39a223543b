"""What an agency of a scenario writes into its workbook: made-up figures, or those that the event gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from sektoral.adapters.filling import Answer, Filling, fill_instrument
from sektoral.domain import canonical
from sektoral.domain.errors import WrongState
from sektoral.domain.instruments import TableDef
from sektoral.domain.policies import check_can_submit
from sektoral.intake import files
from sektoral.project.rehearsal.scenario.particulars import Particulars, malformed
from sektoral.project.rehearsal.scenario.stage import Stage, label_of
from sektoral.records.models import Request, RequestedTable
from sektoral.records.models.round import OWED

NOT_READY = "1"  # the reason for not available, unless the event gives one
LARGEST = 5_000  # made-up figures stay below

Cells = Mapping[tuple[str, str], Answer]


@dataclass(frozen=True, slots=True)
class Answers:
    """Which tables are filled with what, which are declared nil, and which not available for which reason."""

    filled: Mapping[RequestedTable, Cells]
    nil: Sequence[RequestedTable]
    unavailable: Mapping[RequestedTable, str]


def read_answers(what: Particulars, stage: Stage, request: Request) -> Answers:
    """This will read `tables`, `values`, `nil` and `unavailable`; without `tables` all that are open are filled."""
    open_rows = list(request.tables.filter(state__in=OWED).select_related("table__agency"))
    nil = open_rows if what.find("nil") is True else stage.tables(request, what.texts("nil") or ())
    unavailable = _unavailable(what, stage, request)
    declared = {row.pk for row in (*nil, *unavailable)}
    names = what.texts("tables", "table")
    named = [row for row in open_rows if not _is_priced(what)] if names is None else stage.tables(request, names)
    if names is None and _is_priced(what):
        named = stage.tables(request, list(what.mapping("values")))
    rows = [row for row in named if row.pk not in declared]
    attempt = request.submissions.count()
    return Answers({row: _cells(row, what, attempt) for row in rows}, nil, unavailable)


def fill(request: Request, answers: Answers) -> bytes:
    """This will fill the request's newest workbook. Raises `WrongState` where it has none yet."""
    check_can_submit(request.state)
    instrument = request.instruments.order_by("-version").first()
    if instrument is None:
        raise WrongState("instrument_not_ready")
    values = {
        (row.sheet, cell_row, column): answer
        for row, cells in answers.filled.items()
        for (cell_row, column), answer in cells.items()
    }
    filling = Filling(
        values=values,
        nil=frozenset(row.sheet for row in answers.nil),
        unavailable={row.sheet: reason for row, reason in answers.unavailable.items()},
    )
    return fill_instrument(files.read(instrument.file), filling)


def _is_priced(what: Particulars) -> bool:
    """Whether `values` names the tables itself."""
    return isinstance(what.find("values"), dict)


def _unavailable(what: Particulars, stage: Stage, request: Request) -> Mapping[RequestedTable, str]:
    found = what.find("unavailable")
    if isinstance(found, dict):
        return {stage.tables(request, [name])[0]: str(reason) for name, reason in found.items()}
    return dict.fromkeys(stage.tables(request, what.texts("unavailable") or ()), NOT_READY)


def _cells(row: RequestedTable, what: Particulars, attempt: int) -> Cells:
    table = canonical.read(TableDef, row.table.definition)
    given = what.find("values")
    if isinstance(given, dict):
        given = given.get(label_of(row, row.request.agency), given.get(row.table.code, given.get(row.sheet)))
    if given is None:
        return _made_up(table, f"{row.table.agency.code}|{row.table.code}|{attempt}")
    return dict(_given(table, given, what.event))


def _made_up(table: TableDef, key: str) -> Cells:
    """Figures that differ from one attempt to the next, because an unchanged answer is no answer to a return."""
    return {
        (row.code, column.code): int.from_bytes(sha256(f"{key}|{row.code}|{column.code}".encode()).digest()[:4])
        % LARGEST
        for row in table.rows
        for column in table.columns
    }


def _given(table: TableDef, given: object, event: int) -> Iterator[tuple[tuple[str, str], Answer]]:
    """One figure for every cell, a list in reading order, or an object of rows that hold any of these by column."""
    places = [(row.code, column.code) for row in table.rows for column in table.columns]
    if isinstance(given, dict):
        for row_code, cells in given.items():
            in_row = [place for place in places if place[0] == row_code]
            by_column = (
                cells if isinstance(cells, dict) else dict(zip((c for _, c in in_row), _series(cells), strict=False))
            )
            yield from (((row_code, column), _answer(figure, event)) for column, figure in by_column.items())
        return
    flat = [figure for part in given for figure in _series(part)] if isinstance(given, list) else [given] * len(places)
    if len(flat) > len(places):
        raise malformed(f"values: {len(flat)} figures for {len(places)} cells", event=event)
    yield from (
        (place, _answer(figure, event)) for place, figure in zip(places, flat, strict=False) if figure is not None
    )


def _series(part: object) -> list[object]:
    return part if isinstance(part, list) else [part]


def _answer(figure: object, event: int) -> Answer:
    if isinstance(figure, bool) or not isinstance(figure, int | Decimal | str):
        raise malformed(f"values: {figure!r} is neither a number nor a text", event=event)
    return figure
