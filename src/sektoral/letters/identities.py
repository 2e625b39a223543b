"""By what a gateway outside knows a signer: the NIK, kept encrypted, told to nobody but the gateway."""

from django.conf import settings

from sektoral.adapters.signatures.port import Credentials, Means, Secret
from sektoral.adapters.vault import Vault
from sektoral.domain.errors import Invalid
from sektoral.domain.papers import SigningService
from sektoral.records.models import Person

DIGITS = 16
SHOWN = 4  # of the last digits


def keep_nik(person: Person, nik: str) -> None:
    """This will keep a person's NIK, encrypted. Raises `Invalid` (`nik_malformed`) for anything but 16 digits."""
    digits = "".join(nik.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise Invalid("nik_malformed")
    person.sealed_nik = _vault().seal(digits, owner=str(person.pk))
    person.save(update_fields=["sealed_nik"])


def remove_nik(person: Person) -> None:
    """This will forget a person's NIK."""
    person.sealed_nik = ""
    person.save(update_fields=["sealed_nik"])


def nik_of(person: Person) -> Secret | None:
    """This will give the NIK to a gateway. Raises `Unavailable` (`nik_unreadable`) where its key is gone."""
    return Secret(_vault().open(person.sealed_nik, owner=str(person.pk))) if person.sealed_nik else None


def credentials_of(
    person: Person, service: SigningService, secret: Secret, means: Means = Means.PASSPHRASE
) -> Credentials:
    """This will put together what a gateway is told: the NIK, or in version 2 the address where there is none.

    Raises `Invalid` (`nik_missing`) where the service knows people by NIK only.
    """
    nik = nik_of(person)
    if nik is None and service is SigningService.BSRE_V1:
        raise Invalid("nik_missing")
    return Credentials(secret, means, nik, person.email)


def masked_nik(person: Person) -> str:
    """This will show that a NIK is kept, and its last digits; empty for none."""
    nik = nik_of(person)
    return f"{'•' * (DIGITS - SHOWN)}{nik.reveal()[-SHOWN:]}" if nik else ""


def _vault() -> Vault:
    return Vault(settings.KEYS_ROOT, "nik")
