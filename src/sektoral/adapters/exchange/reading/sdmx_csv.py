"""SDMX-CSV 2.0 and 1.0: other separators, codes with labels, and either column order are understood."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sektoral.adapters.exchange.reading.notation import NotThis
from sektoral.adapters.exchange.reading.tables import MOST_FIGURES, ReadFigure, ReadTable

VALUE = "OBS_VALUE"
_FIRST = re.compile(r"(STRUCTURE|DATAFLOW)(\[.\])?(:.*)?", re.DOTALL)
_STRUCTURAL = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW", "SERIES_KEY", "OBS_KEY")
csv.field_size_limit(1_000_000)


def read_sdmx_csv(data: bytes) -> Sequence[ReadTable]:
    """This will read one message. A message that only deletes, or has several measures, is refused by name."""
    try:
        text = data.decode()
        separator = _separator(text)
        rows = list(_rows(text, separator=separator))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotThis("not_csv") from error
    if not rows or not _FIRST.fullmatch(rows[0][0]):
        raise NotThis("not_sdmx")
    heads, is_labelled = [_name(head) for head in rows[0]], ":" in "".join(rows[0])
    if VALUE not in heads:
        raise NotThis("no_measure")
    figures = [_figure(heads, row, is_labelled=is_labelled) for row in rows[1:]]
    if separator == ";":  # of a place where decimals have a comma
        figures = [replace(one, value=one.value.replace(",", ".")) for one in figures]
    return [ReadTable((), figures)]


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=lambda sign: len(re.sub(r"\[.*?\]", "", first).split(sign)))


def _rows(text: str, *, separator: str) -> Iterator[list[str]]:
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)):
        if at > MOST_FIGURES:
            raise NotThis("too_many_figures")
        if row:
            yield row


def _name(head: str) -> str:
    """`DIM_1: Dimension 1`, `ATTR_1[]` and `STRUCTURE[;]` are DIM_1, ATTR_1 and STRUCTURE."""
    return re.sub(r"\[.*\]$", "", head.partition(":")[0])


def _figure(heads: Sequence[str], row: list[str], *, is_labelled: bool) -> ReadFigure:
    if len(row) != len(heads):
        raise NotThis("ragged")
    named = dict(zip(heads, row, strict=True))
    if named.get("ACTION") == "D":
        raise NotThis("deletes")
    cells = {name: cell.partition(": ")[0] if is_labelled else cell for name, cell in named.items()}
    return ReadFigure(
        {name: cell for name, cell in cells.items() if name not in (*_STRUCTURAL, VALUE) and cell}, cells[VALUE]
    )
