"""Canonical JSON: equal values give equal bytes, and nothing else reads as such a value."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pytest

from sektoral.domain import canonical


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Whole:
    number: int
    at: datetime
    colour: Colour
    parts: tuple[Part, ...]


WHOLE = Whole(3, datetime.fromisoformat("2026-11-23T08:00:00+07:00"), Colour.RED, (Part("é", date(2026, 11, 23)),))
TEXT = (
    '{"at":"2026-11-23T08:00:00+07:00","colour":"red","number":3,"parts":[{"name":"\\u00e9","on":"2026-11-23"}]}'
)  # fmt: skip


def test_a_value_is_written_in_one_way_and_read_back() -> None:
    assert canonical.dumps(WHOLE) == TEXT
    assert canonical.loads(Whole, TEXT) == WHOLE


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"2026-11-23"', '"20261123"'),  # another spelling of the date
        ('"2026-11-23"', '"2026-W48-1"'),
        ("T08:00:00", " 08:00:00"),
        ('"number":3', '"number":3.0'),
        ('"number":3', '"number":true'),
        ('"number":3', '"number": 3'),
        ('"number":3', '"number":9,"number":3'),
        ('"red"', '"blue"'),
        ("\\u00e9", "é"),
        ('"colour":"red","number":3', '"number":3,"colour":"red"'),
        (',"on":"2026-11-23"', ""),
    ],
)
def test_any_other_spelling_is_refused(written: str, instead: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical.loads(Whole, TEXT.replace(written, instead))


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical.loads(Whole, "[" * 100_000)
    with pytest.raises(ValueError, match="expected"):
        canonical.read(Whole, json.loads("[]"))
