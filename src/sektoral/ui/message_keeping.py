"""What refusals about backups, restoring, upgrading and moving say."""

from sektoral.ui.message import Message

M = Message

ABOUT_KEEPING: dict[str, Message] = {
    "backup_recipient": M(
        "SEKTORAL_BACKUP_RECIPIENTS memuat tulisan yang bukan kunci publik age.",
        "Kunci publik age diawali age1; buat pasangan kunci dengan `sektoral backup --new-key BERKAS`.",
    ),
    "backup_without_recipient": M(
        "Belum diatur untuk siapa cadangan disandikan.",
        "Isi SEKTORAL_BACKUP_RECIPIENTS, atau sebut --plain bila cadangan memang boleh dibaca siapa pun.",
    ),
    "backup_key_exists": M("{file} sudah ada; kunci lama tidak ditimpa.", "Sebut berkas lain."),
    "restore_checkpoint": M("Berkas itu tidak memuat titik periksa jurnal.", "Pakai surel atau cetakan titik periksa."),
    "file_unreadable_here": M("{file} tidak ada atau tidak dapat dibaca."),
    "backup_without_target": M(
        "Belum disebut ke mana cadangan ditulis.", "Sebut foldernya, atau isi SEKTORAL_BACKUP_TO di .env."
    ),
    "backup_identity": M(
        "Berkas kunci itu tidak memuat kunci rahasia age.", "Kunci rahasia age diawali AGE-SECRET-KEY-1."
    ),
    "backup_identity_needed": M("Cadangan ini disandikan.", "Sebut berkas kunci rahasianya dengan --identity."),
    "backup_other_key": M("Kunci ini bukan kunci cadangan ini.", "Pakai kunci rahasia pasangan penerimanya."),
    "backup_exists": M("Cadangan {name} sudah ada.", "Ulangi; namanya mengikuti waktu."),
    "backup_none": M("Di {folder} tidak ada cadangan yang utuh.", "Sebut folder cadangan, atau folder salah satunya."),
    "backup_format": M("Cadangan ini berbentuk lain dari yang dikenal versi ini.", "Pakai versi program yang sesuai."),
    "backup_damaged": M(
        "Bagian {part} dari cadangan ini rusak atau berubah; tidak ada yang dipulihkan darinya.",
        "Pakai cadangan lain, atau salinan lain dari cadangan ini.",
    ),
    "backup_newer": M(
        "Cadangan ini dibuat oleh versi yang lebih baru: migrasi {migration} belum dikenal.",
        "Pasang versi program itu dahulu.",
    ),
    "backup_under_way": M("Pencadangan lain sedang berjalan.", "Tunggu sampai selesai."),
    "restore_folder_not_empty": M(
        "{folder} sudah berisi; pemulihan hanya ke tempat yang kosong, supaya tidak ada yang tertimpa.",
        "Atur SEKTORAL_VAR ke folder baru, atau pindahkan isinya.",
    ),
    "password_in_arguments": M(
        "Kata sandi pada baris perintah terbaca siapa pun di mesin ini; tidak ada yang dipindahkan.",
        "Tulis alamatnya pada berkas yang hanya terbaca Anda, lalu: sektoral move-to-postgres - < berkas. Ganti kata "
        "sandi yang terlanjur ditulis.",
    ),
    "restore_database_not_empty": M(
        "Basis data sudah berisi; pemulihan hanya ke basis data kosong, supaya tidak ada yang tertimpa.",
        "Atur DATABASE_URL ke basis data baru.",
    ),
    "restore_schema": M("Tabel menurut cadangan tidak dapat dibuat ({reason}).", "Periksa hak atas basis datanya."),
    "restore_keys_differ": M(
        "Kunci {file} di folder kunci bukan kunci cadangan ini.", "Kosongkan folder kunci, lalu ulangi."
    ),
    "office_of_backup_exists": M(
        "Kantor {slug} sudah ada di sini.", "Cadangan satu kantor dipulihkan ke pemasangan yang belum memuatnya."
    ),
    "office_of_backup_unclear": M("Cadangan ini bukan cadangan satu kantor.", "Pulihkan tanpa --office."),
    "office_of_backup_schema": M(
        "Cadangan kantor ini berasal dari versi lain.",
        "Pulihkan ke pemasangan kosong, perbarui, lalu cadangkan lagi kantornya.",
    ),
    "office_of_backup_conflicts": M(
        "Ada baris kantor ini yang bertentangan dengan isi pemasangan ini, misalnya alamat surel yang sama "
        "pada orang lain; tidak ada yang dipulihkan.",
        "Samakan dahulu, lalu ulangi.",
    ),
    "office_unknown": M("Kantor {slug} tidak ada.", "Periksa namanya dengan `sektoral doctor`."),
    "others_at_work": M(
        "Layanan web atau pekerja masih berjalan.", "Hentikan dahulu: “systemctl stop sektoral-web sektoral-work”."
    ),
    "others_connected": M(
        "Masih ada {count} sambungan lain ke basis data.", "Hentikan web dan pekerja di semua mesin, dan tutup psql."
    ),
    "installation_at_rest": M(
        "Pemasangan ini sedang dipulihkan, diperbarui, atau dipindahkan.", "Tunggu sampai selesai."
    ),
    "schema_stands_still": M(
        "Basis data berhenti karena pekerjaan yang belum selesai ({work}).",
        "Ulangi perintahnya (restore, upgrade, atau move-to-postgres); ia melanjutkan atau mengembalikan.",
    ),
    "schema_unknown": M(
        "Basis data memuat migrasi {migration} yang tidak dikenal versi ini.", "Pasang versi program yang lebih baru."
    ),
    "schema_moved": M("Skema basis data berubah selagi proses ini berjalan.", "Jalankan ulang proses ini."),
    "schema_behind": M(
        "{count} migrasi belum dijalankan, mulai dari {migration}.", "Jalankan `sektoral upgrade` dahulu."
    ),
    "schema_role": M(
        "Peran basis data {role} tidak boleh mengubah tabel; itu hak pemiliknya.",
        "Jalankan lagi dengan DATABASE_URL peran pemilik (sektoral_owner), lalu `sektoral grants {role}`.",
    ),
    "move_only_from_sqlite": M("Pemasangan ini sudah memakai PostgreSQL.", "Tidak ada yang perlu dipindahkan."),
    "move_target": M("Tujuan pindah harus alamat postgresql:// yang dapat dihubungi ({reason})."),
    "move_differs": M(
        "Tabel {table} di tujuan tidak sama dengan asalnya; tujuan tidak dipakai.", "Kosongkan tujuan, lalu ulangi."
    ),
    "upgrade_without_backup": M(
        "Belum disebut ke mana cadangan sebelum pembaruan ditulis.",
        "Isi SEKTORAL_BACKUP_TO, sebut --backup DEST, atau sebut --without-backup bila memang tanpa cadangan.",
    ),
    "upgrade_failed": M(
        "Pembaruan gagal ({reason}); basis data dikembalikan seperti semula.",
        "Pasang lagi versi program yang lama, lalu jalankan layanan.",
    ),
}
