"""Pictures that are brought in: the sandbox draws them anew, and only what it drew is kept."""

import base64

from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Invalid
from sektoral.intake import files

PNG = "image/png"


def redraw(data: bytes) -> bytes:
    """This will give a picture as a clean PNG. Raises `Invalid` (`not_a_picture`, `picture_svg` …)."""
    with files.laid_out(data, name="gambar") as path:
        answer = run("redraw_picture", path)
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
    return base64.b64decode(str(answer.content["png"]))
