"""Small papers made by code, our own authority and a stranger's, and the registry a copy is looked up in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import typst

from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.adapters.signatures.port import Signatory, Signed, ToSign, sha256_of
from sektoral.domain.inspections import Inspection
from sektoral.domain.proofs import Judgement, Kinship, Registered, RegisteredAs, judge

SIGNED_AT = datetime(2026, 12, 18, 9, 10, tzinfo=UTC)
LATER = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
HEAD = Signatory("person-1", "Kepala Contoh", "Kepala Dinas", "Dinas Contoh")
CODE = "7C1E-04B9"
TOKEN = "7C1E04B97C1E04B97C1E04B97C"


@cache
def letter() -> bytes:
    """Set a page with streams and object streams, as all our papers are."""
    text = f'Jumlah penduduk 1.234 jiwa \\ Kode periksa {CODE} \\ #raw("https://contoh.example/p/{TOKEN}")'
    return bytes(typst.compile(text.encode(), format="pdf"))


@cache
def plain_letter() -> bytes:
    """Write a PDF by hand, uncompressed, so that a test can change a digit in it."""
    content = f"BT /F 12 Tf 50 700 Td (Jumlah 1234 jiwa. Kode periksa {CODE}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F 5 0 R >> >>",
    ]
    pdf, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 7 /Root 1 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)
    return pdf + b"xref\n0 7\n0000000000 65535 f \n" + table + end


def sign(authority: LocalAuthority, pdf: bytes) -> Signed:
    """Sign a paper as the head of the office."""
    (result,) = authority.sign([ToSign("surat", pdf, sha256_of(pdf), HEAD, "Surat permintaan")], None, SIGNED_AT)
    assert isinstance(result, Signed), result
    return result


@dataclass(frozen=True)
class Registry:
    """Stands for the tables of letters: one registered document and what can be looked up of it."""

    signed: Signed
    root: bytes

    def inspect(self, pdf: bytes) -> Inspection:
        """Look into a copy, trusting our root only."""
        return inspect(pdf, roots=[self.root], at=LATER)

    def judge(self, pdf: bytes) -> Judgement:
        """Judge a copy as the verification page does."""
        found = self.inspect(pdf)
        same = found.sha256 == self.signed.sha256
        relations = {
            Kinship.BEGINS_WITH: self.signed.sha256 in found.beginnings,
            Kinship.HAS_SIGNATURE: self.signed.signature_print in found.prints,
            Kinship.SHOWS_CODE: CODE in found.codes or TOKEN in found.tokens,
        }
        kin = frozenset(relation for relation, holds in relations.items() if holds)
        return judge(found, registered=Registered(RegisteredAs.OWN) if same else None, kin=kin)
