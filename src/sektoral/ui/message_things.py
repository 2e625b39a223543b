"""What is said where a thing is not to be found, and where a tool or the storage failed."""

from sektoral.ui.message import Message

M = Message

ABOUT_THINGS: dict[str, Message] = {
    # finding things
    "not_found": M("Halaman atau data ini tidak ada, atau bukan untuk akun Anda.", "Mulailah lagi dari halaman depan."),
    "checkpoint_unknown": M("Titik periksa ini tidak ada.", "Mulailah dari daftar Titik periksa jurnal."),
    "document_unknown": M(
        "Kode ini tidak ada dalam daftar surat kami.", "Periksa kodenya, atau unggah berkas PDF-nya di Periksa surat."
    ),
    "figure_not_recorded_then": M(
        "Pada waktu itu angka ini belum tercatat di Bank Data.",
        "Pilih waktu yang lebih baru, atau lihat keadaan sekarang.",
    ),
    "file.missing": M("Berkas ini tidak ditemukan dalam penyimpanan.", "Beri tahu Pengelola dan sebutkan kodenya."),
    "file.corrupt": M(
        "Isi berkas dalam penyimpanan tidak lagi sama dengan sidik yang dicatat saat diterima.",
        "Jangan memakai berkas ini. Beri tahu Pengelola dan sebutkan kodenya.",
    ),
    "file.infected": M(
        "Pemindai virus menemukan {threat} di dalam berkas ini, sehingga berkas tidak dibuka.",
        "Pindai komputer tempat berkas itu dibuat, lalu bawa masuk berkas yang bersih.",
    ),
    "scanner_silent": M(
        "Pemindai virus sedang tidak menjawab ({reason}), dan tanpa pemeriksaannya berkas tidak dibuka.",
        "Tunggu beberapa menit, lalu coba lagi. Berkas yang sudah bertanda terima tidak perlu dikirim ulang.",
    ),
    "file.too_large": M("Berkas melebihi batas {limit} bita.", "Perkecil berkas atau bagi menjadi beberapa berkas."),
    "file_empty": M("Berkas yang diunggah kosong.", "Periksa berkasnya, lalu unggah lagi."),
    # tools and storage
    "carrying_failed": M(
        "Isian belum bisa dipindahkan; berkas Anda sendiri tidak berubah.", "Coba lagi sebentar lagi."
    ),
    "marking_failed": M(
        "Salinan bertanda belum bisa dibuat; berkas Anda sendiri tidak berubah.", "Coba lagi sebentar lagi."
    ),
    "key.wrong_kind": M("Kunci {purpose} tidak bisa dipakai.", "Pengelola dapat memeriksanya dengan sektoral doctor."),
    "key.exposed": M("Berkas kunci {file} dapat dibaca orang lain.", "Pengelola dapat memperbaiki hak aksesnya."),
    "storage.full": M("Tempat penyimpanan penuh, berkas belum tersimpan.", "Beri tahu Pengelola, lalu kirim lagi."),
    "storage.away": M(
        "Tempat penyimpanan berkas tidak menjawab.", "Coba lagi sebentar lagi. Bila tetap, beri tahu Pengelola."
    ),
    "storage.slow": M(
        "Tempat penyimpanan berkas terlalu lambat.", "Coba lagi sebentar lagi. Bila tetap, beri tahu Pengelola."
    ),
    "storage.refused": M(
        "Tempat penyimpanan berkas menolak ({answer}).", "Coba lagi. Bila tetap, minta Pengelola memeriksa kuncinya."
    ),
    "storage.unconfirmed": M(
        "Tempat penyimpanan belum membuktikan bahwa berkas tersimpan.",
        "Kirim lagi; yang sama tidak tersimpan dua kali.",
    ),
    "storage.failed": M("Penyimpanan berkas gagal, berkas belum tersimpan.", "Beri tahu Pengelola, lalu kirim lagi."),
    "paper_not_set": M("Surat tidak dapat disusun: {reason}.", "Beri tahu Pengelola dan sebutkan kodenya."),
    "page_not_drawn": M("Halaman surat ini tidak dapat digambar ({reason}).", "Unduh PDF-nya untuk membacanya."),
    "too_many_tries": M("Terlalu banyak percobaan dalam waktu singkat.", "Tunggu beberapa menit, lalu ulangi."),
}
