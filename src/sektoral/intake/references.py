"""Having a file of reference figures read in the sandbox."""

from collections.abc import Sequence

from sektoral.adapters.sandbox.client import run
from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, Unavailable
from sektoral.domain.references import ReferenceLine
from sektoral.intake import files
from sektoral.intake.reading import NOT_LOOKED_AT
from sektoral.records.models import StoredFile


def read_reference_file(file: StoredFile) -> Sequence[ReferenceLine]:
    """This will read the lines of a file.

    Raises `Invalid` with the reason why the file was refused, and `Unavailable` where it was not looked at.
    """
    answer = run("references", files.path_of(file), options={"filename": file.name})
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
    lines = answer.content["lines"]
    if not isinstance(lines, list):
        raise TypeError("lines")
    return [canonical.read(ReferenceLine, line) for line in lines]
