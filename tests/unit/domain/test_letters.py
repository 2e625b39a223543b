"""How letters are numbered, named and dated."""

from datetime import date

import pytest

from sektoral.domain.errors import Invalid
from sektoral.domain.letters import CLASSIFICATION, NUMBER_TEMPLATE, LetterKind, date_of, format_number, kind_of
from tests import papers


def test_the_default_template_writes_classification_sequence_unit_and_year() -> None:
    number = format_number(NUMBER_TEMPLATE, classification=CLASSIFICATION, sequence=371, unit="DISKOMINFO", year=2026)
    assert number == "500.14/371/DISKOMINFO/2026"


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("{klasifikasi}/{urut:03}/{unit}", "000.8.3.3/007/OR"),
        ("B/{klasifikasi}/{urut}/{unit}/IX/{tahun}", "B/000.8.3.3/7/OR/IX/2026"),
        ("{urut}", "7"),
    ],
)
def test_an_office_may_choose_its_own_template(template: str, number: str) -> None:
    assert format_number(template, classification="000.8.3.3", sequence=7, unit="OR", year=2026) == number


@pytest.mark.parametrize(
    "template",
    [
        "{klasifikasi}/{unit}/{tahun}",
        "{urut}/{bulan}",
        "{urut",
        "{urut}/{}",
        "{urut:x%}",
        "{urut}/{unit.__class__}",
        "",
    ],
)
def test_a_template_that_cannot_number_letters_is_refused(template: str) -> None:
    with pytest.raises(Invalid) as refusal:
        format_number(template, classification="500.14", sequence=1, unit="X", year=2026)
    assert refusal.value.code == "number_template"


def test_every_kind_of_paper_has_a_type_and_each_type_one_kind() -> None:
    assert {kind_of(paper) for paper in papers.ALL_PAPERS} == set(LetterKind)


def test_a_paper_bears_the_day_of_its_heading_its_receipt_or_its_printing() -> None:
    assert date_of(papers.request()) == date(2026, 11, 12)
    assert date_of(papers.receipt()) == date(2026, 11, 18)
    assert date_of(papers.sop_document()) == date(2026, 11, 12)
