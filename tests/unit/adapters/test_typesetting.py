"""Official papers as PDF: every field is on the page, the file is what it claims, and equal papers are equal bytes."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader

from sektoral.adapters.typesetting import render
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import Document, kind_of
from sektoral.domain.papers import Gateway, Paper, SignatureBlock
from sektoral.domain.reports import Timeliness
from sektoral.domain.sop import Sop
from tests import papers
from tests.papers import ALL_PAPERS, sealed_by

BSRE_SENTENCE = "Surat ini ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan BSrE"
TEST_SENTENCE = "SERTIFIKAT UJI, bukan BSrE"
NOT_APPROVED = "SUSUNAN SIMBOL BELUM DISAHKAN"
INVISIBLE = str.maketrans({"\u00a0": " ", "\u200b": "", "\u00ad": "", "\ufffe": "", "\x02": ""})

each_paper = pytest.mark.parametrize("paper", ALL_PAPERS, ids=[kind_of(paper).value for paper in ALL_PAPERS])


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with plain spaces."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.translate(INVISIBLE).split()) for text in texts]


def text_of(paper: Document) -> str:
    return " ".join(pages_of(render(paper).pdf))


def missing_from(text: str, *words: str) -> list[str]:
    return [part for part in words if " ".join(part.split()) not in text]


def fonts_in(pdf: bytes) -> Iterator[DictionaryObject]:
    """The descendant fonts of every page."""
    reader = PdfFileReader(io.BytesIO(pdf))
    for page in reader.root["/Pages"]["/Kids"]:
        for font in page.get_object()["/Resources"].get("/Font", {}).values():
            yield from (part.get_object() for part in font.get_object()["/DescendantFonts"])


# ---- every kind ---------------------------------------------------------------


@each_paper
def test_every_paper_is_a_tagged_pdf_a_2b_with_its_fonts_inside(paper: Document) -> None:
    pdf = render(paper).pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert bool(PdfFileReader(io.BytesIO(pdf)).root["/MarkInfo"]["/Marked"])
    fonts = list(fonts_in(pdf))
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert {str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts} == {"Arimo"}


@each_paper
def test_the_number_of_pages_is_that_of_the_file(paper: Document) -> None:
    rendered = render(paper)
    assert rendered.pages == len(pages_of(rendered.pdf)) > 0


@each_paper
def test_equal_papers_give_equal_bytes_and_bear_the_day_of_the_letter(paper: Document) -> None:
    first = render(paper).pdf
    render(papers.request(number="999"))
    assert render(paper).pdf == first
    assert b"D:202611" in first


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from sektoral.adapters.typesetting import render; from tests.papers import request;"
        "print(hashlib.sha256(render(request()).pdf).hexdigest())"
    )
    root = Path(__file__).parents[3]
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONPATH": f"{root / 'src'}:{root}", "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed in (("Asia/Jakarta", "1"), ("America/Lima", "2"))
    }
    assert len(answers) == 1


@each_paper
@pytest.mark.parametrize("gateway", list(Gateway))
def test_the_foot_of_the_page_claims_only_what_the_gateway_does(paper: Document, gateway: Gateway) -> None:
    for page in pages_of(render(sealed_by(gateway, paper)).pdf):
        assert (BSRE_SENTENCE in page) == (gateway is Gateway.BSRE)
        assert (TEST_SENTENCE in page) == (gateway is Gateway.TEST)
        assert ("KONSEP" in page) == (gateway is Gateway.DRAFT)
    signed = gateway in (Gateway.TEST, Gateway.BSRE)
    assert ("Ditandatangani secara elektronik oleh:" in text_of(sealed_by(gateway, paper))) == signed


@each_paper
def test_samples_are_marked_on_every_page_and_real_papers_on_none(paper: Document) -> None:
    assert all("DATA CONTOH" in page for page in pages_of(render(paper).pdf))
    real = replace(paper, frame=replace(paper.frame, sample=False))
    assert not any("DATA CONTOH" in page for page in pages_of(render(real).pdf))


@each_paper
def test_the_signer_stands_on_the_paper_with_rank_number_and_code(paper: Document) -> None:
    signed = paper.frame.signature
    assert not missing_from(text_of(paper), signed.name, signed.rank, signed.nip, signed.code, signed.link)


@each_paper
def test_f4_is_longer_than_a4(paper: Document) -> None:
    longer = replace(paper, frame=replace(paper.frame, paper=Paper.F4))
    sizes = [sorted(pypdfium2.PdfDocument(render(it).pdf)[0].get_size()) for it in (paper, longer)]
    millimetres = [[round(side * 25.4 / 72) for side in size] for size in sizes]
    assert millimetres == [[210, 297], [210, 330]]


@each_paper
@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(paper: Document, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(render(paper).pdf)
    answer = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_qr_code_leads_to_the_verification_page() -> None:
    paper = papers.request()
    picture: Image.Image = pypdfium2.PdfDocument(render(paper).pdf)[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [paper.frame.signature.link]


def test_a_paper_without_link_has_neither_code_nor_promise() -> None:
    unsigned = SignatureBlock(Gateway.DRAFT, ("Plt. Kepala Dinas Contoh",), "Contoh Pejabat Dua", nip="123")
    text = text_of(papers.request(around=papers.frame(signed=unsigned)))
    assert not missing_from(text, "Plt. Kepala Dinas Contoh,", "Contoh Pejabat Dua", "NIP 123")
    assert "scan barcode" not in text
    assert "Kode periksa" not in text


def test_a_character_that_the_font_lacks_is_refused_instead_of_printed_as_a_box() -> None:
    with pytest.raises(Invalid) as refusal:
        render(papers.request(agency="Dinas 統計"))
    assert refusal.value.code == "paper_not_set"


def test_no_character_of_an_agency_keeps_a_receipt_from_being_made() -> None:
    names = ("データ 2025.xlsx", "a\u202egpj.xlsx", "satu\ndua.xlsx", "x" * 200 + ".xlsx")
    text = text_of(replace(papers.receipt(), files=tuple(papers.sent_file(name) for name in names)))
    assert not missing_from(text, "��� 2025.xlsx", "a�gpj.xlsx", "satu dua.xlsx")
    assert "x" * 200 in text.replace(" ", "")


def test_markup_in_the_data_is_printed_and_never_obeyed() -> None:
    agency = '#panic("x") *tebal* $x$ <label> @ref \\ [a]'
    assert agency in text_of(papers.request(agency=agency))


def test_papers_may_be_set_by_several_threads_at_once() -> None:
    expected = [render(paper).pdf for paper in ALL_PAPERS[:4]]
    found: dict[int, bytes] = {}
    threads = [Thread(target=lambda n=n: found.update({n: render(ALL_PAPERS[n]).pdf})) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(4)] == expected


def test_the_emblem_may_be_svg_or_png() -> None:
    drawing = io.BytesIO()
    Image.new("RGB", (8, 10), "green").save(drawing, "PNG")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 10"><rect width="8" height="10"/></svg>'
    bare = render(papers.request()).pdf
    for emblem in (drawing.getvalue(), svg):
        with_emblem = render(papers.request(around=papers.frame(head=papers.letterhead(emblem=emblem)))).pdf
        assert with_emblem != bare
        assert "DINAS KOMUNIKASI DAN INFORMATIKA" in pages_of(with_emblem)[0]


@pytest.mark.parametrize("emblem", [b"\xff\xd8\xff\xe0", b"not a drawing"])
def test_an_emblem_that_is_no_drawing_is_refused(emblem: bytes) -> None:
    with pytest.raises(Invalid):
        render(papers.request(around=papers.frame(head=papers.letterhead(emblem=emblem))))


# ---- letters ------------------------------------------------------------------


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


def test_a_long_attachment_repeats_its_head_and_numbers_its_pages() -> None:
    pages = pages_of(render(papers.request(agency=papers.LONG_AGENCY, tables=14)).pdf)
    assert len(pages) == 3
    assert "PEMERINTAH" not in "".join(pages[1:])
    for number, page in enumerate(pages[1:], start=2):
        assert f"- {number} -" in page
        assert "Konsep" in page


def test_those_who_sign_for_another_are_named_line_by_line() -> None:
    post = ("a.n. Bupati Labuhanbatu Utara", "Sekretaris Daerah", "u.b.", "Plt. Kepala Dinas Contoh")
    text = text_of(papers.request(around=papers.frame(signed=papers.signature(post=post))))
    assert "a.n. Bupati Labuhanbatu Utara Sekretaris Daerah u.b. Plt. Kepala Dinas Contoh," in text


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
        stated_at=papers.at(17, 9),
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


# ---- report -------------------------------------------------------------------


def test_the_report_tells_the_four_fates_apart() -> None:
    text = text_of(papers.report())
    assert not missing_from(
        text,
        "3 mengirim data: 2 tepat waktu dan 1 terlambat; 1 belum mengirim",
        "6 diterima dan diperiksa: 5 tersimpan di Bank Data dan 1 dinyatakan nihil; 2 belum dikirim",
        "2 1.0.002 Tabel Contoh 2 200 tersimpan dikembalikan dan dikirim ulang",
        "4 1.0.004 Tabel Contoh 4 – nihil tidak ada kejadian",
        "(contoh)/23/2026 23 November 2026 23 November 2026, 10.00 WIB terlambat",
        "1 Kecamatan Contoh Utara 2 seluruh tabel belum dikirim Surat susulan",
        "tersimpan setelah diperbaiki 1",
    )


def test_the_report_holds_times_by_holder_left_out_agencies_and_the_checkpoint() -> None:
    paper = papers.report()
    text = text_of(paper)
    assert not missing_from(
        text,
        "JP: 2 jam 10 menit SuKor PPD: 45 menit Kabid SPT: 1 jam Kadis: 20 menit",
        "23 November 2026 11.00 WIB terlambat",
        "Perbaikan tabel yang dikembalikan",
        "Rumah Sakit Contoh: baru dibentuk, belum memiliki tabel data",
        "peristiwa ke-1.482",
        "Lampiran IV Laporan",
        *paper.conclusions,
        *paper.legal_basis,
        *(agency.name for agency in paper.agencies),
    )
    assert paper.checkpoint is not None
    assert paper.checkpoint.sha256 in text.replace(" ", "")


def test_data_in_time_with_a_later_letter_are_reported_as_such() -> None:
    later = papers.agency(
        "Dinas Contoh", papers.outcome(1), timeliness=Timeliness.LETTER_LATER, letter_at=papers.at(20)
    )
    text = text_of(papers.report(agencies=(later, replace(later, letter=None, letter_at=None, stated_by_office=True))))
    assert not missing_from(
        text,
        "2 mengirim data: 2 mengirim data tepat waktu dengan surat menyusul",
        "surat: 20 November 2026, 10.00 WIB",
        "belum diterima",
        "menurut petugas",
    )
    assert "Lampiran IV" not in text


def test_a_report_of_many_agencies_keeps_every_one() -> None:
    many = tuple(
        replace(agency, name=f"{agency.name} ke-{n}", short=f"OPD {n}")
        for n, agency in enumerate(papers.four_fates() * 10)
    )
    pages = pages_of(render(papers.report(agencies=many)).pdf)
    assert not missing_from(pages[0], *(agency.short for agency in many))
    assert not missing_from(" ".join(pages), *(agency.name for agency in many))


def test_a_report_of_nothing_can_still_be_made() -> None:
    text = text_of(papers.report(agencies=()))
    assert not missing_from(text, "Belum ada OPD yang mengirim.", "Belum ada tabel yang diterima.")


def test_the_addendum_shows_the_counts_before_and_after() -> None:
    text = text_of(papers.addendum())
    assert not missing_from(
        text,
        "LAPORAN TAMBAHAN",
        "laporan nomor 500.14/431/DISKOMINFO/2026 tanggal 26 November 2026",
        "1 (satu) perangkat daerah",
        "Perangkat daerah yang mengirim, dari 4 3 4",
        "Tabel tersimpan di Bank Data 5 7",
        "Tabel belum dikirim 2 0",
    )


# ---- SOP ----------------------------------------------------------------------


def words_of(sop: Sop) -> list[str]:
    """Every text of the SOP that its paper must hold."""
    chart = sop.chart
    rows = [
        (step.activity, step.completeness, step.time_limit.text, step.output, *(symbol.text for symbol in step.symbols))
        for step in chart.steps
    ]
    return [
        *sop.institution,
        *(sop.title, f"Nomor SOP {sop.number}", f"Tanggal Pembuatan {sop.made_on}", f"Tanggal Revisi {sop.revised_on}"),
        *(f"Tanggal Efektif {sop.effective_on}", f"Nama SOP {sop.name}", sop.approver.title),
        *(sop.approver.name, sop.approver.rank, sop.approver.nip),
        *(*sop.legal_basis, *sop.executors, *sop.linkage, *sop.equipment, sop.warning, sop.recording),
        *(chart.title, *chart.columns, *chart.lanes, *chart.quality_columns),
        *(part for row in rows for part in row),
    ]


@pytest.mark.parametrize("size", list(Paper))
def test_the_sop_is_printed_word_for_word(size: Paper) -> None:
    paper = papers.sop_document(around=papers.frame(paper=size))
    pages = pages_of(render(paper).pdf)
    assert len(pages) == 2
    assert not missing_from(" ".join(pages), *words_of(paper.sop))


def test_the_blocks_of_the_sop_stand_under_their_titles() -> None:
    sop = papers.sop_document().sop
    page = pages_of(render(papers.sop_document()).pdf)[0]
    for title, items in (
        ("Dasar Hukum :", sop.legal_basis),
        ("Pelaksana :", sop.executors),
        ("Keterkaitan :", sop.linkage),
        ("Peralatan/Perlengkapan :", sop.equipment),
    ):
        assert " ".join([title, *(f"{n}. {item}" for n, item in enumerate(items, start=1))]) in page
    assert f"Peringatan: {sop.warning}" in page
    assert f"Pencatatan dan Pendataan: {sop.recording}" in page


def test_the_drawing_says_that_it_is_not_approved_until_it_is() -> None:
    assert NOT_APPROVED in text_of(papers.sop_document(approved=False))
    assert NOT_APPROVED not in text_of(papers.sop_document(approved=True))


def test_a_flow_that_crosses_pages_goes_on_at_its_lettered_connector() -> None:
    paper = papers.sop_document()
    chart = paper.sop.chart
    longer = replace(chart, steps=tuple(replace(step, activity=(step.activity + " ") * 3) for step in chart.steps))
    pages = pages_of(render(replace(paper, sop=replace(paper.sop, chart=longer))).pdf)
    assert len(pages) > 2
    for index, page in enumerate(pages[1:-1], start=2):
        leaving = re.findall(rf"([A-Z]) ke halaman {index + 1}", page)
        assert leaving
        for letter in leaving:
            assert f"{letter} dari halaman {index}" in pages[index]


def test_a_row_taller_than_a_page_is_refused() -> None:
    paper = papers.sop_document()
    chart = paper.sop.chart
    tall = replace(chart, steps=(replace(chart.steps[0], note="kata " * 900), *chart.steps[1:]))
    with pytest.raises(Invalid) as refusal:
        render(replace(paper, sop=replace(paper.sop, chart=tall)))
    assert "taller than a page" in str(refusal.value.facts["reason"])
