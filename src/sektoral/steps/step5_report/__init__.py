"""Step 5: the collective report on what was received and checked.

SOP, row 5:

Kegiatan: Membuat laporan secara kolektif untuk data-data statistik sektoral yang telah disampaikan oleh Produsen
    Data yang telah diperiksa.
Kelengkapan: Daftar OPD yang telah mengirim, daftar dan jumlah Data Statistik Sektoral yang telah diterima dan
    diperiksa.
Waktu: 1 hari kerja
Keluaran: Laporan Pengumpulan Data Statistik Sektoral.
"""
