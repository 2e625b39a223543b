"""The embedded certificate authority: one root and one certificate for each signatory, kept in a folder of mode 0700.

Every certificate says SERTIFIKAT UJI. It proves that this installation signed, not who a person is.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sektoral.adapters.keys import keep_secret_once
from sektoral.adapters.signatures.port import Signatory
from sektoral.domain.errors import Unavailable

MARK = "SERTIFIKAT UJI, BUKAN BSrE"

# Fixed, so that a rehearsal may sign on any day of its own calendar.
NOT_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2060, 1, 1, tzinfo=UTC)

LIST_HOLDS = timedelta(days=7)  # what it says of the day of signing is what counts
_LONGEST_NAME = 64  # X.520, ub-common-name and its kin


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with the key that belongs to it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """Get the certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_id(self) -> str:
        """Get the key's name: it tells nothing of the key."""
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()).digest.hex()[:16]


class CertificateFolder:
    """Root and certificates of one folder, made when first needed; processes that start at once agree on them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root: Credential | None = None
        self._issued: dict[str, Credential] = {}
        self._lists: dict[datetime, bytes] = {}

    def root(self) -> Credential:
        """Get the root."""
        if self._root is None:
            self._root = _keep(self._folder / "root.pem", _make_root)
        return self._root

    def credential(self, signatory: Signatory) -> Credential:
        """Get the certificate of `signatory`, issued now if there is none. Another name or title is another one."""
        name = _file_name(signatory)
        if name not in self._issued:
            root = self.root()
            self._issued[name] = _keep(self._folder / f"{name}.pem", lambda: _issue(root, signatory))
        return self._issued[name]

    def revocations(self, at: datetime) -> bytes:
        """Get the root's list of revoked certificates in DER, made for the day of `at`: there has never been one."""
        day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if day not in self._lists:
            root = self.root()
            builder = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(root.certificate.subject)
                .last_update(day)
                .next_update(day + LIST_HOLDS)
            )
            self._lists = {day: builder.sign(root.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)}
        return self._lists[day]


def _file_name(signatory: Signatory) -> str:
    parts = (signatory.key, signatory.name, signatory.title, signatory.organisation)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _keep(path: Path, make: Callable[[], Credential]) -> Credential:
    if path.exists():
        return _read(keep_secret_once(path, b""))
    return _read(keep_secret_once(path, _write(make())))


def _write(credential: Credential) -> bytes:
    key = credential.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key + credential.certificate.public_bytes(serialization.Encoding.PEM)


def _read(text: bytes) -> Credential:
    key = serialization.load_pem_private_key(text, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Unavailable("key.wrong_kind", purpose="certificate")
    return Credential(x509.load_pem_x509_certificate(text), key)


def _make_root() -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Otoritas sertifikat uji", "", "sektoral")
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        _builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(identifier, critical=False)
    )
    return Credential(builder.sign(key, hashes.SHA256()), key)


def _issue(root: Credential, signatory: Signatory) -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(signatory.name, signatory.title, signatory.organisation)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = (
        _builder(name, root.certificate.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(above, critical=False)
    )
    return Credential(builder.sign(root.key, hashes.SHA256()), key)


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
    )


def _name(name: str, title: str, organisation: str) -> x509.Name:
    fields = (
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, MARK),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, name),
    )
    return x509.Name([x509.NameAttribute(oid, _fitting(text)) for oid, text in fields if text])


def _fitting(text: str) -> str:
    """Cut at the 64 bytes that a certificate's name may have, never inside a letter."""
    return text.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
