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
    "responses_undecided": M(
        "Beberapa unit menjawab berbeda untuk baris yang sama (tabel {table}, baris {row}).",
        "Pilih jawaban yang dipakai pada setiap baris yang ditandai, lalu setujui lagi.",
    ),
    "responses_empty": M(
        "Tidak ada jawaban yang cocok dengan tabel yang diminta.",
        "Periksa apakah berkas ini dari formulir permintaan ini, dan kode pada pertanyaannya tidak diubah.",
    ),
    "nothing_typed": M(
        "Belum ada yang diisi.", "Isi sedikitnya satu sel, atau nyatakan satu tabel nihil atau tidak tersedia."
    ),
    "typed_by_another": M(
        "{person} sudah menyimpan tabel ini, {at}. Yang berbeda dari isian Anda: {cells}. Isian Anda belum tersimpan.",
        "Pakai yang tersimpan dengan memuat ulang halaman, atau simpan lagi untuk menggantinya dengan isian Anda.",
    ),
    "form_outdated": M(
        "Rumusan tabel ini sudah diganti sejak halaman dibuka. Isian Anda belum tersimpan.",
        "Periksa isian pada rumusan yang baru, lalu simpan lagi.",
    ),
    "table_not_open": M(
        "Tabel {table} sudah dikirim, sehingga isinya tidak dapat diubah lagi.",
        "Bila keliru, hubungi Dinas Kominfo supaya tabel itu dikembalikan.",
    ),
    "form_field_unknown": M(
        "Sel {cell} bukan isian tabel ini. Tidak ada yang disimpan.", "Muat ulang halaman, lalu ulangi."
    ),
    "typed_too_long": M(
        "Isian {cell} terdiri atas {length} huruf, paling banyak {limit}. Tidak ada yang disimpan.",
        "Ringkas isian itu, lalu simpan lagi.",
    ),
    "choice_unknown": M("Pilihan “{value}” tidak dikenal. Tidak ada yang disimpan.", "Pilih salah satu dari daftar."),
    "day_unreadable": M(
        "“{value}” bukan tanggal. Tidak ada yang disimpan.", "Tulis tanggal seperti 2027-01-31, lalu simpan lagi."
    ),
}
