"""The head sees, and signs for, exactly the values that are handed over: letter, page and public page agree."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import WrongState
from sektoral.intake import files
from sektoral.letters.actions.finalising import finalise, finalise_all
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.letters.previews import draft_pdf
from sektoral.letters.words import spaced
from sektoral.project.invariants.listing import INVARIANTS, verify
from sektoral.records.models import Letter, Submission, SubmissionItem
from sektoral.records.signed_values import handed_over, printed_values, values_of
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal
from tests.pdf_text import pages_of
from tests.rounds import BOTH, FIRST, Scene, answers
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIGNED_VALUES = [one for one in INVARIANTS if one.code in ("I8", "I25")]


def waiting(scene: Scene, filling: Filling = BOTH) -> tuple[Submission, Letter]:
    """A submission of the health agency with its letter before the head."""
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", filling)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))
    return scene.submission(submission), letter


def faults(scene: Scene) -> list[str]:
    outcomes = verify(at=scene.now + timedelta(days=1), invariants=SIGNED_VALUES)
    return [fault for outcome in outcomes for fault in outcome.faults]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def change_a_figure(submission: Submission) -> None:
    item = submission.items.get(requested_table__sheet="T01")
    item.cells[0]["text"] = "987"
    item.save(update_fields=["cells"])


def swap_two_tables(submission: Submission) -> None:
    one, other = submission.items.order_by("requested_table__sheet")
    one.cells, other.cells = other.cells, one.cells
    SubmissionItem.objects.bulk_update([one, other], ["cells"])


def drop_a_table(submission: Submission) -> None:
    submission.items.filter(requested_table__sheet="T02").update(state="superseded")


def change_an_answer(submission: Submission) -> None:
    submission.items.filter(requested_table__sheet="T01").update(answer="nil", reason="Memang tidak ada.")


def change_the_kept_print(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(values_sha256="0" * 64)


TAMPERINGS: list[Callable[[Submission], None]] = [
    change_a_figure,
    swap_two_tables,
    drop_a_table,
    change_an_answer,
    change_the_kept_print,
]


def test_letter_page_and_public_page_show_one_fingerprint() -> None:
    scene = Scene()
    submission, letter = waiting(scene)
    values = values_of(handed_over(submission)).sha256
    assert printed_values(letter) == submission.values_sha256 == values
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(f"/surat/{letter.pk}/nilai/").content.decode()
        queue = client.get("/surat/antrean/tanda-tangan/").content.decode()
    assert "sama dengan yang tercetak pada surat" in page
    assert spaced(values) in page
    assert spaced(values) in queue
    assert f"/surat/{letter.pk}/nilai/" in queue
    letter = scene.sign(letter, "kepala.dinkes")
    assert letter.signed_file is not None
    assert values in squeezed(" ".join(pages_of(files.read(letter.signed_file))))
    with visiting(scene, "kepala.dinkes") as client:
        assert spaced(values) in client.get(f"/v/{letter.token}").content.decode()
    assert faults(scene) == []


def test_the_page_shows_every_table_in_its_own_form_with_the_cells_it_comes_from() -> None:
    scene = Scene()
    _, letter = waiting(
        scene, Filling(answers(("T01",), start=41), nil=frozenset({"T02"}), remarks={"T02": "Tidak ada kejadian."})
    )
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(f"/surat/{letter.pk}/nilai/").content.decode()
    for shown in ("1 tabel terisi dengan 4 angka, 1 nihil", ">41<", ">44<", "Tidak ada kejadian.", "T01!"):
        assert shown in page, shown
    assert "Isian Excel" in page
    assert "isian-dinkes.xlsx" in page


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_changed_since_is_not_signed(tampering: Callable[[Submission], None]) -> None:
    scene = Scene()
    submission, letter = waiting(scene)
    head = scene.by("kepala.dinkes")
    sha256 = finalise(letter, by=head, at=scene.now).sha256
    tampering(submission)
    letter = Letter.objects.get(pk=letter.pk)
    with pytest.raises(WrongState, match="values_changed"):
        sign(letter, sha256=sha256, by=head, at=scene.now, gateway=local_authority())
    (made,) = finalise_all([letter], by=head, at=scene.now)
    assert made.error is not None
    assert (made.error.code, made.error.status) == ("values_changed", 409)
    with pytest.raises(WrongState, match="values_changed"):
        attach_letter(submission, Scan("1/A", "a.pdf", plain_letter()), by=scene.by("operator.dinkes"), at=scene.now)
    with visiting(scene, "kepala.dinkes") as client:
        queue = client.get("/surat/antrean/tanda-tangan/").content.decode()
        page = client.get(f"/surat/{letter.pk}/nilai/").content.decode()
    assert "Nilai yang tersimpan bukan yang tercetak" in queue
    assert "bukan yang tercetak pada surat" in page
    assert Letter.objects.get(pk=letter.pk).state == "awaiting_signature"


@pytest.mark.parametrize("tampering", [one for one in TAMPERINGS if one is not drop_a_table])
def test_what_was_changed_after_the_signature_is_found(tampering: Callable[[Submission], None]) -> None:
    scene = Scene()
    submission, letter = waiting(scene)
    scene.sign(letter, "kepala.dinkes")
    assert faults(scene) == []
    tampering(submission)
    assert any("nilai" in fault for fault in faults(scene))


def test_another_fingerprint_on_the_row_is_not_the_one_on_paper() -> None:
    scene = Scene()
    submission, letter = waiting(scene)
    scene.sign(letter, "kepala.dinkes")
    change_a_figure(submission)
    values = values_of(handed_over(submission))
    Submission.objects.filter(pk=submission.pk).update(values_sha256=values.sha256)
    letter = Letter.objects.get(pk=letter.pk)
    letter.content |= values.as_content()
    letter.save(update_fields=["content"])
    found = faults(scene)
    assert any("sidik nilai pada halamannya lain" in fault for fault in found)
    assert any("bukan yang dicatat saat ditandatangani" in fault for fault in found)


def test_a_letter_from_before_keeps_what_it_says() -> None:
    scene = Scene()
    submission, letter = waiting(scene, FIRST)
    letter.content = {"values_sha256": "f" * 64, "style": "letter"}
    letter.save(update_fields=["content"])
    Submission.objects.filter(pk=submission.pk).update(values_sha256="f" * 64)
    assert "Sidik nilai" not in " ".join(pages_of(draft_pdf(letter, at=scene.now)))
    assert scene.sign(letter, "kepala.dinkes").state == "signed"
    assert faults(scene) == []


@pytest.mark.parametrize("key", ["kepala.disdik", "operator.disdik", "forum", "admin"])
def test_strangers_do_not_see_the_values(key: str) -> None:
    scene = Scene()
    _, letter = waiting(scene, FIRST)
    with visiting(scene, key) as client:
        assert client.get(f"/surat/{letter.pk}/nilai/").status_code in (403, 404)


def test_only_a_transmittal_has_values() -> None:
    scene = Scene()
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        assert client.get(f"/surat/{letter.pk}/nilai/").status_code == 404
