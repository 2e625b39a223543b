"""Keeps the secrets of authenticator apps and recovery codes encrypted in the database, with a key of their own."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings

from sektoral.adapters.vault import Vault
from sektoral.domain.errors import Unavailable

OWNER = "factor"
SEAL = "1:"  # how a sealed text begins; base32 and hex, which older rows hold, never have a colon


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth keeps of a second factor goes through the vault."""

    def encrypt(self, text: str) -> str:
        """This will seal a secret."""
        return _vault().seal(text, owner=OWNER)

    def decrypt(self, encrypted_text: str) -> str:
        """This will open a secret; where its key is gone, one that no code fits."""
        if not encrypted_text.startswith(SEAL):
            return encrypted_text
        try:
            return _vault().open(encrypted_text, owner=OWNER)
        except Unavailable:
            return str(generate_totp_secret())

    def get_totp_issuer(self) -> str:
        """This will name the installation, so that one app tells two of them apart."""
        return f"sektoral {self._get_site_name()}"


def _vault() -> Vault:
    return Vault(settings.KEYS_ROOT, OWNER)
