"""Typing beside a scan: its pages are drawn by the sandbox, what is typed is kept beside it, and the scan stays."""

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from sektoral.domain.errors import Refused
from sektoral.domain.policies import check_not_maker
from sektoral.domain.states import SubmissionState
from sektoral.project.invariants import verify
from sektoral.records.models import Channel, Observation, Submission, TranscriptDraft
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.queries.drafts import desk_of
from sektoral.steps.step4_check.queries.makers import makers_of
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"
STATED = {"channel": Channel.PAPER, "evidence": "Agenda surat masuk nomor 112"}


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    scene = replace(collecting)
    scene.later(minutes=30)
    return scene


def page(kind: str, *, pages: int = 1) -> bytes:
    """This will draw what somebody filled on paper and scanned or photographed."""
    sheets = []
    for number in range(1, pages + 1):
        sheet = Image.new("RGB", (900, 1200), "white")
        ImageDraw.Draw(sheet).text((80, 80), f"T0{number}: 10 11 12 13", fill="black")
        sheets.append(sheet)
    target = io.BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if kind == "PDF" else {}
    sheets[0].save(target, kind, **more)
    return target.getvalue()


def received(scene: Scene, name: str, data: bytes) -> Submission:
    upload = Upload(scene.request("dinkes"), name, (data,), stated_at=scene.now, **STATED)  # type: ignore[arg-type]
    submission = receive(upload, by=scene.by("jp1"), at=scene.now)
    scene.settle()
    return scene.submission(submission)


def url(submission: Submission, *parts: str) -> str:
    return "/".join([f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/ketik", *parts, ""])


def type_all(scene: Scene, submission: Submission, *, key: str) -> None:
    desk = desk_of(scene.request("dinkes"))
    for number, sheet in enumerate(("T01", "T02"), 1):
        places = {(c.row_def.code, c.column_def.code): c.address for c in desk.layout.table(sheet).input_cells()}
        fields: dict[str, Any] = {places[r, c]: str(value) for (of, r, c), value in answers().items() if of == sheet}
        fields |= {"instrumen": desk.definition.id, "revisi": "0", "halaman": str(number)}
        with visiting(scene, key) as client:
            assert client.post(url(submission, sheet), fields).status_code == 302


@pytest.mark.parametrize(("name", "kind"), [("lembar.pdf", "PDF"), ("lembar.jpg", "JPEG"), ("lembar.png", "PNG")])
def test_the_pages_of_a_scan_stand_beside_the_grid_as_pictures_of_ours(scene: Scene, name: str, kind: str) -> None:
    submission = received(scene, name, page(kind, pages=2))
    assert submission.state == SubmissionState.AWAITING_TRANSCRIPT
    with visiting(scene, "jp1") as client:
        body = client.get(url(submission, "T01")).content.decode()
        picture = client.get(url(submission, "halaman", "1.png").rstrip("/"))
        again = client.get(url(submission, "halaman", "1.png").rstrip("/"), headers={"If-None-Match": picture["ETag"]})
        beyond = client.get(url(submission, "halaman", "9.png").rstrip("/"))
    assert body.count("<img id=") == (2 if kind == "PDF" else 1)
    assert picture.content.startswith(PNG)
    assert Image.open(io.BytesIO(picture.content)).width >= 900
    assert (again.status_code, beyond.status_code) == (304, 404)


def test_a_photograph_stands_upright(scene: Scene) -> None:
    picture, target = Image.open(io.BytesIO(page("JPEG"))), io.BytesIO()
    exif = picture.getexif()
    exif[0x0112] = 6  # taken with the camera turned
    picture.save(target, "JPEG", exif=exif)
    submission = received(scene, "foto.jpg", target.getvalue())
    with visiting(scene, "jp1") as client:
        drawn = client.get(url(submission, "halaman", "1.png").rstrip("/")).content
    width, height = Image.open(io.BytesIO(drawn)).size
    assert width > height


def test_what_is_typed_beside_a_scan_ends_in_the_bank_with_the_scan_as_its_file(scene: Scene) -> None:
    submission = received(scene, "lembar.pdf", page("PDF", pages=2))
    type_all(scene, submission, key="jp1")
    with visiting(scene, "jp1") as client:
        assert "Tidak ada yang salah" in client.get(url(submission)).content.decode()
        assert client.post(url(submission, "kirim")).status_code == 302
    scene.settle()
    read = scene.submission(submission)
    assert (read.state, read.channel) == (SubmissionState.AWAITING_LETTER, Channel.PAPER)
    assert read.file == submission.file
    assert read.transcript not in (None, read.file)
    with pytest.raises(Refused):
        check_not_maker(str(scene.by("jp1").person.pk), makers_of(read))
    scene.accept_all(scene.hand_over_by_letter(read))
    stored = Observation.objects.filter(period="2025", superseded_at__isnull=True).order_by("sheet")
    assert {(one.sheet, one.row, one.column): one.text for one in stored} == {k: str(v) for k, v in answers().items()}
    assert {(one.file, one.submission.file) for one in stored if one.submission} == {(read.transcript, submission.file)}
    assert [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds] == []
    with visiting(scene, "sukor") as client:
        origin = client.get(f"/bank-data/angka/{stored[0].pk}/").content.decode()
    assert all(words in origin for words in ("Diketik oleh", "Diketik dari", "lembar.pdf", "halaman 1"))
    assert all(words in origin for words in ("Diterima menurut petugas", STATED["evidence"], "oleh Contoh Pelaksana"))


def test_a_fault_leads_back_beside_the_scan(scene: Scene) -> None:
    submission = received(scene, "lembar.pdf", page("PDF"))
    type_all(scene, submission, key="operator.dinkes")
    with visiting(scene, "operator.dinkes") as client:
        fields = {"instrumen": desk_of(scene.request("dinkes")).definition.id, "revisi": "1", "C8": "kabur"}
        client.post(url(submission, "T01"), fields)
        client.post(url(submission, "kirim"))
    scene.settle()
    assert scene.submission(submission).state == SubmissionState.REJECTED
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(f"/langkah-3/{submission.request_id}/").content.decode()
        assert f"{url(submission)}T01/#C8" in body
        client.post(url(submission, "T01"), {**fields, "revisi": "2", "C8": "10"})
        client.post(url(submission, "kirim"))
    scene.settle()
    assert scene.submission(submission).state == SubmissionState.AWAITING_LETTER


def test_from_which_page_a_table_was_typed_is_kept(scene: Scene) -> None:
    submission = received(scene, "lembar.pdf", page("PDF", pages=2))
    type_all(scene, submission, key="jp1")
    draft = TranscriptDraft.objects.get(submission=submission)
    assert {sheet: saved["page"] for sheet, saved in draft.content["tables"].items()} == {"T01": "1", "T02": "2"}


def test_strangers_see_neither_the_pages_nor_the_form(scene: Scene) -> None:
    submission = received(scene, "lembar.pdf", page("PDF"))
    with visiting(scene, "operator.disdik") as client:
        for path in (url(submission), url(submission, "T01"), url(submission, "halaman", "1.png").rstrip("/")):
            assert client.get(path).status_code == 404
