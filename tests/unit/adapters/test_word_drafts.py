"""A draft as a Word file: its words under their parts, and nothing in it but words."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx
import pytest

from sektoral.adapters.word_drafts import write_draft
from sektoral.domain.letter_texts import PARTS, parts_on, read_paragraphs, standard_text, text_of
from sektoral.domain.letters import AskedAgency, Document, LetterKind, kind_of
from tests import papers

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WITH_PROSE = [paper for paper in papers.ALL_PAPERS if kind_of(paper) in PARTS]


def opened(paper: Document) -> "docx.document.Document":
    return docx.Document(io.BytesIO(write_draft(paper, at=AT)))


def under(word: "docx.document.Document", title: str) -> list[str]:
    """The paragraphs from a heading to the next one."""
    lines = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in word.paragraphs]
    start = lines.index(("Heading 2", title)) + 1
    following = [at for at, (style, _) in enumerate(lines) if style == "Heading 2" and at >= start]
    return [text for _, text in lines[start : min(following, default=len(lines))]]


@pytest.mark.parametrize("paper", WITH_PROSE, ids=kind_of)
def test_every_part_comes_back_from_word_as_it_went(paper: Document) -> None:
    word = opened(paper)
    for part in parts_on(paper):
        pasted = "\r\n".join(under(word, part.title))
        assert read_paragraphs(pasted, listed=part.listed) == text_of(paper)[part.name]


def test_letterhead_heading_and_the_meaning_of_fields_are_there() -> None:
    word = opened(papers.request())
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines[:2] == ["PEMERINTAH KABUPATEN LABUHANBATU UTARA", "DINAS KOMUNIKASI DAN INFORMATIKA"]
    heading, fields = ({row.cells[0].text: row.cells[1].text for row in table.rows} for table in word.tables)
    assert heading["Hal"] == "Permintaan Data Statistik Sektoral Tahun 2025"
    assert heading["Nomor"] == "500.14/371/DISKOMINFO/2026"
    assert fields["{nama_opd}"] == "nama OPD; pada surat ini: Dinas Pertanian"
    assert "{batas_lama}" not in fields


def test_items_are_a_list_that_word_numbers() -> None:
    word = opened(papers.request())
    numbered = [one.text for one in word.paragraphs if one.style is not None and one.style.name == "List Number"]
    assert tuple(numbered) == standard_text(LetterKind.REQUEST)["items"]


def test_the_file_is_sound_xml_without_macro_link_or_field_code() -> None:
    hostile = '<w:instrText>INCLUDEPICTURE</w:instrText> & "{=1+1}" DDEAUTO ]]>'
    text = {**standard_text(LetterKind.REQUEST), "opening": (hostile,)}
    data = write_draft(replace(papers.request(), text=text), at=AT)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = package.namelist()
        trees = {name: ElementTree.fromstring(package.read(name)) for name in names if name.endswith((".xml", ".rels"))}  # noqa: S314 - our own file
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower() or "media" in name]
    relations = [one for name, tree in trees.items() if name.endswith(".rels") for one in tree]
    assert relations
    assert not [one.get("Target") for one in relations if one.get("TargetMode") == "External"]
    body = trees["word/document.xml"]
    assert not [*body.iter(f"{W}instrText"), *body.iter(f"{W}fldSimple"), *body.iter(f"{W}object")]
    assert hostile in ["".join(one.text or "" for one in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


def test_nobody_is_named_among_the_properties() -> None:
    known = opened(papers.request()).core_properties
    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")
    assert known.created == datetime(2026, 11, 23, 2, tzinfo=UTC)


BESIDE = "Dicetak sistem, tidak untuk disalin"


def test_a_correction_says_which_letter_it_replaces_and_what_is_attached() -> None:
    old = papers.request_reference()
    assert under(opened(replace(papers.request(tables=4), replaces=old)), BESIDE)[:2] == [
        "Surat ini menggantikan surat nomor 500.14/371/DISKOMINFO/2026 tanggal 12 November 2026.",
        "Lampiran: daftar 4 (empat) tabel data yang diminta.",
    ]
    memo = under(opened(replace(papers.memo(), replaces=old)), BESIDE)
    assert memo[0].startswith("Nota dinas ini menggantikan nota dinas nomor 500.14/371/DISKOMINFO/2026")


def test_a_letter_to_many_says_that_addressees_and_tables_are_attached() -> None:
    tables = papers.requested_tables(2)
    asked = tuple(AskedAgency(name, f"Kepala {name}", "Aek Kanopan", tables) for name in ("Dinas A", "Dinas B"))
    paper = replace(papers.request(), addressees=asked, tables=(*tables, *tables))
    assert under(opened(paper), BESIDE)[:2] == [
        "Lampiran I: daftar alamat 2 (dua) perangkat daerah.",
        "Lampiran II: daftar 4 (empat) tabel data yang diminta, menurut perangkat daerah.",
    ]


def test_a_letter_without_attachments_names_none() -> None:
    assert BESIDE not in [one.text for one in opened(papers.follow_up()).paragraphs]
