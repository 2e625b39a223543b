"""The job `read_history`: a file of old years against its table's definition, with every figure that it holds."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.checking import refuse_personal
from sektoral.adapters.sandbox.long_checking import load_definition, outcome_of
from sektoral.domain.checks.long.history import read_history
from sektoral.domain.checks.results import Verdict
from sektoral.domain.numbers import LOCALES

COLUMNS = ("period", "row", "column", "text", "mark", "cell")  # of `figures`: a list for each, over all figures


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read a file. Raise `FileRefused` when refused. A rejected file answers with its findings alone.

    Options: `filename`; `definition`, the path of a definition file; `locale`, `id-ID` or `en-US`, where a person has
    said how numbers are written.
    """
    table = load_definition(Path(options.get("definition", "")))
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    _, grids = spreadsheets.read_grids(path, found, caps, {"filename": options.get("filename", path.name)})
    history = read_history(table, list(grids), locale=LOCALES.get(options.get("locale", "")))
    refuse_personal(history.result.personal_columns)
    figures = () if history.result.verdict is Verdict.REJECTED else history.figures
    return {**outcome_of(history.result), "figures": [[getattr(one, name) for one in figures] for name in COLUMNS]}
