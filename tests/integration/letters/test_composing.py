"""Every kind of letter, from what is stored to the paper: what must stand on it stands on it."""

from datetime import timedelta

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain.chains import DEFAULTS
from sektoral.domain.letters import LetterKind
from sektoral.letters.composing import COMPOSERS
from sektoral.letters.previews import Stage, draft_pdf, pdf_of, stage_of
from sektoral.records.models import Letter
from sektoral.steps.step3_submit.actions.deadlines import draft_follow_ups
from sektoral.steps.step5_report.actions import draft_addendum
from tests.pdf_text import missing_from, pages_of
from tests.rounds import BOTH, FIRST, REASON, SECOND, Scene, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def printed(letter: Letter, scene: Scene) -> str:
    return " ".join(pages_of(draft_pdf(letter, at=scene.now)))


def kept(letter: Letter, scene: Scene) -> str:
    return " ".join(pages_of(pdf_of(letter, at=scene.now)))


def test_every_kind_that_the_round_writes_has_a_chain_and_a_composer() -> None:
    assert set(DEFAULTS) == set(LetterKind)
    assert set(LetterKind) - set(COMPOSERS) <= {LetterKind.SOP}


def test_a_request_names_its_tables_and_its_deadline(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    text = printed(letter, scene)
    assert letter.kind == "request"
    assert not missing_from(text, "Kepala Dinas Kesehatan", "Tabel Contoh 1", "Tabel Contoh 2", "5 (lima) hari kerja")
    assert not missing_from(text, "30 November 2026", "DATA CONTOH", "KONSEP")


def test_the_office_itself_gets_a_nota_dinas(scene: Scene) -> None:
    (letter,) = scene.drafted("diskominfo")
    assert letter.kind == "memo"
    assert not missing_from(printed(letter, scene).upper(), "NOTA DINAS", "TABEL CONTOH 1")


def test_a_table_that_was_moved_is_not_asked_for(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    scene.request("dinkes").tables.filter(sheet="T02").update(state="moved")
    assert missing_from(printed(letter, scene), "Tabel Contoh 1", "Tabel Contoh 2") == ["Tabel Contoh 2"]


def test_a_transmittal_says_how_each_table_was_answered(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    scene.collecting("dinkes")
    submission = scene.upload("dinkes", Filling(answers(("T01",)), nil=frozenset({"T02"})))
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    text = printed(letter, scene)
    assert not missing_from(text, "Dinas Kesehatan", "Tabel Contoh 1", "Tabel Contoh 2", "nihil", "isian-dinkes.xlsx")
    assert not missing_from(text, submission.file.sha256[:8], "500.14/1/DISKOMINFO/2026")


def test_a_transmittal_leaves_out_what_a_later_file_replaced(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    scene.collecting("dinkes")
    first = scene.upload("dinkes", BOTH)
    scene.upload("dinkes", Filling(answers(("T02",), start=90)))
    letter = draft_transmittal(scene.submission(first), by=scene.by("operator.dinkes"), at=scene.now)
    assert missing_from(printed(letter, scene), "Tabel Contoh 1", "Tabel Contoh 2") == ["Tabel Contoh 2"]


def test_a_receipt_says_nothing_of_the_content(scene: Scene) -> None:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", BOTH)
    receipt = submission.letters.get(kind="receipt")
    text = kept(receipt, scene)
    assert stage_of(receipt) is Stage.SIGNED
    assert not missing_from(text, "TT-0001/DISKOMINFO/2026", "tepat waktu", "isian-dinkes.xlsx", "Contoh Operator")
    assert "Tabel Contoh" not in text


def test_a_follow_up_lists_what_is_still_missing(scene: Scene) -> None:
    scene.collecting("dinkes")
    scene.hand_over("dinkes", FIRST)
    scene.later(days=8)
    (letter,) = draft_follow_ups([scene.request("dinkes")], by=scene.by("jp1"), at=scene.now)
    text = printed(letter, scene)
    assert missing_from(text, "Tabel Contoh 1", "Tabel Contoh 2", "30 November 2026") == ["Tabel Contoh 1"]


def test_a_report_lists_agencies_tables_and_omissions(scene: Scene) -> None:
    round_ = scene.collecting("dinkes", "disdik")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    letter = scene.reporting(round_)
    text = printed(letter, scene)
    assert not missing_from(text, "Dinas Kesehatan", "Dinas Pendidikan", "Dinas Komunikasi dan Informatika", REASON)
    assert not missing_from(text, "Tabel Contoh 1", "KABUPATEN MUNGIL", "tahun 2025")


def test_an_addendum_names_its_report_and_what_came(scene: Scene) -> None:
    round_ = scene.collecting("dinkes", "disdik")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    report = scene.reported(round_)
    scene.later(days=1)
    scene.accept_all(scene.hand_over("disdik", FIRST))
    round_.refresh_from_db()
    letter = draft_addendum(round_, by=scene.by("jp1"), at=scene.later(minutes=1))
    text = printed(letter, scene)
    assert not missing_from(text, report.number, "Dinas Pendidikan")


def test_the_final_bytes_are_what_a_reader_gets_before_signing(scene: Scene) -> None:
    from sektoral.letters.actions.finalising import finalise

    (letter,) = scene.initialled("dinkes")
    assert stage_of(letter) is Stage.DRAFT
    finalise(letter, by=scene.by("kadis"), at=scene.now)
    assert stage_of(letter) is Stage.FINAL
    assert not missing_from(kept(letter, scene), letter.number, "23 November 2026", "Contoh Kadis")


def test_a_draft_is_dated_today_and_signed_by_nobody(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    scene.now += timedelta(days=2)
    text = printed(letter, scene)
    assert not missing_from(text, "25 November 2026")
    assert letter.final_on is None
    assert "SERTIFIKAT UJI" not in text


def test_second_halves_are_letters_of_their_own(scene: Scene) -> None:
    scene.collecting("dinkes")
    first, second = scene.hand_over("dinkes", FIRST), scene.hand_over("dinkes", SECOND)
    one, other = (kept(each.letters.get(kind="transmittal"), scene) for each in (first, second))
    assert missing_from(one, "Tabel Contoh 1", "Tabel Contoh 2") == ["Tabel Contoh 2"]
    assert missing_from(other, "Tabel Contoh 1", "Tabel Contoh 2") == ["Tabel Contoh 1"]
