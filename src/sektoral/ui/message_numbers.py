"""What refusals about the numbers of letters, their register and their corrections say."""

from sektoral.ui.message import Message

M = Message

ABOUT_NUMBERS: dict[str, Message] = {
    # patterns of numbers
    "number_template": M("Pola nomor surat “{template}” tidak terbaca.", "Periksa kurung kurawalnya di Penataan."),
    "number_template_field": M(
        "Pola nomor surat memuat bagian “{field}” yang tidak dikenal.", "Bagian yang dikenal: {known}."
    ),
    "number_template_without": M(
        "Pola nomor surat harus memuat {field} tepat satu kali; tanpa itu nomor yang sama akan terulang.",
        "Penghitung mulai lagi dari 1 setiap tahun, jadi {{urut}} dan {{tahun}} harus ada.",
    ),
    "number_template_padding": M(
        "Bentuk “{field}” pada pola nomor surat tidak dikenal.",
        "Hanya {{urut}} yang dapat diberi lebar, misalnya {{urut:03}} untuk 007.",
    ),
    "number_template_runs_together": M(
        "{field} pada pola nomor surat menempel pada angka atau bagian lain, sehingga dua nomor dapat tampak sama.",
        "Pisahkan dengan tanda, misalnya garis miring.",
    ),
    "classification_unreadable": M(
        "Kode klasifikasi “{classification}” tidak terbaca.", "Tulis seperti 500.14 (Permendagri 83/2022)."
    ),
    "numbering_unchanged": M("Penomoran surat tidak berubah.", "Ubah dahulu, lalu simpan."),
    # numbers from the office's register
    "number_awaited": M(
        "Surat ini belum bernomor, karena nomornya dari buku agenda kantor.",
        "JP mencatat nomornya pada halaman surat ini, atau untuk banyak surat sekaligus pada Nomor dari buku agenda.",
    ),
    "number_counted": M(
        "Nomor surat ini diberikan penghitung, bukan dicatat dari buku agenda.",
        "Sumber nomor diatur Pengelola di Penataan.",
    ),
    "number_before_signer": M(
        "Surat ini sudah bernomor {number} dan sudah di hadapan penanda tangan.",
        "Bila nomornya keliru, mintalah penanda tangan mengembalikan surat ini; sesudah itu nomornya dapat diperbaiki.",
    ),
    "number_unchanged": M("Surat ini sudah bernomor {number}.", "Tidak perlu mencatatnya lagi."),
    "number_missing": M("Nomor surat belum ditulis.", "Tulis nomor seperti pada buku agenda."),
    "number_too_long": M("Nomor surat lebih panjang dari {most} tanda.", "Periksa nomornya, lalu ulangi."),
    "number_with_spaces": M(
        "Nomor surat “{number}” memuat spasi.", "Tulis tanpa spasi, misalnya 500.14/12/DISKOMINFO/2026."
    ),
    "number_unreadable": M(
        "“{number}” bukan nomor surat.",
        "Nomor memuat angka; selain itu hanya huruf dan tanda . / - _ ( ) & , : yang dipakai.",
    ),
    "number_unseen": M("Nomor surat memuat tanda yang tidak tampak.", "Ketik nomornya, jangan menyalinnya."),
    "number_taken": M(
        "Nomor {number} sudah dipakai surat lain, atau pernah dipakai surat yang dibatalkan.",
        "Periksa nomornya di daftar surat, lalu ulangi.",
    ),
    # corrections
    "letter_not_correctable": M(
        "Surat perbaikan hanya untuk surat permintaan, nota dinas, dan surat susulan kantor ini.",
    ),
    "letter_already_corrected": M(
        "Surat ini sudah digantikan surat perbaikan, atau surat perbaikannya sedang disusun.",
        "Buka surat perbaikan itu; bila keliru, perbaiki di sana.",
    ),
    "letter_without_addressees": M(
        "Semua OPD pada daftar terlampir surat ini sudah tidak diminta lagi.", "Kadis dapat membatalkan suratnya."
    ),
    # the register as a workbook
    "register_not_recognised": M(
        "Berkas ini tidak memuat kolom “ID surat” dan “Nomor” pada satu baris judul.",
        "Ekspor daftar surat ke XLSX, isi kolom Nomor, lalu unggah berkas itu tanpa menghapus kolom ID surat.",
    ),
    "register_too_long": M("Daftar ini memuat lebih dari {most} baris.", "Bagi menjadi beberapa berkas."),
    "register_unreadable": M("Berkas ini tidak dapat dibaca: {reason}", "Simpan sebagai XLSX, lalu unggah lagi."),
    "numbers_not_given": M("Belum ada nomor yang ditulis.", "Tulis sedikitnya satu nomor, lalu simpan."),
}
