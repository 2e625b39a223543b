"""How papers are named and dated."""

from datetime import date

from sektoral.domain.letters import LetterKind, date_of, kind_of
from tests import papers


def test_every_kind_of_paper_has_a_type_and_each_type_one_kind() -> None:
    assert {kind_of(paper) for paper in papers.ALL_PAPERS} == set(LetterKind)


def test_a_paper_bears_the_day_of_its_heading_its_receipt_or_its_printing() -> None:
    assert date_of(papers.request()) == date(2026, 11, 12)
    assert date_of(papers.receipt()) == date(2026, 11, 18)
    assert date_of(papers.sop_document()) == date(2026, 11, 12)
