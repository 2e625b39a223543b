"""What refusals about files that are brought in say: attachments, and uploads that come in parts."""

from sektoral.ui.message import Message

M = Message

ABOUT_UPLOADS: dict[str, Message] = {
    "attachment_alone": M(
        "Belum ada kiriman yang dapat dilampiri.", "Unggah berkas datanya dahulu, atau bersama lampirannya."
    ),
    "attachment_already_kept": M("Lampiran yang persis sama sudah ada pada kiriman ke-{version}."),
    "attachments_too_many": M(
        "Satu kiriman paling banyak dilampiri {most} berkas.", "Gabungkan beberapa pindaian menjadi satu PDF."
    ),
}
