"""Step 3: the producers fill, upload and submit their data.

SOP, row 3:

Kegiatan: Produsen Data Menyampaikan data statistik sektoral yang dikelola oleh Produsen Data kepada Dinas Kominfo.
Kelengkapan: Softcopy File Data Statistik Sektoral, Google Form, Draft Surat Pengiriman Data Statistik Sektoral
Waktu: 5 hari kerja
Keluaran: Softcopy Data Statistik Sektoral yang sudah diupload, Surat Pengiriman Data Statistik Sektoral
"""
