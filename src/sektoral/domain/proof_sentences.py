"""What people read about a verdict: a headline for each verdict, a sentence for each reason, and the whole answer."""

from datetime import datetime, timedelta, timezone

from sektoral.domain.canonical import Json, plain
from sektoral.domain.inspections import Inspection, SignatureFacts
from sektoral.domain.proofs import Judgement, Reason, Verdict
from sektoral.domain.wording import clock, long_date

WIB = timezone(timedelta(hours=7))

HEADLINES: dict[Verdict, str] = {
    Verdict.GENUINE: "ASLI. Berkas ini sama persis dengan dokumen yang terdaftar dan tanda tangannya terbukti.",
    Verdict.DIFFERENT: "BERBEDA. Berkas ini mengaku dokumen yang terdaftar, tetapi isinya tidak sama.",
    Verdict.NOT_REGISTERED: "TIDAK TERDAFTAR. Kantor ini tidak mengenal berkas ini.",
    Verdict.TO_BE_EXAMINED: "PERLU PEMERIKSAAN. Keasliannya tidak dapat dipastikan secara otomatis.",
    Verdict.INVALID: "TIDAK SAH. Tanda tangan pada berkas ini tidak membuktikan isinya.",
}

SENTENCES: dict[Reason, str] = {
    Reason.REGISTERED_SCAN: (
        "Berkas ini terdaftar sebagai hasil pindai surat bertanda tangan basah; bandingkan dengan surat aslinya."
    ),
    Reason.REPLACED: "Dokumen ini sudah diganti dengan dokumen lain.",
    Reason.REVOKED: "Dokumen ini sudah dicabut dan tidak berlaku lagi.",
    Reason.WITHDRAWN: "Data yang disampaikan dokumen ini sudah ditarik kembali oleh pengirimnya.",
    Reason.NOT_IN_REGISTRY: "Berkas dengan isi persis seperti ini tidak ada dalam daftar dokumen kantor ini.",
    Reason.APPENDED: "Ada tambahan setelah dokumen terdaftar ditandatangani.",
    Reason.ALTERED: "Tanda tangan dokumen terdaftar ada di dalamnya, tetapi isi berkas sudah berubah.",
    Reason.CODE_BORROWED: "Kode pemeriksaan yang tercetak adalah milik dokumen terdaftar yang isinya lain.",
    Reason.NOT_PDF: "Berkas ini bukan PDF.",
    Reason.ENCRYPTED: "PDF ini dikunci dengan kata sandi sehingga isinya tidak dapat diperiksa.",
    Reason.HYBRID: "PDF ini memiliki dua daftar isi yang dapat berbeda; pemeriksaan harus dilakukan petugas.",
    Reason.DAMAGED: "Susunan PDF ini rusak atau terpotong sehingga tidak dapat diperiksa seluruhnya.",
    Reason.TOO_MUCH: "PDF ini memuat lebih banyak tanda tangan atau perubahan daripada yang diperiksa otomatis.",
    Reason.NO_SIGNATURE: "Tidak ada tanda tangan elektronik di dalam berkas.",
    Reason.STRAY_SIGNATURE: "Ada tanda tangan yang tersembunyi atau terlepas dari dokumennya.",
    Reason.SIGNATURE_UNREADABLE: "Ada tanda tangan yang bentuknya tidak dapat dibaca.",
    Reason.SIGNATURE_BROKEN: "Isi berkas tidak cocok dengan tanda tangannya: ada yang diubah sesudah ditandatangani.",
    Reason.ISSUER_UNKNOWN: (
        "Tanda tangan ada, tetapi rantai kepercayaannya belum diperiksa: penerbit sertifikat tidak dikenal di sini."
    ),
    Reason.ISSUER_IMITATED: "Sertifikat memakai nama penerbit yang dipercaya, tetapi bukan terbitannya.",
    Reason.CERTIFICATE_OUTSIDE_VALIDITY: "Sertifikat penanda tangan tidak berlaku pada waktu penandatanganan.",
    Reason.CERTIFICATE_REVOKED: "Sertifikat penanda tangan sudah dicabut.",
    Reason.WEAK_ALGORITHM: "Tanda tangan memakai cara hitung lama yang tidak lagi dapat dipercaya.",
    Reason.WEAK_FORM: "Bentuk tanda tangan tidak memuat bukti yang cukup tentang isi yang ditandatangani.",
    Reason.CHANGED_AFTER: "Dokumen diubah setelah ditandatangani, di luar yang diizinkan penanda tangan.",
    Reason.NOT_ENTIRE_FILE: "Tanda tangan terakhir tidak mencakup seluruh berkas.",
    Reason.CHANGES_STILL_ALLOWED: "Tanda tangan terakhir masih mengizinkan perubahan sesudahnya.",
    Reason.SIGNED_BY_KNOWN_ISSUER: "Tanda tangannya utuh dan penerbitnya dikenal, tetapi dokumennya tidak terdaftar.",
}

SCOPE = "Yang dibuktikan adalah dokumennya, bukan kebenaran angka di dalamnya."


def explain(judgement: Judgement, inspection: Inspection) -> str:
    """Write the verdict as text for a terminal: headline, reasons, signatures, SHA-256, and what is not proved."""
    lines = [HEADLINES[judgement.verdict]]
    lines += [f"- {SENTENCES[reason]}" for reason in judgement.reasons]
    lines += [_line(number, signature) for number, signature in enumerate(inspection.signatures, start=1)]
    lines += [f"SHA-256: {inspection.sha256}", SCOPE]
    return "\n".join(lines) + "\n"


def as_json(judgement: Judgement, inspection: Inspection) -> dict[str, Json]:
    """Write the verdict for programs: `reasons` are codes, `messages` their sentences, `signatures` all facts."""
    return {
        "verdict": judgement.verdict.value,
        "reasons": [reason.value for reason in judgement.reasons],
        "messages": [SENTENCES[reason] for reason in judgement.reasons],
        "sha256": inspection.sha256,
        "signatures": plain(inspection.signatures),
    }


def _line(number: int, signature: SignatureFacts) -> str:
    if signature.problem:
        return f"Tanda tangan {number}: tidak dapat dibaca"
    when = f", {_moment(signature.signed_at)}" if signature.signed_at else ""
    return f"Tanda tangan {number}: {signature.signer or 'tanpa nama'}{when}"


def _moment(stated: str) -> str:
    """What a file states of its time, in WIB; as it stands there where it names no zone."""
    try:
        moment = datetime.fromisoformat(stated)
        here = moment.astimezone(WIB) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return stated
    return f"{long_date(here)}, {clock(here)}" if here else stated
