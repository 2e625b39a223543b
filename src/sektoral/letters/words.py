"""What letters, their seals and the acts on them are called on screen."""

from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway, SigningService
from sektoral.domain.roles import Role
from sektoral.records.models import Letter

KIND_WORDS: dict[LetterKind, str] = {
    LetterKind.REQUEST: "Surat permintaan",
    LetterKind.MEMO: "Nota dinas",
    LetterKind.FOLLOW_UP: "Surat susulan",
    LetterKind.TRANSMITTAL: "Surat pengiriman",
    LetterKind.RECEIPT: "Tanda terima",
    LetterKind.REPORT: "Laporan kolektif",
    LetterKind.ADDENDUM: "Laporan tambahan",
    LetterKind.SOP: "SOP",
}
ACT_WORDS: dict[str, str] = {"initial": "Paraf", "sign": "Tanda tangan"}
SEAT_WORDS: dict[Role, str] = {
    Role.SUKOR: "Sub Koordinator",
    Role.KABID: "Kepala Bidang",
    Role.KADIS: "Kepala Dinas",
    Role.HEAD: "Kepala OPD",
    Role.SEKRETARIS: "Sekretaris Dinas",
    Role.SEKDA: "Sekretaris Daerah",
}
GATEWAY_WORDS: dict[Gateway, str] = {
    Gateway.DRAFT: "Belum ditandatangani",
    Gateway.TEST: "SERTIFIKAT UJI, bukan BSrE",
    Gateway.BSRE: "Sertifikat BSrE",
    Gateway.UPLOAD: "Ditandatangani di luar sistem, hasilnya didaftarkan",
    Gateway.SYSTEM: "Disegel sistem dengan SERTIFIKAT UJI, bukan BSrE",
}
SERVICE_WORDS: dict[SigningService, str] = {
    SigningService.TEST: "Sertifikat uji milik sistem ini, bukan BSrE",
    SigningService.BSRE_V1: "BSrE, Esign Client Service versi 1",
    SigningService.BSRE_V2: "BSrE, Esign Client Service versi 2",
    SigningService.UPLOAD: "Di luar sistem, PDF-nya diunggah",
}


BROUGHT_SIGNED = "Ditandatangani secara elektronik di luar sistem"
BROUGHT_SCAN = "Bertanda tangan basah, pindaiannya didaftarkan"


def seal_of(letter: Letter) -> str:
    """This will say how a signed letter was sealed; of one that was brought in, whether it bears a signature."""
    if letter.gateway == Gateway.UPLOAD:
        return BROUGHT_SIGNED if letter.signature_print else BROUGHT_SCAN
    return GATEWAY_WORDS[Gateway(letter.gateway)]


def fingerprint(sha256: str) -> str:
    """This will shorten a SHA-256 for lists, as `7c1e04b9…d2f68a31`; empty for none."""
    return f"{sha256[:8]}…{sha256[-8:]}" if sha256 else ""


def spaced(sha256: str) -> str:
    """This will write a SHA-256 in groups of eight, so that people can compare it."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))
