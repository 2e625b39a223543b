"""The invented health instrument as an agency returns it: filled plausibly, then changed cell by cell."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import load_workbook

from sektoral.adapters.keys import key_id, public_text
from sektoral.adapters.workbooks import write_instrument
from sektoral.domain.instruments import InstrumentDef, ValueKind
from sektoral.domain.layout import lay_out
from tests.instruments import health_instrument

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MADE_AT = datetime(2026, 11, 23, tzinfo=UTC)
Typed = str | int | float | bool | date | None
Changes = Mapping[tuple[str, str], Typed]  # (sheet, cell) -> what is typed there


def write_filled(path: Path, changes: Changes | None = None, definition: InstrumentDef | None = None) -> Path:
    """Write a completely filled instrument, then type `changes` over it. The totals lose their stored results."""
    definition = definition or health_instrument()
    book = load_workbook(io.BytesIO(empty_instrument(definition)))
    for (sheet, cell), value in {**plausible(definition), **(changes or {})}.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def write_keys(folder: Path) -> Path:
    """Keep the public key of the tests as an installation keeps its own."""
    folder.mkdir(exist_ok=True)
    public = KEY.public_key()
    (folder / f"manifest.{key_id(public)}.pub").write_bytes(public_text(public))
    return folder


@cache
def empty_instrument(definition: InstrumentDef) -> bytes:
    """The instrument as it is sent."""
    return write_instrument(definition, signing_key=KEY, key_id=key_id(KEY.public_key()), made_at=MADE_AT)


def plausible(definition: InstrumentDef) -> dict[tuple[str, str], Typed]:
    """A value for every input cell, a few per cent above last period's."""
    previous = dict(definition.previous)
    typed: dict[tuple[str, str], Typed] = {}
    for table in lay_out(definition).tables:
        for cell in table.input_cells():
            before = Decimal(previous.get((table.sheet, cell.row_def.code, cell.column_def.code), "50"))
            typed[table.sheet, cell.address] = _near(before, cell.variable.kind, cell.variable.decimals)
    return _with_budget_spent(definition, typed)


def _near(before: Decimal, kind: ValueKind, decimals: int) -> float:
    if kind in (ValueKind.COUNT, ValueKind.RUPIAH):
        return int(before * Decimal("1.04")) + 1
    value = min(before * Decimal("1.01"), Decimal(100)) if kind is ValueKind.PERCENT else before * Decimal("1.03")
    return float(round(value, decimals))


def _with_budget_spent(definition: InstrumentDef, typed: dict[tuple[str, str], Typed]) -> dict[tuple[str, str], Typed]:
    """Nothing is spent beyond the budget (`realisasi <= pagu`)."""
    for row in range(8, 11):
        pair = ("T05", f"C{row}"), ("T05", f"D{row}")
        if all(one in typed for one in pair):
            low, high = sorted((typed[pair[0]], typed[pair[1]]), key=float)  # type: ignore[arg-type]
            typed[pair[0]], typed[pair[1]] = high, low
    return typed
