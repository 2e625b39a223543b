"""Looking into a PDF that anybody may have made: its signatures, and what in it the registry might know.

Answers for any bytes whatever and never raises. It can be made slow or hungry, so strangers' files go through the
sandbox. Imports no Django.
"""

import base64
import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from sektoral.adapters.signatures.growth import growth_of
from sektoral.adapters.signatures.page_codes import find_codes
from sektoral.adapters.signatures.prints import PDF_START, beginnings, signature_prints
from sektoral.adapters.signatures.stamp_reading import read_stamp
from sektoral.adapters.signatures.validation import Roots, look_into, roots_of, text
from sektoral.domain.canonical import Json, plain
from sektoral.domain.inspections import Growth, Inspection, Problem, SignatureFacts

MOST_SIGNATURES = 20
MOST_REVISIONS = 24  # comparing many revisions takes pyHanko many seconds
TAIL = 1 << 16  # where a PDF says where its table of contents is; pyHanko would step back through all of it

for name in ("pyhanko", "pyhanko_certvalidator"):  # both write tracebacks of bad files to the log
    logging.getLogger(name).addHandler(logging.NullHandler())
    logging.getLogger(name).propagate = False


def inspect(
    pdf: bytes, *, roots: Sequence[bytes], at: datetime, base: int = 0, stamp_roots: Sequence[bytes] = ()
) -> Inspection:
    """Look into `pdf`. `roots` are the trusted root certificates in DER or PEM, `at` is now. Never raises.

    `stamp_roots` are trusted for time stamps, and for nothing else. With `base`, the length of a known PDF that it
    begins with, also tell what was added to that.
    """
    prints = signature_prints(pdf)
    problem, signatures, seen = _signatures(pdf, roots_of(roots), at, roots_of(stamp_roots))
    shown = find_codes(pdf)
    return Inspection(
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        problem=problem,
        signatures=signatures,
        stray=len(set(prints) - seen) if problem is Problem.NONE else 0,
        beginnings=beginnings(pdf),
        prints=prints,
        codes=shown.codes,
        tokens=shown.tokens,
        fingerprints=shown.fingerprints,
        growth=_growth(pdf, base) if problem is Problem.NONE else Growth.NOT_ASKED,
    )


def job(path: Path, options: Mapping[str, str], caps: object = None) -> dict[str, Json]:
    """Inspect a file in the sandbox. Options: `at` (ISO 8601), `roots` and `stamp_roots` (base64, by commas), `base`.

    The answer is read back with `canonical.read(Inspection, answer)`: see `sandboxed`.
    """
    roots, stamp_roots = _listed(options, "roots"), _listed(options, "stamp_roots")
    base = int(options.get("base", "0"))
    at = datetime.fromisoformat(options["at"])
    found = plain(inspect(path.read_bytes(), roots=roots, at=at, base=base, stamp_roots=stamp_roots))
    return found if isinstance(found, dict) else {}


def _listed(options: Mapping[str, str], name: str) -> list[bytes]:
    return [base64.b64decode(root) for root in options.get(name, "").split(",") if root]


def _signatures(
    pdf: bytes, roots: Roots, at: datetime, stamp_roots: Roots
) -> tuple[Problem, tuple[SignatureFacts, ...], set[str]]:
    """Read the signatures: what stands in the way, the facts in order of signing, the prints of those in fields."""
    if not pdf.startswith(PDF_START):
        return Problem.NOT_PDF, (), set()
    if b"startxref" not in pdf[-TAIL:]:
        return Problem.DAMAGED, (), set()
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return Problem.ENCRYPTED, (), set()
        if reader.xrefs.hybrid_xrefs_present:
            return Problem.HYBRID, (), set()
        found = list(_embedded(reader))
        excessive = len(found) > MOST_SIGNATURES or reader.xrefs.total_revisions > MOST_REVISIONS
        facts = [
            _stamped(each, _facts(each, pdf, roots, at, compare=not excessive), stamp_roots)
            for each in found[:MOST_SIGNATURES]
        ]
    except Exception as error:  # noqa: BLE001  # a stranger's file may break the reader in any way
        return _problem_of(error), (), set()
    seen = {_print_of(each) for each in found if isinstance(each, EmbeddedPdfSignature)}
    return Problem.TOO_MUCH if excessive else Problem.NONE, tuple(facts), seen


def _growth(pdf: bytes, base: int) -> Growth:
    """What cannot be compared has more in it than we know."""
    try:
        return growth_of(PdfFileReader(BytesIO(pdf), strict=True), pdf, base)
    except Exception:  # noqa: BLE001  # as above
        return Growth.MORE


def _embedded(reader: PdfFileReader) -> Iterator[EmbeddedPdfSignature | str]:
    """List the signatures in order of signing, each once; a name where one cannot be read.

    pyHanko's own list leaves out those it does not know, and counts twice what two fields refer to.
    """
    found: dict[str, EmbeddedPdfSignature] = {}
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            signature = EmbeddedPdfSignature(reader, field, name)
            found.setdefault(_print_of(signature), signature)
        except Exception:  # noqa: BLE001  # one bad signature hides no other
            yield str(name)
    yield from sorted(found.values(), key=lambda each: (each.signed_revision, _end_of(each)))


def _facts(
    each: EmbeddedPdfSignature | str, pdf: bytes, roots: Roots, at: datetime, *, compare: bool
) -> SignatureFacts:
    if isinstance(each, str):
        return SignatureFacts(field=text(each), problem="unreadable")
    try:
        return look_into(each, pdf, roots=roots, at=at, compare=compare)
    except Exception as error:  # noqa: BLE001  # pyHanko refuses what is no signature by standards in many ways
        return SignatureFacts(field=text(each.fq_name), problem=text(f"{type(error).__name__}: {error}"))


def _stamped(each: EmbeddedPdfSignature | str, facts: SignatureFacts, roots: Roots) -> SignatureFacts:
    stamp = None if isinstance(each, str) or facts.problem else read_stamp(each, roots=roots)
    return replace(facts, stamped_at=stamp.at, stamped_by=stamp.by, stamp=stamp.trust) if stamp else facts


def _print_of(signature: EmbeddedPdfSignature) -> str:
    return hashlib.sha256(signature.pkcs7_content).hexdigest()


def _end_of(signature: EmbeddedPdfSignature) -> int:
    numbers = [int(number) for number in signature.byte_range]
    return sum(numbers[-2:])


def _problem_of(error: Exception) -> Problem:
    return Problem.HYBRID if "hybrid" in str(error).lower() else Problem.DAMAGED
