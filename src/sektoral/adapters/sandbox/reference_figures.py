"""The job `references`: the figures of a publisher that come back in the template of a table."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain import canonical
from sektoral.domain.references import read_references


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read the first sheet that has the template's heads. Option: `filename`.

    Raise `FileRefused` with the reason when the file is refused, `not_references` where no sheet has the heads.
    """
    filename = options.get("filename", path.name)
    found = preflight.inspect(path, filename=filename, caps=caps)
    _, grids = spreadsheets.read_grids(path, found, caps, {"filename": filename})
    lines = next((lines for grid in grids if (lines := read_references(grid)) is not None), None)
    if lines is None:
        raise FileRefused("not_references")
    return {"lines": [canonical.plain(line) for line in lines]}
