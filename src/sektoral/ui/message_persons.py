"""What is said about who may do a thing: rights, seats, accounts."""

from sektoral.ui.message import Message

M = Message

ABOUT_PERSONS: dict[str, Message] = {
    "not_permitted": M("Anda tidak berwenang untuk {permission}.", "Mintalah kepada yang berwenang: {who}."),
    "no_assignment": M(
        "Halaman ini tidak ada, atau bukan untuk akun Anda. Anda tidak memiliki penugasan yang berlaku hari ini.",
        "Bila Anda baru ditugaskan, mintalah Pengelola di Dinas Kominfo mencatat penugasan Anda.",
    ),
    "seat_not_held": M(
        "Tindakan ini hanya untuk {role}, dan Anda tidak menjabatnya hari ini.",
        "Mintalah {role} atau pejabat penggantinya, atau minta Pengelola mencatat penugasan Anda.",
    ),
    "seat_vacant": M(
        "Tidak ada yang menjabat {role} {agency} hari ini.",
        "Mintalah Pengelola mencatat pejabat, Plt., atau Plh. dengan tanggal berlakunya.",
    ),
    "account_by_office": M(
        "Akun dan surelnya dibuat oleh kantor; pendaftaran sendiri tidak tersedia.",
        "Mintalah Pengelola di Dinas Kominfo membuat atau mengubahnya.",
    ),
    "step_up_needed": M(
        "Belum dijalankan: tindakan ini memerlukan bukti baru bahwa ini Anda.",
        "Buka halamannya di peramban, buktikan bahwa ini Anda, lalu tekan lagi tombolnya.",
    ),
    "account_is_own": M(
        "Ini akun Anda sendiri.", "Pakailah Pengaturan saya, atau mintalah Pengelola lain melakukannya."
    ),
    "account_of_two_offices": M(
        "{name} juga bertugas di kantor lain, sehingga akunnya bukan milik kantor ini saja.",
        "Akhiri penugasannya di kantor ini, atau hubungi Pengelola pemasangan.",
    ),
    "email_not_ours": M(
        "Alamat surel ini tidak dapat dipakai untuk kursi di kantor ini.",
        "Pakai alamat lain, atau undang orangnya sebagai kontak OPD, yang ia setujui sendiri.",
    ),
    "agency_code_taken": M("Kode {taken} sudah dipakai OPD lain.", "Pilih kode lain; kode tidak dipakai dua kali."),
    "office_is_listed": M("Dinas ini sendiri sudah ada di daftar.", "Kosongkan tandanya."),
    "seat_end_past": M(
        "Hari terakhir penugasan paling awal {first}: apa yang sudah dikerjakan sebelumnya tetap sah.",
        "Pilih {first} untuk mengakhirinya seketika.",
    ),
    "seat_ends_sooner": M(
        "Penugasan ini sudah berakhir pada {last} atau lebih dahulu.", "Untuk memperpanjang, tugaskan orangnya lagi."
    ),
    "last_administrator": M(
        "Sesudah hari itu kantor tidak lagi memiliki administrator.", "Tugaskan dahulu administrator lain."
    ),
    "account_is_closed": M("Akun ini sudah ditutup.", "Muat ulang halaman untuk melihat keadaannya."),
    "account_is_open": M("Akun ini tidak sedang ditutup.", "Muat ulang halaman untuk melihat keadaannya."),
    "account_without_factor": M("Akun ini belum memasang langkah kedua.", "Tidak ada yang perlu dihapus."),
    "letter_is_own_work": M(
        "Naskah ini Anda susun atau ubah sendiri, sehingga paraf dan tanda tangannya harus dari orang lain.",
        "Serahkan kepada pejabat lain di kursi itu; Pengelola dapat menugaskan penggantinya.",
    ),
    "not_a_demo": M("Akun contoh hanya ada pada pemasangan contoh."),
    "maker_is_checker": M(
        "Anda yang memasukkan atau menandatangani data ini, sehingga pemeriksanya harus orang lain.",
        "Serahkan pemeriksaan kepada pegawai lain.",
    ),
}
