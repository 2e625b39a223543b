"""Official papers as files: PDF/A with fonts inside, honest about who sealed them, equal bytes for equal papers."""

import io
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

from sektoral.adapters.signatures.page_codes import find_codes
from sektoral.adapters.typesetting import render
from sektoral.adapters.typesetting.payload import scannable
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import Document, kind_of
from sektoral.domain.papers import Gateway, Paper, SignatureBlock
from tests import papers
from tests.papers import ALL_PAPERS, sealed_by
from tests.pdf_text import missing_from, pages_of, text_of

BSRE_SENTENCE = "Surat ini ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan BSrE"
TEST_SENTENCE = "SERTIFIKAT UJI, bukan BSrE"
each_paper = pytest.mark.parametrize("paper", ALL_PAPERS, ids=[kind_of(paper).value for paper in ALL_PAPERS])


def fonts_in(pdf: bytes) -> Iterator[DictionaryObject]:
    """The descendant fonts of every page."""
    reader = PdfFileReader(io.BytesIO(pdf))
    for page in reader.root["/Pages"]["/Kids"]:
        for font in page.get_object()["/Resources"].get("/Font", {}).values():
            yield from (part.get_object() for part in font.get_object()["/DescendantFonts"])


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
            env={"PYTHONPATH": f"{root / 'src'}:{root}", "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for zone, language, seed in (("Asia/Jakarta", "C.UTF-8", "1"), ("America/Lima", "C", "2"))
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
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scannable(paper.frame.signature.link)]


def test_only_a_verification_link_is_scanned_in_capitals() -> None:
    assert scannable("https://s.contoh.example/v/7C1E") == "HTTPS://S.CONTOH.EXAMPLE/V/7C1E"
    for other in ("https://s.contoh.example/app/v/7C1E", "https://s.contoh.example/v/7c1e", "http://x/langkah-3/"):
        assert scannable(other) == other


@each_paper
def test_the_printed_link_is_read_back_in_one_piece(paper: Document) -> None:
    link = "https://statistik.labuhanbatu-utara.example/v/53AZN9K8BVMZ22PW30KM97JNZR"
    signed = replace(paper, frame=replace(paper.frame, signature=replace(paper.frame.signature, link=link)))
    assert find_codes(render(signed).pdf).tokens == ("53AZN9K8BVMZ22PW30KM97JNZR",)


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


@pytest.mark.parametrize("sign", ["\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH JOINER}", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_what_would_pile_up_on_one_letter_is_refused_before_it_costs_memory(sign: str) -> None:
    with pytest.raises(Invalid, match="paper_not_set") as refusal:
        render(papers.request(agency=f"Dinas a{sign * 5_000}"))
    assert "berturut-turut" in str(refusal.value.facts["reason"])
