"""Signing with our own test authority: PAdES B-B, SHA-256 and P-256, certified so that nothing may follow (DocMDP P=1).

Every signatory's certificate says SERTIFIKAT UJI. Needs no secret, so it may also sign in the background.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sektoral.adapters.signatures.certificates import CertificateFolder, Credential
from sektoral.adapters.signatures.port import Failed, Gateway, Secret, Signatory, Signed, ToSign, sha256_of
from sektoral.adapters.signatures.prints import signature_prints

FIELD = "TandaTangan"
RESERVED = 6144  # hex digits kept free for the signature: two certificates and the attributes take about 4,000

_LARGEST_P256 = 72  # bytes of a DER-encoded P-256 signature


class LocalAuthority:
    """The embedded gateway. Raises `Refused` when others may read the folder of its keys."""

    gateway = Gateway.TEST

    def __init__(self, folder: Path) -> None:
        self._certificates = CertificateFolder(folder)
        self._signers: dict[Signatory, _HeldKeySigner] = {}

    def root(self) -> bytes:
        """Get the root certificate in DER: what an inspection must trust to know our signatures."""
        return self._certificates.root().certificate.public_bytes(serialization.Encoding.DER)

    def sign(
        self,
        batch: Sequence[ToSign],
        secret: Secret | None,
        at: datetime,
    ) -> Sequence[Signed | Failed]:
        """Sign each PDF with its signatory's certificate; `secret` is not asked for.

        Fails with `signing.changed` (the bytes are not the ones shown), `signing.already_signed` or
        `signing.unreadable`.
        """
        return [self._sign_one(each, at) for each in batch]

    def sign_as_system(self, pdf: bytes, *, organisation: str, at: datetime) -> Signed | Failed:
        """Sign a paper that no person signs, such as a receipt."""
        each = ToSign("system", pdf, sha256_of(pdf), system_signatory(organisation))
        return self._sign_one(each, at)

    def _sign_one(self, each: ToSign, at: datetime) -> Signed | Failed:
        if sha256_of(each.pdf) != each.sha256:
            return Failed(each.reference, "signing.changed")
        if signature_prints(each.pdf):
            return Failed(each.reference, "signing.already_signed")
        try:
            pdf = _signed_bytes(each, self._signer(each.signatory), at)
        except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError):
            return Failed(each.reference, "signing.unreadable")
        return Signed(each.reference, pdf, sha256_of(pdf), signature_prints(pdf)[-1])

    def _signer(self, signatory: Signatory) -> "_HeldKeySigner":
        if signatory not in self._signers:
            credential = self._certificates.credential(signatory)
            self._signers[signatory] = _HeldKeySigner(credential, self._certificates.root())
        return self._signers[signatory]


def system_signatory(organisation: str) -> Signatory:
    """Name the installation itself as a signatory."""
    return Signatory("system", "Sistem sektoral", "Penerbit tanda terima", organisation)


class _HeldKeySigner(Signer):
    """A signer that keeps its loaded key: pyHanko's own reads and checks the key at each signature."""

    def __init__(self, credential: Credential, root: Credential) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(_asn1(root))
        super().__init__(signing_cert=_asn1(credential), cert_registry=store)
        self._key = credential.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign `data`, which is hashed here."""
        if dry_run:
            return bytes(_LARGEST_P256)
        if digest_algorithm != "sha256":
            raise SigningError(f"not made for {digest_algorithm}")
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def _asn1(credential: Credential) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(credential.certificate.public_bytes(serialization.Encoding.DER))


class _PlainWriter(IncrementalPdfFileWriter):
    """Appends the signature and nothing else: pyHanko would rewrite title and metadata, and PDF/A would be lost."""

    def _update_meta(self) -> None:
        pass


class _PlainSigner(PdfSigner):
    """Declares no extensions: pyHanko would raise the document to PDF 2.0 because the key is on P-256."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Leave the catalogue as it is."""


def _signed_bytes(each: ToSign, signer: _HeldKeySigner, at: datetime) -> bytes:
    """Append the signature as one incremental update: the bytes before it stay as they are."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=each.signatory.name,
        reason=each.reason or None,
    )
    session = _PlainSigner(metadata, signer).init_signing_session(_PlainWriter(BytesIO(each.pdf)))
    session.system_time = at.astimezone(UTC).replace(microsecond=0)  # pyHanko would take the machine's clock
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    output = BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=session.system_time)
    asyncio.run(document.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes))
    return output.getvalue()
