"""Google Form through its pages: made from the instrument, its export uploaded, looked at, confirmed, stored."""

import csv
import io
from typing import cast

import pytest
import xlsxwriter
from django.http import HttpResponse

from sektoral.domain.states import SubmissionState
from sektoral.project.invariants import verify
from sektoral.records.models import Channel, Observation, Submission
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from tests.rounds import BOTH, Scene, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
Lines = list[list[str | int]]


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def asked(scene: Scene, query: str = "") -> list[str]:
    with visiting(scene, "operator.dinkes") as client:
        address = f"/langkah-3/{scene.request('dinkes').pk}/google-form/pertanyaan.csv{query}"
        data = b"".join(client.get(address)).decode("utf-8-sig")
    return [row[1] for row in csv.reader(io.StringIO(data), delimiter=";")][1:]


def whole(scene: Scene, unit: str = "Bidang Data", *, more: int = 0) -> Lines:
    """One response that answers every cell of both tables."""
    values = [int(value) + more for value in answers().values()]
    return [["Cap waktu", *asked(scene)], ["24/11/2026 9:15:04", unit, *values]]


def as_csv(lines: Lines) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(lines)
    return target.getvalue().encode()


def as_xlsx(lines: Lines) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Form Responses 1")
    for at, line in enumerate(lines):
        sheet.write_row(at, 0, line)
    book.close()
    return target.getvalue()


def uploaded(scene: Scene, data: bytes, name: str) -> Submission:
    submission = receive(Upload(scene.request("dinkes"), name, (data,)), by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    return scene.submission(submission)


def visit(
    scene: Scene, submission: Submission, posted: dict[str, str] | None = None, *, key: str = "operator.dinkes"
) -> HttpResponse:
    address = f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/jawaban/"
    with visiting(scene, key) as client:
        answer = client.get(address) if posted is None else client.post(address, posted)
    return cast(HttpResponse, answer)


@pytest.mark.parametrize(("write", "name"), [(as_csv, "Jawaban.csv"), (as_xlsx, "Jawaban.xlsx")])
def test_responses_end_in_the_same_figures_as_the_workbook(scene: Scene, write: object, name: str) -> None:
    submission = uploaded(scene, write(whole(scene)), name)  # type: ignore[operator]
    assert (submission.state, submission.channel) == (SubmissionState.AWAITING_TRANSCRIPT, Channel.GOOGLE_FORM)
    page = visit(scene, submission).content.decode()
    assert "1 jawaban" in page
    assert visit(scene, submission, {}).status_code == 302
    scene.settle()
    submission = scene.submission(submission)
    assert submission.state == SubmissionState.AWAITING_LETTER
    by_form = [item.values_sha256 for item in scene.items(submission)]
    scene.accept_all(scene.hand_over_by_letter(submission))
    rows = Observation.objects.filter(superseded_at__isnull=True)
    assert {row.file_id for row in rows} == {submission.file_id}
    assert {row.cell for row in rows} == {f"{letter}2" for letter in "CDEFGHIJ"}
    assert [fault for one in verify(at=scene.now) for fault in one.faults] == []
    workbook = Scene(office=scene.office, now=scene.now)
    again = workbook.upload("dinkes", workbook.workbook("dinkes", BOTH))
    assert again.refusal_code == "nothing_new"
    assert len(by_form) == 2


def test_units_that_differ_must_be_decided_on_the_page(scene: Scene) -> None:
    lines = [*whole(scene), whole(scene, "Puskesmas", more=5)[1]]
    submission = uploaded(scene, as_csv(lines), "Jawaban.csv")
    assert "Unit yang berbeda menjawab berbeda" in visit(scene, submission).content.decode()
    refused = visit(scene, submission, {})
    assert refused.status_code == 422
    assert "Pilih jawaban yang dipakai" in refused.content.decode()
    chosen = {f"baris|{sheet}|{row}": "3" for sheet in ("T01", "T02") for row in "AB"}
    assert visit(scene, submission, chosen).status_code == 302
    scene.settle()
    cells = [c["text"] for item in scene.items(scene.submission(submission)) for c in item.cells]
    assert cells == [str(int(value) + 5) for value in answers().values()]


def test_form_is_made_for_who_may_speak_and_for_nobody_else(scene: Scene) -> None:
    address = f"/langkah-3/{scene.request('dinkes').pk}/google-form/"
    for key, status in {"operator.dinkes": 200, "jp1": 200, "operator.disdik": 404, "kepala.dinkes": 403}.items():
        with visiting(scene, key) as client:
            assert client.get(address).status_code == status, key
    with visiting(scene, "jp1") as client:
        assert b"buatFormulir" in b"".join(client.get(f"{address}skrip.gs?T01=rows"))
    assert len(asked(scene, "?T01=rows")) == 1 + 1 + 2


def test_other_submissions_have_no_such_page(scene: Scene) -> None:
    assert visit(scene, scene.upload("dinkes", BOTH)).status_code == 404
    form = uploaded(scene, as_csv(whole(scene)), "Jawaban.csv")
    assert visit(scene, form, key="operator.disdik").status_code == 404


def test_export_that_the_office_brings_in_by_another_channel_is_one_too(scene: Scene) -> None:
    upload = Upload(scene.request("dinkes"), "Jawaban.csv", (as_csv(whole(scene)),), channel=Channel.WHATSAPP)
    submission = receive(upload, by=scene.by("jp1"), at=scene.now)
    scene.settle()
    with visiting(scene, "jp1") as client:
        assert "Lihat jawaban" in client.get(f"/langkah-3/{submission.request_id}/").content.decode()
    assert visit(scene, submission, {}, key="jp1").status_code == 302
    scene.settle()
    submission = scene.submission(submission)
    assert (submission.state, submission.channel) == (SubmissionState.AWAITING_LETTER, Channel.WHATSAPP)


def test_responses_with_people_in_them_are_refused(scene: Scene) -> None:
    head, line = whole(scene)
    lines: Lines = [["Alamat Email", *head], *([f"orang{n}@contoh.example", *line] for n in range(3))]
    submission = uploaded(scene, as_csv(lines), "Jawaban.csv")
    assert (submission.state, submission.refusal_code) == (SubmissionState.REFUSED, "personal_data")
