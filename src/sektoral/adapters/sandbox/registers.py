"""The job `register`: the rows of a letter register that comes back as a workbook."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.domain.registers import read_register


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read the first sheet that has the register's heads; `lines` is empty (`None`) where none has.

    Option: `filename`. Raise `FileRefused` with the reason when the file is refused.
    """
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    _, grids = spreadsheets.read_grids(path, found, caps)
    lines = next((lines for grid in grids if (lines := read_register(grid)) is not None), None)
    if lines is None:
        return {"lines": None}
    return {"lines": [[one.line, one.letter, one.number, one.kind.value] for one in lines]}
