"""What is said when figures of the bank cannot be corrected as asked."""

from sektoral.ui.message import Message

M = Message

ABOUT_CORRECTIONS: dict[str, Message] = {
    "correction_nothing_held": M(
        "Tabel ini tidak tersimpan di Bank Data sebagai angka, sehingga tidak ada yang diperbaiki.",
        "Kirim isiannya lewat halaman permintaan; tabel yang dikembalikan diperbaiki dengan kiriman baru.",
    ),
    "correction_under_way": M(
        "Ada jawaban lain untuk tabel ini yang sedang berjalan.",
        "Tunggu sampai diputuskan, atau tarik kembali kiriman itu sebelum diperiksa.",
    ),
    "correction_changes_nothing": M(
        "Tidak ada sel yang berbeda dari isi Bank Data.", "Ubah sel yang keliru, lalu kirim lagi."
    ),
}
