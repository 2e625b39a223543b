"""What roles and permissions are called on screen, as a refusal names them."""

from sektoral.domain.roles import Permission, Role

ROLE_WORDS: dict[Role, str] = {
    Role.KADIS: "Kepala Dinas",
    Role.SEKRETARIS: "Sekretaris Dinas",
    Role.KABID: "Kepala Bidang",
    Role.SUKOR: "Sub Koordinator",
    Role.JP: "pegawai JP",
    Role.HEAD: "Kepala OPD",
    Role.OPERATOR: "operator OPD",
    Role.REVIEWER: "Walidata Pendukung",
    Role.STEWARD: "Pembina Data (BPS)",
    Role.FORUM: "Forum Satu Data (Bappeda)",
    Role.AUDITOR: "auditor",
    Role.ADMIN: "Pengelola",
    Role.SEKDA: "Sekretaris Daerah",
}
PERMISSION_WORDS: dict[Permission, str] = {
    Permission.SEE_BOARD: "melihat papan",
    Permission.SEE_BANK: "melihat seluruh Bank Data",
    Permission.SEE_LETTERS: "melihat surat",
    Permission.SEE_JOURNAL: "melihat jurnal",
    Permission.SEE_ALL_SUBMISSIONS: "melihat kiriman semua OPD",
    Permission.OPEN_ROUND: "membuka putaran",
    Permission.PREPARE_LETTERS: "menyiapkan surat",
    Permission.INITIAL_LETTERS: "memaraf surat",
    Permission.SIGN_LETTERS: "menandatangani surat",
    Permission.SEND_REQUESTS: "mengirim permintaan",
    Permission.EXTEND_REQUESTS: "memperpanjang batas waktu",
    Permission.ENTER_FOR_AGENCY: "memasukkan data atas nama OPD",
    Permission.SEE_OWN_REQUESTS: "melihat permintaan OPD",
    Permission.SUBMIT: "mengirim data",
    Permission.SIGN_TRANSMITTAL: "menandatangani surat pengiriman",
    Permission.CHECK_SUBMISSIONS: "memeriksa kiriman",
    Permission.PASS_PRIORITY: "meluluskan data prioritas",
    Permission.CLOSE_INTAKE: "menutup penerimaan",
    Permission.PREPARE_REPORT: "menyusun laporan",
    Permission.TAKE_EVIDENCE: "mengambil paket bukti",
    Permission.WRITE_RULES: "menulis aturan pemeriksaan",
    Permission.DECIDE_RULES: "mengaktifkan, menghentikan, atau membisukan aturan",
    Permission.SET_UP: "mengubah penataan",
}
