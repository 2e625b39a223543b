"""What a person reads where a signing service stood in the way: what happened, and what to do.

Most speak of BSrE's gateway, which the office runs itself: who looks after it is told what to look at.
"""

from sektoral.ui.message import Message

M = Message

ABOUT_SIGNING: dict[str, Message] = {
    "signing_stale": M(
        "Halaman tanda tangan ini sudah kedaluwarsa: naskah atau layanannya berubah, atau harinya sudah berganti.",
        "Buka lagi halaman tanda tangan, baca suratnya, lalu tanda tangani.",
    ),
    "signing_in_hand": M(
        "Layanan tanda tangan sedang ditanya tentang surat ini; jawabannya belum datang.",
        "Tunggu jawabannya, lalu muat ulang halaman. Bila tidak ada jawaban, suratnya ditandai sendiri.",
    ),
    "signing_not_tried": M(
        "Surat ini belum dicoba, karena surat sebelumnya terhenti oleh sebab yang menghalangi surat ini juga.",
        "Atasi sebabnya, lalu ulangi.",
    ),
    "signed_elsewhere": M(
        "Kantor ini menandatangani surat di luar sistem.",
        "Unduh PDF-nya, tanda tangani, lalu unggah hasilnya.",
    ),
    "signing.changed": M("Isi surat berubah sejak ditampilkan.", "Muat ulang halaman dan baca kembali suratnya."),
    "signing.already_signed": M(
        "PDF ini sudah bertanda tangan.",
        "Surat yang sudah ditandatangani tidak diubah lagi.",
    ),
    "signing.unreadable": M("PDF ini tidak dapat ditandatangani.", "Beri tahu Pengelola dan sebutkan kodenya."),
    "gateway_timeout": M(
        "Layanan tanda tangan belum menjawab. Belum diketahui apakah surat sudah ditandatangani.",
        "Jangan mengulang dulu; tanyakan hasilnya lebih dahulu.",
    ),
    "gateway_refused": M("Layanan tanda tangan menolak: {said}.", "Bila sebabnya tidak jelas, beri tahu Pengelola."),
}
