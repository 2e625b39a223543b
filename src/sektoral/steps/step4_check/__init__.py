"""Step 4: receive, check, and store in the data bank.

SOP, row 4:

Kegiatan: Menerima dan memeriksa kesesuaian data statistik sektoral yang telah disampaikan dan Menyimpan di Bank
    Data (Database) Statistik Sektoral Kabupaten.
Kelengkapan: Softcopy Data Statistik Sektoral OPD, Surat Pengiriman Data Statistik Sektoral
Waktu: 4 hari kerja
Keluaran: Softcopy tersimpan di Bank Data / Database
"""
