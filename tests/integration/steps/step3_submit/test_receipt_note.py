"""The receipt as a signed note: what an agency keeps proves that it sent, and what of, without any of our packages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.adapters.evidence.packing import checker
from sektoral.domain.journal import GENESIS, EventRecord, event_hash
from sektoral.intake import files
from sektoral.records.models import Submission
from sektoral.verify.queries.checkpoints import keys_text
from tests.rounds import BOTH, FIRST, Scene, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        for code, filling in (("dinkes", BOTH), ("disdik", FIRST)):
            scene.upload(code, filling)
        yield scene


@pytest.fixture
def kept(scene: Scene, tmp_path: Path) -> Path:
    """What the agency has: its receipt, its file, our keys and the program."""
    submission = Submission.objects.get(request__agency__code="dinkes")
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(_address(submission))
    assert (answer.status_code, answer["Content-Disposition"][:10]) == (200, "attachment")
    (tmp_path / "tanda-terima.json").write_bytes(answer.content)
    (tmp_path / "isian.xlsx").write_bytes(files.read(submission.file))
    (tmp_path / "kunci.txt").write_text(keys_text(), encoding="ascii")
    (tmp_path / "periksa.py").write_bytes(checker())
    call_command("journal", "--export", str(tmp_path / "petikan.jsonl"), "--agency", "dinkes")
    return tmp_path


def _address(submission: Submission) -> str:
    return reverse("step3:receipt_note", args=[submission.request_id, submission.pk])


def _check(folder: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", "periksa.py", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_receipt_proves_the_file_away_from_here(kept: Path) -> None:
    words = ("tanda-terima", "tanda-terima.json", "--berkas-kunci", "kunci.txt", "--softcopy", "isian.xlsx")
    code, told = _check(kept, *words)
    assert code == 0, told
    with (kept / "isian.xlsx").open("ab") as file:
        file.write(b" ")
    code, told = _check(kept, *words)
    assert (code, "bukan berkas yang diterima" in told) == (1, True)


def test_a_receipt_that_somebody_wrote_is_not_ours(kept: Path) -> None:
    told = json.loads((kept / "tanda-terima.json").read_bytes())
    told["note"] = told["note"].replace("\n2", "\n3")
    (kept / "tanda-terima.json").write_text(json.dumps(told), encoding="ascii")
    code, said = _check(kept, "tanda-terima", "tanda-terima.json", "--berkas-kunci", "kunci.txt")
    assert (code, "tanda tangannya tidak sah" in said) == (1, True)


def test_an_extract_holds_what_is_the_agency_s_and_its_receipt_proves_it(scene: Scene, kept: Path) -> None:
    submissions = Submission.objects.values_list("request__agency__code", "pk")
    text = (kept / "petikan.jsonl").read_text(encoding="ascii")
    assert {code for code, key in submissions if str(key) in text} == {"dinkes"}
    code, told = _check(kept, "jurnal", "petikan.jsonl", "--sejak", "tanda-terima.json")
    assert code == 0, told

    lines = [line for line in text.splitlines() if "submission.received" not in line]
    (kept / "petikan.jsonl").write_text("\n".join(lines) + "\n", encoding="ascii")
    code, told = _check(kept, "jurnal", "petikan.jsonl", "--sejak", "tanda-terima.json")
    assert (code, "peristiwanya tidak ada di sini" in told) == (1, True)


def test_a_journal_that_was_written_anew_disagrees_with_receipt_and_extract(kept: Path) -> None:
    exported = kept / "jurnal.jsonl"
    call_command("journal", "--export", str(exported))
    alone, held = ("jurnal", exported.name), ("--sejak", "tanda-terima.json", "--petikan", "petikan.jsonl")
    code, told = _check(kept, *alone, *held)
    assert code == 0, told
    received = int(json.loads((kept / "tanda-terima.json").read_bytes())["note"].split("\n")[2])
    exported.write_text(_written_anew(exported, received), encoding="ascii")
    assert _check(kept, *alone)[0] == 0
    code, told = _check(kept, *alone, *held)
    assert (code, f"Tanda terima pada peristiwa {received}" in told, f"Peristiwa {received} lain" in told) == (1, 1, 1)


def _written_anew(exported: Path, sequence: int) -> str:
    """What somebody with all rights makes of it: one event changed, the chain after it reckoned again."""
    lines = [json.loads(line) for line in exported.read_text(encoding="ascii").splitlines()]
    head = lines[0]["head"]
    for line in lines:
        if "record" in line:
            record = line["record"]
            if record["sequence"] == sequence:
                record["facts"]["sha256"] = "ab" * 32
            event = EventRecord(**{**record, "at": datetime.fromisoformat(record["at"])})
            line["hash"] = event_hash(GENESIS if record["sequence"] == 1 else head["hash"], event)
            head["hash"] = line["hash"]
    return "".join(f"{json.dumps(line)}\n" for line in lines if "note" not in line)


def test_it_is_nobody_else_s_and_there_is_no_extract_of_a_stranger(scene: Scene, tmp_path: Path) -> None:
    submission = Submission.objects.get(request__agency__code="dinkes")
    with visiting(scene, "operator.disdik") as client:
        assert client.get(_address(submission)).status_code == 404
    with pytest.raises(CommandError, match="tidak-ada"):
        call_command("journal", "--export", str(tmp_path / "x.jsonl"), "--agency", "tidak-ada")
    assert list(tmp_path.iterdir()) == []
