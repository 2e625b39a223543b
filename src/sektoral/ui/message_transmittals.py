"""What is said about an agency's own letter: its letterhead, its review, and the values that it prints."""

from sektoral.ui.message import Message

M = Message

ABOUT_TRANSMITTALS: dict[str, Message] = {
    "reviewer_vacant": M(
        "{agency} menelaah surat pengirimannya sebelum ditandatangani, tetapi hari ini tidak ada Walidata Pendukung.",
        "Mintalah Kepala OPD atau Pengelola mengundang penelaah, atau mematikan telaah pada Kontak Produsen Data.",
    ),
    "review_awaited": M(
        "Surat ini masih menunggu paraf Walidata Pendukung.",
        "Unggah pindaiannya setelah paraf itu diberikan, atau mintalah penelaah mengembalikan suratnya.",
    ),
    "review_missing": M(
        "{agency} menelaah surat pengirimannya sebelum ditandatangani, dan surat ini belum ditelaah.",
        "Susun surat pengirimannya di sini, mintalah paraf Walidata Pendukung, lalu tandatangani surat itu.",
    ),
    "review_of_another": M(
        "Yang ditelaah surat nomor {number}; nomor pada pindaian lain.",
        "Unggah pindaian surat yang ditelaah, dengan nomornya.",
    ),
    "values_changed": M(
        "Nilai yang akan disampaikan bukan lagi yang tercetak pada surat ini, sehingga surat tidak ditandatangani.",
        "Kembalikan surat dengan catatan dan laporkan kepada Walidata; jangan menandatanganinya di luar sistem.",
    ),
    "letterhead_line_too_long": M("Satu baris alamat paling panjang {most} huruf.", "Bagi alamatnya atas dua baris."),
    "letterhead_too_many_lines": M("Alamat pada kop surat paling banyak {most} baris.", "Ringkas alamatnya."),
    "letterhead_character": M(
        "Huruf {character} tidak dapat dicetak pada surat.", "Ganti atau hapus huruf itu, lalu simpan lagi."
    ),
}
