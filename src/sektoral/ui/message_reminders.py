"""What a person reads about the calendar of reminders and about messages that do not leave."""

from sektoral.ui.message import Message

M = Message

ABOUT_REMINDERS: dict[str, Message] = {
    "notices_too_many": M("Jadwal pengingat memuat terlalu banyak butir.", "Paling banyak {most} butir."),
    "notice_too_far": M(
        "Ada butir jadwal yang terlalu jauh dari batas waktu.", "Paling jauh {most} hari kerja sebelum atau sesudahnya."
    ),
    "notice_on_wrong_side": M(
        "{notice} berada di sisi yang keliru dari batas waktu.",
        "Hanya pengingat yang berada sebelum atau pada hari batas waktu; yang lain sesudahnya.",
    ),
    "notices_out_of_order": M(
        "Urutannya terbalik: “{second}” berdiri sesudah “{first}”, padahal waktunya lebih dahulu.",
        "Urutkan butir menurut waktunya.",
    ),
    "notice_twice": M("“{notice}” tertulis dua kali.", "Hapus salah satunya."),
    "notice_used": M(
        "“{notice}” sudah pernah dikirim dalam putaran ini, sehingga tidak dapat diubah atau dihapus.",
        "Ubah hanya butir yang belum dipakai.",
    ),
    "notice_unreadable": M(
        "Butir ke-{position} jadwal belum lengkap.", "Isi jenis, jumlah hari, dan waktunya, atau kosongkan butir itu."
    ),
    "notices_unchanged": M("Jadwal pengingat tidak berubah."),
    "reminder_today": M(
        "{agency} sudah diingatkan hari ini.", "Pengingat dikirim paling banyak satu kali sehari untuk setiap OPD."
    ),
    "reminder_not_needed": M("Tidak ada yang ditunggu dari {agency}, sehingga tidak ada yang diingatkan."),
}
