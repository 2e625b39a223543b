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
    # Standar Data
    "variable_unchanged": M("Standar Data tidak berubah.", "Ubah dahulu, lalu simpan."),
    "variable_text_missing": M("Nama, ukuran, dan satuan harus ada.", "Isi ketiganya, lalu simpan."),
    "variable_changed_meanwhile": M(
        "Standar Data ini sudah diubah orang lain sejak Anda membukanya.",
        "Muat ulang halaman, lalu ulangi perubahannya.",
    ),
    # code lists
    "code_taken": M(
        "Kode {which} sudah dipakai pada hari itu.",
        "Akhiri yang lama lebih dahulu, atau sebut sebagai kode yang digantikan.",
    ),
    "code_to_replace_unknown": M(
        "Kode {which} yang digantikan tidak ada di daftar ini, atau sudah berakhir pada hari lain.",
        "Periksa kodenya dan tanggal berlakunya.",
    ),
    "code_days": M("Kode {which} baru berlaku sejak {first}; hari terakhirnya tidak dapat mendahuluinya."),
    "code_ended": M("Kode {which} sudah berakhir."),
}
