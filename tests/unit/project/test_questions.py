"""What `sektoral init` asks and takes, asked in person or by a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sektoral.project.beginning.questions import QUESTIONS, ask, hours_of, read_answers, to_file

GOOD = {question.name: question.example for question in QUESTIONS if question.name != "agencies"}


def _file(folder: Path, answers: dict[str, str]) -> Path:
    file = folder / "kantor.toml"
    file.write_text("".join(f'{name} = "{answer}"\n' for name, answer in answers.items()), encoding="utf-8")
    return file


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_example_and_every_default_is_a_good_answer(question: object) -> None:
    assert question in QUESTIONS
    for one in QUESTIONS:
        if one.name != "agencies":
            assert one.fault(one.example) == ""
        assert one.default is None or one.fault(one.default) == ""


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("regency", "Kab"),
        ("regency", "Kabupaten\u202eContoh"),
        ("region_code", "1223"),
        ("email", "kominfo"),
        ("time_zone", "GMT"),
        ("hours_fri", "7-16"),
        ("hours_fri", "16.00-07.30"),
        ("unit_code", "DIS/KOMINFO"),
        ("sop_effective_on", "20 September 2022"),
        ("sop_effective_on", "2026-02-30"),
        ("agencies", "/tidak/ada.xlsx"),
        ("draft", "mungkin"),
        ("admin_email", "admin"),
    ],
)
def test_a_wrong_answer_is_said_to_be_wrong(name: str, answer: str) -> None:
    (question,) = [one for one in QUESTIONS if one.name == name]
    assert question.fault(answer)


def test_a_wrong_answer_is_asked_again_and_an_empty_one_takes_the_default() -> None:
    asked: list[str] = []
    said: list[str] = []
    script = _answers({"region_code": ["", "12", "12.23"], "time_zone": [""], "hours_fri": ["siang", "07.00 - 15.30"]})

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(script)

    answers = ask(read, said.append)
    assert (answers["region_code"], answers["time_zone"], answers["hours_fri"]) == ("12.23", "WIB", "07.00 - 15.30")
    assert len(asked) == len(QUESTIONS) + 3
    assert said[0] == "  harus diisi."
    assert all("misalnya" in prompt for prompt in asked)


def _answers(scripted: dict[str, list[str]]) -> Iterator[str]:
    for question in QUESTIONS:
        yield from scripted.get(question.name, [GOOD.get(question.name, "")])


def test_the_template_asks_every_question_and_is_not_an_answer_yet(tmp_path: Path) -> None:
    file = tmp_path / "kantor.toml"
    file.write_text(to_file(), encoding="utf-8")
    with pytest.raises(ValueError, match="regency: ") as faults:
        read_answers(file)
    needed = [question.name for question in QUESTIONS if question.default is None]
    assert [line.partition(":")[0] for line in str(faults.value).splitlines()] == needed


def test_a_file_tells_all_its_faults_at_once(tmp_path: Path) -> None:
    file = _file(tmp_path, GOOD | {"region_code": "x", "admin_email": "y", "salah_ketik": "z"})
    with pytest.raises(ValueError, match=r"salah_ketik: tidak dikenal\nregion_code: harus .*\nadmin_email: bukan"):
        read_answers(file)


def test_a_filled_file_is_read_and_its_workbook_is_looked_for_beside_it(tmp_path: Path) -> None:
    (tmp_path / "opd.xlsx").touch()
    answers = read_answers(_file(tmp_path, GOOD | {"agencies": "opd.xlsx"}))
    assert answers["agencies"] == str(tmp_path / "opd.xlsx")
    assert answers["regency"] == "Kabupaten Contoh"


def test_hours_are_read_however_they_are_written() -> None:
    assert hours_of("07.30-16.00") == hours_of("07:30 sampai 16:00") == ["07:30", "16:00"]
