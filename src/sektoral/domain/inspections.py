"""What was found when a PDF was looked into: facts about the file and its signatures, no verdict yet.

Plain strings, numbers and booleans, so that it travels as JSON (`canonical`) from the sandbox where PDFs are opened.
"""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a file cannot be read as a PDF, or not wholly."""

    NONE = ""
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    HYBRID = "hybrid"  # two tables of contents that may differ: readers see different pages
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"  # more signatures or updates than are looked into


class Coverage(StrEnum):
    """How much of the file a signature covers. Only `ENTIRE_FILE` leaves no byte out but the signature's own."""

    ENTIRE_FILE = "entire_file"
    BEGINNING = "beginning"  # something follows
    UNCLEAR = "unclear"


class Changes(StrEnum):
    """What was added after a signature, as pyHanko's difference analysis names it."""

    NONE = "none"
    UPKEEP = "upkeep"  # long-term validation data
    FORM = "form"  # form fields filled, further signatures
    ANNOTATIONS = "annotations"
    OTHER = "other"
    UNKNOWN = "unknown"  # not analysed


class Growth(StrEnum):
    """What a file added to bytes that were known beforehand."""

    NOT_ASKED = ""
    SIGNATURES = "signatures"  # signatures and what belongs to them, nothing that changes a page
    MORE = "more"


class Trust(StrEnum):
    """Whether the signer's certificate leads to a root that this installation was told to trust."""

    TRUSTED = "trusted"
    UNKNOWN_ISSUER = "unknown_issuer"
    IMITATED_ISSUER = "imitated_issuer"  # bears the name of a trusted root, with another key
    OUTSIDE_VALIDITY = "outside_validity"  # not valid at the stated time of signing
    REVOKED = "revoked"
    UNCONFIRMED = "unconfirmed"  # it could be revoked, and nothing at hand says whether it was
    WEAK = "weak"  # algorithms that no longer prove anything
    BROKEN = "broken"  # there is nothing to trust: the signature does not fit the bytes


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature. `signed_at` is what the signer stated (ISO 8601, may be empty), `anchor` the SHA-256 of the root.

    `intact`: the covered bytes are the signed ones. `valid`: the signature fits the certificate. `docmdp`: what may
    still be changed afterwards, 1 nothing, 2 forms, 3 notes, 0 not stated. `changes_allowed`: that rule was kept.
    `sound`: it states the digest of what it covers, SHA-256 or better. `problem`: why it could not be read, else empty.
    `stamped_at`: what its time stamp says (ISO 8601, empty for none), `stamped_by` whose it is, `stamp` its trust.
    """

    field: str
    signer: str = ""
    subject: str = ""
    issuer: str = ""
    signed_at: str = ""
    reason: str = ""
    intact: bool = False
    valid: bool = False
    trust: Trust = Trust.BROKEN
    anchor: str = ""
    coverage: Coverage = Coverage.UNCLEAR
    docmdp: int = 0
    changes: Changes = Changes.UNKNOWN
    changes_allowed: bool = False
    sound: bool = False
    problem: str = ""
    stamped_at: str = ""
    stamped_by: str = ""
    stamp: Trust = Trust.UNKNOWN_ISSUER


@dataclass(frozen=True, slots=True)
class Inspection:
    """One file. `signatures` in the order of signing.

    To be looked up in the registry: `sha256`; `beginnings`, SHA-256 of every shorter PDF the file begins with;
    `prints`, SHA-256 of every signature lying in the bytes; `codes` (`XXXX-XXXX`) and `tokens` printed on its pages,
    and `fingerprints`, the SHA-256 printed there.
    `stray` counts signatures in the bytes that no form field of the document shows. `growth` tells what was added to
    the known beginning that was asked for.
    """

    sha256: str
    size: int
    problem: Problem = Problem.NONE
    signatures: tuple[SignatureFacts, ...] = ()
    stray: int = 0
    beginnings: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    growth: Growth = Growth.NOT_ASKED
