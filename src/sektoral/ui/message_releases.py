"""What a person reads about releasing tables to the public, withdrawing them, and classifying."""

from sektoral.ui.message import Message

M = Message

ABOUT_RELEASES: dict[str, Message] = {
    "release_not_open": M(
        "Tabel ini berklasifikasi {classification}, sehingga tidak dirilis untuk umum.",
        "Kadis atau Kabid dapat mengubah klasifikasinya bila memang terbuka.",
    ),
    "chart_not_drawn": M("Grafiknya belum dapat digambar.", "Tabelnya memuat angka yang sama; coba lagi nanti."),
    "release_day_past": M("Hari rilis sudah lewat.", "Pilih hari ini atau hari sesudahnya."),
    "release_embargo_past": M(
        "Akhir embargo sudah lewat atau mendahului hari rilisnya.",
        "Pilih waktu yang akan datang, pada hari rilis atau sesudahnya.",
    ),
    "release_before_its_day": M(
        "Kalender rilis menyebut hari {day}, dan hari itu belum tiba.",
        "Tunggu harinya, atau mintalah JP atau SuKor memajukan rencananya.",
    ),
    "release_without_figures": M(
        "Bank Data belum berisi angka tabel ini untuk periode itu.",
        "Angka masuk setelah kiriman OPD diterima pada langkah 4.",
    ),
    "release_awaits_steward": M(
        "Tabel ini data prioritas dan masih menunggu Pembina Data.",
        "Rilis dapat dilakukan setelah Pembina Data meluluskannya.",
    ),
    "release_contradicted": M(
        "Angka tabel ini bertentangan dengan angka OPD lain, dan pertentangannya belum diputuskan.",
        "Putuskan dahulu pada Pemeriksaan, Pertentangan antar-OPD.",
    ),
    "release_unchanged": M(
        "Angkanya sama dengan edisi {edition} yang sudah dirilis.",
        "Edisi baru dibuat setelah Bank Data menerima perbaikan.",
    ),
    "release_note_missing": M(
        "Edisi {edition} sudah dirilis; edisi barunya perlu keterangan tentang apa yang berubah.",
        "Tulis keterangannya dalam satu kalimat untuk umum.",
    ),
    "classification_unknown": M(
        "“{classification}” bukan klasifikasi data.", "Pilih terbuka, terbatas, atau tertutup."
    ),
    "due_after_days_out_of_range": M("Jatuh tempo harus antara 1 dan 730 hari setelah periodenya berakhir."),
}
