"""What the registry knows of a document, and the verdict on any file; `sektoral verify` asks the same."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from sektoral.adapters.sandbox.caps import AGENCY, Caps
from sektoral.adapters.signatures.prints import PDF_START
from sektoral.adapters.signatures.sandboxed import inspect_file
from sektoral.domain.errors import NotFound
from sektoral.domain.inspections import Inspection, Problem
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway
from sektoral.domain.proofs import Judgement, Kinship, Registered, RegisteredAs, Standing, judge
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.domain.tokens import is_token, read_short_code
from sektoral.letters.trust import stamp_roots, trusted_roots
from sektoral.records.models import Letter, Submission

CHUNK = 1 << 20
OWN_GATEWAYS = frozenset({Gateway.TEST, Gateway.SYSTEM})


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict on a file: `letter` is the registered document of exactly these bytes, `kin` one it resembles."""

    inspection: Inspection
    judgement: Judgement
    letter: Letter | None = None
    kin: Letter | None = None


def prove_file(path: Path, *, at: datetime, caps: Caps = AGENCY) -> Proof:
    """This will inspect the file at `path` in the sandbox and judge it by the registry; any file gets an answer."""
    return prove(look_into(path, at=at, caps=caps))


def look_into(path: Path, *, at: datetime, caps: Caps) -> Inspection:
    """This will inspect a file; one beyond the caps is only weighed and hashed. Raises `OSError`."""
    size = path.stat().st_size
    if size > caps.file_bytes:
        return _too_big(path, size)
    return inspect_file(path, roots=trusted_roots(), at=at, caps=caps, stamp_roots=stamp_roots())


def prove(inspection: Inspection) -> Proof:
    """This will judge what an inspection found, by the registry of this installation."""
    letter = registered_letters().filter(signed_sha256=inspection.sha256).order_by("signed_at").first()
    if letter is not None:
        registered = Registered(_how(letter, inspection), standing_of(letter, successor_of(letter)))
        return Proof(inspection, judge(inspection, registered=registered), letter=letter)
    relations = {relation: letters.first() for relation, letters in _relations(inspection)}
    kin = {relation: found for relation, found in relations.items() if found is not None}
    nearest = next((kin[relation] for relation in Kinship if relation in kin), None)
    return Proof(inspection, judge(inspection, registered=None, kin=frozenset(kin)), kin=nearest)


def registered_letters() -> QuerySet[Letter]:
    """This will list every document that was ever issued: signed, scanned or sealed, in force or not."""
    related = ("office", "agency", "request__agency", "round", "signed_file", "submission__withdrawal")
    letters = Letter.objects.filter(signed_at__isnull=False).defer("text")
    return letters.select_related(*related).order_by("signed_at")


def get_document(token: str) -> Letter:
    """This will give the document of a token. Raises `NotFound`, also for what nobody has signed."""
    found = registered_letters().filter(token=token).first() if is_token(token) else None
    if found is None:
        raise NotFound("document_unknown")
    return found


def find_document(*, code: str, number: str) -> Letter | None:
    """This will give the document with a printed short code and a letter's number, typed in any way; both must fit."""
    read = read_short_code(code)
    if read is None:
        return None
    wanted = _plain(number)
    return next((one for one in registered_letters().filter(short_code=read) if _plain(one.number) == wanted), None)


def standing_of(letter: Letter, newer: Letter | None) -> Standing:
    """This will tell whether a registered document still holds, given its `successor_of`."""
    if letter.state == LetterState.VOID:
        return Standing.REVOKED
    if letter.submission is not None and letter.kind == LetterKind.TRANSMITTAL and is_withdrawn(letter.submission):
        return Standing.WITHDRAWN
    return Standing.REPLACED if newer else Standing.IN_FORCE


def is_withdrawn(submission: Submission) -> bool:
    """Whether its sender took it back."""
    return submission.state == SubmissionState.WITHDRAWN


def successor_of(letter: Letter) -> Letter | None:
    """This will give the signed document that replaced this one, or the last of those that replaced each other."""
    found, seen = None, {letter.pk}
    while newer := registered_letters().filter(supersedes=found or letter, state=LetterState.SIGNED).last():
        if newer.pk in seen:  # nobody can write a circle, and nobody may hang us with one
            break
        found = newer
        seen.add(newer.pk)
    return found


def _relations(inspection: Inspection) -> Iterable[tuple[Kinship, QuerySet[Letter]]]:
    letters = registered_letters()
    yield Kinship.BEGINS_WITH, letters.filter(signed_sha256__in=inspection.beginnings)
    yield Kinship.HAS_SIGNATURE, letters.filter(signature_print__in=inspection.prints)
    yield (
        Kinship.SHOWS_CODE,
        letters.filter(Q(short_code__in=inspection.codes) | Q(token__in=inspection.tokens)),
    )


def _how(letter: Letter, inspection: Inspection) -> RegisteredAs:
    if letter.gateway in OWN_GATEWAYS:
        return RegisteredAs.OWN
    return RegisteredAs.ELSEWHERE if inspection.signatures else RegisteredAs.SCAN


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()


def _too_big(path: Path, size: int) -> Inspection:
    with path.open("rb") as file:
        is_pdf = file.read(len(PDF_START)) == PDF_START
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Inspection(sha256=digest, size=size, problem=Problem.TOO_MUCH if is_pdf else Problem.NOT_PDF)
