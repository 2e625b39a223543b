"""`sektoral definition` writes a table's definition; `sektoral check --table` finds it by itself."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from sektoral.domain.definition_files import from_text
from sektoral.domain.errors import SektoralError
from sektoral.project import file_commands
from sektoral.project.definitions import find_definition
from sektoral.records.models import Table
from tests.offices import make_tiny_office, make_two_offices

pytestmark = pytest.mark.django_db


def test_the_definition_is_written_as_it_is_kept(tmp_path: Path) -> None:
    make_tiny_office()
    table = Table.objects.filter(agency__code="dinkes").first()
    assert table is not None
    path = tmp_path / "definisi.json"
    call_command("definition", table.code, "--agency", "dinkes", "-o", str(path))
    assert from_text(path.read_text()) == find_definition(table.code, "dinkes")
    assert from_text(path.read_text()).title == table.title


def test_a_code_that_nobody_has_or_several_have_is_refused() -> None:
    make_two_offices()
    table = Table.objects.filter(agency__code="dinkes").first()
    assert table is not None
    for code, agency, expected in (("tiada", "", "table_unknown"), (table.code, "dinkes", "table_of_several")):
        with pytest.raises(SektoralError) as refused:
            find_definition(code, agency)
        assert refused.value.code == expected


def test_check_by_table_needs_no_definition_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_tiny_office()
    table = find_definition(str(Table.objects.filter(agency__code="dinkes")[0].code), "dinkes")
    columns = [column.code for column in table.columns]
    lines = [["tahun", "kode", *columns], *[["2024", row.code, *["1"] * len(columns)] for row in table.rows]]
    path = tmp_path / "lama.csv"
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    arguments = [str(path), "--table", table.code.lower(), "--agency", "dinkes", "--json"]
    assert file_commands.check(arguments) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    assert (found["table"], found["rows"], found["periods"]) == (table.code, len(table.rows), ["2024"])
