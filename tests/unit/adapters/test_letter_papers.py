"""What stands on the letters: every field of their data, word for word."""

from dataclasses import replace

import pypdfium2
import pytest

from sektoral.adapters.typesetting import render
from sektoral.domain.corrections import CorrectedCell, CorrectionNote
from sektoral.domain.letter_texts import (
    MOST_CHARACTERS,
    MOST_PARAGRAPHS,
    PARTS,
    check_text,
    parts_on,
    standard_text,
    with_text,
)
from sektoral.domain.letters import Contact, Document, LetterKind, kind_of
from sektoral.domain.papers import Paper
from sektoral.domain.reports import Timeliness
from tests import outcomes, papers
from tests.pdf_text import missing_from, pages_of, second_reading, text_of


def test_the_request_holds_heading_deadline_and_every_table() -> None:
    paper = papers.request()
    text = text_of(paper)
    assert not missing_from(
        text,
        "Nomor : 500.14/371/DISKOMINFO/2026",
        "Aek Kanopan, 12 November 2026",
        "Yth. Kepala Dinas Pertanian",
        "4 (empat) tabel data",
        "5 (lima) hari kerja sejak surat dikirim",
        "Kamis, 19 November 2026 pukul 16.00 WIB",
        paper.portal,
        paper.contact.name,
        *paper.copies,
    )
    for table in paper.tables:
        fields = (table.code, table.title, table.concept, table.definition, table.breakdown, table.codes)
        assert not missing_from(text, *fields)


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        (Contact("Contoh", "12", "a@b.example"), "dari Contoh, melalui telepon 12, pos-el a@b.example. Atas"),
        (Contact("", "12", ""), "Penjelasan lebih lanjut dapat diperoleh melalui telepon 12. Atas"),
        (Contact("", "", ""), "pribadi lainnya. Atas perhatian"),
    ],
)
def test_the_request_names_only_the_ways_of_contact_that_exist(contact: Contact, sentence: str) -> None:
    assert sentence in text_of(replace(papers.request(), contact=contact))


FOOT = 27 * 72 / 25.4  # points: the margin in which the notes at the foot stand
HOSTILE = (
    '#panic("x") #eval("1") #read("/etc/passwd") #import "frame.typ": * #{1+1} $x^2$ *tebal* _miring_ `kode` \\ '
    "<label> @rujukan https://contoh.example // komentar /* lagi */ ]#[ = judul ~ --- \"kutip\" 'kutip'"
)


def test_what_a_person_writes_is_printed_as_it_stands_and_never_read_as_markup() -> None:
    text = {**standard_text(LetterKind.REQUEST), "opening": (HOSTILE,), "items": (HOSTILE, "- butir", "+ butir")}
    printed = text_of(replace(papers.request(), text=text))
    assert printed.count(HOSTILE) == 2
    assert "- butir" in printed
    assert "+ butir" in printed


def test_the_value_of_a_field_is_no_markup_either() -> None:
    text = {**standard_text(LetterKind.REQUEST), "opening": ("Dari {nama_opd} sampai {batas_waktu}, lewat {laman}.",)}
    paper = replace(papers.request(agency="Dinas #strong[X] *Y*"), portal="https://contoh.example/#a$b*c*", text=text)
    assert "Dari Dinas #strong[X] *Y* sampai" in text_of(paper)
    assert "lewat https://contoh.example/#a$b*c*." in text_of(paper)


