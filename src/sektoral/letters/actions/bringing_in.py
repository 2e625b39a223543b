"""Letters that are signed outside: their final bytes go out, stay good for days, and come back signed.

The bytes are made once, at the last paraf. What comes back is opened in the sandbox only, outside any transaction; it
is registered only where the letter still waits with the same bytes.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sektoral.adapters.signatures.port import Signed
from sektoral.adapters.signatures.sandboxed import inspect_file
from sektoral.adapters.typesetting import render
from sektoral.domain.brought_in import Arrival, judge_arrival
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.inspections import Inspection, Trust
from sektoral.domain.papers import Gateway
from sektoral.domain.person_names import without_numbers
from sektoral.domain.policies import check_letter_is
from sektoral.domain.proofs import RegisteredAs
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.intake.files import MAX_UPLOAD
from sektoral.intake.pdfs import check_pdf
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.letters.actions.sealing import kept_pdf, store_signed
from sektoral.letters.composing import compose
from sektoral.letters.locking import lock, take
from sektoral.letters.outside import is_signed_outside
from sektoral.letters.rights import check_is_not_maker, check_may_draft
from sektoral.letters.signatories import signature_of
from sektoral.letters.trust import trusted_roots
from sektoral.records import journal
from sektoral.records.actors import Actor, holder_of, local_date
from sektoral.records.models import Assignment, Letter, LetterStep, Office, StoredFile


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was brought in. `is_wet_stated`: its bearer states that it is a scan with a wet signature."""

    name: str
    data: bytes = field(repr=False)
    is_wet_stated: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """As what a letter was registered, and whether all its signatures lead to a root that is trusted here."""

    how: RegisteredAs
    is_trusted: bool


def final_of(letter: Letter, *, at: datetime) -> StoredFile:
    """This will give the bytes that are to be signed outside, made now if there are none.

    Raises `WrongState` where the letter does not wait for that, and `NotFound` (`seat_vacant`).
    """
    _check_awaited(letter)
    if letter.final_file is not None:
        return letter.final_file
    pdf, printed = _set(letter, at=at)
    with transaction.atomic():
        lock(letter)
        _check_awaited(letter)
        if letter.final_file is None:  # somebody may have made them at the same time
            _keep_final(letter, pdf, printed, at=at)
    return _final(letter)


def make_final_anew(letter: Letter, *, by: Actor, at: datetime) -> StoredFile:
    """This will make the final bytes again, with today's date and holder; what is signed on the old ones is refused."""
    check_may_draft(letter, by)
    _check_awaited(letter)
    before = letter.final_file_id
    pdf, printed = _set(letter, at=at)
    with transaction.atomic():
        take(letter, by)
        _check_awaited(letter)
        check_not_in_hand(letter)
        if letter.final_file_id != before:
            raise WrongState("signing_stale")
        _keep_final(letter, pdf, printed, at=at)
        final = _final(letter)
        journal.append(
            "letter.final_anew", office=letter.office, about=letter, by=by.person, at=at, sha256=final.sha256
        )
    return final


def bring_in(letter: Letter, upload: Upload, *, by: Actor, at: datetime) -> Brought:
    """This will register a letter that was signed outside: by `by`, as signed by whom it prints.

    Raises `Invalid` with the reason (`brought_…`, `file_empty`, `file.too_large`), `WrongState` and `Refused`.
    """
    by.check_here(letter)
    check_may_draft(letter, by)
    _check_awaited(letter)
    final = _final(letter)
    inspection, arrival = _look_into(letter, final, upload, at=at)
    how = judge_arrival(arrival)
    if how is RegisteredAs.SCAN:
        check_pdf(upload.data)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=letter.office_id)  # the same file for two letters at once
        take(letter, by)
        step = _check_awaited(letter)
        check_not_in_hand(letter)
        if letter.final_file_id != final.pk:
            raise WrongState("signing_stale")
        if other := _other_letter(letter, inspection):
            raise Invalid("brought_other_letter", number=other)
        step.done_at, step.done_by = at, by.person
        step.save(update_fields=["done_at", "done_by"])
        print_ = inspection.prints[-1] if how is RegisteredAs.ELSEWHERE else ""
        signed = Signed(
            str(letter.pk), upload.data, inspection.sha256, print_, certificate=_certificate(inspection, how)
        )
        store_signed(letter, signed, by=by, at=at, gateway=Gateway.UPLOAD.value)
    is_trusted = all(one.trust is Trust.TRUSTED for one in inspection.signatures)
    return Brought(how, is_trusted and how is RegisteredAs.ELSEWHERE)


def _certificate(inspection: Inspection, how: RegisteredAs) -> str:
    return without_numbers(inspection.signatures[-1].signer) if how is RegisteredAs.ELSEWHERE else ""


def _check_awaited(letter: Letter) -> LetterStep:
    """Give the signature that is awaited from outside."""
    check_letter_is(letter.state, LetterState.AWAITING_SIGNATURE)
    if not is_signed_outside(letter):
        raise WrongState("not_signed_outside")
    if not letter.number:
        raise WrongState("number_awaited")
    return letter.steps.get(act="sign")


def _set(letter: Letter, *, at: datetime) -> tuple[bytes, dict[str, object]]:
    """Set the page for who holds the signing seat today."""
    seat = _holder(letter, at)
    signature = signature_of(letter, seat, Gateway.UPLOAD)
    return render(compose(letter, signature=signature.block, on=local_date(letter.office, at))).pdf, signature.printed


def _holder(letter: Letter, at: datetime) -> Assignment:
    seat = holder_of(letter.office, Role(letter.steps.get(act="sign").role), at)
    check_is_not_maker(letter, seat.person_id)
    return seat


def _keep_final(letter: Letter, pdf: bytes, printed: dict[str, object], *, at: datetime) -> None:
    letter.final_file = kept_pdf(letter, pdf, by=None, at=at)
    letter.final_on, letter.signed_as = local_date(letter.office, at), printed
    letter.save(update_fields=["final_file", "final_on", "signed_as"])


def _final(letter: Letter) -> StoredFile:
    if letter.final_file is None:
        raise WrongState("final_not_made")
    return letter.final_file


def _look_into(letter: Letter, final: StoredFile, upload: Upload, *, at: datetime) -> tuple[Inspection, Arrival]:
    if not upload.data:
        raise Invalid("file_empty")
    if len(upload.data) > MAX_UPLOAD:
        raise Invalid("file.too_large", limit=MAX_UPLOAD)
    ours = files.read(final)
    begins = upload.data.startswith(ours)
    with files.laid_out(upload.data, name="surat.pdf") as path:
        found = inspect_file(path, roots=trusted_roots(), at=at, base=len(ours) if begins else 0)
    is_final = begins and len(upload.data) == len(ours)
    other = "" if begins else _other_letter(letter, found)
    return found, Arrival(found, is_final, begins, other, upload.is_wet_stated)


def _other_letter(letter: Letter, found: Inspection) -> str:
    """The number of another letter that these bytes are, begin with, or name on their pages."""
    known = [found.sha256, *found.beginnings]
    named = Q(signed_sha256__in=known) | Q(final_file__sha256__in=known)
    if letter.short_code not in found.codes and letter.token not in found.tokens:
        named |= Q(short_code__in=found.codes) | Q(token__in=found.tokens)
    other = Letter.objects.filter(named, office=letter.office).exclude(pk=letter.pk).first()
    return (other.number or other.subject) if other else ""
