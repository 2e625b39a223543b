"""A letter register that comes back as a workbook: read in the sandbox child, and not kept."""

from collections.abc import Sequence
from pathlib import Path

from sektoral.adapters.sandbox import client
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import CellKind
from sektoral.domain.registers import RegisterLine
from sektoral.intake import files

MOST_LINES = 2_000


def read_lines(data: bytes, *, name: str) -> Sequence[RegisterLine]:
    """This will read the rows of a workbook.

    Raises `Invalid`: `register_unreadable`, `register_not_recognised`, `register_too_long`.
    """
    with files.laid_out(data, name=f"register{Path(name).suffix[:8]}") as path:
        answer = client.run("register", path, options={"filename": name})
    if not answer.ok:
        raise Invalid("register_unreadable", reason=answer.message)
    rows = answer.content["lines"]
    if not isinstance(rows, list):
        raise Invalid("register_not_recognised")
    if len(rows) > MOST_LINES:
        raise Invalid("register_too_long", most=MOST_LINES)
    return [RegisterLine(int(line), str(letter), str(number), CellKind(kind)) for line, letter, number, kind in rows]
