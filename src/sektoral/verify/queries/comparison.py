"""The page of a copy that somebody uploaded: the verdict in plain words, beside the registered document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sektoral.domain.inspections import Coverage
from sektoral.domain.papers import Gateway
from sektoral.domain.proof_sentences import SENTENCES
from sektoral.domain.proofs import Verdict as Judged
from sektoral.records.models import Letter
from sektoral.ui.components import Status, Tone, Verdict
from sektoral.ui.formats import number_text
from sektoral.verify.queries.document import DocumentPage, document_page
from sektoral.verify.queries.registry import Proof


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a comparison."""

    what: str
    registered: str
    copy: str
    status: Status


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The verdict on a copy. `about` is the registered document that it is or resembles; none for a stranger."""

    verdict: Verdict
    reasons: Sequence[str]
    rows: Sequence[Compared]
    about: DocumentPage | None
    advice: str


@dataclass(frozen=True, slots=True)
class Head:
    """The first words of a verdict on a copy, and what to do about it."""

    tone: Tone
    word: str
    text: str
    advice: str


SAME, DIFFERENT = Status(Tone.DONE, "Sama"), Status(Tone.BAD, "Berbeda")

NO_LONGER = "Berkas ini sama persis dengan dokumen yang terdaftar, tetapi surat itu tidak berlaku lagi."

HEADS: dict[Judged, Head] = {
    Judged.GENUINE: Head(
        Tone.DONE,
        "Salinan Anda asli",
        "Berkas ini sama persis dengan dokumen yang terdaftar, dan tanda tangannya utuh.",
        "Berkas itu dapat dipakai sebagai dokumen terdaftar.",
    ),
    Judged.DIFFERENT: Head(
        Tone.BAD,
        "Salinan Anda berbeda",
        "Berkas ini mengaku dokumen yang terdaftar, tetapi isinya tidak sama.",
        "Pakailah dokumen terdaftar. Bila salinan itu Anda terima dari orang lain, beri tahu Dinas Kominfo.",
    ),
    Judged.NOT_REGISTERED: Head(
        Tone.BAD,
        "Berkas ini tidak terdaftar",
        "Berkas dengan isi persis seperti ini tidak ada dalam daftar surat kami.",
        "Jangan memberikan data berdasarkan berkas itu sebelum ada kepastian. Tanyakan kepada Dinas Kominfo.",
    ),
    Judged.TO_BE_EXAMINED: Head(
        Tone.WAIT,
        "Perlu pemeriksaan petugas",
        "Keaslian berkas ini tidak dapat dipastikan secara otomatis.",
        "Minta Dinas Kominfo membandingkannya dengan surat aslinya.",
    ),
    Judged.INVALID: Head(
        Tone.BAD,
        "Tanda tangannya tidak sah",
        "Tanda tangan pada berkas ini tidak membuktikan isinya.",
        "Jangan memakai berkas itu. Minta dokumennya langsung kepada Dinas Kominfo.",
    ),
}


def comparison_page(proof: Proof, expected: Letter | None, *, at: datetime) -> ComparisonPage:
    """This will put a verdict into words; `expected` is the document on whose page the copy was uploaded."""
    about = proof.letter or proof.kin or expected
    head = _head(proof, expected)
    return ComparisonPage(
        verdict=Verdict(Status(head.tone, head.word), head.text),
        reasons=[SENTENCES[reason] for reason in proof.judgement.reasons],
        rows=_rows(proof, about) if about else (),
        about=document_page(about, at=at) if about else None,
        advice=head.advice,
    )


def _head(proof: Proof, expected: Letter | None) -> Head:
    """What is said first: a genuine copy may be of a letter that no longer holds, or of another one than was meant."""
    head = HEADS[proof.judgement.verdict]
    if proof.judgement.verdict is Judged.GENUINE and proof.judgement.reasons:
        return replace(
            head, tone=Tone.WAIT, text=NO_LONGER, advice="Jangan memakainya lagi; mintalah surat yang berlaku."
        )
    found = proof.letter or proof.kin
    if found is None or expected is None or found.pk == expected.pk:
        return head
    named = found.number or "tanpa nomor"
    if proof.letter is None:
        return replace(head, text=f"Berkas ini mengaku surat lain, nomor {named}, tetapi isinya tidak sama.")
    return Head(
        Tone.WAIT,
        "Berkas ini surat lain",
        f"Yang Anda unggah terdaftar sebagai surat lain, nomor {named}.",
        "Pindai kode QR pada surat yang Anda unggah, atau unggah salinan surat yang dimaksud.",
    )


def _rows(proof: Proof, about: Letter) -> Sequence[Compared]:
    copy = proof.inspection
    size = about.signed_file.size if about.signed_file else 0
    last = copy.signatures[-1] if copy.signatures else None
    covers = last is not None and last.coverage is Coverage.ENTIRE_FILE
    cover = "Seluruh berkas" if covers else "Tidak seluruhnya" if last else "Tanpa tanda tangan"
    hashes = copy.sha256 == about.signed_sha256
    return (
        Compared("Sidik berkas", _short(about.signed_sha256), _short(copy.sha256), SAME if hashes else DIFFERENT),
        Compared("Ukuran", _bytes(size), _bytes(copy.size), SAME if size == copy.size else DIFFERENT),
        Compared("Cakupan tanda tangan", _own_cover(about), cover, SAME if cover == _own_cover(about) else DIFFERENT),
    )


def _own_cover(about: Letter) -> str:
    return "Tanpa tanda tangan" if about.gateway == Gateway.UPLOAD else "Seluruh berkas"


def _short(sha256: str) -> str:
    return f"{sha256[:8]} … {sha256[-8:]}"


def _bytes(size: int) -> str:
    return f"{number_text(size)} bita"
