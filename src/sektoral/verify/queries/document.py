"""The page of a registered document: what is said of it, what that proves, and what it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from sektoral.domain.errors import SektoralError
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway, SignatureLevel
from sektoral.domain.proof_sentences import SENTENCES
from sektoral.domain.proofs import Judgement, Standing
from sektoral.domain.proofs import Verdict as Judged
from sektoral.intake import files
from sektoral.letters.addressing import agency_named_by
from sektoral.letters.signatories import certified_name
from sektoral.letters.words import KIND_WORDS, seal_of, spaced
from sektoral.records.actors import local_date
from sektoral.records.models import Letter
from sektoral.records.signed_values import printed_values
from sektoral.ui.components import Fact, Status, Tone, Verdict
from sektoral.ui.formats import date_text, local, size_text, zone_name
from sektoral.verify.queries.files import pages_of, proof_of
from sektoral.verify.queries.registry import standing_of, successor_of
from sektoral.verify.queries.timing import timing_of

# A receipt names the clerk who sent, a scan shows a hand's signature: neither belongs on a public page.
NOT_SHOWN = frozenset({LetterKind.RECEIPT})
SEALED_ELSEWHERE = frozenset({Gateway.BSRE, Gateway.UPLOAD})


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A registered document. `is_shown` tells whether everybody may look at it, `pages` which pages are drawn.

    `successor` is the token of the document that holds in its place; empty where there is none.
    """

    token: str
    number: str
    verdict: Verdict
    successor: str
    facts: Sequence[Fact]
    proved: Sequence[Fact]
    unproved: Sequence[Fact]
    is_shown: bool
    pages: Sequence[int]
    size: str


def document_page(letter: Letter, *, at: datetime) -> DocumentPage:
    """This will say what is registered of a document, what that proves, and what it does not."""
    newer, is_intact = successor_of(letter), _is_intact(letter)
    proof = proof_of(letter, at=at) if _is_sealed_elsewhere(letter) or _is_stamped(letter) else None
    judgement = proof.judgement if proof and _is_sealed_elsewhere(letter) else None
    timed = timing_of(letter, proof)
    return DocumentPage(
        token=letter.token,
        number=letter.number,
        verdict=_verdict(letter, newer),
        successor=newer.token if newer else "",
        facts=_facts(letter),
        proved=(*_proved(is_intact=is_intact, judgement=judgement), *timed.proved),
        unproved=(*_unproved(letter, is_intact=is_intact, judgement=judgement), *timed.unproved),
        is_shown=is_shown(letter),
        pages=pages_of(letter, at=at) if is_shown(letter) else (),
        size=size_text(letter.signed_file.size) if letter.signed_file else "",
    )


def is_shown(letter: Letter) -> bool:
    """This will tell whether everybody with the code may look at the document itself."""
    return LetterKind(letter.kind) not in NOT_SHOWN and not _is_scan(letter)


def _is_scan(letter: Letter) -> bool:
    return letter.gateway == Gateway.UPLOAD and not letter.signature_print


def _is_sealed_elsewhere(letter: Letter) -> bool:
    return letter.gateway in SEALED_ELSEWHERE and bool(letter.signature_print)


def _is_stamped(letter: Letter) -> bool:
    return letter.signature_level in (SignatureLevel.TIMED, SignatureLevel.LONG_TERM)


def _verdict(letter: Letter, newer: Letter | None) -> Verdict:
    """A revoked letter's reason is not told: it may name persons, and whoever needs it may ask the office."""
    where = f"{letter.office.name} {letter.office.regency}"
    match standing_of(letter, newer):
        case Standing.REVOKED:
            day = _moment(letter, letter.voided_at) if letter.voided_at else ""
            text = f"Terdaftar di {where}, dibatalkan {day}. Alasannya dapat ditanyakan kepada kantor itu."
            return Verdict(Status(Tone.BAD, "Surat ini dibatalkan"), text)
        case Standing.WITHDRAWN:
            taken = letter.submission.withdrawal.withdrawn_at if letter.submission else None
            text = f"Terdaftar di {where}. Data yang disampaikannya ditarik kembali {_moment(letter, taken)}."
            return Verdict(Status(Tone.BACK, "Kirimannya ditarik kembali"), text)
        case Standing.REPLACED:
            named = f"surat nomor {newer.number} tanggal {_day(newer)}" if newer else "surat lain"
            return Verdict(Status(Tone.BACK, "Surat ini sudah diganti"), f"Yang berlaku sekarang {named}.")
        case Standing.IN_FORCE if _is_scan(letter):
            return Verdict(
                Status(Tone.WAIT, "Pindaian terdaftar"),
                f"Surat bertanda tangan basah; pindaiannya didaftarkan di {where}.",
            )
        case Standing.IN_FORCE:
            return Verdict(Status(Tone.DONE, "Surat ini terdaftar"), f"Diterbitkan melalui {where} dan masih berlaku.")


