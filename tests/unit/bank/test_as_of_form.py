"""The instant whose state is read: any that an office's calendar has and that has come."""

from datetime import UTC, datetime

import pytest

from sektoral.bank.forms import AsOfForm

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("2026-11-22T10:00", True),
        ("1900-01-01T00:00", True),
        ("0001-01-01", False),  # has no instant in UTC where the office's zone is ahead of it
        ("0001-01-01T00:00", False),
        ("9999-12-31T23:59", False),
        ("99999-01-01", False),
        ("2026-11-24T10:00", False),
        ("\0", False),
    ],
)
def test_an_instant_is_taken_or_refused_and_never_breaks_the_page(typed: str, is_taken: bool) -> None:
    form = AsOfForm({"pada": typed}, now=NOW)
    assert (form.instant is not None) is is_taken
    assert bool(form.errors) is not is_taken
