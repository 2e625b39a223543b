"""Having the export of a form's responses read in the sandbox, against the instrument that it asks for."""

import tempfile
from pathlib import Path

from sektoral.adapters.sandbox.client import run
from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, Unavailable
from sektoral.domain.google_forms.responses import Responses
from sektoral.domain.instruments import InstrumentDef, to_json
from sektoral.intake import files
from sektoral.intake.reading import NOT_LOOKED_AT
from sektoral.records.models import Instrument, StoredFile


def read_responses(file: StoredFile, instrument: Instrument) -> Responses:
    """This will read the responses in a file.

    Raises `Invalid` with the reason why the file was refused, and `Unavailable` where it was not looked at.
    """
    with tempfile.TemporaryDirectory(prefix="sektoral-formulir-") as folder:
        definition = Path(folder) / "definition"
        definition.write_text(to_json(canonical.read(InstrumentDef, instrument.definition)), encoding="ascii")
        options = {"filename": file.name, "definition": str(definition)}
        answer = run("form_responses", files.path_of(file), options=options)
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
    found = {name: answer.content[name] for name in Responses.__dataclass_fields__}
    return canonical.read(Responses, found)