def _facts(letter: Letter) -> Sequence[Fact]:
    lines = [
        Fact("Surat", letter.subject, note=KIND_WORDS[LetterKind(letter.kind)]),
        Fact("Nomor", letter.number or "–"),
        Fact("Tanggal", _day(letter)),
        Fact("Dari", letter.agency.name if letter.agency else letter.office.name, note=letter.office.regency),
    ]
    if to := _addressee(letter):
        lines.append(Fact("Kepada", to))
    lines += _replaced(letter)
    lines += [
        Fact("Penanda tangan", *_signer(letter)),
        *_certified(letter),
        Fact("Ditandatangani", _moment(letter, letter.signed_at)),
        Fact("Sertifikat", seal_of(letter)),
        Fact("Sidik berkas", spaced(letter.signed_sha256), note="SHA-256", is_code=True),
        *_values(letter),
    ]
    return lines


def _values(letter: Letter) -> Sequence[Fact]:
    """The fingerprint that a transmittal prints of what it hands over, to be held against the paper."""
    values = printed_values(letter)
    return [Fact("Sidik nilai", spaced(values), note="SHA-256, tercetak pada surat", is_code=True)] if values else ()


def _replaced(letter: Letter) -> Sequence[Fact]:
    """The letter whose place this one took; its own page leads back here."""
    old = letter.supersedes
    if old is None or old.signed_at is None:
        return ()
    page = reverse("verify:document", args=[old.token])
    return [Fact("Menggantikan", f"Surat nomor {old.number}", url=page, note=_day(old))]


def _addressee(letter: Letter) -> str:
    if letter.agency is not None:
        return f"{letter.office.name} {letter.office.regency}"
    return agency_named_by(letter)


def _signer(letter: Letter) -> tuple[str, str, str]:
    """The printed name, no address, the printed title."""
    post = letter.signed_as.get("post") or []
    return str(letter.signed_as.get("name", "")) or "Tertera pada surat", "", " ".join(str(line) for line in post)


def _certified(letter: Letter) -> Sequence[Fact]:
    """Whoever reads both names sees for themselves whether they agree."""
    name = certified_name(letter)
    return [Fact("Menurut sertifikat", name)] if name else ()


def _proved(*, is_intact: bool, judgement: Judgement | None) -> Sequence[Fact]:
    lines = [Fact("Terdaftar", "Nomor, tanggal, perihal, dan penanda tangan di atas dicatat saat surat terbit.")]
    if is_intact:
        lines.append(Fact("Utuh", "Berkas yang kami simpan masih sama dengan sidik yang dicatat saat itu."))
    if judgement is not None and judgement.verdict is Judged.GENUINE:
        lines.append(Fact("Sertifikat", "Tanda tangannya utuh, dan penerbit sertifikatnya dipercaya di sini."))
    return lines


def _unproved(letter: Letter, *, is_intact: bool, judgement: Judgement | None) -> Sequence[Fact]:
    lines = [
        Fact("Salinan Anda", "Kode QR dapat disalin ke surat lain. Bandingkan berkasnya pada halaman ini."),
        Fact("Isi surat", "Yang dibuktikan dokumennya, bukan kebenaran angka di dalamnya."),
    ]
    if letter.gateway in (Gateway.TEST, Gateway.SYSTEM):
        lines.append(Fact("Kekuatan hukum", "Tanda tangan memakai sertifikat uji kantor ini, bukan sertifikat BSrE."))
    if _is_scan(letter):
        lines.append(Fact("Tanda tangan", "Tanda tangan basah hanya dapat dibandingkan dengan surat aslinya."))
    if judgement is not None and judgement.verdict is not Judged.GENUINE:
        lines += [Fact("Sertifikat", SENTENCES[reason]) for reason in judgement.reasons]
    if not is_intact:
        lines.append(Fact("Berkas", "Berkas yang kami simpan sedang tidak dapat dibaca; hubungi Dinas Kominfo."))
    return lines


def _is_intact(letter: Letter) -> bool:
    try:
        return letter.signed_file is not None and bool(files.read(letter.signed_file))
    except SektoralError:
        return False


def _day(letter: Letter) -> str:
    return date_text(letter.final_on or local_date(letter.office, letter.signed_at or letter.drafted_at))


def _moment(letter: Letter, at: datetime | None) -> str:
    if at is None:
        return "–"
    zone = ZoneInfo(letter.office.time_zone)
    here = local(at, zone)
    return f"{date_text(here.date())}, {here:%H.%M.%S} {zone_name(zone, at)}"
