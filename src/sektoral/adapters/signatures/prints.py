"""What identifies a document even when it no longer reads: its signatures found in the raw bytes, and its beginnings.

Everything here works on any bytes whatever and takes time linear in their length.
"""

import hashlib
import re

from sektoral.domain.inspections import Inspection, Problem

PDF_START = b"%PDF-"
LARGEST_SIGNATURE = 1 << 20  # hex digits
MOST_SIGNATURES = 64
MOST_BEGINNINGS = 64

# A signature is a DER or BER sequence; a note's text in hex starts otherwise.
_CONTENTS = re.compile(rb"/Contents\s{0,8}<(308[0-4][0-9A-Fa-f]{124,%d})>" % LARGEST_SIGNATURE)
_END = re.compile(rb"%%EOF(\r\n|\n|\r)?")


def signature_prints(pdf: bytes) -> tuple[str, ...]:
    """Get the SHA-256 of every signature that lies in the bytes, in their order, without asking whether it is good."""
    found: list[str] = []
    for match in _CONTENTS.finditer(pdf):
        digits = match[1]
        found.append(hashlib.sha256(bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))).hexdigest())
        if len(found) == MOST_SIGNATURES:
            break
    return tuple(dict.fromkeys(found))


def unread(pdf: bytes) -> Inspection:
    """Say of a file what can be said without opening it, for one that the sandbox gave up on."""
    problem = Problem.DAMAGED if pdf.startswith(PDF_START) else Problem.NOT_PDF
    return Inspection(
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        problem=problem,
        beginnings=beginnings(pdf),
        prints=signature_prints(pdf),
    )


def beginnings(pdf: bytes) -> tuple[str, ...]:
    """Get the SHA-256 of every beginning of the bytes that could be a whole PDF, shorter than the bytes themselves.

    A document that something was appended to begins with the registered one, so one of these is registered.
    """
    ends: list[int] = []
    for match in _END.finditer(pdf):
        ends += sorted({match.start() + 5, match.end()})
        if len(ends) >= MOST_BEGINNINGS:
            break
    digest, done, found = hashlib.sha256(), 0, []
    for end in ends:
        if end >= len(pdf):
            break
        digest.update(memoryview(pdf)[done:end])
        done = end
        found.append(digest.copy().hexdigest())
    return tuple(found)
