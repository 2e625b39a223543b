"""The job `check_long` and its command: a long table in any format, against a definition file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from sektoral.adapters.sandbox import caps, cli, client
from sektoral.domain.definition_files import to_text
from sektoral.domain.grids import Raw
from tests.workbooks.long_tables import HEADINGS, TABLE, long_rows

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    path = tmp_path / "definisi.json"
    path.write_text(to_text(TABLE), encoding="utf-8")
    return path


def write(path: Path, rows: list[list[Raw]]) -> Path:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate([[*HEADINGS], *rows]):
            sheet.write_row(number, 0, row)
    return path


def test_series_are_accepted_with_what_was_read(tmp_path: Path, definition: Path) -> None:
    answer = client.run("check_long", write(tmp_path / "a.xlsx", long_rows()), options={"definition": str(definition)})
    assert answer.ok
    kept = ("verdict", "table", "version", "rows", "observations", "periods", "findings", "findings_total")
    assert {name: answer.content[name] for name in kept} == {
        "verdict": "accepted", "table": "KES-01", "version": 1, "rows": 6, "observations": 24,
        "periods": ["2024", "2025"], "findings": [], "findings_total": 0,
    }  # fmt: skip
    assert answer.content["headings"][1] == ["B1", "Kode", "code"]  # type: ignore[index]


def test_command_tells_faults_by_cell_and_exit_code(tmp_path: Path, definition: Path, capsys: Captured) -> None:
    rows = long_rows()
    rows[2][4] = "dua puluh"
    path = write(tmp_path / "a.xlsx", rows)
    assert cli.check([str(path), "--definition", str(definition), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["sheet"], one["cell"]) for one in found["findings"]] == [("not_a_number", "Data", "E4")]
    assert (found["table"], found["instrument"], found["observations"]) == ("KES-01", None, 23)
    assert cli.check([str(path), "--definition", str(definition)]) == 1
    said = capsys.readouterr().out
    assert "Tabel KES-01 versi 1 · 6 baris, 23 angka terbaca, periode 2024 sampai 2025" in said
    assert "Data!E4" in said


def test_text_file_is_read_in_its_own_style(tmp_path: Path, definition: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [";".join(HEADINGS), "2024;12.23.01;Kualuh Hulu;1.234;6;1.240;87,5", "2024;12.23.02;;...;6;-;87,25*"]
    path.write_text("\n".join(lines), encoding="utf-8")
    answer = client.run("check_long", path, options={"definition": str(definition)})
    assert answer.ok, answer.message
    assert (answer.content["verdict"], answer.content["locale"]) == ("accepted", "id")
    assert answer.content["marks"] == {"…": 1, "–": 1, "*": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "definition_missing"),
        ("", "definition_unreadable"),
        ("[" * 100_000, "definition_unreadable"),
        ('{"schema":"sektoral.table/9","table":{}}', "definition_unreadable"),
        (to_text(TABLE).replace("sektoral.table/1", "sektoral.table/2"), "definition_unreadable"),
        (to_text(replace(TABLE, rows=TABLE.rows * 2)), "definition_unreadable"),
    ],
)
def test_a_definition_that_is_none_is_refused(text: str | None, code: str, tmp_path: Path) -> None:
    definition = tmp_path / "definisi.json"
    if text is not None:
        definition.write_text(text, encoding="utf-8")
    path = write(tmp_path / "a.xlsx", long_rows())
    assert client.run("check_long", path, options={"definition": str(definition)}).code == code


def test_personal_data_refuses_the_file(tmp_path: Path, definition: Path) -> None:
    rows = long_rows()
    for number, row in enumerate(rows):
        row.append(f"120123450190000{number}")
    answer = client.run("check_long", write(tmp_path / "a.xlsx", rows), options={"definition": str(definition)})
    assert answer.code == "personal_data"


def test_a_long_text_file_needs_little_memory(tmp_path: Path) -> None:
    table = replace(TABLE, period_type="bulanan")
    definition = tmp_path / "definisi.json"
    definition.write_text(to_text(table), encoding="utf-8")
    periods = [f"{year}-{month:02}" for year in range(1000, 2050) for month in range(1, 13)]
    path = tmp_path / "a.csv"
    lines: list[list[Raw]] = [[*HEADINGS], *long_rows(periods)]
    text = "\n".join(",".join(str(cell) for cell in line) for line in lines)
    path.write_text(text, encoding="utf-8")
    answer = client.run("check_long", path, options={"definition": str(definition)}, caps=caps.BULK)
    assert (answer.ok, answer.content["verdict"], answer.content["rows"]) == (True, "accepted", 37_800)
    assert answer.peak_kb < 300 * 1024
