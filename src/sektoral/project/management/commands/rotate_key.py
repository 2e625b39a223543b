"""`sektoral rotate-key PURPOSE`: a new signing key in the place of one; what the old one signed still verifies."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from sektoral.adapters.keys import KeyPurpose, KeyRing, public_fingerprint


class Command(BaseCommand):
    """The old private key is gone afterwards; its public half stays, and stays published."""

    help = "Ganti kunci: manifest, receipt, checkpoint, atau evidence. Yang ditandatangani kunci lama tetap sah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("purpose", choices=[purpose.value for purpose in KeyPurpose])

    def handle(self, *, purpose: str, **_: object) -> None:
        ring = KeyRing(settings.KEYS_ROOT)
        old = public_fingerprint(ring.public(KeyPurpose(purpose)))
        new = public_fingerprint(ring.rotate(KeyPurpose(purpose)))
        self.stdout.write(f"Sidik kunci lama: {old}\nSidik kunci baru: {new}\nUmumkan sidik yang baru.")
