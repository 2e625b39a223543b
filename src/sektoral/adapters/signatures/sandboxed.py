"""The inspection of strangers' PDFs as everything outside calls it: done in the sandbox, with an answer in any case."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sektoral.adapters.sandbox import client
from sektoral.adapters.sandbox.caps import AGENCY, Caps
from sektoral.adapters.signatures.prints import unread
from sektoral.domain import canonical
from sektoral.domain.inspections import Inspection


def inspect_file(
    path: Path,
    *,
    roots: Sequence[bytes],
    at: datetime,
    caps: Caps = AGENCY,
    base: int = 0,
    stamp_roots: Sequence[bytes] = (),
) -> Inspection:
    """Look into the PDF at `path`. `roots` are the trusted root certificates in DER or PEM, `at` is now.

    `stamp_roots` are trusted for time stamps only. `base` is the length of a known PDF that it begins with: what was
    added to that is told as well.
    A file that brings the sandbox down is reported as damaged, with what its bytes alone tell.
    """
    options = job_options(roots=roots, at=at, base=base, stamp_roots=stamp_roots)
    answer = client.run("inspect_pdf", path, options=options, caps=caps)
    return canonical.read(Inspection, answer.content) if answer.ok else unread(path.read_bytes())


def job_options(
    *, roots: Sequence[bytes], at: datetime, base: int = 0, stamp_roots: Sequence[bytes] = ()
) -> dict[str, str]:
    """Write the options of the job `inspect_pdf`."""
    return {
        "at": at.isoformat(),
        "roots": ",".join(base64.b64encode(root).decode() for root in roots),
        "stamp_roots": ",".join(base64.b64encode(root).decode() for root in stamp_roots),
        "base": str(base),
    }
