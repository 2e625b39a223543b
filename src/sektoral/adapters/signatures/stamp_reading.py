"""The time stamp inside a signature: when, by whom, and whether what lies in the same file proves it. Asks nobody."""

import asyncio
from dataclasses import dataclass
from datetime import UTC

from asn1crypto import cms
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from sektoral.adapters.signatures.validation import Roots, problem_of, text
from sektoral.domain.inspections import Trust


@dataclass(frozen=True, slots=True)
class StampFacts:
    """What a time stamp says, and what that is worth here."""

    at: str
    by: str
    trust: Trust


def read_stamp(signature: EmbeddedPdfSignature, *, roots: Roots) -> StampFacts | None:
    """Look into the time stamp of a signature; `None` where there is none. `roots` are those of authorities of time."""
    token = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    if token is None:
        return None
    try:
        soft = _status(token, signature, roots, "soft-fail")
        name = text(soft.signing_cert.subject.native.get("common_name", ""))
        return StampFacts(soft.timestamp.astimezone(UTC).isoformat(), name, _trust(soft, token, signature, roots))
    except Exception:  # noqa: BLE001  # a stranger's token may break the reader in any way
        return StampFacts("", "", Trust.BROKEN)


def _trust(
    soft: TimestampSignatureStatus, token: cms.SignedData, signature: EmbeddedPdfSignature, roots: Roots
) -> Trust:
    if not (soft.intact and soft.valid):
        return Trust.BROKEN
    if not soft.trusted:
        return problem_of(soft)
    return Trust.TRUSTED if _status(token, signature, roots, "hard-fail").trusted else Trust.UNCONFIRMED


def _status(
    token: cms.SignedData, signature: EmbeddedPdfSignature, roots: Roots, revocation: str
) -> TimestampSignatureStatus:
    """Judged at its own time: what it proves is that the authority could be trusted then."""
    told = token["encap_content_info"]["content"].parsed["gen_time"].native
    wanted = {
        "trust_roots": list(roots.certificates),
        "moment": told,
        "revocation_mode": revocation,
        "retroactive_revinfo": True,
    }
    root = signature.reader.root
    store = DocumentSecurityStore.read_dss(signature.reader) if "/DSS" in root else None
    context = store.as_validation_context(wanted) if store else ValidationContext(crls=[], ocsps=[], **wanted)
    imprint = message_imprint_checker(signature.signer_info)
    return TimestampSignatureStatus(**asyncio.run(validate_tst_signed_data(token, context, imprint)))
