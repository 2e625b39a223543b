"""`sektoral verify`: one answer for any file whatever, as text or as one JSON object."""

import json
from pathlib import Path

import pytest

from sektoral.domain.proofs import Verdict
from sektoral.intake import files
from sektoral.letters.actions.drafting import void
from sektoral.project.cli import main
from sektoral.records.models import Letter
from tests.rounds import Scene

pytestmark = pytest.mark.django_db
GENUINE, OTHERWISE, REFUSED = 0, 1, 2


@pytest.fixture
def letter(scene: Scene) -> Letter:
    scene.signed("dinkes")
    return Letter.objects.select_related("signed_file").get(request__agency__code="dinkes")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _file(folder: Path, data: bytes) -> str:
    path = folder / "surat.pdf"
    path.write_bytes(data)
    return str(path)


def _signed(letter: Letter) -> bytes:
    assert letter.signed_file is not None
    return files.read(letter.signed_file)


def _answer(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, object]]:
    code = main(["verify", "--json", *args])
    heard = capsys.readouterr()
    assert "Traceback" not in heard.err
    answer: dict[str, object] = json.loads(heard.out)
    return code, answer


def test_the_registered_file_is_genuine(letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = _answer(capsys, _file(tmp_path, _signed(letter)))
    assert (code, answer["verdict"], answer["reasons"]) == (GENUINE, "asli", [])
    assert len(answer["signatures"]) == 1  # type: ignore[arg-type]


def test_a_void_letter_is_genuine_and_says_so(
    scene: Scene, letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    void(letter, reason="Keliru.", by=scene.by("kadis"), at=scene.now)
    code, answer = _answer(capsys, _file(tmp_path, _signed(letter)))
    assert (code, answer["verdict"], answer["reasons"]) == (GENUINE, "asli", ["revoked"])


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda pdf: pdf + b"\n", Verdict.DIFFERENT),
        (lambda pdf: pdf[:-200], Verdict.DIFFERENT),
        (lambda pdf: pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:], Verdict.DIFFERENT),
        (lambda pdf: b"", Verdict.NOT_REGISTERED),
        (lambda pdf: b"\x00" * 5000, Verdict.NOT_REGISTERED),
        (lambda pdf: b"%PDF-1.7\n%%EOF", Verdict.TO_BE_EXAMINED),
    ],
    ids=["appended", "cut", "changed", "empty", "zeros", "stump"],
)
def test_any_other_file_has_a_verdict_with_reasons(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: object, verdict: Verdict
) -> None:
    code, answer = _answer(capsys, _file(tmp_path, change(_signed(letter))))  # type: ignore[operator]
    assert (code, answer["verdict"]) == (OTHERWISE, verdict)
    assert answer["reasons"]
    assert len(answer["messages"]) == len(answer["reasons"])  # type: ignore[arg-type]


def test_where_there_is_no_file_it_refuses_in_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "tidak-ada.pdf"):
        code, answer = _answer(capsys, str(path))
        assert (code, answer["code"]) == (REFUSED, "command_refused")


def test_people_read_the_verdict_as_text(letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", _file(tmp_path, _signed(letter) + b"x")]) == OTHERWISE
    assert capsys.readouterr().out.startswith("BERBEDA.")
