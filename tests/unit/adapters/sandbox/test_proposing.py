"""The job `propose`: an agency's own file goes through the sandbox and comes back as the tables that it holds."""

import json
from pathlib import Path

import pytest

from sektoral.adapters.sandbox.client import run
from sektoral.domain.softcopies.proposals import from_plain
from sektoral.domain.softcopies.regions import Proposal

AREAS = json.dumps([["12.23.05", "Marbau"], ["12.23.06", "Na IX-X"]])
TEXT = "Kecamatan;Jumlah Guru\nKec. Marbau;1.040\nNa IX - X;2.150\n"


def proposed(path: Path, **options: str) -> Proposal:
    answer = run("propose", path, options={"filename": path.name, **options})
    assert answer.ok, answer
    content = answer.content["proposal"]
    assert isinstance(content, dict)
    return from_plain(content)


@pytest.fixture
def text_table(tmp_path: Path) -> Path:
    path = tmp_path / "guru.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_table_comes_back_as_a_region_with_its_areas(text_table: Path) -> None:
    region = proposed(text_table, areas=AREAS, locale="id-ID").regions[0]

    assert [row.facts.area.code for row in region.rows if row.facts.area] == ["12.23.05", "12.23.06"]
    assert [one.reading.text for one in region.figures()] == ["1040", "2150"]


def test_what_only_a_person_can_read_is_a_question(text_table: Path) -> None:
    found = proposed(text_table)

    assert found.question is not None
    assert found.question.detail == "1.040"


def test_a_file_with_personal_data_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orang.csv"
    path.write_text("NIK;Jumlah\n1223010101900001;1\n1223014202910002;2\n", encoding="utf-8")

    answer = run("propose", path, options={"filename": path.name})

    assert (answer.ok, answer.code) == (False, "personal_data")


def test_lists_of_areas_that_are_none_are_refused(text_table: Path) -> None:
    answer = run("propose", text_table, options={"filename": "guru.csv", "areas": "[1]"})

    assert (answer.ok, answer.code) == (False, "context_unreadable")
