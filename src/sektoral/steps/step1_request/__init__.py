"""Step 1: prepare the request letters, the reference data and the instruments.

SOP, row 1:

Kegiatan: Mempersiapkan Surat Permintaan Data, Referensi Data dan Instrumen lain yang mendukung Pengumpulan Data
    Statistik Sektoral
Kelengkapan: Draft Surat Permintaan Data Statistik Sektoral dan Instrumen Pendukung
Waktu: 1 hari kerja
Keluaran: Surat Permintaan Data Statistik Sektoral dan Instrumen Pendukung
"""
