"""What every signing gateway does: take finished PDFs of one signatory, give each back signed or say why not.

A gateway signs invisibly and changes nothing else. No answer in time means *unknown*, never *failed*: ask before
trying again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, Protocol

from sektoral.domain.papers import SigningService


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs. `key` is the stable id of the person in this seat; the rest goes on the certificate."""

    key: str
    name: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ToSign:
    """One PDF as the signatory saw it. `reference` is the caller's own name for it, `reason` goes into the PDF."""

    reference: str
    pdf: bytes = field(repr=False)
    sha256: str
    signatory: Signatory
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """The PDF with its signature: these bytes are stored, registered by `sha256` and never saved again.

    `signature_print` is the SHA-256 of the signature itself; a changed copy can be recognised by it. `document_id` is
    the gateway's own name for the document, `certificate` whom a certificate of others names, `level` that of PAdES
    where it is known.
    """

    reference: str
    pdf: bytes = field(repr=False)
    sha256: str
    signature_print: str
    document_id: str = ""
    certificate: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """One PDF that was not signed. With `unknown`, the gateway did not answer and may have signed it after all.

    `said` holds the gateway's own words. `ends_batch`: what stood in the way stands in the way of every other letter.
    With a `document_id` the gateway has signed it, and keeps it under that name.
    """

    reference: str
    code: str
    unknown: bool = False
    said: str = ""
    ends_batch: bool = False
    document_id: str = ""


class Secret:
    """A passphrase or one-time code on its way to a gateway: never printed, never stored, gone after `forget`."""

    __slots__ = ("_bytes",)

    def __init__(self, text: str) -> None:
        self._bytes = bytearray(text, "utf-8")

    def reveal(self) -> str:
        """Give the text to the one call that sends it."""
        return self._bytes.decode("utf-8")

    def forget(self) -> None:
        """Overwrite the text in memory."""
        self._bytes[:] = bytes(len(self._bytes))
        self._bytes.clear()

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never stored")


class Means(StrEnum):
    """What kind of secret proves to a gateway that the signatory agrees."""

    PASSPHRASE = "passphrase"
    CODE = "totp"  # a one-time code, good for one call


@dataclass(frozen=True, slots=True)
class Credentials:
    """By what a gateway outside knows the signatory: NIK, or the e-mail address where it takes one, and a secret."""

    secret: Secret
    means: Means = Means.PASSPHRASE
    nik: Secret | None = None
    email: str = field(default="", repr=False)

    def forget(self) -> None:
        """Overwrite what is secret in memory."""
        self.secret.forget()
        if self.nik:
            self.nik.forget()


class SigningGateway(Protocol):
    """A service that signs PDFs."""

    @property
    def service(self) -> SigningService:
        """Which one it is: the footer printed on the page follows it."""
        ...

    @property
    def at_once(self) -> int:
        """How many PDFs one call signs; what it is asked is recorded so many at a time."""
        ...

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at: datetime) -> Sequence[Signed | Failed]:
        """Sign each PDF of `batch` with the time `at`, and answer for each, in order. One failure stops no other."""
        ...


def sha256_of(data: bytes) -> str:
    """Name bytes by their SHA-256, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
