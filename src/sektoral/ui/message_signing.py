"""What a person reads where a signing service stood in the way: what happened, and what to do.

Most speak of BSrE's gateway, which the office runs itself: who looks after it is told what to look at.
"""

from sektoral.ui.message import Message

M = Message

ABOUT_SIGNING: dict[str, Message] = {
    "otp_missing": M(
        "Akun Anda memakai aplikasi autentikator, dan kodenya belum ditulis.",
        "Tulis kode enam angka yang tampil sekarang pada aplikasi itu.",
    ),
    "otp_wrong": M(
        "Kode aplikasi autentikator tidak cocok atau sudah dipakai. Belum ada surat yang ditandatangani kali ini.",
        "Tunggu kode berikutnya pada aplikasi itu, lalu ulangi.",
    ),
    "signing_stale": M(
        "Halaman tanda tangan ini sudah kedaluwarsa: naskah atau layanannya berubah, atau harinya sudah berganti.",
        "Buka lagi halaman tanda tangan, baca suratnya, lalu tanda tangani.",
    ),
    "signing_in_hand": M(
        "Layanan tanda tangan sedang ditanya tentang surat ini; jawabannya belum datang.",
        "Tunggu jawabannya, lalu muat ulang halaman. Bila tidak ada jawaban, suratnya ditandai sendiri.",
    ),
    "signing_not_tried": M(
        "Surat ini belum dicoba, karena surat sebelumnya terhenti oleh sebab yang menghalangi surat ini juga.",
        "Atasi sebabnya, lalu ulangi.",
    ),
    "signed_elsewhere": M(
        "Kantor ini menandatangani surat di luar sistem.",
        "Unduh PDF-nya, tanda tangani, lalu unggah hasilnya.",
    ),
    "test_certificate_refused": M(
        "Surat ini belum dapat ditandatangani: server ini bukan contoh, dan sertifikat uji tidak berkekuatan hukum.",
        "Pengelola memilih BSrE atau tanda tangan di luar sistem pada Layanan tanda tangan. Untuk uji coba, pengelola "
        "server menulis SEKTORAL_TEST_SIGNATURES=yes pada berkas .env.",
    ),
    "signing.changed": M("Isi surat berubah sejak ditampilkan.", "Muat ulang halaman dan baca kembali suratnya."),
    "signing.already_signed": M(
        "PDF ini sudah bertanda tangan.",
        "Surat yang sudah ditandatangani tidak diubah lagi.",
    ),
    "signing.unreadable": M("PDF ini tidak dapat ditandatangani.", "Beri tahu Pengelola dan sebutkan kodenya."),
    # whether the gateway was reached
    "gateway_unreachable": M(
        "Layanan tanda tangan tidak dapat dihubungi. Tidak ada yang terkirim, dan surat belum ditandatangani.",
        "Beri tahu pengelola layanan, lalu ulangi sesudah layanannya menjawab.",
    ),
    "gateway_not_https": M(
        "Alamat layanan tanda tangan memakai http://, sehingga frasa sandi dapat terbaca di jalan. Tidak ada yang "
        "dikirim.",
        "Pengelola mengisi SEKTORAL_BSRE_URL dengan alamat https://.",
    ),
    "gateway_certificate": M(
        "Layanan tanda tangan menunjukkan sertifikat HTTPS yang tidak dikenal, sehingga tidak ada yang dikirim.",
        "Pengelola mencocokkan SEKTORAL_BSRE_CA dengan sertifikat layanan itu.",
    ),
    "gateway_unauthorised": M(
        "Layanan tanda tangan tidak mengenal pemasangan ini.",
        "Pengelola mencocokkan SEKTORAL_BSRE_USER dan SEKTORAL_BSRE_PASSWORD.",
    ),
    "gateway_wrong_address": M(
        "Pada alamat yang diatur tidak ada layanan tanda tangan versi ini.",
        "Pengelola mencocokkan SEKTORAL_BSRE_URL dan versi layanannya di Layanan tanda tangan.",
    ),
    "gateway_moved": M(
        "Layanan tanda tangan menunjuk ke alamat lain, dan itu tidak diikuti.",
        "Pengelola mengisi SEKTORAL_BSRE_URL dengan alamat yang benar.",
    ),
    # nobody knows what it did
    "gateway_timeout": M(
        "Layanan tanda tangan belum menjawab. Belum diketahui apakah surat sudah ditandatangani.",
        "Jangan mengulang dulu; tanyakan hasilnya lebih dahulu.",
    ),
    "gateway_broken_off": M(
        "Sambungan ke layanan tanda tangan terputus. Belum diketahui apakah surat sudah ditandatangani.",
        "Jangan mengulang dulu; tanyakan hasilnya lebih dahulu.",
    ),
    "gateway_unsure": M(
        "Jawaban layanan tanda tangan hilang di jalan. Belum diketahui apakah surat sudah ditandatangani.",
        "Jangan mengulang dulu; tanyakan hasilnya lebih dahulu.",
    ),
    "gateway_too_much": M(
        "Jawaban layanan tanda tangan terlalu besar untuk diterima. Belum diketahui apakah surat sudah ditandatangani.",
        "Jangan mengulang dulu; tanyakan hasilnya lebih dahulu.",
    ),
    "no_answer": M(
        "Permintaan tanda tangan ini tidak pernah mendapat jawaban.",
        "Tanyakan hasilnya kepada pengelola layanan lebih dahulu.",
    ),
    # what it says
    "gateway_busy": M("Layanan tanda tangan sedang sibuk.", "Tunggu beberapa menit, lalu ulangi."),
    "gateway_error": M(
        "Layanan tanda tangan mengalami gangguan: {said}.", "Ulangi. Bila tetap demikian, beri tahu pengelola layanan."
    ),
    "gateway_refused": M(
        "Layanan tanda tangan menolak: {said}.", "Bila sebabnya tidak jelas, tanyakan kepada pengelola layanan."
    ),
    "gateway_field_missing": M(
        "Menurut layanan tanda tangan ada isian yang kurang: {said}.", "Beri tahu Pengelola dan sebutkan kodenya."
    ),
    "gateway_field_malformed": M(
        "Menurut layanan tanda tangan ada isian yang salah bentuk: {said}.",
        "Periksa NIK di Pengaturan saya. Bila sudah benar, beri tahu Pengelola.",
    ),
    "document_not_fetched": M(
        "Layanan tanda tangan sudah menandatangani surat ini, tetapi berkasnya belum sampai.",
        "Ambil berkasnya dari layanan pada halaman surat.",
    ),
    "document_not_kept": M(
        "Layanan tanda tangan tidak menyebut berkas yang disimpannya untuk surat ini.",
        "Tanyakan hasilnya kepada pengelola layanan, lalu unggah.",
    ),
    "document_fetched": M(
        "Dokumen ini sudah pernah diambil dari layanan tanda tangan, dan hanya diberikan sekali.",
        "Mintalah salinannya kepada pengelola layanan, lalu unggah hasilnya.",
    ),
    # the signer
    "nik_missing": M(
        "NIK Anda belum tersimpan, padahal layanan tanda tangan memerlukannya.",
        "Isi Identitas penanda tangan di Pengaturan saya, lalu ulangi.",
    ),
    "nik_malformed": M("NIK terdiri dari 16 angka.", "Periksa NIK pada KTP, lalu tulis lagi tanpa spasi."),
    "nik_unreadable": M(
        "NIK yang tersimpan tidak dapat dibuka lagi karena kuncinya tidak ada.",
        "Isi lagi Identitas penanda tangan di Pengaturan saya, atau mintalah Pengelola memulihkan kuncinya.",
    ),
    "passphrase_missing": M("Frasa sandi atau kode BSrE belum ditulis.", "Tulis salah satunya, lalu ulangi."),
    "passphrase_or_code": M("Frasa sandi dan kode ditulis dua-duanya.", "Isi salah satu saja, lalu ulangi."),
    "service_sends_no_code": M("Layanan tanda tangan kantor ini tidak mengirim kode.", "Pakailah frasa sandi BSrE."),
    "letters_left_over": M(
        "Layanan ini menerima {most} surat sekali kirim; surat ini belum dicoba.", "Ulangi untuk surat yang belum."
    ),
    "passphrase_wrong": M(
        "Frasa sandi atau kode BSrE salah. Surat selebihnya tidak dicoba agar sertifikat Anda tidak terkunci.",
        "Tulis lagi dengan teliti, lalu ulangi.",
    ),
    "passphrase_paused": M(
        "Frasa sandi BSrE sudah beberapa kali salah. Percobaan dihentikan dahulu agar sertifikat Anda tidak terkunci.",
        "Tunggu seperempat jam. Bila lupa, atur ulang frasa sandi pada layanan BSrE.",
    ),
    "letters_too_many_for_code": M(
        "Satu kode berlaku untuk paling banyak {most} surat.", "Hapus sebagian centang, lalu minta kodenya lagi."
    ),
    "signer_not_registered": M(
        "Anda belum terdaftar pada layanan BSrE dengan identitas yang tersimpan.",
        "Periksa NIK di Pengaturan saya, atau daftarkan diri melalui verifikator BSrE di kantor Anda.",
    ),
    "certificate_expired": M(
        "Sertifikat elektronik Anda sudah habis masa berlakunya.", "Perpanjang melalui verifikator BSrE, lalu ulangi."
    ),
    "certificate_renewal": M(
        "Sertifikat elektronik Anda sedang diperbarui.", "Selesaikan pembaruannya pada layanan BSrE, lalu ulangi."
    ),
    "certificate_waiting": M(
        "Pendaftaran sertifikat elektronik Anda belum selesai diverifikasi.", "Hubungi verifikator BSrE di kantor Anda."
    ),
    "certificate_none": M(
        "Anda belum memiliki sertifikat elektronik.", "Ajukan melalui verifikator BSrE di kantor Anda."
    ),
    "certificate_suspended": M(
        "Sertifikat elektronik Anda sedang dibekukan.", "Hubungi verifikator BSrE di kantor Anda."
    ),
    "certificate_revoked": M(
        "Sertifikat elektronik Anda sudah dicabut.", "Ajukan sertifikat baru melalui verifikator BSrE."
    ),
    # what it gave back
    "answer_not_pdf": M(
        "Layanan tanda tangan menjawab, tetapi bukan dengan PDF. Surat belum bertanda tangan.",
        "Beri tahu pengelola layanan, lalu ulangi sesudah diperbaiki.",
    ),
    "answer_damaged": M(
        "PDF yang dikembalikan layanan tanda tangan rusak atau terpotong, sehingga tidak diterima.", "Ulangi."
    ),
    "answer_unsigned": M(
        "Layanan tanda tangan mengembalikan surat tanpa tanda tangan.", "Ulangi, atau beri tahu pengelola layanan."
    ),
    "answer_other_document": M(
        "PDF itu bukan surat ini: isinya tidak diawali dengan persis naskah yang ditampilkan.",
        "Ulangi dengan berkas yang benar. Bila tetap demikian, beri tahu pengelola layanan.",
    ),
    "answer_altered": M(
        "PDF itu menambahkan hal lain pada surat selain tanda tangan, sehingga tidak diterima.",
        "Beri tahu pengelola layanan, dan jangan mengedarkan PDF itu.",
    ),
    "answer_more_signatures": M(
        "PDF itu memuat lebih dari satu tanda tangan, sehingga tidak diterima.", "Beri tahu pengelola layanan."
    ),
    "answer_signature_broken": M(
        "Tanda tangan pada PDF itu tidak utuh atau tidak mencakup seluruh berkas.",
        "Ulangi, atau beri tahu pengelola layanan.",
    ),
    "answer_untrusted": M(
        "Tanda tangan pada PDF itu tidak berasal dari sertifikat induk yang dipercaya kantor ini.",
        "Pengelola memeriksa sertifikat induk yang dipasang; surat jangan diedarkan.",
    ),
    "answer_other_count": M(
        "Layanan tanda tangan mengembalikan surat dengan jumlah yang tidak sama, sehingga tidak ada yang diterima.",
        "Ulangi, atau beri tahu pengelola layanan.",
    ),
    # the choice of a service
    "service_not_set_up": M(
        "Layanan ini belum dapat dipilih. Yang belum diatur: {missing}.",
        "Pengelola server mengisinya pada berkas .env, lalu memulai ulang sistem.",
    ),
}
