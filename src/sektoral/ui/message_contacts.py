"""What people read when an invitation, a talk or a delivery cannot be noted as they asked."""

from sektoral.ui.message import Message

M = Message

ABOUT_CONTACTS: dict[str, Message] = {
    "invitation_ended": M(
        "Undangan ini sudah diterima, dibatalkan, atau habis masa berlakunya.",
        "Mintalah Dinas Kominfo atau Kepala OPD mengirim undangan baru.",
    ),
    "invitation_unknown": M(
        "Tautan undangan ini tidak dikenal, atau sudah diganti tautan yang lebih baru.",
        "Buka tautan pada surel undangan yang terakhir, atau mintalah undangan baru.",
    ),
    "invitation_open_already": M(
        "Alamat ini sudah memegang undangan terbuka untuk peran yang sama di OPD ini.",
        "Kirim ulang undangan itu, atau batalkan lebih dahulu.",
    ),
    "invitation_for_another": M(
        "Undangan ini untuk alamat surel lain, bukan untuk akun yang sedang masuk.",
        "Keluar lebih dahulu, lalu buka lagi tautan undangannya.",
    ),
    "seat_held_already": M(
        "Orang ini sudah memegang peran itu di OPD ini pada tanggal tersebut.",
        "Periksa daftar kontak; tidak perlu undangan baru.",
    ),
    "seat_begins_far_off": M(
        "Tanggal mulai terlalu jauh: paling awal {earlier} hari yang lalu, paling akhir {later} hari lagi.",
        "Periksa tanggal pada surat tugas.",
    ),
    "replaced_seat_gone": M(
        "Penugasan yang akan digantikan sudah berakhir atau bukan peran yang sama di OPD ini.",
        "Pilih lagi siapa yang digantikan.",
    ),
    "task_letter_number_missing": M("Nomor surat tugas belum diisi.", "Tulis nomornya seperti pada surat."),
    "task_letter_in_future": M("Tanggal surat tugas belum tiba.", "Periksa tanggalnya."),
    "account_closed": M("Akun dengan alamat ini dinonaktifkan.", "Mintalah Pengelola di Dinas Kominfo membukanya."),
    "promise_without_day": M("Tanggal yang dijanjikan belum diisi.", "Isi tanggalnya, atau pilih hasil yang lain."),
    "day_without_promise": M(
        "Tanggal janji hanya untuk hasil “dijanjikan”.", "Kosongkan tanggalnya, atau pilih hasil itu."
    ),
    "promise_in_past": M("Tanggal yang dijanjikan sudah lewat.", "Isi hari ini atau sesudahnya."),
    "result_of_another_way": M("Hasil ini tidak cocok dengan cara menghubunginya.", "Pilih hasil yang sesuai."),
    "person_not_of_agency": M("Orang ini bukan kontak OPD tersebut hari ini.", "Pilih dari daftar kontaknya."),
    "request_not_open": M("Permintaan ini tidak sedang menunggu data.", "Muat ulang daftarnya."),
    "delivered_in_future": M("Waktu penyerahan belum tiba.", "Periksa tanggal dan jamnya."),
    "delivered_before_signed": M(
        "Waktu penyerahan lebih awal daripada tanda tangan suratnya.", "Periksa tanggal dan jamnya."
    ),
    "delivery_corrected_already": M(
        "Catatan ini sudah diperbaiki orang lain.", "Muat ulang halaman, lalu periksa catatan yang terakhir."
    ),
    "delivery_recorded_already": M(
        "Penyerahan surat ini kepada OPD tersebut sudah dicatat.", "Perbaiki catatan itu bila keliru."
    ),
    "letter_not_addressed": M("Surat ini tidak ditujukan kepada OPD tersebut.", "Pilih lagi dari buku ekspedisi."),
    "receiver_missing": M("Nama atau jabatan penerima belum diisi.", "Tulis keduanya seperti pada buku ekspedisi."),
    "proof_not_readable": M(
        "Bukti ini bukan PDF, JPEG, atau PNG.", "Foto atau pindai halaman buku ekspedisi, lalu unggah lagi."
    ),
    "dates_of_register": M("Tanggal akhir mendahului tanggal awal, atau rentangnya lebih dari dua tahun.", ""),
}
