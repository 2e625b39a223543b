"""Whether what was brought in as a letter is a PDF that can be read; the sandbox looks."""

from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Invalid
from sektoral.intake import files


def check_pdf(data: bytes) -> None:
    """This will raise `Invalid` (`not_a_pdf`, `pdf_broken`, `encrypted` …) where the first page cannot be drawn.

    Also `pdf_active` for one that does something when it is opened: programs, commands, files inside it.
    """
    with files.laid_out(data, name="surat.pdf") as path:
        answer = run("page_images", path, options={"pages": "1", "width": "60", "passive": "yes"})
    if not answer.ok:
        raise Invalid(answer.code, **answer.facts)