LONGEST = " ".join(["kata"] * (MOST_CHARACTERS // 5 - 4))


@pytest.mark.parametrize("paper", [one for one in papers.ALL_PAPERS if kind_of(one) in PARTS], ids=kind_of)
def test_the_longest_text_is_printed_to_its_last_word_above_the_foot_of_the_page(paper: Document) -> None:
    kind = kind_of(paper)
    words = {
        part.name: tuple(f"{LONGEST} akhir{part.name.replace('_', '')}{n}" for n in range(MOST_PARAGRAPHS))
        for part in PARTS[kind]
    }
    check_text(kind, words)
    document = pypdfium2.PdfDocument(render(with_text(paper, words)).pdf)
    lowest: dict[str, float] = {}
    for page in document:
        text = page.get_textpage()
        for part in parts_on(paper):
            for n in range(MOST_PARAGRAPHS):
                word = f"akhir{part.name.replace('_', '')}{n}"
                if found := text.search(word, match_whole_word=True).get_next():
                    lowest[word] = text.get_charbox(found[0])[1]
    document.close()
    assert len(lowest) == MOST_PARAGRAPHS * len(parts_on(paper))
    assert min(lowest.values()) > FOOT


def test_a_long_attachment_repeats_its_head_and_numbers_its_pages() -> None:
    pages = pages_of(render(papers.request(agency=outcomes.LONG_AGENCY, tables=14)).pdf)
    assert len(pages) == 3
    assert "PEMERINTAH" not in "".join(pages[1:])
    for number, page in enumerate(pages[1:], start=2):
        assert f"- {number} -" in page
        assert "Konsep" in page


def test_those_who_sign_for_another_are_named_line_by_line() -> None:
    post = ("a.n. Bupati Labuhanbatu Utara", "Sekretaris Daerah", "u.b.", "Plt. Kepala Dinas Contoh")
    text = text_of(papers.request(around=papers.frame(signed=papers.signature(post=post))))
    assert "a.n. Bupati Labuhanbatu Utara Sekretaris Daerah u.b. Plt. Kepala Dinas Contoh," in text


SIGNED_BY_PEOPLE = [one for one in papers.ALL_PAPERS if kind_of(one) not in (LetterKind.RECEIPT, LetterKind.SOP)]


@pytest.mark.parametrize("sheet", [Paper.A4, Paper.F4])
@pytest.mark.parametrize("post", [papers.FOR_THE_BUPATI, papers.DEPUTY], ids=["a.n. and u.b.", "Plt."])
@pytest.mark.parametrize("paper", SIGNED_BY_PEOPLE, ids=kind_of)
def test_the_longest_names_stand_whole_on_every_paper(paper: Document, post: tuple[str, ...], sheet: Paper) -> None:
    read = second_reading(render(papers.stretched(paper, post, sheet)).pdf)
    lines = [line.removeprefix("a.n. ") for line in post]
    assert not missing_from(read, papers.LONG_NAME.upper(), papers.LONG_SIGNER, *lines)
    assert "Lampiran Surat a.n." not in read


def test_an_attachment_belongs_to_the_one_in_whose_name_it_is_signed() -> None:
    read = second_reading(render(papers.stretched(papers.request(), papers.FOR_THE_BUPATI, Paper.A4)).pdf)
    assert "Lampiran Surat Bupati Labuhanbatu Utara Nomor" in read
    read = second_reading(render(papers.stretched(papers.request(), papers.DEPUTY, Paper.A4)).pdf)
    assert f"Lampiran Surat {papers.DEPUTY[0]} Nomor" in read


@pytest.mark.parametrize("tables", range(6, 30, 2))
def test_a_signature_stands_with_the_last_two_paragraphs(tables: int) -> None:
    paper = papers.follow_up()
    [page] = [
        page
        for page in pages_of(render(replace(paper, tables=paper.tables * (tables // 2))).pdf)
        if paper.frame.signature.name in page
    ]
    assert "Kami mohon Saudara menyampaikan" in page
    assert "Atas perhatian dan kerja sama Saudara" in page


def test_the_memo_names_the_office_as_producer_and_another_checker() -> None:
    text = text_of(papers.memo())
    assert not missing_from(
        text,
        "NOTA DINAS",
        "Yth. : Kepala Bidang Contoh",
        "Dari : Kepala Dinas Komunikasi dan Informatika",
        "Dinas Komunikasi dan Informatika adalah juga Produsen Data",
        "Pemeriksaan dilakukan oleh pegawai lain",
        "3 (tiga) tabel data",
    )


def test_the_transmittal_tells_sent_nil_and_unavailable_apart() -> None:
    paper = papers.transmittal()
    text = text_of(paper)
    assert not missing_from(
        text,
        "DINAS PERTANIAN",
        "2 (dua) tabel terisi, 1 (satu) tabel nihil, dan 1 (satu) tabel tidak tersedia",
        "Dikirim (2 tabel) 1 Luas Panen Padi 1.088 Angka sementara, diberi tanda * 2 Populasi Ternak 704",
        "Nihil (1 tabel) 3 Jumlah Lembaga Pekebun Bersertifikat – Belum ada pada tahun 2025",
        "Tidak tersedia (1 tabel) 4 Luas Agroforestri Sawit … Pendataan baru dimulai tahun 2026",
        "instrumen-pertanian-2025.xlsx (184 KB)",
        "Data tersebut telah kami periksa dan menjadi tanggung jawab kami selaku Produsen Data.",
    )
    assert paper.files[0].sha256 in text.replace(" ", "")


def test_a_correction_names_its_reason_and_every_cell_that_it_changes() -> None:
    cells = (CorrectedCell("Luas Panen Padi", "Kualuh Hulu", "Sawah", "1.200", "1.240"),)
    paper = replace(papers.transmittal(), correction=CorrectionNote("Rekap bulan Desember tertinggal.", cells))
    assert not missing_from(
        text_of(paper),
        "Surat ini menyampaikan perbaikan atas data yang sudah tersimpan di Bank Data",
        "dengan alasan: Rekap bulan Desember tertinggal. Nilai yang diubah tercantum di bawah ini",
        "1 Luas Panen Padi Kualuh Hulu Sawah 1.200 1.240",
    )


def test_the_cover_note_lists_what_is_sent_and_has_room_for_who_receives_it() -> None:
    paper = papers.cover_note()
    text = text_of(paper)
    assert not missing_from(
        text,
        "SURAT PENGANTAR Nomor 500.6/218/DISTAN/2026",
        "No Naskah/barang yang dikirimkan Banyaknya Keterangan",
        "Softcopy data statistik sektoral tahun 2025 dari Dinas Pertanian",
        "1 (satu) berkas",
        "Daftar tabel data yang disampaikan, terlampir 4 (empat) tabel",
        "Disampaikan dengan hormat untuk menjawab surat Saudara nomor",
        "Lampiran Surat Pengantar Kepala Dinas Pertanian",
        "Tidak tersedia (1 tabel) 4 Luas Agroforestri Sawit",
    )
    for words in ("Diterima tanggal", "Penerima,", "Nama jabatan", "NIP :", "No. telepon :", "Pengirim,"):
        assert words in text
    assert "Menindaklanjuti" not in text
    assert paper.files[0].sha256 in text.replace(" ", "")


def test_the_receipt_holds_server_time_and_whole_fingerprints() -> None:
    paper = papers.receipt()
    text = text_of(paper)
    assert not missing_from(
        text,
        "Nomor TT/2026/000142",
        "Rabu, 18 November 2026 pukul 14.22.31 WIB",
        "Kamis, 19 November 2026 pukul 16.00 WIB, tepat waktu",
        "Disegel oleh sistem:",
        "hasil pemeriksaan disampaikan paling lambat 24 November 2026",
        paper.key,
    )
    assert all(file.sha256 in text.replace(" ", "") for file in paper.files)


def test_the_receipt_of_data_on_paper_says_who_stated_the_time() -> None:
    paper = replace(
        papers.receipt(),
        stated_at=outcomes.at(17, 9),
        evidence="buku tamu",
        timeliness=Timeliness.LETTER_LATER,
        check_due=None,
    )
    text = text_of(paper)
    assert not missing_from(
        text,
        "Diterima menurut petugas : Selasa, 17 November 2026 pukul 09.00 WIB; bukti: buku tamu",
        "data tepat waktu, surat menyusul",
        "pemeriksaan dimulai setelah softcopy dan Surat Pengiriman Data Statistik Sektoral lengkap",
    )


def test_the_follow_up_lists_what_is_owed_and_the_new_deadline() -> None:
    text = text_of(papers.follow_up())
    assert not missing_from(
        text,
        "dengan batas waktu Kamis, 19 November 2026 pukul 16.00 WIB",
        "2 (dua) tabel data dari Dinas Perhubungan",
        "Jumlah Kendaraan Wajib Uji 2.15.001 belum dikirim",
        "dikembalikan 20 November 2026, belum diperbaiki",
        "paling lambat Rabu, 25 November 2026 pukul 16.00 WIB",
    )


def test_the_follow_up_for_the_letter_alone_asks_for_nothing_else() -> None:
    text = text_of(replace(papers.follow_up(), tables=(), letter_missing=True))
    assert "Surat Pengiriman Data Statistik Sektoral belum kami terima" in text
    assert "data tersebut beserta" not in text
