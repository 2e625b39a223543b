"""What a person reads about bringing in old years."""

from sektoral.ui.message import Message

M = Message

ABOUT_IMPORTS: dict[str, Message] = {
    "import_source_missing": M(
        "Asal angka belum disebut.", "Tulis terbitan atau arsip tempat angka itu selama ini disimpan."
    ),
    "import_already_received": M(
        "Berkas yang sama persis sudah diterima untuk tabel ini.", "Buka impornya di daftar Impor tahun lama."
    ),
    "import_not_awaiting": M("Impor ini “{now}”, sehingga tidak dapat diputuskan lagi.", "Muat ulang halaman."),
    "import_outdated": M(
        "Bank Data berubah sejak berkas ini dibaca, dan sekarang ada angka yang berbeda.",
        "Nyatakan tidak diterima, lalu unggah berkasnya lagi agar diperiksa terhadap keadaan terbaru.",
    ),
    "import_reads_differently": M(
        "Berkas ini sekarang terbaca lain daripada saat diperiksa, sehingga tidak ada yang disimpan.",
        "Nyatakan tidak diterima, lalu unggah berkasnya lagi; beri tahu pengelola sistem.",
    ),
    "import_faulty": M("Ada yang salah dalam berkas ini.", "Perbaiki sel yang disebut, lalu unggah lagi."),
    "import_empty": M(
        "Tidak ada satu angka pun dalam berkas ini.", "Isi templatnya, setidaknya satu baris, lalu unggah lagi."
    ),
    "import_periods_unreadable": M(
        "Periode pertama dan terakhir tidak dapat dibaca, atau lebih dari {most} periode.",
        "Tulis seperti {example}, yang terdahulu lebih dulu.",
    ),
}
