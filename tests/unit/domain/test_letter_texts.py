"""What letters say: reading, checking and filling, with the hostile and the careless among those who type."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.letter_fields import FIELD_WORDS, FIELDS, Run, Style, fields_of
from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import (
    MOST_CHARACTERS,
    MOST_PARAGRAPHS,
    PARTS,
    check_text,
    fields_in,
    fill,
    read_paragraphs,
    standard_text,
    text_of,
)
from sektoral.domain.letters import Contact, Document, LetterKind, kind_of
from tests import papers

WITH_PROSE = [paper for paper in papers.ALL_PAPERS if kind_of(paper) in PARTS]


def opening(words: str) -> Text:
    return {**standard_text(LetterKind.REQUEST), "opening": (words,)}


def fault_of(text: Text, kind: LetterKind = LetterKind.REQUEST) -> tuple[str, object]:
    with pytest.raises(Invalid) as refused:
        check_text(kind, text)
    return refused.value.code, refused.value.facts.get("field")


@pytest.mark.parametrize("kind", PARTS)
def test_the_default_wording_of_every_kind_is_sound(kind: LetterKind) -> None:
    check_text(kind, standard_text(kind))


@pytest.mark.parametrize("paper", WITH_PROSE, ids=kind_of)
def test_every_kind_offers_exactly_the_fields_that_its_papers_fill(paper: Document) -> None:
    assert set(fields_of(paper)) == set(FIELDS[kind_of(paper)])


def test_every_field_is_explained_and_none_is_explained_in_vain() -> None:
    assert {name for names in FIELDS.values() for name in names} == set(FIELD_WORDS)


@pytest.mark.parametrize("paper", WITH_PROSE, ids=kind_of)
def test_a_filled_paper_shows_no_braces(paper: Document) -> None:
    filled = fill(paper, text_of(paper))
    words = "".join(run.text for paragraphs in filled.values() for runs in paragraphs for run in runs)
    assert words
    assert not set("{}") & set(words)


def test_a_value_is_set_in_its_own_style_and_never_read_for_fields() -> None:
    paper = replace(
        papers.request(), agency="Dinas {periode} #panic()", text=opening("Dari {nama_opd}: {batas_waktu}.")
    )
    [runs] = fill(paper, paper.text)["opening"]
    assert runs == (
        Run("Dari "),
        Run("Dinas {periode} #panic()"),
        Run(": "),
        Run("Kamis, 19\u00a0November\u00a02026 pukul\u00a016.00\u00a0WIB", Style.STRONG),
        Run("."),
    )


def test_a_paragraph_whose_field_has_nothing_to_say_is_left_out() -> None:
    paper = replace(papers.request(), contact=Contact("", "", ""))
    assert len(fill(papers.request(), paper.text)["closing"]) == 2
    assert len(fill(paper, paper.text)["closing"]) == 1


def test_a_field_that_the_paper_does_not_know_is_refused_when_filling_too() -> None:
    with pytest.raises(Invalid) as refused:
        fill(papers.request(), opening("Yth. {nama_bupati}"))
    assert refused.value.code == "letter_text_field"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Yth. {nama_bupati}", ("letter_text_field", "nama_bupati")),
        ("sampai {batas_lama}", ("letter_text_field", "batas_lama")),
        ("sampai {batas_waktu", ("letter_text_brace", "{batas_waktu")),
        ("sampai batas}", ("letter_text_brace", "}")),
        ("{ periode }", ("letter_text_brace", "{")),
        ("{periode!r}", ("letter_text_brace", "{periode!r}")),
        ("{0.__class__}", ("letter_text_brace", "{0.__class__}")),
        ("{{periode}}", ("letter_text_brace", "{}")),
        ("bel\u0007", ("letter_text_character", None)),
        ("kanan\u202eirik", ("letter_text_character", None)),
        ("", ("letter_text_empty", None)),
        ("   ", ("letter_text_empty", None)),
        ("x" * (MOST_CHARACTERS + 1), ("letter_text_long", None)),
    ],
)
def test_what_cannot_stand_on_a_letter_is_refused_by_part_and_field(words: str, fault: tuple[str, object]) -> None:
    assert fault_of(opening(words)) == fault


def test_a_refusal_names_the_part_as_the_page_does() -> None:
    with pytest.raises(Invalid) as refused:
        check_text(LetterKind.REQUEST, {**standard_text(LetterKind.REQUEST), "items": ()})
    assert refused.value.facts["part"] == "Ketentuan"


def test_too_many_paragraphs_and_foreign_parts_are_refused() -> None:
    standard = standard_text(LetterKind.MEMO)
    assert fault_of({**standard, "closing": ("a",) * (MOST_PARAGRAPHS + 1)}, LetterKind.MEMO)[0] == "letter_text_long"
    assert fault_of({**standard, "extra": ("a",)}, LetterKind.MEMO)[0] == "letter_text_parts"
    assert fault_of({"opening": ("a",)}, LetterKind.MEMO)[0] == "letter_text_parts"
    assert fault_of({"opening": ("a",)}, LetterKind.RECEIPT)[0] == "letter_text_parts"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("satu\r\ndua\n\n  tiga  ", ("satu", "dua", "tiga")),
        ("satu\vdua\u2028tiga\u2029empat", ("satu", "dua", "tiga", "empat")),
        ("\u201cdata\u201d dan \u2018isian\u2019", ("\"data\" dan 'isian'",)),
        ("per\u00adangkat\u00a0daerah\u200b", ("perangkat daerah",)),
        ("1. satu", ("1. satu",)),
        (" \n\t\n", ()),
    ],
)
def test_a_paste_from_word_is_split_and_cleaned(typed: str, read: tuple[str, ...]) -> None:
    assert read_paragraphs(typed) == read


@pytest.mark.parametrize("item", ["1.\tdata;", "12) data;", "b. data;", "•\tdata;", "- data;", "· data;", "data;"])
def test_the_mark_of_a_pasted_item_is_dropped_for_the_list_numbers_itself(item: str) -> None:
    assert read_paragraphs(item, listed=True) == ("data;",)


@given(st.text())
def test_reading_is_settled_at_once(typed: str) -> None:
    once = read_paragraphs(typed)
    assert read_paragraphs("\n".join(once)) == once


@given(st.text(alphabet=st.sampled_from("{}ab_ periode"), max_size=40))
def test_what_passes_the_check_can_be_filled(words: str) -> None:
    text = opening(words)
    try:
        check_text(LetterKind.REQUEST, text)
    except Invalid:
        return
    filled = fill(papers.request(), text)["opening"]
    assert all(name in FIELDS[LetterKind.REQUEST] for name in fields_in(words))
    assert len(filled) == 1
