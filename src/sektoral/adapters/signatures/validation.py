"""One embedded signature looked into with pyHanko: what it covers, whether it fits, whom its certificate leads to."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from sektoral.domain.inspections import Changes, Coverage, SignatureFacts, Trust
from sektoral.domain.signs import shown

Status = PdfSignatureStatus | DocumentTimestampStatus

STRONG_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "shake256"})

_CHANGES = {
    ModificationLevel.NONE: Changes.NONE,
    ModificationLevel.LTA_UPDATES: Changes.UPKEEP,
    ModificationLevel.FORM_FILLING: Changes.FORM,
    ModificationLevel.ANNOTATIONS: Changes.ANNOTATIONS,
    ModificationLevel.OTHER: Changes.OTHER,
}
_TRUST: dict[AdESSubIndic, Trust] = {
    AdESFailure.REVOKED: Trust.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE: Trust.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Trust.REVOKED,
    AdESFailure.NOT_YET_VALID: Trust.OUTSIDE_VALIDITY,
    AdESIndeterminate.NOT_YET_VALID: Trust.OUTSIDE_VALIDITY,
    AdESIndeterminate.EXPIRED: Trust.OUTSIDE_VALIDITY,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Trust.OUTSIDE_VALIDITY,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Trust.OUTSIDE_VALIDITY,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Trust.WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Trust.WEAK,
}


@dataclass(frozen=True, slots=True)
class Roots:
    """The certificates that are trusted, by nothing but being listed here."""

    certificates: tuple[x509.Certificate, ...]

    def find_anchor(self, certificate: x509.Certificate) -> str:
        """Name the root by its SHA-256, or answer with an empty string when it is none of ours."""
        known = any(root.dump() == certificate.dump() for root in self.certificates)
        return hashlib.sha256(certificate.dump()).hexdigest() if known else ""

    def are_named_as_issuer_in(self, certificates: Sequence[x509.Certificate]) -> bool:
        """Tell whether a certificate claims to come from one of the roots, true or not."""
        names = {root.subject.hashable for root in self.certificates}
        return any(certificate.issuer.hashable in names for certificate in certificates)


def roots_of(given: Sequence[bytes]) -> Roots:
    """Read root certificates in DER or PEM."""
    return Roots(tuple(_certificate(root) for root in given))


def _certificate(data: bytes) -> x509.Certificate:
    if data.lstrip().startswith(b"-----BEGIN"):
        body = data.split(b"-----")[2]
        data = base64.b64decode(b"".join(body.split()))
    return x509.Certificate.load(data, strict=True)


def look_into(
    signature: EmbeddedPdfSignature, pdf: bytes, *, roots: Roots, at: datetime, compare: bool
) -> SignatureFacts:
    """Gather the facts on one signature; with `compare`, also what was changed after it. May raise anything.

    The certificate is judged at the stated time of signing, never later than `at`.
    """
    stated = signature.self_reported_timestamp
    moment = min(stated.astimezone(UTC), at) if stated and stated.tzinfo else at
    context = ValidationContext(trust_roots=list(roots.certificates), moment=moment, allow_fetching=False)
    certificate = signature.signer_cert
    status = _status(signature, context, compare=compare)
    level = status.modification_level
    return SignatureFacts(
        field=text(signature.fq_name),
        signer=text(certificate.subject.native.get("common_name", "")),
        subject=text(certificate.subject.human_friendly),
        issuer=text(certificate.issuer.human_friendly),
        signed_at=stated.isoformat() if stated else "",
        reason=text(signature.sig_object.get("/Reason", "")),
        intact=bool(status.intact),
        valid=bool(status.valid),
        trust=_trust(status, signature, roots),
        anchor=_anchor(status, roots),
        coverage=_coverage(signature, pdf),
        docmdp=signature.docmdp_level.value if signature.docmdp_level else 0,
        changes=_CHANGES[level] if level is not None else Changes.UNKNOWN,
        changes_allowed=bool(status.docmdp_ok),
        sound=_is_sound(signature),
    )


def _status(signature: EmbeddedPdfSignature, context: ValidationContext, *, compare: bool) -> Status:
    if signature.sig_object_type == "/DocTimeStamp":
        return validate_pdf_timestamp(signature, context, skip_diff=not compare)
    return validate_pdf_signature(signature, context, skip_diff=not compare)


def text(value: object) -> str:
    """Write a name found in a file as printable text of at most 200 characters."""
    return shown(str(value)[:200])


def problem_of(status: PdfSignatureStatus | TimestampSignatureStatus) -> Trust:
    """Name what stands in the way of trust, where it is one of the known things; else an unknown issuer."""
    indication = status.trust_problem_indic
    return _TRUST.get(indication, Trust.UNKNOWN_ISSUER) if indication else Trust.UNKNOWN_ISSUER


def _trust(status: Status, signature: EmbeddedPdfSignature, roots: Roots) -> Trust:
    if not (status.intact and status.valid):
        return Trust.BROKEN
    if status.trusted and _anchor(status, roots):
        return Trust.TRUSTED
    if status.trust_problem_indic in _TRUST:
        return _TRUST[status.trust_problem_indic]
    presented = [signature.signer_cert, *signature.other_embedded_certs]
    return Trust.IMITATED_ISSUER if roots.are_named_as_issuer_in(presented) else Trust.UNKNOWN_ISSUER


def _anchor(status: Status, roots: Roots) -> str:
    path = status.validation_path
    return roots.find_anchor(path[0]) if status.trusted and path is not None else ""


def _coverage(signature: EmbeddedPdfSignature, pdf: bytes) -> Coverage:
    """Measure it here: pyHanko compares lengths only, so a gap elsewhere than at the signature would pass."""
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return Coverage.UNCLEAR
    _, gap_start, gap_end, rest = numbers
    gap = pdf[gap_start:gap_end]
    own = gap[:1] == b"<" and gap[-1:] == b">" and gap[1:-1].lower() == signature.pkcs7_content.hex().encode()
    if not own or gap_end + rest > len(pdf):
        return Coverage.UNCLEAR
    if gap_end + rest == len(pdf):
        return Coverage.ENTIRE_FILE
    whole_revision = signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    return Coverage.BEGINNING if whole_revision else Coverage.UNCLEAR


def _is_sound(signature: EmbeddedPdfSignature) -> bool:
    attributes = signature.signer_info["signed_attrs"]
    kinds = {attribute["type"].native for attribute in attributes} if attributes else set()
    return "message_digest" in kinds and signature.md_algorithm in STRONG_DIGESTS
