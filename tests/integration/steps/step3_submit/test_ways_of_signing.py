"""Three ways to sign a transmittal (gateway, print and scan, signed elsewhere) end in the same complete submission.

Once for what was typed into the browser form, once for an agency's own spreadsheet that was paired with the table.
"""

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sektoral.domain.transcripts import Answer, Transcript
from sektoral.letters.previews import draft_pdf
from sektoral.project.invariants import verify
from sektoral.records.models import Channel, Letter, Observation, Submission
from sektoral.records.signed_values import handed_over, printed_values, values_of
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.transcribing import Typed, newest_instrument, receive_typed, transcribe
from tests.elsewhere import foreign_signer, signed_by_a_program
from tests.offices import person_of
from tests.pdf_text import pages_of
from tests.rounds import Scene, answers
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NUMBER = "045/9/DINKES/2026"
PASSWORD = "sandi-untuk-uji-1"
CELLS = answers()


def by_form(scene: Scene) -> Submission:
    """What the operator typed into the browser form."""
    said = tuple(Answer(*key, text=str(value)) for key, value in CELLS.items())
    transcript = Transcript(instrument_id(scene), locale="id-ID", answers=said)
    typed = Typed(scene.request("dinkes"), transcript)
    return receive_typed(typed, by=scene.by("operator.dinkes"), at=scene.now)


def by_softcopy(scene: Scene) -> Submission:
    """A spreadsheet of the agency's own, paired cell by cell."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Rekap")
        for row, value in enumerate(CELLS.values()):
            sheet.write(row, 1, float(str(value)))
    operator = scene.by("operator.dinkes")
    upload = Upload(scene.request("dinkes"), "rekap.xlsx", (target.getvalue(),), channel=Channel.SOFTCOPY)
    submission = receive(upload, by=operator, at=scene.now)
    scene.settle()
    cells = tuple(Answer(*key, sheet="Rekap", cell=f"B{row}") for row, key in enumerate(CELLS, start=1))
    transcript = Transcript(instrument_id(scene), file=submission.file.sha256, answers=cells)
    transcribe(scene.submission(submission), transcript, by=operator, at=scene.later(minutes=1))
    return submission


def instrument_id(scene: Scene) -> str:
    return str(newest_instrument(scene.request("dinkes")).definition["id"])


def through_the_gateway(scene: Scene, letter: Letter) -> None:
    with visiting(scene, "kepala.dinkes") as client:
        door = reverse("step3:sign", args=[letter.request_id, letter.pk])
        shown = client.get(door).context["form"].initial["sha256"]
        assert client.post(door, {"sha256": shown, "password": PASSWORD}).status_code == 302


def on_paper(scene: Scene, letter: Letter) -> None:
    _bring(scene, letter, plain_letter())


def elsewhere(scene: Scene, letter: Letter) -> None:
    _bring(scene, letter, signed_by_a_program(foreign_signer(), draft_pdf(letter, at=scene.now)))


def _bring(scene: Scene, letter: Letter, pdf: bytes) -> None:
    with visiting(scene, "operator.dinkes") as client:
        door = reverse("step3:scan", args=[letter.request_id, letter.submission_id])
        file = SimpleUploadedFile("surat.pdf", pdf, content_type="application/pdf")
        assert client.post(door, {"pindaian-number": NUMBER, "pindaian-file": file}).status_code == 302


@pytest.mark.parametrize("way", [through_the_gateway, on_paper, elsewhere])
@pytest.mark.parametrize("channel", [by_form, by_softcopy])
def test_every_way_hands_over_the_values_that_the_letter_prints(
    channel: Callable[[Scene], Submission], way: Callable[[Scene, Letter], None]
) -> None:
    scene = Scene()
    scene.collecting("dinkes")
    person = person_of(scene.office, "kepala.dinkes")
    person.set_password(PASSWORD)
    person.save()
    submission = channel(scene)
    scene.settle()
    submission = scene.submission(submission)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.later(minutes=1), number=NUMBER)
    printed = printed_values(letter)
    assert printed in "".join("".join(pages_of(draft_pdf(letter, at=scene.now))).split())
    way(scene, letter)
    scene.settle()
    letter, submission = Letter.objects.get(pk=letter.pk), scene.submission(submission)
    assert (letter.state, letter.number, submission.state) == ("signed", NUMBER, "complete")
    assert printed == printed_values(letter) == values_of(handed_over(submission)).sha256 == submission.values_sha256
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(reverse("letters:values", args=[letter.pk])).content.decode()
    source = "diketik" if channel is by_form else "Rekap!B8"
    assert source in page
    scene.accept_all(submission)
    assert {row.text for row in Observation.objects.all()} == {str(value) for value in CELLS.values()}
    assert [fault for outcome in verify(at=scene.now) for fault in outcome.faults] == []
