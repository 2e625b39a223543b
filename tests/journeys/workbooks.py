"""What the people at the agencies write into their workbooks, and what they scan."""

import io
from collections.abc import Mapping
from decimal import Decimal

from openpyxl import load_workbook
from PIL import Image, ImageDraw

from sektoral.adapters.filling import Answer, Filling, fill_instrument, read_definition
from sektoral.setup.samples import sample_answers

Slips = Mapping[tuple[str, str], Answer | None]  # by sheet and address


def fill(workbook: bytes, *, nil: str = "", seed: int = 0, slips: Slips | None = None) -> bytes:
    """This will fill every table with this year's sample figures, but `nil`; `seed` gives the first table others."""
    definition = read_definition(load_workbook(io.BytesIO(workbook)))
    first = definition.sheets[0][0]
    values = {
        (sheet, row, column): Decimal(text)
        for sheet, table in definition.sheets
        if sheet != nil
        for (row, column), text in sample_answers(
            table, period=definition.period, seed=seed if sheet == first else 0
        ).items()
    }
    return fill_instrument(workbook, Filling(values=values, nil=frozenset({nil} - {""}), slips=slips or {}))


def value_at(workbook: bytes, sheet: str, address: str) -> object:
    """This will read what stands in a cell."""
    return load_workbook(io.BytesIO(workbook))[sheet][address].value


def swap(workbook: bytes, one: tuple[str, str], other: tuple[str, str]) -> bytes:
    """This will let two cells change places."""
    book = load_workbook(io.BytesIO(workbook), rich_text=True)
    first, second = book[one[0]][one[1]], book[other[0]][other[1]]
    first.value, second.value = second.value, first.value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_names(workbook: bytes) -> list[str]:
    """This will list the sheets of a workbook."""
    return list(load_workbook(io.BytesIO(workbook)).sheetnames)


def scan(words: str) -> bytes:
    """This will draw a page as a scanner would give it: a PDF that is all picture."""
    paper = Image.new("L", (620, 877), 250)
    ImageDraw.Draw(paper).text((60, 80), f"{words}\n\n(pindaian contoh)", fill=20)
    target = io.BytesIO()
    paper.save(target, "PDF", resolution=75)
    return target.getvalue()
