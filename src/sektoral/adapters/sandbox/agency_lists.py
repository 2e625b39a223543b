"""The job `agencies`: the rows of an office's list of agencies."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.domain.agency_lists import read_list


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read the first sheet that has the list's heads; `lines` is empty (`None`) where none has.

    Option: `filename`. Raise `FileRefused` with the reason when the file is refused.
    """
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    _, grids = spreadsheets.read_grids(path, found, caps)
    lines = next((lines for grid in grids if (lines := read_list(grid)) is not None), None)
    return {"lines": None if lines is None else [[one.line, dict(one.cells)] for one in lines]}
