"""Whatever way an answer comes in, it ends in the same figures, each with the cell that it came from."""

import csv
import io
import json
from dataclasses import replace

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from sektoral.domain.checks.results import Verdict
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.states import SubmissionState
from sektoral.domain.transcripts import Answer, Statement, Transcript
from sektoral.intake import files
from sektoral.intake.reading import Draft, check_draft
from sektoral.project.invariants import verify
from sektoral.records.models import Channel, Event, Observation, Submission
from sektoral.steps.step3_submit.actions.handing_over import Words, explain_all
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.transcribing import (
    Typed,
    newest_instrument,
    receive_typed,
    transcribe,
)
from sektoral.steps.step4_check.queries.makers import makers_of
from tests.rounds import BOTH, Scene, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CELLS = answers()
PLACES = {key: (number + 4, 3) for number, key in enumerate(CELLS)}  # where the agency's own sheet has them
Figure = tuple[str, str, str, str]


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    return scene


def instrument_id(scene: Scene) -> str:
    return str(newest_instrument(scene.request("dinkes")).definition["id"])


def typed(scene: Scene) -> Transcript:
    said = tuple(Answer(*key, text=str(value)) for key, value in CELLS.items())
    return Transcript(instrument_id(scene), locale="id-ID", answers=said)


def own_spreadsheet(slip: str = "") -> bytes:
    """Where the agency keeps them; `slip` stands in the place of the first figure."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Rekap Dinas")
    sheet.write("A1", "PEMERINTAH KABUPATEN")
    for key, (row, column) in PLACES.items():
        sheet.write(row - 1, column - 1, float(CELLS[key]))
        sheet.write(row - 1, column, float(CELLS[key]) - 1)  # the year before
    if slip:
        sheet.write("C4", slip)
    book.close()
    return target.getvalue()


def taken(scene: Scene, submission: Submission, *, earlier: str = "") -> Transcript:
    cells = [Answer(*key, sheet="Rekap Dinas", cell=f"C{row}") for key, (row, _) in PLACES.items()]
    if earlier:
        cells += [Answer(*k, sheet="Rekap Dinas", cell=f"D{row}", period=earlier) for k, (row, _) in PLACES.items()]
    return Transcript(instrument_id(scene), file=submission.file.sha256, answers=tuple(cells))


def softcopy(scene: Scene) -> Submission:
    upload = Upload(scene.request("dinkes"), "rekap.xlsx", (own_spreadsheet(),), channel=Channel.SOFTCOPY)
    submission = receive(upload, by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    return scene.submission(submission)


def bank(period: str = "2025") -> set[Figure]:
    rows = Observation.objects.filter(period=period, superseded_at__isnull=True)
    return {(row.series, row.text, row.mark, row.status) for row in rows}


def broken(scene: Scene) -> list[str]:
    return [fault for one in verify(at=scene.now) for fault in one.faults]


def test_what_was_typed_ends_in_the_same_figures_as_the_workbook(scene: Scene) -> None:
    submission = receive_typed(
        Typed(scene.request("dinkes"), typed(scene)), by=scene.by("operator.dinkes"), at=scene.now
    )
    scene.settle()
    submission = scene.submission(submission)
    assert (submission.state, submission.verdict) == (SubmissionState.AWAITING_LETTER, Verdict.ACCEPTED)
    assert submission.letters.filter(kind="receipt", state="signed").count() == 1
    scene.accept_all(scene.hand_over_by_letter(submission))
    assert {text for _, text, _, _ in bank()} == {str(value) for value in CELLS.values()}
    one = Observation.objects.get(text="10")
    assert (one.file, one.sheet, one.cell) == (submission.file, "T01", "C8")
    assert json.loads(files.read(submission.file))["transcript"]["answers"][0]["text"] == "10"
    assert broken(scene) == []


def test_softcopy_waits_for_its_transcript_and_ends_in_the_same_figures(scene: Scene) -> None:
    submission = softcopy(scene)
    assert submission.state == SubmissionState.AWAITING_TRANSCRIPT
    assert submission.letters.filter(kind="receipt", state="signed").count() == 1
    transcribe(submission, taken(scene, submission), by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    submission = scene.submission(submission)
    assert submission.state == SubmissionState.AWAITING_LETTER
    scene.accept_all(scene.hand_over_by_letter(submission))
    assert {text for _, text, _, _ in bank()} == {str(value) for value in CELLS.values()}
    rows = Observation.objects.all()
    assert {row.file_id for row in rows} == {submission.file_id}
    assert {(row.sheet, row.cell, row.text) for row in rows} == {
        ("Rekap Dinas", f"C{row}", str(CELLS[key])) for key, (row, _) in PLACES.items()
    }
    assert broken(scene) == []


def test_both_ways_and_the_workbook_agree_to_the_digit(scene: Scene) -> None:
    submission = softcopy(scene)
    transcribe(submission, taken(scene, submission), by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    by_softcopy = [(i.answer, [(c["row"], c["column"], c["text"]) for c in i.cells]) for i in scene.items(submission)]
    workbook = scene.upload("dinkes", scene.workbook("dinkes", BOTH))
    by_workbook = [(i.answer, [(c["row"], c["column"], c["text"]) for c in i.cells]) for i in scene.items(workbook)]
    assert by_softcopy == by_workbook
    assert {i.values_sha256 for i in scene.items(submission)} == {i.values_sha256 for i in scene.items(workbook)}


def test_figures_of_earlier_years_fill_what_the_bank_lacks(scene: Scene) -> None:
    submission = softcopy(scene)
    transcript = taken(scene, submission, earlier="2023")
    transcribe(submission, transcript, by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    scene.accept_all(scene.hand_over_by_letter(scene.submission(submission)))
    assert {text for _, text, _, _ in bank("2023")} == {str(value - 1) for value in CELLS.values()}  # type: ignore[operator]
    assert {row.cell[0] for row in Observation.objects.filter(period="2023")} == {"D"}
    assert broken(scene) == []


def test_figures_of_earlier_years_change_nothing_that_the_bank_holds() -> None:
    scene = Scene(period="2024")
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    before = bank("2024")
    scene.period = "2025"
    scene.later(days=3)
    scene.reported(scene.request("dinkes").round)
    scene.collecting("dinkes")
    submission = softcopy(scene)
    transcript = taken(scene, submission, earlier="2024")
    transcribe(submission, transcript, by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    submission = scene.submission(submission)
    explain_everything(submission, scene)
    scene.accept_all(scene.hand_over_by_letter(submission))
    assert bank("2024") == before
    assert broken(scene) == []


def explain_everything(submission: Submission, scene: Scene) -> None:
    words = {one.pk: "Sesuai laporan." for one in submission.findings.filter(severity="periksa")}
    explain_all(submission, Words(words), by=scene.by("operator.dinkes"), at=scene.now)


def test_dry_run_tells_what_the_check_will_say_and_stores_nothing(scene: Scene) -> None:
    submission = softcopy(scene)
    before = Event.objects.count()
    wrong = replace(typed(scene), answers=(Answer("T01", "A", "l", text="banyak"),))
    draft = Draft(scene.request("dinkes"), newest_instrument(scene.request("dinkes")), wrong)
    assert "not_a_number" in {one.code for one in check_draft(draft, at=scene.now).findings}
    sound = Draft(draft.request, draft.instrument, taken(scene, submission), submission.file)
    assert check_draft(sound, at=scene.now).verdict == Verdict.ACCEPTED
    assert Event.objects.count() == before


def test_transcript_with_errors_is_rejected_at_the_cell_and_may_be_written_anew(scene: Scene) -> None:
    submission = softcopy(scene)
    wrong = taken(scene, submission)
    wrong = replace(wrong, answers=(replace(wrong.answers[0], cell="A1"), *wrong.answers[1:]))
    transcribe(submission, wrong, by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    submission = scene.submission(submission)
    assert submission.state == SubmissionState.REJECTED
    found = submission.findings.get(code="not_a_number")
    assert (found.sheet, found.cell) == ("Rekap Dinas", "A1")
    transcribe(submission, taken(scene, submission), by=scene.by("jp1"), at=scene.later(minutes=5))
    scene.settle()
    assert scene.submission(submission).state == SubmissionState.AWAITING_LETTER
    assert str(scene.by("jp1").person.pk) in makers_of(scene.submission(submission))


@pytest.mark.parametrize(
    ("name", "data"),
    [("surat.pdf", b"%PDF-1.7\n%%EOF"), ("foto.png", b"\x89PNG\r\n\x1a\n"), ("foto.jpg", b"\xff\xd8\xff\xe0")],
)
def test_page_to_type_from_waits_for_its_transcript(scene: Scene, name: str, data: bytes) -> None:
    submission = receive(Upload(scene.request("dinkes"), name, (data,)), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    submission = scene.submission(submission)
    assert submission.state == SubmissionState.AWAITING_TRANSCRIPT
    transcribe(submission, typed(scene), by=scene.by("jp1"), at=scene.later(minutes=5))
    scene.settle()
    scene.accept_all(scene.hand_over_by_letter(scene.submission(submission)))
    rows = Observation.objects.filter(superseded_at__isnull=True)
    assert {row.file_id for row in rows} == {scene.submission(submission).transcript_id}
    assert broken(scene) == []


def test_csv_is_called_by_its_name(scene: Scene) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[*key, str(value)] for key, value in CELLS.items()])
    data = text.getvalue().encode()
    submission = receive(Upload(scene.request("dinkes"), "rekap dinas.csv", (data,)), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    submission = scene.submission(submission)
    cells = tuple(Answer(*key, sheet="rekap dinas", cell=f"D{n}") for n, key in enumerate(CELLS, 1))
    transcript = Transcript(
        instrument_id(scene), file=submission.file.sha256, delimiter=",", encoding="utf-8", answers=cells
    )
    transcribe(submission, transcript, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.settle()
    submission = scene.submission(submission)
    assert submission.state == SubmissionState.AWAITING_LETTER
    assert {c["sheet"] for item in scene.items(submission) for c in item.cells} == {"rekap dinas"}


def test_statements_of_whole_tables_are_kept_with_date_and_holder(scene: Scene) -> None:
    said = (
        Statement("T01", is_nil=True),
        Statement("T02", reason="3 · Ada di instansi lain", expected_on="2027-01-12", held_by="disdik"),
    )
    transcript = Transcript(instrument_id(scene), statements=said)
    submission = receive_typed(Typed(scene.request("dinkes"), transcript), by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    first, second = scene.items(submission)
    assert (first.answer, second.answer) == ("nil", "unavailable")
    assert (str(second.expected_on), second.held_by) == ("2027-01-12", scene.agency("disdik"))


def test_nobody_else_transcribes(scene: Scene) -> None:
    submission = softcopy(scene)
    for key in ("kepala.dinkes", "kadis"):
        with pytest.raises(Refused):
            transcribe(submission, taken(scene, submission), by=scene.by(key), at=scene.now)
    with pytest.raises((Refused, NotFound)):
        transcribe(submission, taken(scene, submission), by=scene.by("operator.disdik"), at=scene.now)


def test_transcript_of_another_file_is_refused(scene: Scene) -> None:
    submission = softcopy(scene)
    other = replace(taken(scene, submission), file="b" * 64)
    with pytest.raises(Invalid, match="transcript_of_other_file"):
        transcribe(submission, other, by=scene.by("operator.dinkes"), at=scene.now)


def test_workbook_is_not_transcribed(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    with pytest.raises(WrongState, match="not_to_be_transcribed"):
        transcribe(submission, typed(scene), by=scene.by("operator.dinkes"), at=scene.now)


def test_same_answers_typed_twice_are_one_submission(scene: Scene) -> None:
    one = Typed(scene.request("dinkes"), typed(scene))
    receive_typed(one, by=scene.by("operator.dinkes"), at=scene.now)
    with pytest.raises(WrongState, match="file_already_received"):
        receive_typed(one, by=scene.by("operator.dinkes"), at=scene.now)


def test_nothing_typed_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid, match="nothing_typed"):
        receive_typed(
            Typed(scene.request("dinkes"), Transcript(instrument_id(scene))),
            by=scene.by("operator.dinkes"),
            at=scene.now,
        )


def marked_copy_of(scene: Scene, submission: Submission) -> tuple[str, Workbook]:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/bertanda/")
    assert answer.status_code == 200
    return answer["Content-Disposition"], load_workbook(io.BytesIO(answer.content))


def test_a_finding_is_marked_at_the_cell_of_the_agencys_own_file(scene: Scene) -> None:
    sent = own_spreadsheet("tiga")
    upload = Upload(scene.request("dinkes"), "rekap.xlsx", (sent,), channel=Channel.SOFTCOPY)
    submission = receive(upload, by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    transcribe(submission, taken(scene, submission), by=scene.by("operator.dinkes"), at=scene.later(minutes=5))
    scene.settle()
    assert submission.findings.filter(sheet="Rekap Dinas", cell="C4").exists()
    name, book = marked_copy_of(scene, submission)
    assert "rekap-bertanda.xlsx" in name
    note = book["Rekap Dinas"]["C4"].comment
    assert note is not None
    assert "Salah" in note.text
    assert book["Rekap Dinas"]["C5"].value == float(list(CELLS.values())[1])
    assert files.read(submission.file) == sent


def test_of_typed_figures_the_findings_are_listed_and_lead_to_no_file(scene: Scene) -> None:
    transcript = replace(typed(scene), answers=(*typed(scene).answers[:-1],))
    submission = receive_typed(Typed(scene.request("dinkes"), transcript), by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    assert submission.findings.exclude(cell="").exists()
    name, book = marked_copy_of(scene, submission)
    assert "temuan-" in name
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert any("tidak ada berkas yang diberi tanda" in str(cell.value) for cell in cells)
