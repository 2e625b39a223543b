"""The rule that says whether a document is genuine, from what the registry knows and what an inspection found.

It proves the document, not the truth of its figures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.inspections import Coverage, Inspection, Problem, SignatureFacts, Trust


class Verdict(StrEnum):
    """What is said about a file."""

    GENUINE = "asli"
    DIFFERENT = "berbeda"
    NOT_REGISTERED = "tidak-terdaftar"
    TO_BE_EXAMINED = "perlu-pemeriksaan"
    INVALID = "tidak-sah"


class RegisteredAs(StrEnum):
    """How the registered bytes came to be signed."""

    OWN = "own"  # by our own authority, which allows nothing to follow
    ELSEWHERE = "elsewhere"  # BSrE, or brought in signed
    SCAN = "scan"  # a scanned paper with a wet signature


class Standing(StrEnum):
    """Whether a registered document still holds."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"  # a letter of transmittal whose data were taken back before their check


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry says of exactly these bytes."""

    how: RegisteredAs
    standing: Standing = Standing.IN_FORCE


class Kinship(StrEnum):
    """How a file that is not registered refers to a document that is."""

    BEGINS_WITH = "begins_with"  # the registered bytes, and then more
    HAS_SIGNATURE = "has_signature"  # a registered signature lies in it
    SHOWS_CODE = "shows_code"  # a registered code or token is printed on it


class Reason(StrEnum):
    """Why the verdict is what it is; each has its sentence in `proof_sentences`."""

    REGISTERED_SCAN = "registered_scan"
    REPLACED = "replaced"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    NOT_IN_REGISTRY = "not_in_registry"
    APPENDED = "appended"
    ALTERED = "altered"
    CODE_BORROWED = "code_borrowed"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    HYBRID = "hybrid"
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"
    NO_SIGNATURE = "no_signature"
    STRAY_SIGNATURE = "stray_signature"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    SIGNATURE_BROKEN = "signature_broken"
    ISSUER_UNKNOWN = "issuer_unknown"
    ISSUER_IMITATED = "issuer_imitated"
    CERTIFICATE_OUTSIDE_VALIDITY = "certificate_outside_validity"
    CERTIFICATE_REVOKED = "certificate_revoked"
    WEAK_ALGORITHM = "weak_algorithm"
    WEAK_FORM = "weak_form"
    CHANGED_AFTER = "changed_after"
    NOT_ENTIRE_FILE = "not_entire_file"
    CHANGES_STILL_ALLOWED = "changes_still_allowed"
    SIGNED_BY_KNOWN_ISSUER = "signed_by_known_issuer"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons, the weightiest first; there are always some unless it is plainly genuine."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


def judge(inspection: Inspection, *, registered: Registered | None, kin: frozenset[Kinship] = frozenset()) -> Judgement:
    """Judge a file. `registered` speaks of its exact SHA-256; `kin` of what else in it the registry knows.

    Genuine only if the SHA-256 is registered, every signature is trusted, the last one covers the entire file and,
    for our own authority, nothing may follow it: any one of these alone can be deceived.
    """
    if registered is not None:
        return _judge_registered(inspection, registered)
    if kin:
        reasons = (_KINSHIP[relation] for relation in Kinship if relation in kin)
        return Judgement(Verdict.DIFFERENT, _once((*reasons, *_faults(inspection))))
    return _judge_stranger(inspection)


def _judge_registered(inspection: Inspection, registered: Registered) -> Judgement:
    standing = _STANDING[registered.standing]
    if registered.how is RegisteredAs.SCAN:
        return Judgement(Verdict.TO_BE_EXAMINED, (Reason.REGISTERED_SCAN, *standing))
    faults = list(_faults(inspection))
    if registered.how is RegisteredAs.OWN and inspection.signatures and inspection.signatures[-1].docmdp != 1:
        faults.append(Reason.CHANGES_STILL_ALLOWED)
    if not faults:
        return Judgement(Verdict.GENUINE, standing)
    verdict = Verdict.INVALID if _DAMNING.intersection(faults) else Verdict.TO_BE_EXAMINED
    return Judgement(verdict, _once((*faults, *standing)))


def _judge_stranger(inspection: Inspection) -> Judgement:
    faults = tuple(_faults(inspection))
    if _DAMNING.intersection(faults):
        verdict = Verdict.INVALID
    elif _UNDECIDED.intersection(faults):
        verdict = Verdict.TO_BE_EXAMINED
    else:
        verdict = Verdict.NOT_REGISTERED
    known = () if faults else (Reason.SIGNED_BY_KNOWN_ISSUER,)
    return Judgement(verdict, _once((Reason.NOT_IN_REGISTRY, *known, *faults)))


def _faults(inspection: Inspection) -> Iterable[Reason]:
    """List everything that stands against the file itself, whatever the registry says."""
    if inspection.problem is not Problem.NONE:
        yield _PROBLEM[inspection.problem]
    if inspection.stray:
        yield Reason.STRAY_SIGNATURE
    if not inspection.signatures:
        if inspection.problem is not Problem.NOT_PDF:
            yield Reason.NO_SIGNATURE
        return
    for reason, applies in _SIGNATURE_FAULTS:
        if any(applies(signature) for signature in inspection.signatures):
            yield reason
    if inspection.signatures[-1].coverage is not Coverage.ENTIRE_FILE:
        yield Reason.NOT_ENTIRE_FILE


def _is_broken(signature: SignatureFacts) -> bool:
    return not signature.problem and not (signature.intact and signature.valid)


def _changed_after(signature: SignatureFacts) -> bool:
    return not signature.problem and signature.intact and not signature.changes_allowed


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


_SIGNATURE_FAULTS: tuple[tuple[Reason, Callable[[SignatureFacts], bool]], ...] = (
    (Reason.SIGNATURE_BROKEN, _is_broken),
    (Reason.ISSUER_IMITATED, lambda signature: signature.trust is Trust.IMITATED_ISSUER),
    (Reason.CERTIFICATE_REVOKED, lambda signature: signature.trust is Trust.REVOKED),
    (Reason.CHANGED_AFTER, _changed_after),
    (Reason.SIGNATURE_UNREADABLE, lambda signature: bool(signature.problem)),
    (Reason.ISSUER_UNKNOWN, lambda signature: signature.trust is Trust.UNKNOWN_ISSUER),
    (Reason.CERTIFICATE_OUTSIDE_VALIDITY, lambda signature: signature.trust is Trust.OUTSIDE_VALIDITY),
    (Reason.WEAK_ALGORITHM, lambda signature: signature.trust is Trust.WEAK),
    (Reason.WEAK_FORM, lambda signature: not signature.problem and not signature.sound),
)
_PROBLEM = {
    Problem.NOT_PDF: Reason.NOT_PDF,
    Problem.ENCRYPTED: Reason.ENCRYPTED,
    Problem.HYBRID: Reason.HYBRID,
    Problem.DAMAGED: Reason.DAMAGED,
    Problem.TOO_MUCH: Reason.TOO_MUCH,
}
_KINSHIP = {
    Kinship.BEGINS_WITH: Reason.APPENDED,
    Kinship.HAS_SIGNATURE: Reason.ALTERED,
    Kinship.SHOWS_CODE: Reason.CODE_BORROWED,
}
_STANDING: dict[Standing, tuple[Reason, ...]] = {
    Standing.IN_FORCE: (),
    Standing.REPLACED: (Reason.REPLACED,),
    Standing.REVOKED: (Reason.REVOKED,),
    Standing.WITHDRAWN: (Reason.WITHDRAWN,),
}
_DAMNING = frozenset(
    {Reason.SIGNATURE_BROKEN, Reason.ISSUER_IMITATED, Reason.CERTIFICATE_REVOKED, Reason.CHANGED_AFTER}
)
_UNDECIDED = frozenset(
    {
        Reason.ENCRYPTED,
        Reason.HYBRID,
        Reason.DAMAGED,
        Reason.TOO_MUCH,
        Reason.SIGNATURE_UNREADABLE,
        Reason.STRAY_SIGNATURE,
    }
)
