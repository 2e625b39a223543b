"""Whether what was brought in as a letter is a PDF that can be read; the sandbox looks."""

import tempfile
from pathlib import Path

from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Invalid


def check_pdf(data: bytes) -> None:
    """This will raise `Invalid` (`not_a_pdf`, `pdf_broken`, `encrypted` …) where the first page cannot be drawn."""
    with tempfile.TemporaryDirectory(prefix="sektoral-pdf-") as folder:
        path = Path(folder) / "surat.pdf"
        path.write_bytes(data)
        answer = run("page_images", path, options={"pages": "1", "width": "60"})
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
