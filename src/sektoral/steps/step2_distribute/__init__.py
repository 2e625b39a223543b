"""Step 2: distribute the signed letters with their instruments.

SOP, row 2:

Kegiatan: Distribusi Surat Permintaan data dengan melampirkan instrumen pendukung terkait pengumpulan data statistik
    sektoral ke Perangkat Daerah/Produsen Data.
Kelengkapan: Surat Permintaan Data Statistik Sektoral dan Instrumen Pendukung
Waktu: 1 jam
Keluaran: -
"""
