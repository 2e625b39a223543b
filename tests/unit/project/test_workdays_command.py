"""`sektoral workdays` as a person at a terminal meets it."""

import json
import subprocess
import sys

import pytest

from sektoral.project.workdays_command import main


def test_first_line_is_the_due_date_and_then_the_skipped_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2026-12-30", "5"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2027-01-08",
        "2027-01-01 Libur nasional: Tahun Baru 2027 Masehi",
        "2027-01-02 Sabtu",
        "2027-01-03 Minggu",
        "2027-01-05 Libur nasional: Isra Mikraj Nabi Muhammad saw.",
    ]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["2027-12-30", "5"], "2028"),
        (["2030-01-01", "1"], "2030"),
        (["9999-12-31", "1"], "tidak"),
        (["30-12-2026", "5"], "30-12-2026"),
        (["2026-12-30", "lima"], "lima"),
        (["2026-12-30", "0"], "paling sedikit 1"),
        (["--", "2026-12-30", "-3"], "paling sedikit 1"),
    ],
)
def test_what_cannot_be_computed_ends_with_2_and_a_sentence(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert word in printed.err
    assert "Traceback" not in printed.err


def test_json_answers_and_refusals_are_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2026-12-23", "1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due"], len(answer["skipped"])) == ("2026-12-28", 4)
    assert main(["2027-12-30", "5", "--json"]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["code"] == "calendar_missing"
    assert printed.err == ""


def test_it_runs_without_django() -> None:
    program = (
        "import sys; from sektoral.project.workdays_command import main; code = main(['2026-11-23', '1']);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
