"""Signing with our own test authority: PAdES, SHA-256 and P-256, certified so that nothing may follow (DocMDP P=1).

Every signatory's certificate says SERTIFIKAT UJI. Needs no secret, so it may also sign in the background.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from sektoral.adapters.signatures.certificates import CertificateFolder
from sektoral.adapters.signatures.cms import CmsSigner
from sektoral.adapters.signatures.port import Credentials, Failed, Signatory, Signed, ToSign, sha256_of
from sektoral.adapters.signatures.prints import signature_prints
from sektoral.adapters.signatures.stamping import Stamping, Stamps
from sektoral.adapters.signatures.time_stamps import Evidence, TimeStampService
from sektoral.domain.papers import SignatureLevel, SigningService

FIELD = "TandaTangan"
STAMP_RESERVED = 24_576  # and for a time stamp with its certificates
RESERVED = 6144  # hex digits kept free for the signature: two certificates and the attributes take about 4,000


OnUse = Callable[[ToSign, str], None]  # what is signed, and the key's id: told before the key is used


def _untold(_: ToSign, __: str) -> None:
    """Nobody wants to know."""


class LocalAuthority:
    """The embedded gateway. Raises `Refused` when others may read the folder of its keys."""

    service = SigningService.TEST
    at_once = 1

    def __init__(self, folder: Path, stamps: TimeStampService | None = None, on_use: OnUse = _untold) -> None:
        self._certificates = CertificateFolder(folder)
        self._signers: dict[Signatory, CmsSigner] = {}
        self._stamps = Stamping(stamps) if stamps else None
        self._on_use = on_use

    def root(self) -> bytes:
        """Get the root certificate in DER: what an inspection must trust to know our signatures."""
        return self._certificates.root().der

    def sign(
        self,
        batch: Sequence[ToSign],
        credentials: Credentials | None,
        at: datetime,
    ) -> Sequence[Signed | Failed]:
        """Sign each PDF with its signatory's certificate; `credentials` are not asked for.

        Fails with `signing.changed` (the bytes are not the ones shown), `signing.already_signed` or
        `signing.unreadable`.
        """
        return [self._sign_one(each, at) for each in batch]

    def sign_as_system(
        self, pdf: bytes, *, organisation: str, at: datetime, reference: str = "system"
    ) -> Signed | Failed:
        """Sign a paper that no person signs, such as a receipt."""
        each = ToSign(reference, pdf, sha256_of(pdf), system_signatory(organisation))
        return self._sign_one(each, at)

    def _sign_one(self, each: ToSign, at: datetime) -> Signed | Failed:
        if sha256_of(each.pdf) != each.sha256:
            return Failed(each.reference, "signing.changed")
        if signature_prints(each.pdf):
            return Failed(each.reference, "signing.already_signed")
        try:
            stamps = self._stamps.begin(at) if self._stamps else None
            self._on_use(each, self._certificates.credential(each.signatory).key_id)
            pdf = _signed_bytes(each, self._signer(each.signatory), at, stamps, self._proofs(each, stamps, at))
        except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError):
            return Failed(each.reference, "signing.unreadable")
        level = stamps.level if stamps else SignatureLevel.BASIC
        return Signed(each.reference, pdf, sha256_of(pdf), signature_prints(pdf)[-1], level=level.value)

    def _proofs(self, each: ToSign, stamps: Stamps | None, at: datetime) -> Evidence | None:
        """What proves the time stamp and our own certificate later, to be laid within what the signature covers."""
        if stamps is None or stamps.evidence is None:
            return None
        own = self._certificates.credential(each.signatory).der
        theirs = stamps.evidence
        crls = (*theirs.crls, self._certificates.revocations(at))
        return Evidence((own, self.root(), *theirs.certificates), theirs.ocsps, crls)

    def _signer(self, signatory: Signatory) -> CmsSigner:
        if signatory not in self._signers:
            credential = self._certificates.credential(signatory)
            self._signers[signatory] = CmsSigner(credential, self._certificates.root())
        return self._signers[signatory]


def system_signatory(organisation: str) -> Signatory:
    """Name the installation itself as a signatory."""
    return Signatory("system", "Sistem sektoral", "Penerbit tanda terima", organisation)


class _PlainWriter(IncrementalPdfFileWriter):
    """Appends the signature and nothing else: pyHanko would rewrite title and metadata, and PDF/A would be lost."""

    def _update_meta(self) -> None:
        pass


class _PlainSigner(PdfSigner):
    """Declares no extensions: pyHanko would raise the document to PDF 2.0 because the key is on P-256."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Leave the catalogue as it is."""


def _signed_bytes(
    each: ToSign, signer: CmsSigner, at: datetime, stamps: Stamps | None, proofs: Evidence | None
) -> bytes:
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
    writer = _PlainWriter(BytesIO(each.pdf))
    if proofs is not None:
        _lay_down(proofs, writer)
    session = _PlainSigner(metadata, Signer()).init_signing_session(writer)
    session.system_time = at.astimezone(UTC).replace(microsecond=0)  # pyHanko would take the machine's clock
    document = session.prepare_tbs_document(
        validation_info=None, bytes_reserved=RESERVED + (STAMP_RESERVED if stamps else 0)
    )
    output = BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    digest.fill_with_cms(output, signer.sign(digest.document_digest, stamps.stamp if stamps else None))
    return output.getvalue()


def _lay_down(proofs: Evidence, writer: IncrementalPdfFileWriter) -> None:
    """Write the document security store in the update that the signature covers: nothing may follow it (DocMDP P=1)."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[x509.Certificate.load(one) for one in proofs.certificates],
        ocsps=[ocsp.OCSPResponse.load(one) for one in proofs.ocsps],
        crls=[crl.CertificateList.load(one) for one in proofs.crls],
    )
