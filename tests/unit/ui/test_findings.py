"""A finding's sentence in parts: where, what is wrong, what to do."""

import pytest

from sektoral.domain.checks.sentences import SENTENCES, finding, finding_parts, finding_sentence
from sektoral.domain.returns import RETURN_WORDS, ReturnReason, return_words

LABELS = {"row": "Aek Kuo", "column": "Dokter"}


def test_a_cell_is_named_apart_from_what_is_wrong_in_it() -> None:
    found = finding("not_a_number", sheet="T01", cell="C8", value="belum ada", facts=LABELS)
    where, what, remedy = finding_parts(found)
    assert (where, what) == ("Aek Kuo, Dokter", "“belum ada” bukan angka.")
    assert remedy.startswith("Tulis angka")


@pytest.mark.parametrize("value", ["ada. nanti", "{row}", "1. 2. 3."])
def test_what_people_typed_never_breaks_a_sentence_apart(value: str) -> None:
    found = finding("not_a_number", sheet="T01", cell="C8", value=value, facts=LABELS)
    assert finding_parts(found)[1] == f"“{value}” bukan angka."


@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_says_what_is_wrong(code: str) -> None:
    found = finding(code, sheet="T01", cell="C8", value="12", facts=LABELS)
    _, what, _ = finding_parts(found)
    assert what.endswith(".")
    assert what[0] == what[0].upper()
    assert what.rstrip(".").lower() in finding_sentence(found).lower()


def test_every_reason_to_return_has_words() -> None:
    assert set(RETURN_WORDS) == set(ReturnReason)
    assert return_words("from an older edition") == RETURN_WORDS[ReturnReason.OTHER]
