"""Through what the office signs, and what that service still needs of this signer: a box beside the signing form."""

from dataclasses import dataclass

from django.conf import settings

from sektoral.domain.errors import SektoralError, WrongState
from sektoral.domain.papers import REMOTE, SigningService
from sektoral.letters.identities import masked_nik
from sektoral.letters.services import missing_settings, service_of
from sektoral.letters.words import SERVICE_WORDS
from sektoral.records.models import Office, Person
from sektoral.ui.messages import explained


@dataclass(frozen=True, slots=True)
class ServiceBox:
    """Through what the person signs: a remote gateway, a program outside, or the embedded authority.

    `identity` is what the gateway is told of the signer, masked; `fault` says why signing cannot begin.
    """

    name: str
    is_remote: bool
    is_outside: bool
    sends_codes: bool
    identity: str
    fault: str


def service_box(office: Office, person: Person) -> ServiceBox:
    """This will say through what the person signs here."""
    service = service_of(office)
    identity, fault = "", ""
    if service in REMOTE:
        identity, fault = _identity(service, person)
    if service is SigningService.TEST and not settings.TEST_SIGNATURES:
        fault = explained(WrongState("test_certificate_refused"))
    elif missing := missing_settings(service):
        fault = f"Layanan ini belum diatur lengkap: {', '.join(missing)}. Beri tahu Pengelola."
    return ServiceBox(
        name=SERVICE_WORDS[service],
        is_remote=service in REMOTE,
        is_outside=service is SigningService.UPLOAD,
        sends_codes=service is SigningService.BSRE_V2,
        identity=identity,
        fault=fault,
    )


def _identity(service: SigningService, person: Person) -> tuple[str, str]:
    try:
        nik = masked_nik(person)
    except SektoralError as error:
        return "", explained(error)
    if nik:
        return f"NIK {nik}", ""
    if service is SigningService.BSRE_V2:
        return person.email, ""
    return "", "NIK Anda belum tersimpan, padahal layanan ini mengenal penanda tangan dari NIK."
