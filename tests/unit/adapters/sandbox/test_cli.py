"""`sektoral read` and `sektoral check`: any file gets an answer, and the exit code says which."""

import json
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import cli
from tests.workbooks.filled import empty_instrument, write_filled, write_keys
from tests.workbooks.hostile import workbook

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEKTORAL_VAR", str(tmp_path))
    write_keys(tmp_path / "keys")
    return tmp_path


def strict(capsys: Captured) -> dict[str, object]:
    """Standard output as one strict JSON object, standard error silent."""
    out, err = capsys.readouterr()

    def refuse(text: str) -> object:
        raise AssertionError(text)

    found = json.loads(out, parse_constant=refuse)
    assert err == ""
    assert isinstance(found, dict)
    return found


def test_read_answers_with_its_sheets(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert cli.read([str(path), "--json"]) == 0
    found = strict(capsys)
    assert {"file": str(path), "verdict": "read", "refusal": None}.items() <= found.items()


@pytest.mark.parametrize("command", [cli.read, cli.check])
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.xlsx", b"\x00\xff" * 50, "not_a_spreadsheet"),
        ("a.pdf", b"%PDF-1.7\n", "not_a_spreadsheet"),
        ("a.json", b"{}", "not_a_spreadsheet"),
        ("b\udcff.xlsx", None, "file_missing"),
        ("", None, "file_not_regular"),
    ],
)
def test_whatever_file_is_refused_in_json(
    command: object, name: str, content: bytes | None, code: str, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert callable(command)
    assert command([str(path), "--json"]) == 2
    found = strict(capsys)
    refusal = found["refusal"]
    assert isinstance(refusal, dict)
    assert (found["verdict"], refusal["code"]) == ("refused", code)
    assert refusal["message"].endswith(".")


@pytest.mark.parametrize(
    "arguments", [[], ["a", "b"], ["--json"], ["a", "--locale"], ["a", "--locale", "de"], ["a", "--delimiter", ";"]]
)
def test_incomplete_command_is_refused(arguments: list[str], capsys: Captured) -> None:
    assert cli.check([*arguments, "--json"]) == 2
    found = strict(capsys)
    assert found["refusal"] == {
        "code": "usage",
        "message": "Perintah tidak lengkap. Tulis: sektoral check BERKAS [--json] [--locale id-ID|en-US]"
        " [--definition BERKAS] [--table KODE [--agency OPD]].",
    }  # fmt: skip


def test_filled_instrument_is_accepted_offline(installation: Path, capsys: Captured) -> None:
    path = write_filled(installation / "isi.xlsx")
    assert cli.check([str(path), "--json"]) == 0
    found = strict(capsys)
    assert (found["verdict"], found["observations"], found["findings"]) == ("accepted", 104, [])
    assert found["instrument"] == "0198-contoh-0001"
    assert set(found) >= {
        "file", "sha256", "instrument", "verdict", "refusal", "findings", "findings_total", "observations", "timings",
        "elapsed_ms",
    }  # fmt: skip
    assert found["timings"].keys() == {"preflight_ms", "read_ms", "check_ms"}  # type: ignore[attr-defined]


def test_findings_carry_cell_and_sentence_and_the_exit_code_follows(installation: Path, capsys: Captured) -> None:
    wrong = write_filled(installation / "salah.xlsx", {("T01", "C8"): "=1+1"})
    assert cli.check([str(wrong), "--json"]) == 1
    finding = strict(capsys)["findings"][0]  # type: ignore[index]
    assert (finding["code"], finding["severity"], finding["sheet"], finding["cell"]) == (
        "formula_in_input", "salah", "T01", "C8",
    )  # fmt: skip
    doubtful = write_filled(installation / "periksa.xlsx", {("T01", "C8"): 10_000_001})
    assert cli.check([str(doubtful), "--json"]) == 0
    assert strict(capsys)["verdict"] == "explain"


def test_unknown_key_is_told_and_a_forged_definition_refused(installation: Path, capsys: Captured) -> None:
    path = write_filled(installation / "isi.xlsx")
    changed = write_filled(installation / "palsu.xlsx", {("_manifest", "B6"): "00" * 64})
    assert cli.check([str(changed), "--json"]) == 2
    assert strict(capsys)["refusal"]["code"] == "instrument_forged"  # type: ignore[index]
    for key in (installation / "keys").iterdir():
        key.unlink()
    assert cli.check([str(path), "--json"]) == 0
    found = strict(capsys)
    assert (found["signature"], found["findings"][0]["code"]) == ("unknown-key", "manifest_unverified")  # type: ignore[index]


def test_foreign_workbook_is_no_instrument(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert cli.check([str(path), "--json"]) == 2
    assert strict(capsys)["refusal"]["code"] == "instrument_missing"  # type: ignore[index]


def test_personal_data_refuses_the_file_and_names_the_column(installation: Path, capsys: Captured) -> None:
    nik = {("T01", f"S{row}"): f"1223010101900{row:03}" for row in range(8, 12)}
    assert cli.check([str(write_filled(installation / "a.xlsx", nik)), "--json"]) == 2
    refusal = strict(capsys)["refusal"]
    assert isinstance(refusal, dict)
    assert refusal["code"] == "personal_data"
    assert "T01 kolom S (NIK/KK)" in refusal["message"]


def test_people_read_aligned_columns(installation: Path, capsys: Captured) -> None:
    from tests.instruments import health_instrument

    path = installation / "kosong.xlsx"
    path.write_bytes(empty_instrument(health_instrument()))
    assert cli.check([str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("BELUM DAPAT DITERIMA: perbaiki isian yang salah, lalu kirim ulang.")
    assert [line.index("Tabel T0") for line in lines[4:]] == [lines[3].index("Temuan")] * 6
    assert cli.read([str(path)]) == 0
    table = capsys.readouterr().out.splitlines()[2:]
    assert {len(line) for line in table} == {len(table[0])}
    assert "sangat tersembunyi" in table[-1]


def test_doubtful_dot_is_asked_about_and_the_answer_settles_the_file(installation: Path, capsys: Captured) -> None:
    path = write_filled(installation / "titik.xlsx", {("T01", "C8"): "1.234"})
    assert cli.check([str(path), "--json"]) == 1
    found = strict(capsys)
    assert found["question"] == {
        "option": "locale", "sheet": "T01", "cell": "C8", "value": "1.234", "count": 1,
        "choices": {"id-ID": "1234", "en-US": "1.234"},
    }  # fmt: skip
    for locale, code in (("id-ID", "changed_much"), ("en-US", "not_whole")):
        cli.check([str(path), "--json", "--locale", locale])
        answered = strict(capsys)
        assert answered["question"] is None
        assert answered["findings"][0]["code"] == code  # type: ignore[index]
    cli.check([str(path)])
    lines = capsys.readouterr().out.splitlines()
    assert "  1.234: ulangi dengan --locale id-ID" in lines
    assert "  1,234: ulangi dengan --locale en-US" in lines


def test_numeric_cells_are_never_asked_about(installation: Path, capsys: Captured) -> None:
    path = write_filled(installation / "angka.xlsx", {("T06", "D8"): 51.234})
    cli.check([str(path), "--json"])
    assert strict(capsys)["question"] is None


def test_text_table_shows_how_it_was_read_and_takes_a_persons_word(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b,c\n1;2,3\n")
    assert cli.read(["--delimiter", ";", str(path), "--json"]) == 0
    assert (strict(capsys)["delimiter"], cli.read([str(path), "--delimiter", "tab"])) == (";", 0)
    out = capsys.readouterr().out
    assert "Pemisah kolom: tab" in out
    assert "ulangi dengan --encoding atau --delimiter" in out


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_pictures_or_text_alone_are_no_instrument(name: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / name
    path.write_bytes(b"a;b\n1;2\n" if name == "a.csv" else workbook(""))
    assert cli.check([str(path), "--json"]) == 2
    assert strict(capsys)["refusal"]["code"] == "instrument_missing"  # type: ignore[index]


def test_hidden_rows_and_columns_are_shown(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook('<row r="2" hidden="1"><c r="A2"><v>3</v></c></row><row r="3"><c r="A3"><v>4</v></c></row>')
    )
    assert cli.read([str(path)]) == 0
    assert "Lembar S1: 1 baris dan 0 kolom disembunyikan." in capsys.readouterr().out.splitlines()
