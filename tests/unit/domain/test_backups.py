"""The neutral form of rows, and the manifest."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.backups import (
    Column,
    ColumnKind,
    FilePart,
    Manifest,
    OfficePart,
    TablePart,
    canonical_json,
    check_fits,
    line_of,
    manifest_text,
    name_of,
    parse_manifest,
    values_of,
)
from sektoral.domain.errors import Invalid

AT = datetime(2026, 11, 30, 2, 20, tzinfo=UTC)
MANIFEST = Manifest(
    name=name_of(AT, ""),
    program="0.1.0",
    engine="sqlite",
    taken_at=AT,
    office="",
    schema={"records": ["0001_initial"]},
    offices=(OfficePart("id", "labura", "Dinas", 3, "h" * 64, "note", "k", "s"),),
    tables=(TablePart("records_event", (Column("id", ColumnKind.WHOLE, "records_event"),), 3, "d" * 64),),
    parts={"database.sql": FilePart("a" * 64, 10)},
    damaged=("b" * 64,),
)


@given(st.lists(st.none() | st.text(st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_a_row_is_read_back_as_it_was_written(values: list[str | None]) -> None:
    line = line_of(values)
    assert line.count(b"\n") == 1
    assert line.count(b"\t") == len(values) - 1
    assert values_of(line) == values


def test_text_that_looks_like_nothing_or_like_the_end_stays_text() -> None:
    assert line_of([r"\N", None, r"\."]) == b"\\\\N\t\\N\t\\\\.\n"
    assert values_of(line_of([r"\N", None, r"\."])) == [r"\N", None, r"\."]


def test_json_is_the_same_whatever_a_database_made_of_its_spaces_and_order() -> None:
    assert canonical_json('{"b": 1, "a": ["é"]}') == canonical_json('{"a":["\\u00e9"],"b":1}')


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    assert parse_manifest(manifest_text(MANIFEST)) == MANIFEST


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"\xff", manifest_text(MANIFEST).replace(b'"rows"', b'"lines"')])
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        parse_manifest(text)
    assert refused.value.code == "backup_damaged"


def test_another_format_is_refused_by_its_name() -> None:
    with pytest.raises(Invalid) as refused:
        parse_manifest(manifest_text(MANIFEST).replace(b"sektoral/backup/1", b"sektoral/backup/2"))
    assert refused.value.code == "backup_format"


def test_names_sort_by_age_and_name_the_office_they_are_of() -> None:
    assert name_of(AT, "") == "20261130T022000.000000Z"
    assert name_of(AT, "labura") == "20261130T022000.000000Z-labura"


def test_a_backup_of_a_newer_program_does_not_fit() -> None:
    check_fits({"records": ["0001_initial"]}, {"records": ["0001_initial", "0002_more"]})
    with pytest.raises(Invalid) as refused:
        check_fits({"records": ["0001_initial", "0099_future"]}, {"records": ["0001_initial"]})
    assert refused.value.facts == {"migration": "records.0099_future"}
