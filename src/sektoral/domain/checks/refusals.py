"""The Indonesian sentence for each reason to refuse a file as a whole: what is wrong, and what to do."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    # the file itself
    "file_missing": "Berkas tidak ditemukan. Periksa nama dan letaknya.",
    "file_not_regular": "Yang ditunjuk bukan berkas biasa, misalnya sebuah folder. Pilih berkasnya.",
    "file_not_readable": "Berkas tidak dapat dibuka karena izin aksesnya. Salin berkas lalu coba lagi.",
    "file_empty": "Berkas kosong (0 bita). Simpan ulang dari aplikasi asalnya lalu kirim kembali.",
    "file_too_big": "Ukuran berkas {size} bita, paling besar {limit} bita. Hapus gambar atau lembar yang tidak perlu.",
    "not_a_spreadsheet": "Berkas ini {kind}, bukan lembar kerja. Kirim berkas xlsx, xls, xlsb, ods, atau csv.",
    "format_old": "Berkas ini {kind}. Buka dengan Excel atau LibreOffice, lalu simpan sebagai xlsx.",
    "encrypted": "Berkas dilindungi kata sandi. Buka dengan kata sandinya, hapus kata sandi itu, simpan, lalu kirim ulang.",
    "file_infected": (
        "Pemindai virus menemukan {threat} di dalam berkas, sehingga berkas tidak dibuka. Pindai komputer Anda, lalu "
        "kirim berkas yang bersih."
    ),
    # the container
    "archive_broken": "Berkas rusak atau tidak lengkap ({detail}). Simpan ulang dari aplikasi asalnya lalu kirim kembali.",
    "archive_polyglot": "Berkas ini berisi dua jenis berkas sekaligus. Simpan ulang sebagai xlsx lalu kirim kembali.",
    "archive_names": "Isi berkas memakai nama yang tidak aman ({name}). Simpan ulang dari Excel atau LibreOffice.",
    "archive_duplicates": "Bagian {name} ada dua kali di dalam berkas. Simpan ulang dari Excel atau LibreOffice.",
    "archive_overlaps": "Bagian-bagian di dalam berkas saling menindih. Simpan ulang dari Excel atau LibreOffice.",
    "archive_parts": "Berkas terdiri atas {count} bagian, paling banyak {limit}. Pindahkan tabelnya ke berkas baru.",
    "archive_bomb": "Isi berkas mengembang jauh melebihi ukurannya ({name}). Pindahkan tabelnya ke berkas baru.",
    "archive_sizes": "Ukuran bagian {name} tidak sama dengan yang tercatat. Simpan ulang lalu kirim kembali.",
    "archive_compression": "Bagian {name} dipadatkan dengan cara yang tidak dikenal. Simpan ulang sebagai xlsx.",
    "xml_doctype": "Bagian {name} memuat deklarasi yang dilarang (DOCTYPE). Simpan ulang dari Excel atau LibreOffice.",
    "xml_broken": "Bagian {name} rusak. Simpan ulang dari Excel atau LibreOffice lalu kirim kembali.",
    # what may not come along
    "macros": "Berkas memuat makro. Simpan sebagai xlsx tanpa makro lalu kirim kembali.",
    "external_links": "Berkas memuat tautan ke berkas lain. Putuskan tautannya (Data, Edit Links, Break Link), lalu simpan.",
    "embedded_objects": "Berkas memuat objek sisipan ({name}). Hapus objek itu, simpan, lalu kirim kembali.",
    "outside_connections": "Berkas memuat sambungan ke sumber data luar ({name}). Hapus sambungannya lalu simpan.",
    # the sheets
    "not_references": "Berkas tidak memuat kolom kode_baris, kode_kolom, periode, dan angka. Isi templat tabelnya, jangan ubah judul kolomnya.",
    "no_sheets": "Berkas tidak memiliki lembar kerja yang dapat dibaca. Kirim berkas yang berisi tabel.",
    "too_many_sheets": "Berkas memiliki {count} lembar, paling banyak {limit}. Bagi menjadi beberapa berkas.",
    "too_many_rows": "Lembar {sheet} berisi data sampai baris {count}, paling jauh {limit}. Hapus isi yang tersesat jauh di bawah.",
    "too_many_columns": "Lembar {sheet} berisi data sampai kolom {count}, paling jauh {limit}. Hapus isi yang tersesat di kanan.",
    "too_many_cells": "Lembar {sheet} berisi {count} sel, paling banyak {limit}. Bagi menjadi beberapa berkas.",
    "too_sparse": "Isi lembar {sheet} terpencar sampai sel {cell}. Hapus isi yang tersesat, simpan, lalu kirim kembali.",
    "too_many_merges": "Lembar {sheet} memiliki {count} gabungan sel, paling banyak {limit}. Pisahkan sel-sel itu.",
    "merge_too_big": "Lembar {sheet} menggabungkan sel {cell} yang terlalu luas. Pisahkan sel itu lalu simpan.",
    "duplicate_cells": "Sel {cell} di lembar {sheet} tersimpan dua kali. Simpan ulang dari Excel lalu kirim kembali.",
    "duplicate_rows": "Baris {row} di lembar {sheet} tersimpan dua kali. Simpan ulang dari Excel lalu kirim kembali.",
    "sheet_name_long": "Nama lembar {sheet} … lebih panjang dari {limit} huruf. Perpendek namanya lalu kirim kembali.",
    "unreadable": "Berkas tidak dapat dibaca, mungkin rusak. Simpan ulang sebagai xlsx lalu kirim kembali.",
    # text tables
    "text_encoding": "Huruf dalam berkas teks tidak dikenali. Simpan sebagai CSV UTF-8 lalu kirim kembali.",
    "text_broken": "Susunan berkas teks rusak di baris {line} (tanda petik tidak ditutup). Perbaiki lalu kirim kembali.",
    # the child
    "time_exceeded": "Berkas terlalu lama dibaca lalu dihentikan. Pindahkan tabelnya ke berkas baru lalu kirim kembali.",
    "memory_exceeded": "Berkas memerlukan terlalu banyak memori. Pindahkan tabelnya ke berkas baru lalu kirim kembali.",
    "reader_aborted": "Berkas membuat pembaca berhenti mendadak, mungkin rusak. Simpan ulang sebagai xlsx lalu kirim kembali.",
    "answer_too_big": "Hasil baca berkas terlalu besar. Bagi menjadi beberapa berkas lalu kirim kembali.",
    "sandbox_unavailable": "Pembaca berkas sedang tidak dapat dijalankan. Coba lagi beberapa saat lagi.",
    "context_unreadable": "Data pembanding untuk pemeriksaan tidak terbaca. Coba lagi; bila tetap, hubungi pengelola sistem.",
    "sandbox_busy": "Pembaca berkas sedang penuh dan giliran berkas ini belum tiba. Coba lagi sebentar lagi.",
    "job_unknown": "Pekerjaan pembaca berkas tidak dikenal. Hubungi pengelola sistem.",
    "definition_missing": "Berkas definisi {name} tidak dapat dibuka. Tulis dengan: sektoral definition KODE -o BERKAS.",
    "definition_unreadable": "Berkas definisi tabel tidak dapat dibaca ({detail}). Tulis ulang dengan: sektoral definition KODE -o BERKAS.",
    "usage": "Perintah tidak lengkap. Tulis: sektoral {command} BERKAS [--json]{options}.",
    # the instrument
    "instrument_missing": "Berkas ini bukan instrumen sektoral: lembar identitasnya tidak ada. Isi instrumen yang dikirimkan.",
    "instrument_broken": "Identitas instrumen rusak atau diubah. Minta instrumen baru, lalu salin isiannya.",
    "instrument_forged": "Tanda tangan identitas instrumen tidak sah. Pakai instrumen asli yang dikirimkan kepada Anda.",
    "instrument_schema": "Instrumen ini dibuat untuk versi sistem yang lain. Minta instrumen terbaru.",
    "instrument_unknown": "Instrumen ini tidak terdaftar pada permintaan Anda. Unduh instrumen dari permintaan itu.",
    "instrument_of_other_office": "Instrumen ini milik kantor Walidata lain. Pakai instrumen dari permintaan Anda.",
    "instrument_of_other_agency": "Instrumen ini milik OPD lain. Pakai instrumen yang dikirimkan kepada OPD Anda.",
    "instrument_of_other_round": "Instrumen ini dari putaran lain. Unduh instrumen putaran yang sedang berjalan.",
    "instrument_outdated": "Rumusan tabel {tables} sudah diganti sejak buku kerja ini dibuat. Pakai buku kerja terbaru; isian Anda dapat dipindahkan.",
    "not_a_form": "Berkas ini bukan ekspor jawaban formulir dari sistem ini: kode dalam kurung siku tidak ada pada judul kolomnya. Salin lewat pemetaan.",
    "transcript_broken": "Catatan tentang isi berkas ini rusak ({detail}). Buka lagi halaman penyalinannya, lalu setujui kembali.",
    "carry_of_other_agency": "Buku kerja ini milik OPD lain, sehingga isiannya tidak dipindahkan. Pakai instrumen yang dikirimkan kepada OPD Anda.",
    "nothing_new": "Semua isi berkas ini sama dengan yang sudah diterima. Ubah yang perlu diperbaiki, lalu kirim kembali.",
    "personal_data": "Berkas memuat data pribadi: {columns}. Hapus kolom itu, simpan, lalu kirim kembali. Waktu terima tetap tercatat.",
    # PDF pages
    "pdf_active": "PDF ini memuat {what}, yang bekerja ketika dibuka. Cetak ke PDF baru atau pindai suratnya, lalu unggah lagi.",
    "pdf_broken": "Berkas PDF rusak atau tidak dapat dibaca. Buat ulang PDF-nya lalu kirim kembali.",
    "pdf_too_many_pages": "PDF memiliki {count} halaman, paling banyak {limit}. Kirim suratnya saja.",
    "not_a_pdf": "Berkas ini {kind}, bukan PDF. Kirim surat dalam bentuk PDF.",
    # pictures
    "not_a_picture": "Berkas ini {kind}, bukan gambar PNG atau JPEG. Simpan lambang sebagai PNG lalu unggah lagi.",
    "picture_svg": (
        "Gambar SVG dapat memuat program dan alamat luar, sehingga tidak diterima. Simpan lambang sebagai PNG, selebar "
        "800 piksel, lalu unggah lagi."
    ),
    "picture_broken": "Gambar rusak atau tidak lengkap. Buka dengan aplikasi gambar, simpan sebagai PNG, lalu unggah lagi.",
    "picture_too_large": "Gambar lebih besar daripada {limit} piksel per sisi. Perkecil, lalu unggah lagi.",
}


def refusal_sentence(code: str, facts: Mapping[str, str | int]) -> str:
    """Fill the sentence for a refusal; an unknown code still gives a sentence."""
    template = REFUSALS.get(code, "Berkas tidak dapat diterima ({code}). Simpan ulang sebagai xlsx lalu kirim kembali.")
    return template.format_map(_Blank({"code": code, **facts}))


class _Blank(dict[str, str | int]):
    """A fact that was not given reads as a question mark, so that a refusal never fails over its own sentence."""

    def __missing__(self, key: str) -> str:
        return "?"
