"""What people read when a Daftar Data, a remark or a reference figure cannot be taken as they asked."""

from sektoral.ui.message import Message

M = Message

ABOUT_LISTS: dict[str, Message] = {
    "data_list_open": M(
        "Masih ada Daftar Data yang belum disepakati.",
        "Ajukan dan sepakati yang terbuka lebih dahulu; sesudah itu edisi berikutnya dapat disusun.",
    ),
    "data_list_year": M("Tahun {year} terlalu jauh.", "Tulis tahun berjalan atau tahun yang akan datang."),
    "data_list_empty": M("Tidak ada tabel yang dapat dimuat dalam Daftar Data.", "Lengkapi katalog lebih dahulu."),
    "data_list_incomplete": M(
        "{count} entri belum lengkap, antara lain “{first}”.",
        "Saring Isian: Masih kurang, lengkapi entrinya, lalu ajukan lagi.",
    ),
    "data_list_state": M("Daftar Data ini sedang “{now}”, sehingga entrinya tidak dapat diubah."),
    "data_list_column": M("Kolom {column} tidak diubah di sini.", "Ubah pada katalognya."),
    "data_list_word": M("“{word}” bukan pilihan untuk {column}.", "Pilih salah satu dari daftarnya."),
    "minutes_number_missing": M("Nomor berita acara belum diisi.", "Tulis nomornya seperti pada berita acara."),
    "remark_empty": M("Kotak isian masih kosong.", "Tulis catatan atau jawabannya."),
    "remark_place": M("“{place}” tidak ada pada tabel ini.", "Pilih baris dan kolom tabelnya, dan tulis periodenya."),
    "remark_answered": M("Catatan ini sudah dijawab.", "Muat ulang halaman untuk membaca jawabannya."),
    "reference_empty": M("Berkas tidak memuat satu angka pun.", "Isi kolom angka pada templatnya."),
    "reference_place": M(
        "Sel {cell}: “{place}” bukan baris, kolom, atau periode tabel ini.",
        "Pakai kode pada templat; periode ditulis 2025, 2025-S1, 2025-Q1, atau 2025-01.",
    ),
    "reference_figure": M("Sel {cell} berisi “{said}”, bukan angka.", "Tulis angkanya saja, lalu unggah lagi."),
    "reference_twice": M("Sel {cell}: {place} tertulis dua kali.", "Hapus salah satunya, lalu unggah lagi."),
    "minutes_in_future": M("Tanggal berita acara belum tiba.", "Periksa tanggalnya."),
}
