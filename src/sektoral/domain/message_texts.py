"""What messages say: one subject each, short, with who, what, until when and where.

No figures, only a link, and the link carries no right: whoever opens it signs in first. A checker's own sentence does
not stand here either, because people write figures into it; the page has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.outbox import MessageKind

K = MessageKind

# All that may be filled in. `things` are lines with a table's title, a sheet, cells and a deadline; never a value.
FIELDS = frozenset(
    {"agency", "office", "subject", "number", "former", "due", "things", "round", "count", "name", "note"}
    | {"reader", "clerk"}
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of message: whom it speaks to, what it says, and what to do behind the link."""

    to: str
    subject: str
    said: tuple[str, ...]
    do: str
    right: str = "(tautan ini meminta Anda masuk lebih dahulu)."


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it leaves. `said` is its heart alone, for where the frame of a letter would be too much."""

    subject: str
    body: str
    said: str


KEEPER, HEAD, CLERK = "Yth. Pengelola data {agency}", "Yth. Kepala {agency}", "Yth. Petugas statistik {office}"

WORDINGS: dict[MessageKind, Wording] = {
    K.REQUEST: Wording(
        KEEPER,
        "{subject} – {name}",
        ("Terlampir surat permintaan data nomor {number} dan instrumen yang perlu diisi.", "Batas waktu: {due}."),
        "Unggah isian dan lihat hasil pemeriksaannya di",
    ),
    K.LETTER_REPLACED: Wording(
        KEEPER,
        "{subject} – {name}",
        (
            "Terlampir surat nomor {number} hal {subject}, yang menggantikan {former}.",
            "Batas waktu tetap: {due}. Instrumennya tidak berubah.",
        ),
        "Unggah isian dan lihat hasil pemeriksaannya di",
    ),
    K.TABLES_MOVED: Wording(
        KEEPER,
        "Tabel yang dialihkan kepada instansi Anda – {name}",
        (
            "Tabel berikut kini diminta dari instansi Anda, karena penggabungan OPD atau karena datanya ada pada Anda:",
            "{things}",
            "Terlampir instrumen yang baru. Isian yang sudah Anda kirim tetap berlaku.",
        ),
        "Unggah isian dan lihat hasil pemeriksaannya di",
    ),
    K.TABLES_RETURNED: Wording(
        KEEPER,
        "Ada tabel yang dikembalikan – {name}",
        ("Tabel berikut dikembalikan untuk diperbaiki:", "{things}", "Tabel lain yang sudah Anda kirim tetap berlaku."),
        "Baca catatan pemeriksa dan kirim perbaikannya di",
    ),
    K.CONTRADICTION: Wording(
        KEEPER,
        "Angka Anda bertentangan dengan OPD lain – {name}",
        ("Angka dua OPD berbeda untuk hal dan periode yang sama:", "{things}", "Mohon dijawab paling lambat {due}."),
        "Buka Pertentangan antar-OPD pada halaman permintaan di",
    ),
    K.RECEIPT: Wording(
        KEEPER,
        "Kiriman Anda diterima – {name}",
        ("Kiriman untuk {round} kami terima. Tanda terima nomor {number} sudah terbit.",),
        "Lihat tanda terima dan hasil pemeriksaannya di",
    ),
    K.REMINDER: Wording(
        KEEPER,
        "Pengingat permintaan data – {name}",
        ("Untuk {round} masih kami tunggu, paling lambat {due}:", "{things}"),
        "Lengkapi, atau nyatakan tabel nihil atau tidak tersedia, di",
    ),
    K.OVERDUE: Wording(
        KEEPER,
        "Permintaan data sudah lewat batas waktu – {name}",
        ("Batas waktu {round}, {due}, sudah lewat, dan yang berikut belum kami terima:", "{things}"),
        "Lengkapi sekarang, atau nyatakan tabel nihil atau tidak tersedia, di",
    ),
    K.ESCALATION: Wording(
        HEAD,
        "Data instansi Anda belum lengkap – {name}",
        (
            "Batas waktu {round}, {due}, sudah lewat, dan dari instansi Bapak/Ibu belum kami terima:",
            "{things}",
            "Mohon petugas data instansi diarahkan untuk menyelesaikannya.",
        ),
        "Keadaannya dapat dilihat di",
    ),
    K.SUGGESTION: Wording(
        CLERK,
        "Surat susulan perlu disusun – {round}",
        ("{count} OPD lewat batas waktu dan belum lengkap:", "{things}"),
        "Pilih OPD dan susun surat susulannya di",
    ),
    K.CHECKPOINT: Wording(
        "Yth. Pemegang titik periksa",
        "Titik periksa jurnal {office}, peristiwa {number}",
        (
            "Simpanlah surel ini. Bila jurnal kelak dipotong atau ditulis ulang, catatan inilah buktinya:",
            "",
            "{note}",
        ),
        "Semua titik periksa, kunci, dan cara memeriksanya ada di",
        right="(halaman ini terbuka bagi siapa pun).",
    ),
    K.SEAT: Wording(
        "Yth. {reader}",
        "{subject}: {name}",
        (
            "{subject} atas nama {name}, dicatat oleh {clerk}:",
            "{things}",
            "Bila ini tidak benar, segera beri tahu Kadis dan administrator sistem.",
        ),
        "Masuk dengan alamat surel ini di",
        right="(belum punya kata sandi? Pilih Minta kode masuk lewat surel).",
    ),
}


def write(kind: MessageKind, facts: Mapping[str, str | Sequence[str]], *, link: str) -> Text:
    """This will write a message. `facts` hold what its wording names; `things` is a list, one line each."""
    words = {
        name: fact if isinstance(fact, str) else "\n".join(f"- {line}" for line in fact) for name, fact in facts.items()
    }
    wording = WORDINGS[kind]
    said = "\n".join(wording.said).format_map(words)
    to, do = wording.to.format_map(words), f"{wording.do} {link}\n{wording.right}"
    subject = " ".join(wording.subject.format_map(words).split())[:300]
    return Text(subject, "\n\n".join((to, said, do, words["office"])) + "\n", said)
