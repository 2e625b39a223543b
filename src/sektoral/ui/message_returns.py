"""What a person reads about taking back, declining, handing on and contradicting."""

from sektoral.ui.message import Message

M = Message

ABOUT_RETURNS: dict[str, Message] = {
    # recall
    "withdrawal_decided": M(
        "Kiriman ini tidak dapat ditarik kembali karena pemeriksa sudah memutuskan tabelnya.",
        "Kirim buku kerja yang benar sebagai kiriman baru; perbedaannya akan tampak bagi pemeriksa.",
    ),
    "withdrawal_check_begun": M(
        "Kiriman ini tidak dapat ditarik kembali karena {name} sudah mulai memeriksanya.",
        "Kirim buku kerja yang benar sebagai kiriman baru, atau mintalah pemeriksa mengembalikan tabelnya.",
    ),
    "withdrawal_intake_closed": M(
        "Kiriman ini tidak dapat ditarik kembali karena penerimaan putaran sudah ditutup.",
        "Kirim data yang benar sebagai kiriman baru; data yang menyusul dilaporkan dalam laporan tambahan.",
    ),
    "submission_not_withdrawn": M("Kiriman ini “{now}”, sehingga tidak ada lagi yang dapat ditarik kembali."),
    "withdrawal_not_yours": M(
        "Kiriman yang dimasukkan orang lain tidak dapat Anda tarik kembali.",
        "Mintalah OPD atau pegawai yang memasukkannya.",
    ),
    # not available
    "declarations_incomplete": M(
        "Masih ada {count} tabel tidak tersedia yang belum disebut kapan tersedia atau siapa yang memegangnya.",
        "Isi pada Tabel yang tidak tersedia, lalu simpan.",
    ),
    "submission_not_declared": M(
        "Kiriman ini “{now}”, sehingga keterangannya tidak lagi dapat diubah.", "Muat ulang halaman."
    ),
    # contradictions
    "contradiction_not_answered": M(
        "Pertentangan ini belum dijawab kedua OPD, dan waktunya belum habis.",
        "Tunggu jawabannya, atau hubungi OPD yang belum menjawab.",
    ),
    "contradiction_closed": M("Pertentangan ini sudah “{now}”, sehingga tidak dapat diubah lagi."),
    "hand_on_not_declared": M(
        "Tabel ini tidak dinyatakan dipegang instansi lain, sehingga tidak dapat dialihkan.",
        "Kembalikan kepada OPD bila jawabannya diragukan.",
    ),
    "handed_to_itself": M("Tabel tidak dapat dialihkan kepada OPD yang menyatakannya.", "Pilih OPD lain."),
    "handed_to_former_agency": M("OPD yang dipilih sudah tidak aktif.", "Pilih OPD penerusnya."),
    "handed_on_before": M(
        "OPD itu sudah pernah diminta untuk tabel ini dalam putaran ini, jadi tabelnya akan berpindah bolak-balik.",
        "Kabid yang memutuskan siapa pemilik datanya; mintalah Kabid mengalihkan, atau kembalikan tabelnya.",
    ),
    "expected_in_past": M(
        "Perkiraan tersedia untuk {sheet} harus sesudah hari ini.", "Pilih tanggal yang akan datang."
    ),
    "holder_unknown": M(
        "OPD yang disebut memegang {sheet} tidak ada dalam daftar OPD yang aktif.",
        "Pilih dari daftar, atau tulis namanya.",
    ),
}
