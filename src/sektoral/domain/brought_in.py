"""The rule by which a letter that was signed elsewhere is taken on its arrival, or refused with the reason.

Accepted as electronically signed: exactly our final bytes, then nothing but signatures, each of them intact, the last
one over the entire file. Accepted as a scan: a PDF without signatures whose bearer states what it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sektoral.domain.errors import Invalid
from sektoral.domain.inspections import Coverage, Growth, Inspection, Problem, SignatureFacts, Trust
from sektoral.domain.proofs import RegisteredAs


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, beside the inspection of it.

    `is_final`: exactly the bytes that were to be signed. `begins_with_final`: these, and then more. `other`: the number
    of another letter that it claims to be, by its printed code or its first bytes. `is_wet_stated`: its bearer states
    that it is the scan of exactly this letter with a wet signature.
    """

    inspection: Inspection
    is_final: bool
    begins_with_final: bool
    other: str
    is_wet_stated: bool


def judge_arrival(arrival: Arrival) -> RegisteredAs:
    """This will tell as what an upload is registered. Raises `Invalid` (`brought_…`) with the first reason against."""
    found = arrival.inspection
    if found.problem is not Problem.NONE:
        raise Invalid(_PROBLEMS[found.problem])
    if arrival.is_final:
        raise Invalid("brought_unsigned")
    if arrival.begins_with_final:
        _check_signatures(found)
        return RegisteredAs.ELSEWHERE
    if arrival.other:
        raise Invalid("brought_other_letter", number=arrival.other)
    if found.signatures or found.stray or found.prints:
        raise Invalid("brought_altered")
    if not arrival.is_wet_stated:
        raise Invalid("brought_scan_not_stated")
    return RegisteredAs.SCAN


def _check_signatures(found: Inspection) -> None:
    if not found.signatures:
        raise Invalid("brought_unsigned" if found.growth is not Growth.MORE else "brought_altered")
    if found.growth is not Growth.SIGNATURES:
        raise Invalid("brought_altered")
    if found.stray:
        raise Invalid("brought_signature_hidden")
    for code, applies in _FAULTS:
        if any(applies(signature) for signature in found.signatures):
            raise Invalid(code)
    if found.signatures[-1].coverage is not Coverage.ENTIRE_FILE:
        raise Invalid("brought_not_covering")


_PROBLEMS = {
    Problem.NOT_PDF: "brought_not_pdf",
    Problem.ENCRYPTED: "brought_encrypted",
    Problem.HYBRID: "brought_damaged",
    Problem.DAMAGED: "brought_damaged",
    Problem.TOO_MUCH: "brought_damaged",
}
# A root that is not known here is no fault: "rantai kepercayaan belum diperiksa" is said instead, and never *asli*.
_FAULTS: Sequence[tuple[str, Callable[[SignatureFacts], bool]]] = (
    ("brought_signature_unreadable", lambda one: bool(one.problem)),
    ("brought_signature_broken", lambda one: not (one.intact and one.valid)),
    ("brought_changed_after", lambda one: not one.changes_allowed),
    ("brought_imitated", lambda one: one.trust is Trust.IMITATED_ISSUER),
    ("brought_revoked", lambda one: one.trust is Trust.REVOKED),
    ("brought_outside_validity", lambda one: one.trust is Trust.OUTSIDE_VALIDITY),
    ("brought_weak", lambda one: one.trust is Trust.WEAK or not one.sound),
)
