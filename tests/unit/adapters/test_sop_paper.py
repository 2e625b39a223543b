"""The SOP on paper: word for word, its drawing marked until approved, its flows whole across pages."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from sektoral.adapters.typesetting import render
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import SopDocument
from sektoral.domain.papers import Paper
from sektoral.domain.sop import Flow, Sop, SymbolKind
from tests import papers
from tests.drawn_charts import ChartPage
from tests.pdf_text import missing_from, pages_of, text_of

NOT_APPROVED = "SUSUNAN SIMBOL BELUM DISAHKAN"


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


@pytest.mark.parametrize("size", [Paper.A4, Paper.F4])
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


# ── The drawing itself, as another program finds it in the PDF ─────────────


def with_longer_rows(paper: SopDocument) -> SopDocument:
    chart = paper.sop.chart
    steps = tuple(replace(step, activity=" ".join([step.activity] * 3)) for step in chart.steps)
    return replace(paper, sop=replace(paper.sop, chart=replace(chart, steps=steps)))


def with_two_ways_back(paper: SopDocument) -> SopDocument:
    """The Kabid's paraf becomes a decision that sends back to the draft, and a lane has another name."""
    chart = paper.sop.chart
    first, *others = chart.steps
    symbols = tuple(
        replace(one, kind=SymbolKind.DECISION, text="Layak?") if one.id == "paraf_permintaan_kabid" else one
        for one in first.symbols
    )
    flows = tuple(replace(one, label="Ya") if one.start == "paraf_permintaan_kabid" else one for one in chart.flows)
    back = Flow("paraf_permintaan_kabid", "susun_permintaan", "Tidak")
    steps = (replace(first, symbols=symbols), *others)
    return replace(paper, sop=replace(paper.sop, chart=replace(chart, steps=steps, flows=(*flows, back))))


def drawn_pages(paper: SopDocument) -> list[ChartPage]:
    pdf = render(paper).pdf
    return [ChartPage(pdf, number) for number in range(2, len(pages_of(pdf)) + 1)]


@pytest.mark.parametrize("paper", [papers.sop_document(), with_two_ways_back(papers.sop_document())])
def test_every_symbol_and_arrow_of_the_version_is_drawn_and_no_other(paper: SopDocument) -> None:
    chart = paper.sop.chart
    (page,) = drawn_pages(paper)
    expected = {
        (row, chart.lanes.index(one.lane), one.kind.value, one.text): one.id
        for row, step in enumerate(chart.steps)
        for one in step.symbols
    }
    keys = {(one.row, one.lane, one.shape, one.words): one for one in page.symbols}
    assert keys.keys() == expected.keys()
    names = {one: expected[key] for key, one in keys.items()}
    joined = sorted((names[one.start], names[one.end], one.label) for one in page.arrows)
    assert joined == sorted((one.start, one.end, one.label) for one in chart.flows)


def test_an_arrow_over_a_page_edge_ends_and_begins_at_the_same_connector() -> None:
    paper = with_longer_rows(papers.sop_document())
    pages = drawn_pages(paper)
    assert len(pages) > 1
    shapes = [one.shape for page in pages for one in page.symbols]
    connectors = shapes.count("connector")
    assert connectors == 2 * (sum(len(page.arrows) for page in pages) - len(paper.sop.chart.flows))
    for page, following in pairwise(pages):
        left = {one.end.words for one in page.arrows if one.end.shape == "connector"}
        come = {one.start.words for one in following.arrows if one.start.shape == "connector"}
        assert left
        assert left == come
