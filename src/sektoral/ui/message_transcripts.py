"""Sentences about transcripts: what of a file answers which table, and what is typed in the browser."""

from sektoral.ui.message import Message

M = Message

ABOUT_TRANSCRIPTS: dict[str, Message] = {
    "transcript_unreadable": M(
        "Catatan tentang isi berkas ini tidak terbaca.", "Buka lagi halaman penyalinannya, lalu setujui kembali."
    ),
    "transcript_malformed": M(
        "Isian ini tidak cocok dengan instrumen yang berlaku sekarang ({what}).",
        "Buka lagi halaman isian, periksa sel yang disebut, lalu simpan kembali.",
    ),
    "transcript_of_other_file": M(
        "Penyalinan ini dibuat untuk berkas lain.", "Buka penyalinan dari kiriman yang dimaksud, lalu setujui kembali."
    ),
    "not_to_be_transcribed": M(
        "Kiriman ini berstatus {now}, sehingga isinya tidak dapat disalin lagi.",
        "Bila ada yang keliru, tarik kembali kiriman itu selama belum diperiksa, lalu kirim yang benar.",
    ),
    "nothing_typed": M(
        "Belum ada yang diisi.", "Isi sedikitnya satu sel, atau nyatakan satu tabel nihil atau tidak tersedia."
    ),
}
