"""Pictures that are brought in: the sandbox draws them anew, and only what it drew is kept."""

import base64
import tempfile
from pathlib import Path

from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Invalid

PNG = "image/png"


def redraw(data: bytes) -> bytes:
    """This will give a picture as a clean PNG. Raises `Invalid` (`not_a_picture`, `picture_svg` …)."""
    with tempfile.TemporaryDirectory(prefix="sektoral-gambar-") as folder:
        path = Path(folder) / "gambar"
        path.write_bytes(data)
        answer = run("redraw_picture", path)
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
    return base64.b64decode(str(answer.content["png"]))
