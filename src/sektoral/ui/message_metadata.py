"""What refusals about metadata, Standar Data and code lists say."""

from sektoral.ui.message import Message

M = Message

ABOUT_METADATA: dict[str, Message] = {
    "metadata_faulty": M(
        "Metadata belum disimpan: {count} isian perlu diperbaiki.",
        "Perbaiki isian yang ditandai, lalu simpan lagi. Yang belum diisi boleh menyusul.",
    ),
    "metadata_empty": M("Belum ada yang diisi.", "Isi sedikitnya satu pertanyaan, lalu simpan."),
    "metadata_unchanged": M("Metadata tidak berubah, jadi tidak ada versi baru.", "Ubah dahulu, lalu simpan."),
    "metadata_changed_meanwhile": M(
        "Metadata ini sudah diubah orang lain sejak Anda membukanya.",
        "Isian Anda masih di halaman ini. Buka versi terbarunya di tab lain, cocokkan, lalu simpan dari sana.",
    ),
    "metadata_incomplete": M(
        "Metadata ini belum lengkap: {missing} pertanyaan belum dijawab.",
        "Produsen Data melengkapinya lebih dahulu; sesudah itu dapat dinyatakan sesuai.",
    ),
    "metadata_maker_checks": M(
        "Penulis metadata tidak dapat memeriksa tulisannya sendiri.",
        "Mintalah Sub Koordinator atau Kepala Bidang yang lain memeriksanya.",
    ),
    "metadata_not_current": M("Versi ini sudah diganti versi yang lebih baru.", "Periksa versi terbarunya."),
    "metadata_checked_already": M("Versi ini sudah dinyatakan sesuai."),
}
