"""Several files at once: each with its own answer, a bad one in nobody's way, and papers beside the data."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.adapters.files import FileState
from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.sent_files import FileRole
from sektoral.intake import files
from sektoral.project.invariants import verify
from sektoral.records.models import Attachment, Channel, Event, Letter, StoredFile, Submission
from sektoral.steps.step3_submit.actions import attaching, receiving
from sektoral.steps.step3_submit.actions.attaching import attach
from sektoral.steps.step3_submit.actions.bringing import Brought, Outcome, bring
from sektoral.steps.step3_submit.actions.partial_uploads import Announced, begin
from sektoral.steps.step3_submit.actions.receiving import Upload
from sektoral.ui.formats import moment_text
from sektoral.ui.messages import explained
from tests.rounds import BOTH, FIRST, SECOND, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 a scan"


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def brought(scene: Scene, *given: tuple[str, bytes], key: str = "operator.dinkes", **more: object) -> list[Outcome]:
    upload = Upload(scene.request("dinkes"), "", (), **more)  # type: ignore[arg-type]
    return bring(upload, [Brought(name, (data,)) for name, data in given], by=scene.by(key), at=scene.now)


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.name, one.error.code if one.error else f"{one.role} {_version(one)}") for one in outcomes]


def _version(outcome: Outcome) -> int:
    assert outcome.submission is not None
    return outcome.submission.version


def test_each_of_several_files_is_received_and_receipted_on_its_own(scene: Scene) -> None:
    first, second = scene.workbook("dinkes", FIRST), scene.workbook("dinkes", SECOND)
    outcomes = brought(scene, ("satu.xlsx", first), ("dua.xlsx", second))
    assert told(outcomes) == [("satu.xlsx", "data 1"), ("dua.xlsx", "data 2")]
    scene.settle()
    assert [files.read(one.file) for one in Submission.objects.order_by("version")] == [first, second]
    assert Letter.objects.filter(kind="receipt", state="signed").count() == 2


def test_one_bad_file_stops_no_other(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    too_big = ("besar.xlsx", b"x" * (files.MAX_UPLOAD + 1))
    outcomes = brought(scene, ("kosong.xlsx", b""), ("isian.xlsx", data), ("sama.xlsx", data), too_big)
    assert told(outcomes) == [
        ("kosong.xlsx", "file_empty"),
        ("isian.xlsx", "data 1"),
        ("sama.xlsx", "file_already_received"),
        ("besar.xlsx", "file.too_large"),
    ]
    assert [one.is_known for one in outcomes] == [False, False, True, False]


def test_who_sends_too_many_in_an_hour_is_told_when_it_goes_on(scene: Scene, settings: Settings) -> None:
    settings.UPLOADS_AN_HOUR = 2
    scene.now = scene.now.replace(minute=20)
    first, second, third = (b"satu", b"dua", b"tiga")
    assert told(brought(scene, ("a.csv", first), ("a.csv", first), ("b.csv", second), ("c.csv", third))) == [
        ("a.csv", "data 1"),
        ("a.csv", "file_already_received"),  # the same once more is not counted
        ("b.csv", "data 2"),
        ("c.csv", "uploads_paused"),
    ]
    (refused,) = brought(scene, ("c.csv", third))
    full_hour = scene.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    assert refused.error is not None
    until = moment_text(full_hour, ZoneInfo(scene.office.time_zone)).replace("\N{NO-BREAK SPACE}", " ")
    assert until in explained(refused.error).replace("\N{NO-BREAK SPACE}", " ")
    paper = Brought("lampiran.jpg", (b"jpg",), FileRole.ATTACHMENT)
    (beside,) = bring(Upload(scene.request("dinkes"), "", ()), [paper], by=scene.by("operator.dinkes"), at=scene.now)
    assert told([beside]) == [("lampiran.jpg", "attachment 2")]
    assert told(brought(scene, ("c.csv", third), key="jp1", channel=Channel.FLASH_DISK)) == [("c.csv", "data 3")]
    scene.later(minutes=40)
    assert told(brought(scene, ("d.csv", b"empat"))) == [("d.csv", "data 4")]


def test_one_agency_s_fill_is_no_other_s(scene: Scene, settings: Settings) -> None:
    settings.UPLOADS_AN_HOUR = 1
    brought(scene, ("a.csv", b"satu"))
    upload = Upload(scene.request("disdik"), "", ())
    (other,) = bring(upload, [Brought("a.csv", (b"satu",))], by=scene.by("operator.disdik"), at=scene.now)
    assert other.error is None


def test_of_two_at_the_same_moment_one_gets_the_last_place_of_the_hour(
    scene: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOADS_AN_HOUR = 1
    monkeypatch.setattr(receiving, "check_pace", lambda *_, **__: None)  # both looked before either was counted
    assert told(brought(scene, ("a.csv", b"satu"), ("b.csv", b"dua"))) == [
        ("a.csv", "data 1"),
        ("b.csv", "uploads_paused"),
    ]
    assert Submission.objects.count() == 1
    assert Event.objects.filter(kind="submission.received").count() == 1


def test_who_sends_too_much_in_a_day_is_told_when_it_goes_on(scene: Scene, settings: Settings) -> None:
    settings.BYTES_A_DAY = 8
    scene.now = scene.now.astimezone(ZoneInfo(scene.office.time_zone)).replace(hour=10)
    assert told(brought(scene, ("a.csv", b"satu"), ("b.csv", b"empat"))) == [("a.csv", "data 1"), ("b.csv", "data 2")]
    request, operator = scene.request("dinkes"), scene.by("operator.dinkes")
    (refused,) = brought(scene, ("c.csv", b"tiga"))
    paper = Brought("lampiran.jpg", (b"jpg",), FileRole.ATTACHMENT)
    (beside,) = bring(Upload(request, "", ()), [paper], by=operator, at=scene.now)
    assert told([refused, beside]) == [("c.csv", "uploads_quota"), ("lampiran.jpg", "uploads_quota")]
    announced = Announced(Upload(request, "c.csv", ()), 4, hashlib.sha256(b"tiga").hexdigest(), FileRole.DATA)
    with pytest.raises(WrongState, match="uploads_quota"):
        begin(announced, by=operator, at=scene.now)
    assert refused.error is not None
    midnight = scene.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    shown = explained(refused.error).replace("\N{NO-BREAK SPACE}", " ")
    assert moment_text(midnight, ZoneInfo(scene.office.time_zone)).replace("\N{NO-BREAK SPACE}", " ") in shown
    assert "8 B" in shown
    assert told(brought(scene, ("c.csv", b"tiga"), key="jp1", channel=Channel.FLASH_DISK)) == [("c.csv", "data 3")]
    (other,) = bring(
        Upload(scene.request("disdik"), "", ()),
        [Brought("a.csv", (b"satu",))],
        by=scene.by("operator.disdik"),
        at=scene.now,
    )
    assert other.error is None
    scene.now = midnight
    assert told(brought(scene, ("d.csv", b"lima"))) == [("d.csv", "data 4")]


def test_papers_beside_a_workbook_are_attached_to_it_and_never_read(scene: Scene) -> None:
    outcomes = brought(scene, ("surat.pdf", SCAN), ("isian.xlsx", scene.workbook("dinkes", BOTH)), ("foto.jpg", b"jpg"))
    assert told(outcomes) == [("isian.xlsx", "data 1"), ("surat.pdf", "attachment 1"), ("foto.jpg", "attachment 1")]
    scene.settle()
    assert Submission.objects.get().state == "awaiting_letter"
    assert [files.read(one.file) for one in Attachment.objects.all()] == [SCAN, b"jpg"]


def test_a_paper_alone_is_data_unless_somebody_says_otherwise(scene: Scene) -> None:
    assert told(brought(scene, ("pindaian.pdf", SCAN))) == [("pindaian.pdf", "data 1")]
    named = Brought("surat.pdf", (b"%PDF-1.4 another",), FileRole.ATTACHMENT)
    upload = Upload(scene.request("dinkes"), "", ())
    assert told(bring(upload, [named], by=scene.by("operator.dinkes"), at=scene.now)) == [("surat.pdf", "attachment 1")]


def test_every_invariant_holds_while_a_paper_waits_to_be_typed(scene: Scene) -> None:
    brought(scene, ("pindaian.pdf", SCAN))
    scene.settle()
    assert Submission.objects.get().state in ("awaiting_transcript", "refused")
    assert [fault for one in verify(at=scene.now) for fault in one.faults] == []


def test_an_attachment_needs_something_to_stand_beside(scene: Scene) -> None:
    named = Brought("surat.pdf", (SCAN,), FileRole.ATTACHMENT)
    upload = Upload(scene.request("dinkes"), "", ())
    (outcome,) = bring(upload, [named], by=scene.by("operator.dinkes"), at=scene.now)
    assert told([outcome]) == [("surat.pdf", "attachment_alone")]
    assert not Attachment.objects.exists()


def test_what_came_before_still_gets_its_attachment_and_only_once(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    brought(scene, ("isian.xlsx", data))
    again = (("isian.xlsx", data), ("surat.pdf", SCAN))
    assert told(brought(scene, *again)) == [("isian.xlsx", "file_already_received"), ("surat.pdf", "attachment 1")]
    assert told(brought(scene, *again))[1] == ("surat.pdf", "attachment_already_kept")
    assert Attachment.objects.count() == 1


def test_there_is_an_end_to_attachments(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST", 1)
    brought(scene, ("isian.xlsx", scene.workbook("dinkes", BOTH)), ("satu.pdf", b"1"))
    submission = Submission.objects.get()
    with pytest.raises(WrongState, match="attachments_too_many"):
        attach(submission, name="dua.pdf", chunks=(b"tidak muat",), by=scene.by("operator.dinkes"), at=scene.now)
    refused = hashlib.sha256(b"tidak muat").hexdigest()
    assert not StoredFile.objects.filter(sha256=refused).exists()
    assert files.file_store().state(refused) is FileState.MISSING


def test_who_may_not_send_may_not_attach(scene: Scene) -> None:
    brought(scene, ("isian.xlsx", scene.workbook("dinkes", BOTH)))
    for key in ("kepala.dinkes", "operator.disdik", "sukor"):
        with pytest.raises(Refused, match="not_permitted"):
            attach(Submission.objects.get(), name="a.pdf", chunks=(SCAN,), by=scene.by(key), at=scene.now)
        with pytest.raises(Refused, match="not_permitted"):
            brought(scene, ("lain.xlsx", b"x"), key=key)


def test_what_the_office_states_is_asked_once_and_holds_for_all(scene: Scene) -> None:
    given = (("satu.xlsx", scene.workbook("dinkes", FIRST)), ("dua.xlsx", scene.workbook("dinkes", SECOND)))
    stated = {"channel": Channel.FLASH_DISK, "stated_at": scene.now, "key": "jp1"}
    with pytest.raises(Invalid, match="evidence_missing"):
        brought(scene, *given, **stated)  # type: ignore[arg-type]
    scene.now += timedelta(hours=1)
    brought(scene, *given, evidence="buku tamu", **stated)  # type: ignore[arg-type]
    assert {(one.channel, one.stated_received_at) for one in Submission.objects.all()} == {
        ("flashdisk", scene.now - timedelta(hours=1))
    }


# The page


def _url(scene: Scene, *parts: str) -> str:
    return "/".join(["/langkah-3", str(scene.request("dinkes").pk), *parts, ""])


def _file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _post(client: Client, scene: Scene, *sent: SimpleUploadedFile, **more: object) -> str:
    answer = client.post(_url(scene, "unggah"), {"file": list(sent), **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_of_each_file_and_lists_what_is_attached(scene: Scene) -> None:
    workbook = _file("isian.xlsx", scene.workbook("dinkes", BOTH))
    with visiting(scene, "operator.dinkes") as client:
        page = _post(client, scene, workbook, _file("kosong.xlsx", b""), attachment=_file("surat tugas.pdf", SCAN))
        assert "isian.xlsx: diterima dan tersimpan sebagai kiriman ke-1." in page
        assert "kosong.xlsx: Berkas yang diunggah kosong." in page
        assert "surat tugas.pdf: diterima sebagai lampiran kiriman ke-1." in page
        kept = Attachment.objects.get()
        address = _url(scene, "berkas", str(kept.file_id))
        assert f'href="{address}"' in page
        assert address in client.get(_url(scene, "kiriman", str(kept.submission_id))).content.decode()
        answer = client.get(address)
    assert answer.content == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with visiting(scene, "operator.disdik") as stranger:
        assert stranger.get(address).status_code == 404


def test_a_program_hears_of_each_file_in_json(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    with visiting(scene, "operator.dinkes") as client:
        answers = [
            client.post(
                _url(scene, "unggah"), {"file": [_file("a.xlsx", data)]}, headers={"Accept": "application/json"}
            )
            for _ in range(2)
        ]
    assert [(one["outcome"], one["sha256"]) for answer in answers for one in answer.json()["files"]] == [
        ("received", Submission.objects.get().file.sha256),
        ("already", Submission.objects.get().file.sha256),
    ]
