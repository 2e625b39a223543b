"""What another machine gives back as signed is believed only once it was looked into, in the sandbox."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sektoral.adapters.signatures.port import Failed, Signed, ToSign, sha256_of
from sektoral.adapters.signatures.prints import PDF_START, signature_prints
from sektoral.adapters.signatures.sandboxed import inspect_file
from sektoral.domain.inspections import Coverage, Growth, Inspection, Problem, SignatureFacts, Trust
from sektoral.domain.person_names import without_numbers

ENDS_BATCH = frozenset({"answer_not_pdf"})  # such as a proxy's page: it stands before every other letter too

_BEFORE: tuple[tuple[str, Callable[[bytes, bytes], bool]], ...] = (
    ("answer_not_pdf", lambda ours, theirs: not theirs.startswith(PDF_START)),
    ("answer_unsigned", lambda ours, theirs: theirs == ours),
    ("answer_damaged", lambda ours, theirs: len(theirs) < len(ours) and ours.startswith(theirs)),
    ("answer_other_document", lambda ours, theirs: not theirs.startswith(ours)),
)
_INSIDE: tuple[tuple[str, Callable[[Inspection], bool]], ...] = (
    ("answer_damaged", lambda found: found.problem is not Problem.NONE),
    ("answer_unsigned", lambda found: not found.signatures),
    ("answer_altered", lambda found: found.growth is not Growth.SIGNATURES),
    ("answer_more_signatures", lambda found: len(found.signatures) > 1 or found.stray > 0 or len(found.prints) != 1),
    ("answer_signature_broken", lambda found: not _is_whole(found.signatures[-1])),
)


def checked(
    asked: ToSign, theirs: bytes, *, roots: Sequence[bytes], at: datetime, document_id: str = ""
) -> Signed | Failed:
    """Take `theirs` as the signed form of `asked`, or say why not.

    It must begin with exactly our bytes, add nothing to them but one signature, whole and over the entire file. With
    `roots`, its certificate must lead to one of them; without any, nothing is said of its issuer.
    """
    code = next((code for code, applies in _BEFORE if applies(asked.pdf, theirs)), "")
    if code:
        return Failed(asked.reference, code, ends_batch=code in ENDS_BATCH)
    found = _looked_into(asked, theirs, roots, at)
    code = next((code for code, applies in _INSIDE if applies(found)), "")
    if not code and not _is_trusted(found.signatures[-1], roots):
        code = "answer_untrusted"
    if code:
        return Failed(asked.reference, code)
    signer = found.signatures[-1].signer
    print_ = signature_prints(theirs)[-1]
    return Signed(asked.reference, theirs, sha256_of(theirs), print_, document_id, without_numbers(signer))


def _looked_into(asked: ToSign, theirs: bytes, roots: Sequence[bytes], at: datetime) -> Inspection:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(theirs)
        file.flush()
        return inspect_file(Path(file.name), roots=roots, at=at, base=len(asked.pdf))


def _is_whole(signature: SignatureFacts) -> bool:
    is_good = signature.intact and signature.valid and signature.sound and not signature.problem
    return is_good and signature.coverage is Coverage.ENTIRE_FILE


def _is_trusted(signature: SignatureFacts, roots: Sequence[bytes]) -> bool:
    return signature.trust is Trust.TRUSTED or (not roots and signature.trust is Trust.UNKNOWN_ISSUER)
