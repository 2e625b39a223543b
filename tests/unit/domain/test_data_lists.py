"""Daftar Data: 22 columns in their order, what a list lacks, what people typed stays, what differs is told."""

from dataclasses import replace

import pytest

from sektoral.domain.data_lists import (
    COLUMNS,
    EDITABLE,
    GIVEN,
    PRIORITY_COLUMNS,
    WORDS,
    Entry,
    carried_over,
    differences,
    edited,
    entries_digest,
    faults_of,
    priority_row,
)
from sektoral.domain.errors import Invalid

ENTRY = Entry(
    id_ddd="dinkes/1.02.001",
    id_ddp="",
    sumber_referensi="",
    kode_indikator="",
    nama_indikator="",
    nama_data="Jumlah Puskesmas",
    jenis_data="statistik",
    indikator_variabel="variabel",
    kode_standar_data="",
    produsen_data="Dinas Kesehatan",
    klasifikasi_risiko="terbuka",
    definisi="Banyaknya puskesmas.",
    satuan="unit",
    klasifikasi_penyajian="kecamatan",
    jadwal_pemutakhiran="tahunan",
    kategori_rad="",
    kode_metadata="",
    link_portal_daerah="",
    link_portal_sdi="",
    metode_pengumpulan="kompilasi produk administrasi",
    periode_data="2024",
    penanggung_jawab="Kepala Dinas Kesehatan",
)


def test_the_columns_are_the_22_in_the_order_of_the_annex() -> None:
    assert " ".join(COLUMNS) == (
        "id_ddd id_ddp sumber_referensi kode_indikator nama_indikator nama_data jenis_data indikator_variabel "
        "kode_standar_data produsen_data klasifikasi_risiko definisi satuan klasifikasi_penyajian jadwal_pemutakhiran "
        "kategori_rad kode_metadata link_portal_daerah link_portal_sdi metode_pengumpulan periode_data penanggung_jawab"
    )
    assert WORDS.keys() == set(COLUMNS)
    assert {*EDITABLE, *GIVEN} == set(COLUMNS)


def test_data_prioritas_have_the_columns_of_bappenas() -> None:
    row = priority_row(replace(ENTRY, id_ddp="DDP-1", kategori_rad="TPB"), is_new=True, years={2025, 2031})
    assert tuple(row) == PRIORITY_COLUMNS
    assert len(PRIORITY_COLUMNS) == 24
    assert (row["jenis_pengajuan"], row["tag_rad"], row["instansi_produsen"]) == ("baru", "TPB", "Dinas Kesehatan")
    assert [row[f"tahun_{year}"] for year in range(2025, 2030)] == ["tersedia", "", "", "", ""]


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({}, []),
        ({"definisi": " "}, ["definisi"]),
        ({"satuan": "", "jadwal_pemutakhiran": "kadang"}, ["satuan", "jadwal_pemutakhiran"]),
        ({"klasifikasi_risiko": "rahasia"}, ["klasifikasi_risiko"]),
    ],
)
def test_an_entry_tells_what_it_lacks(said: dict[str, str], lacking: list[str]) -> None:
    assert list(faults_of(replace(ENTRY, **said))) == lacking


def test_an_entry_is_edited_within_its_words_only() -> None:
    assert edited(ENTRY, {"kategori_rad": "  RAD  TPB "}).kategori_rad == "RAD TPB"
    for said in ({"nama_data": "Lain"}, {"apa": "x"}, {"klasifikasi_risiko": "rahasia"}):
        with pytest.raises(Invalid):
            edited(ENTRY, said)


def test_what_people_typed_goes_on_and_what_the_catalogue_says_is_taken_anew() -> None:
    before = replace(ENTRY, kategori_rad="RAD TPB", id_ddp="DDP-7", definisi="Lama.", periode_data="2023")
    other = replace(ENTRY, id_ddd="dinkes/1.02.002")
    first, second = carried_over([ENTRY, other], [before])
    assert first == replace(ENTRY, kategori_rad="RAD TPB", id_ddp="DDP-7")
    assert second == other


def test_differences_name_the_new_the_gone_and_each_column_that_changed() -> None:
    kept, gone, new = (replace(ENTRY, id_ddd=f"a/{key}") for key in ("tetap", "hilang", "baru"))
    changed = replace(ENTRY, id_ddd="a/ubah")
    now = replace(changed, satuan="buah", definisi="Lain.")
    first, second, third = differences([kept, gone, changed], [new, kept, now])
    assert (first.entry, first.changes, first.is_gone) == (new, (), False)
    assert second.changes == (("definisi", ENTRY.definisi, "Lain."), ("satuan", "unit", "buah"))
    assert (third.entry, third.is_gone) == (gone, True)
    assert differences([kept], [kept]) == []


def test_the_fingerprint_depends_on_every_word_and_on_the_order() -> None:
    other = replace(ENTRY, id_ddd="a/b")
    digests = {
        entries_digest(rows)
        for rows in ([ENTRY], [other], [ENTRY, other], [other, ENTRY], [replace(ENTRY, definisi="x")])
    }
    assert len(digests) == 5
