"""Programs elsewhere that sign our final bytes, with certificates of an authority that is not this installation's."""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import (
    AuthorityKeyIdentifier,
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    SubjectKeyIdentifier,
    random_serial_number,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sektoral.adapters.signatures.local_authority import LocalAuthority
from tests.signed_papers import HEAD


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: Certificate
    key: ec.EllipticCurvePrivateKey


def general_signer(authority: LocalAuthority) -> SimpleSigner:
    """Sign as any program would, with the key that `authority` gave to the head of the office."""
    credential = authority._certificates.credential(HEAD)
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(authority.root()))
    der = serialization.Encoding.DER
    key = credential.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate = x509.Certificate.load(credential.certificate.public_bytes(der))
    return SimpleSigner(certificate, keys.PrivateKeyInfo.load(key), store)


def signed_by_a_program(
    signer: SimpleSigner, pdf: bytes, *, name: str = "Signature1", box: tuple[int, int, int, int] | None = None
) -> bytes:
    """Sign as any program does: an approval signature, its field seen or unseen, the document's notes dated anew."""
    output = BytesIO()
    PdfSigner(
        PdfSignatureMetadata(field_name=name, md_algorithm="sha256"),
        signer,
        new_field_spec=SigFieldSpec(name, box=box),
    ).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output)
    return output.getvalue()


@cache
def foreign_root() -> Issued:
    """A certificate authority that is neither ours nor named like ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("Akar Contoh", "Balai Sertifikasi Contoh")
    return Issued(_certificate(name, name, key, key, is_authority=True), key)


@cache
def foreign_signer() -> SimpleSigner:
    """An official's certificate of that authority, which travels without its root."""
    key, root = ec.generate_private_key(ec.SECP256R1()), foreign_root()
    name = _named("Contoh Sekda", "Pemerintah Kabupaten Mungil")
    certificate = _certificate(name, root.certificate.subject, key, root.key, is_authority=False)
    der = serialization.Encoding.DER
    plain = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signing = x509.Certificate.load(certificate.public_bytes(der))
    return SimpleSigner(signing, keys.PrivateKeyInfo.load(plain), SimpleCertificateStore())


def _named(name: str, organisation: str) -> Name:
    return Name([NameAttribute(NameOID.ORGANIZATION_NAME, organisation), NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    name: Name,
    issuer: Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> Certificate:
    builder = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2060, 1, 1, tzinfo=UTC))
        .add_extension(BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .add_extension(
            KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    return builder.sign(by, hashes.SHA256())
