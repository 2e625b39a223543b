"""A certificate authority as BSrE has one, made up for tests: signs PDFs with pyHanko, and serves HTTPS on loopback."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Authority:
    """A root with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def root(self) -> bytes:
        """The root in DER."""
        return self.certificate.public_bytes(DER)

    def issue(self, name: str, *, host: str = "") -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        """A certificate of a person, or of a server at an address of this machine."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(name), self.certificate.subject, key)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(authority=False), critical=True)
        if host:
            names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self.key, hashes.SHA256()), key


@cache
def authority(name: str = "Induk Contoh") -> Authority:
    """An authority by name, the same for the whole run."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(name), _name(name), key)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    return Authority(builder.sign(key, hashes.SHA256()), key)


def sign(pdf: bytes, *, name: str, field: str = "Tanda") -> bytes:
    """Sign a PDF invisibly as one incremental update, as the gateway does."""
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    output = BytesIO()
    PdfSigner(metadata, _signer(name)).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output)
    return output.getvalue()


@cache
def _signer(name: str) -> SimpleSigner:
    certificate, key = authority().issue(name)
    private = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore.from_certs([asn1.Certificate.load(authority().root())])
    return SimpleSigner(
        signing_cert=asn1.Certificate.load(certificate.public_bytes(DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def tls(folder: Path, *, by: str = "Induk Contoh") -> ssl.SSLContext:
    """What a server on 127.0.0.1 shows, issued by an authority whose root lies in `folder/root.pem` afterwards."""
    certificate, key = authority(by).issue("localhost", host="127.0.0.1")
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(private + certificate.public_bytes(pem))
    (folder / "root.pem").write_bytes(authority(by).certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(SINCE).not_valid_after(UNTIL)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


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
