"""The job `form_responses`: the export of a form's responses, against the instrument that it asks for."""

from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain import canonical, instruments
from sektoral.domain.google_forms.responses import read_responses


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Read the responses. Options: `filename`; `definition`, the file that holds the instrument's.

    Raise `FileRefused` when refused, with `not_a_form` for any other spreadsheet.
    """
    filename = options.get("filename", path.name)
    found = preflight.inspect(path, filename=filename, caps=caps)
    definition = instruments.from_json(Path(options["definition"]).read_text(encoding="ascii"))
    _, grids = spreadsheets.read_grids(path, found, caps, {"filename": filename})
    responses = read_responses(definition, list(grids))
    if responses is None:
        raise FileRefused("not_a_form")
    plain = canonical.plain(responses)
    if not isinstance(plain, dict):
        raise TypeError("responses")
    return plain
