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
}
