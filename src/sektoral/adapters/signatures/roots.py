"""Root certificates that an installation was told to trust beside its own: files of one folder, in PEM or DER."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

KINDS = frozenset({".pem", ".crt", ".cer", ".der"})
PEM = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Root:
    """One certificate. `der` goes to inspections; the rest is for people."""

    file: str
    name: str
    sha256: str
    expires_at: datetime
    der: bytes


@dataclass(frozen=True, slots=True)
class UnreadRoot:
    """A file that holds no certificate."""

    file: str
    why: str


def read_roots(folder: Path) -> list[Root | UnreadRoot]:
    """This will read every certificate of a folder, by the files' names. A folder that is not there holds none."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS) if folder.is_dir() else []
    return [found for path in files for found in _read(path)]


def _read(path: Path) -> Iterator[Root | UnreadRoot]:
    try:
        data = path.read_bytes()
        found = x509.load_pem_x509_certificates(data) if PEM in data else [x509.load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        yield UnreadRoot(path.name, str(error)[:200])
        return
    for certificate in found:
        der = certificate.public_bytes(Encoding.DER)
        name = certificate.subject.rfc4514_string()
        yield Root(path.name, name, hashlib.sha256(der).hexdigest(), certificate.not_valid_after_utc, der)
