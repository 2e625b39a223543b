"""The printable form of an instrument: the same tables as the workbook, to be filled in by hand where need be."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby

from sektoral.adapters.typesetting import TEMPLATES, Rendered, set_paper
from sektoral.adapters.typesetting.coverage import drawable
from sektoral.adapters.typesetting.payload import Json, qr_svg
from sektoral.domain.checklist import CheckLine, checklist_of
from sektoral.domain.checks.sentences import shown_number
from sektoral.domain.instruments import InstrumentDef, RowDef
from sektoral.domain.layout import TableLayout, lay_out
from sektoral.domain.papers import Paper
from sektoral.domain.periods import read_period
from sektoral.domain.validations import NATURES, REASONS

COLUMNS_AT_MOST = {Paper.A4: 7, Paper.F4: 8}  # beside one another on a page, wide enough for a hand
MARKS = (
    ("–", "tidak ada (nihil)"),
    ("…", "ada, tetapi belum atau tidak tersedia"),
    ("NA", "tidak dapat ditampilkan"),
    ("~0", "sangat kecil, di bawah satuan terkecil"),
    ("0", "nol, hasil penghitungan"),
)


def render_blank(definition: InstrumentDef, *, paper: Paper, on: date) -> Rendered:
    """This will set the form as a PDF/A-2b, landscape; equal definitions give equal bytes.

    Raises `Invalid` (`paper_not_set`) where it cannot be set without a warning.
    """
    midnight = datetime.combine(on, time(), UTC)
    return set_paper(TEMPLATES / "blank.typ", data=json.dumps(_payload(definition, paper)), at=midnight)


def _payload(definition: InstrumentDef, paper: Paper) -> dict[str, Json]:
    words = (definition.letter_number, definition.letter_date)
    return {
        "paper": paper.value,
        "sample": definition.sample or any(table.sample for _, table in definition.sheets),
        "id": definition.id,
        "office": drawable(definition.office_name),
        "agency": drawable(definition.agency_name),
        "title": drawable(definition.title),
        "period": read_period(definition.period).label.lower(),
        "previous_period": definition.previous_period,
        "letter": ", ".join(filter(None, words)),
        "due": definition.due,
        "contact": drawable(definition.contact),
        "link": definition.upload_link,
        "qr": qr_svg(definition.upload_link) if definition.upload_link else None,
        "marks": [[mark, meaning] for mark, meaning in MARKS],
        "reasons": list(REASONS),
        "natures": list(NATURES),
        "tables": [_table(definition, place, paper) for place in lay_out(definition).tables],
        "checks": _checks(definition),
    }


def _table(definition: InstrumentDef, place: TableLayout, paper: Paper) -> dict[str, Json]:
    table = place.table
    numbers = [*range(place.first_input, place.last_input + 1), *place.row_totals]
    notes = [table.note] if table.note else [f"{one.concept}: {one.definition}" for one in table.variables]
    return {
        "sheet": place.sheet,
        "code": table.code,
        "title": drawable(table.title),
        "unit": drawable(table.unit),
        "level": drawable(table.level),
        "stub": drawable(table.stub),
        "priority": table.priority,
        "rows": [
            {"code": row.code, "label": drawable(table.row_label(row)), "strong": _is_whole(row, table.rows)}
            for row in table.rows
        ],
        "total_label": drawable(table.total_label),
        "notes": [drawable(note) for note in notes],
        "blocks": [_block(definition, place, run) for run in _runs(numbers, COLUMNS_AT_MOST[paper])],
    }


def _is_whole(row: RowDef, rows: Sequence[RowDef]) -> bool:
    """Whether a row is a region among its own parts, such as the kabupaten under its kecamatan."""
    return any(one.area.startswith(row.area + ".") for one in rows)


def _runs(columns: Sequence[int], most: int) -> list[Sequence[int]]:
    """The columns in runs of about equal length, none longer than fits."""
    runs = -(-len(columns) // most)
    length = -(-len(columns) // runs)
    return [columns[start : start + length] for start in range(0, len(columns), length)]


def _block(definition: InstrumentDef, place: TableLayout, columns: Sequence[int]) -> dict[str, Json]:
    """Some columns of a table: their heads, their groups, and last period's figures row by row."""
    heads = [_head(place, column) for column in columns]
    groups: list[Json] = [
        {"words": words, "columns": len(list(run))} for words, run in groupby(str(head["group"]) for head in heads)
    ]
    return {"heads": list(heads), "groups": groups, "before": _before(definition, place, columns)}


def _head(place: TableLayout, column: int) -> dict[str, Json]:
    is_added = column in place.summed
    number = place.printed_number(column)
    if column in place.row_totals:
        total = place.table.row_totals[place.row_totals.index(column)]
        return {"label": drawable(total.label), "group": "", "number": number, "total": True, "added": is_added}
    defined = place.table.columns[column - place.first_input]
    label = " ".join(place.table.column_label(defined).split())
    return {
        "label": drawable(label),
        "group": drawable(defined.group),
        "number": number,
        "total": False,
        "added": is_added,
    }


def _before(definition: InstrumentDef, place: TableLayout, columns: Sequence[int]) -> list[Json]:
    texts = {(row, column): text for (sheet, row, column), text in definition.previous if sheet == place.sheet}
    codes = [column.code for column in place.table.columns]
    return [
        [
            shown_number(texts.get((row.code, codes[column - place.first_input]), ""))
            if column not in place.row_totals
            else ""
            for column in columns
        ]
        for row in place.table.rows
    ]


def _checks(definition: InstrumentDef) -> list[Json]:
    """What is checked, each line once: what holds for every table, for several, and for one."""
    sheets: dict[CheckLine, list[str]] = {}
    for sheet, _ in definition.sheets:
        for line in {line: None for group in checklist_of(definition, sheet) for line in group.lines}:
            sheets.setdefault(line, []).append(sheet)
    groups: dict[tuple[str, ...], list[CheckLine]] = {}
    for line, where in sheets.items():
        groups.setdefault(tuple(where), []).append(line)
    order = sorted(groups, key=lambda where: (-len(where), where))
    return [{"title": _where(definition, where), "lines": _lines(groups[where])} for where in order]


def _where(definition: InstrumentDef, sheets: tuple[str, ...]) -> str:
    if len(sheets) == 1:
        return f"{sheets[0]} · {drawable(definition.table(sheets[0]).title)}"
    return "Semua tabel" if len(sheets) == len(definition.sheets) else ", ".join(sheets)


def _lines(lines: Iterable[CheckLine]) -> list[Json]:
    return [
        [line.weight, drawable(": ".join(filter(None, (line.where, line.says)))), drawable(line.source)]
        for line in lines
    ]
