"""What refusals about files that are brought in say: attachments, and uploads that come in parts."""

from sektoral.ui.message import Message

M = Message

ABOUT_UPLOADS: dict[str, Message] = {
    "attachment_alone": M(
        "Belum ada kiriman yang dapat dilampiri.", "Unggah berkas datanya dahulu, atau bersama lampirannya."
    ),
    "attachment_already_kept": M("Lampiran yang persis sama sudah ada pada kiriman ke-{version}."),
    "upload_not_understood": M("Unggahan ini tidak dapat dimulai.", "Muat ulang halaman, lalu pilih berkasnya lagi."),
    "upload_offset": M("Bagian berkas ini bukan lanjutan dari yang sudah diterima.", "Lanjutkan dari bita {offset}."),
    "upload_beyond_size": M(
        "Bagian yang datang melebihi ukuran berkas, {size} bita.", "Pilih berkasnya lagi; berkas itu mungkin berubah."
    ),
    "length_missing": M(
        "Kiriman ini tidak menyebut panjangnya, sehingga tidak dibaca.", "Kirim dengan peramban, atau sebut panjangnya."
    ),
    "part_too_large": M("Satu bagian paling besar {limit} bita."),
    "part_incomplete": M("Bagian berkas ini terpotong di jalan.", "Kirim lagi bagian yang sama."),
    "upload_damaged": M(
        "Isi yang sampai tidak sama dengan berkas yang dipilih, sehingga tidak disimpan.", "Unggah lagi berkasnya."
    ),
    "uploads_too_many": M(
        "Anda memiliki {most} unggahan yang belum selesai.", "Lanjutkan atau batalkan salah satunya dahulu."
    ),
    "uploads_paused": M(
        "OPD Anda sudah mengirim {most} berkas dalam satu jam; berkas ini belum diterima.",
        "Kirim lagi mulai {until}. Bila waktunya mendesak, serahkan kepada JP, yang memasukkannya atas nama OPD.",
    ),
    "uploads_quota": M(
        "OPD Anda sudah mengirim {most} berkas dan lampiran hari ini; berkas ini belum diterima.",
        "Kirim lagi mulai {until}. Bila waktunya mendesak, serahkan kepada JP, yang memasukkannya atas nama OPD.",
    ),
    "attachments_too_many": M(
        "Satu kiriman paling banyak dilampiri {most} berkas.", "Gabungkan beberapa pindaian menjadi satu PDF."
    ),
}
