"""Papers that no person signs, such as a receipt: set and sealed by the installation; and keeping what was signed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings

from sektoral.adapters.signatures.line import Account
from sektoral.adapters.signatures.local_authority import LocalAuthority, system_signatory
from sektoral.adapters.signatures.port import Failed, Signed, ToSign
from sektoral.adapters.signatures.time_stamps import NotStampedError, TimeStampService
from sektoral.adapters.typesetting import render
from sektoral.domain.errors import Unavailable
from sektoral.domain.papers import Gateway
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.letters.composing import compose
from sektoral.letters.signatories import CERTIFICATE, PrintedSignature, system_signature
from sektoral.letters.trust import AUTHORITY, stamp_roots
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Letter, Person, StoredFile
from sektoral.records.signed_values import VALUES, printed_values
from sektoral.ui.security_log import Occurrence, tell

STAMP_SECONDS = 5.0  # nobody who signs waits longer for a time stamp; after a failure nobody waits for a minute


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper that was set and sealed, and is not stored yet."""

    pdf: bytes
    signature: PrintedSignature
    signed: Signed


@cache
def local_authority() -> LocalAuthority:
    """This will give the installation's own certificate authority, for tests and for receipts."""
    return LocalAuthority(settings.KEYS_ROOT / AUTHORITY, _time_stamps(), _tell_of_use)


def _tell_of_use(each: ToSign, key_id: str) -> None:
    person = "" if each.signatory == system_signatory(each.signatory.organisation) else each.signatory.key
    tell(Occurrence.SIGNING_KEY_USED, person=person, letter=each.reference, key=key_id)


def _time_stamps() -> TimeStampService | None:
    if not settings.TSA_URL:
        return None
    return TimeStampService(Account(settings.TSA_URL, deadline=STAMP_SECONDS), stamp_roots())


def fault_of_time_stamps(*, at: datetime) -> str:
    """This will have one digest stamped; the code of what stands in the way, empty where nothing does."""
    service = _time_stamps()
    if service is None:
        return ""
    try:
        service.stamp(bytes(32), at=at)
    except NotStampedError as error:
        return error.code
    return ""


def seal(letter: Letter, *, at: datetime) -> Sealed:
    """This will set and seal a numbered paper as the system, changing nothing. Belongs outside any transaction."""
    signature = system_signature(letter)
    pdf = render(compose(letter, signature=signature.block, on=local_date(letter.office, at))).pdf
    signed = local_authority().sign_as_system(pdf, organisation=letter.office.name, at=at, reference=str(letter.pk))
    if isinstance(signed, Failed):
        raise Unavailable(signed.code)
    return Sealed(pdf, signature, signed)


def store_sealed(letter: Letter, sealed: Sealed, *, at: datetime) -> None:
    """This will issue a sealed paper. Must run inside a transaction that holds the letter's row."""
    letter.final_file = kept_pdf(letter, sealed.pdf, by=None, at=at)
    letter.final_on, letter.signed_as = local_date(letter.office, at), sealed.signature.printed
    store_signed(letter, sealed.signed, by=None, at=at, gateway=Gateway.SYSTEM.value)


def store_signed(
    letter: Letter, signed: Signed, *, by: Actor | None, at: datetime, gateway: str, signer: Person | None = None
) -> None:
    """This will keep the signed bytes and register their hash. Must run inside a transaction that holds the row.

    `signer` is named where another person than who signed brings them.
    """
    person = by.person if by else None
    named = {"signer": str(signer.pk)} if signer and signer != person else {}
    keep = _brought_pdf if gateway == Gateway.UPLOAD else kept_pdf
    kept = keep(letter, signed.pdf, by=by, at=at)
    letter.signed_file, letter.signed_sha256, letter.signature_print = kept, kept.sha256, signed.signature_print
    letter.signed_at, letter.signed_by = at, signer or person
    letter.gateway, letter.state, letter.signature_level = gateway, LetterState.SIGNED, signed.level
    if signed.certificate:
        letter.signed_as = {**letter.signed_as, CERTIFICATE: signed.certificate}
    letter.save()
    journal.append(
        "letter.signed",
        office=letter.office,
        about=letter,
        by=person,
        at=at,
        kind=letter.kind,
        sha256=kept.sha256,
        gateway=gateway,
        level=signed.level,
        registered=registered_digest(letter),
        **values_fact(letter),
        **named,
    )


def registered_digest(letter: Letter) -> str:
    """This will fingerprint what the registry tells the public of a letter: number, subject, signer as printed."""
    told = json.dumps([letter.number, letter.subject, letter.signed_as], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def values_fact(letter: Letter) -> dict[str, str]:
    """This will give the fingerprint of the values that a transmittal prints, for the journal; none for none."""
    values = printed_values(letter)
    return {VALUES: values} if values else {}


def kept_pdf(letter: Letter, pdf: bytes, *, by: Actor | None, at: datetime) -> StoredFile:
    """This will keep a letter's bytes, made here, under a name that tells its number."""
    person = by.person if by else None
    return files.keep_made(pdf, office=letter.office, name=_name(letter), media_type=files.PDF, by=person, at=at)


def _brought_pdf(letter: Letter, pdf: bytes, *, by: Actor | None, at: datetime) -> StoredFile:
    """The same for bytes that were signed elsewhere and brought in."""
    person = by.person if by else None
    return files.keep(pdf, office=letter.office, name=_name(letter), media_type=files.PDF, by=person, at=at)


def _name(letter: Letter) -> str:
    return f"{letter.number or letter.kind}.pdf".replace("/", "-")
