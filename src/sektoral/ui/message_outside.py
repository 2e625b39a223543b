"""What people read about letters that are signed outside, and about chains of paraf: why not, and what to do."""

from sektoral.ui.message import Message

M = Message
SIGN_AGAIN = (
    "Unduh naskah finalnya dari halaman ini, minta ditandatangani lagi tanpa mengubahnya, lalu unggah hasilnya."
)

ABOUT_OUTSIDE: dict[str, Message] = {
    "signed_outside": M(
        "Surat ini ditandatangani di luar sistem, sehingga tidak dapat ditandatangani di sini.",
        "JP mengunduh naskah finalnya dan mengunggah surat yang sudah ditandatangani.",
    ),
    "not_signed_outside": M(
        "Surat ini ditandatangani di dalam sistem.", "Penanda tangannya membuka Menunggu tanda tangan."
    ),
    "final_not_made": M("Naskah final surat ini belum dibuat.", "Buka halaman suratnya, lalu unduh naskah finalnya."),
    "brought_not_pdf": M("Berkas ini bukan PDF.", "Simpan surat atau pindaiannya sebagai PDF, lalu unggah lagi."),
    "brought_encrypted": M(
        "PDF ini dikunci dengan kata sandi, sehingga isinya tidak dapat diperiksa.", "Unggah PDF tanpa kata sandi."
    ),
    "brought_damaged": M(
        "Susunan PDF ini rusak, terpotong, atau terlalu rumit untuk diperiksa seluruhnya.",
        "Unduh lagi hasil tanda tangannya dari layanan asalnya, lalu unggah tanpa dibuka dengan program lain.",
    ),
    "brought_unsigned": M("Ini naskah final surat ini, tetapi belum ada tanda tangan di dalamnya.", SIGN_AGAIN),
    "brought_other_letter": M(
        "Berkas ini milik surat lain: {number}.", "Pilih berkas surat ini, atau unggah pada halaman surat itu."
    ),
    "brought_altered": M(
        "Isi berkas ini bukan naskah final surat ini: halamannya diubah, disimpan ulang, atau naskahnya dibuat baru.",
        SIGN_AGAIN,
    ),
    "brought_signature_hidden": M("Ada tanda tangan yang tersembunyi di dalam berkas ini.", SIGN_AGAIN),
    "brought_signature_unreadable": M("Bentuk tanda tangan di dalam berkas ini tidak dapat dibaca.", SIGN_AGAIN),
    "brought_signature_broken": M(
        "Tanda tangan tidak cocok dengan isi berkas: ada yang berubah sesudah ditandatangani.", SIGN_AGAIN
    ),
    "brought_changed_after": M("Berkas ini diubah sesudah ditandatangani.", SIGN_AGAIN),
    "brought_not_covering": M("Tanda tangan terakhir tidak mencakup seluruh berkas.", SIGN_AGAIN),
    "brought_imitated": M(
        "Sertifikat penanda tangan memakai nama penerbit yang dipercaya, tetapi bukan terbitannya.",
        "Jangan memakai berkas ini. Tanyakan asalnya, lalu minta surat ditandatangani lagi.",
    ),
    "brought_revoked": M(
        "Sertifikat penanda tangan sudah dicabut.", "Minta surat ditandatangani dengan sertifikat yang berlaku."
    ),
    "brought_outside_validity": M(
        "Sertifikat penanda tangan tidak berlaku pada waktu penandatanganan.",
        "Minta surat ditandatangani dengan sertifikat yang berlaku.",
    ),
    "brought_weak": M(
        "Tanda tangan di dalam berkas ini memakai cara lama yang tidak lagi membuktikan apa pun.", SIGN_AGAIN
    ),
    "brought_scan_not_stated": M(
        "Berkas ini bukan naskah final surat ini dan tidak memuat tanda tangan elektronik.",
        "Bila ini pindaian surat ini dengan tanda tangan basah, nyatakan dengan mencentangnya, lalu unggah lagi.",
    ),
    "brought_unmatched": M(
        "Berkas ini tidak berawal dari naskah final surat mana pun yang menunggu.",
        "Pindaian tanda tangan basah diunggah pada halaman suratnya masing-masing.",
    ),
    "chain_without_paraf": M(
        "Rantai ini belum memiliki pemaraf; nomor surat diberikan pada paraf terakhir.",
        "Pilih sedikitnya satu pemaraf.",
    ),
    "chain_seat_twice": M("{role} menempati dua tempat dalam satu rantai.", "Pilih setiap jabatan satu kali saja."),
    "chain_seat_unknown": M("{role} tidak dapat memaraf atau menandatangani surat kantor.", "Pilih jabatan lain."),
    "chain_of_agency": M("Rantai surat ini bukan pilihan kantor.", "Ubah hanya rantai surat kantor sendiri."),
}
