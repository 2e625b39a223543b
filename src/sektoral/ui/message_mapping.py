"""Sentences about an agency's own spreadsheet, how it answers tables, and tables made from one."""

from sektoral.ui.message import Message

M = Message

ABOUT_MAPPINGS: dict[str, Message] = {
    "table_code_taken": M("Kode tabel {table} sudah dipakai Produsen Data ini.", "Pilih kode yang lain."),
    "variable_code_taken": M(
        "Variabel {variable} sudah ada dengan satuan {unit}.", "Pilih kode tabel yang lain; kode variabel mengikutinya."
    ),
    "softcopy_refused": M("Berkas ini tidak dapat dibaca sebagai tabel. {reason}", "Unggah berkas yang lain."),
    "softcopy_not_waiting": M(
        "Kiriman ini tidak lagi menunggu disalin ke tabel.", "Muat ulang halaman permintaan untuk melihat keadaannya."
    ),
    "mapping_changed": M(
        "Pilihan atau tabel yang diminta berubah sejak pratinjau ditampilkan; belum ada yang disimpan.",
        "Periksa pratinjau yang baru di bawah, lalu setujui.",
    ),
    "mapping_empty": M(
        "Belum ada isi berkas yang dipasangkan dengan tabel yang diminta.",
        "Pilih tabel untuk sedikitnya satu wilayah data, lalu lihat pratinjaunya.",
    ),
    "mapping_malformed": M(
        "Pemetaan ini menunjuk sel atau kode yang tidak ada dalam berkas atau tabel yang diminta.",
        "Buka lagi halaman pemetaan dan pilih dari daftar yang tersedia.",
    ),
    "mapping_ended": M("Pemetaan ini sudah diganti atau dihapus.", "Muat ulang daftar pemetaan tersimpan."),
}
