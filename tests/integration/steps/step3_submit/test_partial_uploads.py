"""Uploads in parts: they go on where they stopped, belong to whoever began them, and end as any other upload does."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from sektoral.adapters.partial_files import PartialFiles
from sektoral.domain.errors import Invalid, NotFound, Refused, Unavailable, WrongState
from sektoral.domain.sent_files import NOTED_EVERY, PARTS_KEPT, FileRole
from sektoral.intake import files
from sektoral.intake.files import partial_files
from sektoral.project.worker import work_off
from sektoral.records.models import Attachment, PartialUpload, Submission
from sektoral.steps.step3_submit.actions import bringing, partial_uploads
from sektoral.steps.step3_submit.actions.partial_uploads import (
    MOST_OF_A_PART,
    Announced,
    append,
    begin,
    finish,
)
from sektoral.steps.step3_submit.actions.receiving import Upload
from tests.rounds import BOTH, FIRST, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
DATA = bytes(range(256)) * 40
HALF = len(DATA) // 2


@pytest.fixture
def scene(collecting: Scene, settings: Settings, tmp_path: Path) -> Scene:
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return replace(collecting)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def begun(scene: Scene, data: bytes = DATA, *, key: str = "operator.dinkes", **more: object) -> PartialUpload:
    upload = Upload(scene.request("dinkes"), "isian.xlsx", ())
    facts = {"size": len(data), "sha256": sha256(data), "role": FileRole.DATA, **more}
    return begin(Announced(upload, **facts), by=scene.by(key), at=scene.now)  # type: ignore[arg-type]


def sent(scene: Scene, partial: PartialUpload, data: bytes, offset: int = 0) -> PartialUpload:
    received = append(partial, data, offset=offset, by=scene.by("operator.dinkes"), at=scene.now)
    assert received == partial_files().size(partial.pk) == offset + len(data)
    return partial


def length(partial: PartialUpload) -> int:
    return partial_files().size(partial.pk)


def told_offset(scene: Scene, partial: PartialUpload, data: bytes, offset: int) -> object:
    with pytest.raises(WrongState, match="upload_offset") as refusal:
        sent(scene, partial, data, offset)
    return refusal.value.facts["offset"]


def kept(scene: Scene) -> list[Path]:
    root = partial_files()._root
    return list(root.iterdir()) if root.exists() else []


def test_parts_become_the_file_that_was_announced_and_leave_nothing_behind(scene: Scene) -> None:
    partial = sent(scene, sent(scene, begun(scene), DATA[:HALF]), DATA[HALF:], HALF)
    assert not Submission.objects.exists()
    outcome = finish(partial, by=scene.by("operator.dinkes"), at=scene.now)
    assert outcome.submission == Submission.objects.get()
    assert files.read(Submission.objects.get().file) == DATA
    assert (PartialUpload.objects.count(), kept(scene)) == (0, [])


def test_resuming_counts_once_and_what_is_too_much_is_said_before_the_first_part(
    scene: Scene, settings: Settings
) -> None:
    settings.UPLOADS_AN_HOUR = 1
    partial = sent(scene, begun(scene), DATA[:HALF])
    assert begun(scene) == partial
    finish(sent(scene, partial, DATA[HALF:], HALF), by=scene.by("operator.dinkes"), at=scene.now)
    with pytest.raises(WrongState, match="uploads_paused"):
        begun(scene, DATA + b"lain")
    assert begun(scene, DATA + b"lain", key="jp1").size == len(DATA) + 4


def test_the_time_of_receipt_is_that_of_the_last_part(scene: Scene) -> None:
    partial = sent(scene, begun(scene), DATA[:HALF])
    scene.later(hours=2)
    finish(sent(scene, partial, DATA[HALF:], HALF), by=scene.by("operator.dinkes"), at=scene.now)
    assert Submission.objects.get().received_at == scene.now


def test_the_same_file_goes_on_where_it_stopped(scene: Scene) -> None:
    sent(scene, begun(scene), DATA[:HALF])
    scene.later(hours=1)
    again = begun(scene)
    assert (length(again), PartialUpload.objects.count()) == (HALF, 1)
    other = begun(scene, DATA[:-1])
    assert (length(other), PartialUpload.objects.count()) == (0, 2)


def test_a_part_at_a_wrong_offset_hears_the_right_one_and_changes_nothing(scene: Scene) -> None:
    partial = begun(scene)
    assert told_offset(scene, partial, b"x", 1) == 0
    partial = sent(scene, partial, DATA[:HALF])
    assert told_offset(scene, partial, b"xyz", 0) == HALF
    finish(sent(scene, partial, DATA[HALF:], HALF), by=scene.by("operator.dinkes"), at=scene.now)
    assert files.read(Submission.objects.get().file) == DATA


def test_of_two_that_send_the_same_part_one_is_told_where_it_stands(scene: Scene) -> None:
    first = begun(scene)
    second = PartialUpload.objects.get()
    sent(scene, first, DATA[:HALF])
    assert told_offset(scene, second, DATA[:HALF], 0) == HALF


def test_of_many_that_write_at_once_one_does(tmp_path: Path) -> None:
    kept_there, key = PartialFiles(tmp_path), uuid4()

    def write(_: int) -> bool:
        try:
            return kept_there.append(key, DATA, offset=0) == len(DATA)
        except WrongState as refusal:
            return refusal.facts["offset"] != len(DATA)

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(write, range(24))) == 1
    assert kept_there.sha256(key) == sha256(DATA)


def test_a_part_costs_no_commit(scene: Scene, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    partial, by = begun(scene), scene.by("operator.dinkes")
    with django_assert_num_queries(1) as asked:
        append(partial, DATA[:HALF], offset=0, by=by, at=scene.now)
    assert asked.captured_queries[0]["sql"].startswith("SELECT")
    later = scene.now + NOTED_EVERY
    append(partial, DATA[HALF:], offset=HALF, by=by, at=later)
    assert PartialUpload.objects.get().last_at == later


def test_bytes_that_the_disk_lost_are_asked_for_again(scene: Scene) -> None:
    partial = sent(scene, begun(scene), DATA[:HALF])
    partial_files()._place(partial.pk).write_bytes(DATA[:100])
    assert told_offset(scene, partial, DATA[HALF:], HALF) == 100
    assert length(begun(scene)) == 100


def test_the_caps_hold_across_parts(scene: Scene) -> None:
    for size, code in ((0, "file_empty"), (files.MAX_UPLOAD + 1, r"file\.too_large")):
        with pytest.raises(Invalid, match=code):
            begun(scene, size=size)
    partial = begun(scene)
    with pytest.raises(Invalid, match="upload_beyond_size"):
        sent(scene, partial, DATA + b"x")
    with pytest.raises(Invalid, match="part_too_large"):
        sent(scene, partial, b"x" * (MOST_OF_A_PART + 1))
    assert kept(scene) == []


def test_other_bytes_than_announced_are_never_taken(scene: Scene) -> None:
    partial = sent(scene, begun(scene), DATA[::-1])
    with pytest.raises(Invalid, match="upload_damaged"):
        finish(partial, by=scene.by("operator.dinkes"), at=scene.now)
    assert (Submission.objects.count(), PartialUpload.objects.count(), kept(scene)) == (0, 0, [])


def test_what_was_received_before_is_told_before_a_byte_is_sent(scene: Scene) -> None:
    submission = scene.upload("dinkes", DATA)
    with pytest.raises(WrongState, match="file_already_received"):
        begun(scene)
    attachment = begun(scene, b"scan", role=FileRole.ATTACHMENT, beside=submission)
    finish(sent(scene, attachment, b"scan"), by=scene.by("operator.dinkes"), at=scene.now)
    assert Attachment.objects.get().submission == submission
    with pytest.raises(WrongState, match="attachment_already_kept"):
        begun(scene, b"scan", role=FileRole.ATTACHMENT)


def test_who_begins_anew_after_a_lost_answer_leaves_no_parts_behind(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server was killed between keeping the file and forgetting its parts."""
    partial = sent(scene, begun(scene), DATA)
    with monkeypatch.context() as patch:
        patch.setattr(partial_uploads, "drop", lambda *_, **__: None)
        finish(partial, by=scene.by("operator.dinkes"), at=scene.now)
    assert PartialUpload.objects.count() == 1
    with pytest.raises(WrongState, match="file_already_received"):
        begun(scene)
    assert (PartialUpload.objects.count(), partial_files().size(partial.pk)) == (0, 0)


def test_one_person_has_only_so_many_uploads_under_way(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial_uploads, "MOST_OPEN", 2)
    begun(scene, b"1")
    begun(scene, b"2")
    with pytest.raises(WrongState, match="uploads_too_many"):
        begun(scene, b"3")
    assert begun(scene, b"2").size == 1
    assert begun(scene, b"3", key="jp1").size == 1


def test_who_may_not_send_begins_nothing_and_who_may_no_more_goes_on_with_nothing(scene: Scene) -> None:
    for key in ("kepala.dinkes", "operator.disdik", "sukor"):
        with pytest.raises(Refused, match="not_permitted"):
            begun(scene, key=key)
    with pytest.raises(Refused, match="not_permitted"):
        append(begun(scene), DATA, offset=0, by=scene.by("kepala.dinkes"), at=scene.now)


def test_a_disk_that_is_full_loses_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partial = sent(scene, begun(scene), DATA)

    def refuse(*_: object, **__: object) -> Submission:
        raise Unavailable("storage.full")

    with monkeypatch.context() as full:
        full.setattr(partial_uploads, "receive", refuse)
        with pytest.raises(Unavailable, match=r"storage\.full"):
            finish(partial, by=scene.by("operator.dinkes"), at=scene.now)
    again = begun(scene)
    assert length(again) == again.size
    assert finish(sent(scene, again, b"", again.size), by=scene.by("operator.dinkes"), at=scene.now).error is None


def test_the_worker_sweeps_what_was_abandoned_for_a_day(scene: Scene) -> None:
    sent(scene, begun(scene), DATA[:HALF])
    scene.now += PARTS_KEPT
    work_off(lambda: scene.now)
    assert (PartialUpload.objects.count(), len(kept(scene))) == (1, 1)
    scene.now += timedelta(seconds=1)
    work_off(lambda: scene.now)
    assert (PartialUpload.objects.count(), kept(scene)) == (0, [])


def test_a_part_that_comes_after_the_sweep_is_lost_and_leaves_no_bytes(scene: Scene) -> None:
    partial = begun(scene)
    PartialUpload.objects.all().delete()
    with pytest.raises(NotFound):
        sent(scene, partial, DATA)
    assert kept(scene) == []


def test_an_agency_s_own_paper_is_no_workbook_of_ours() -> None:
    assert bringing.as_data(Upload(None, "Pindaian.PDF", ())).channel == "softcopy"  # type: ignore[arg-type]
    assert bringing.as_data(Upload(None, "isian.xlsx", ())).channel == "workbook"  # type: ignore[arg-type]


# The door


def _url(scene: Scene, *parts: str, code: str = "dinkes") -> str:
    return "/".join(["/langkah-3", str(scene.request(code).pk), *parts, ""])


def _announce(client: Client, scene: Scene, data: bytes, **more: str) -> Any:
    facts = {"name": "isian.xlsx", "size": str(len(data)), "sha256": sha256(data), "role": "data", **more}
    return client.post(_url(scene, "unggahan"), facts, headers={"Accept": "application/json"})


def _patch(client: Client, url: str, data: bytes, offset: object) -> Any:
    headers = {"Upload-Offset": str(offset), "Accept": "application/json"}
    return client.patch(url, data, content_type="application/octet-stream", headers=headers)


def test_a_browser_sends_parts_and_the_page_tells_what_came_of_them(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    with visiting(scene, "operator.dinkes") as client:
        begun_there = _announce(client, scene, data)
        assert (begun_there.status_code, begun_there.json()["received"]) == (201, 0)
        url = begun_there.json()["url"]
        assert _patch(client, url, data[:100], 0).json() == {"received": 100, "size": len(data)}
        wrong = _patch(client, url, data[:100], 0)
        assert (wrong.status_code, wrong.json()["code"], wrong.json()["facts"]) == (
            409,
            "upload_offset",
            {"offset": 100},
        )
        assert client.get(url).json()["received"] == 100
        page = client.get(_url(scene)).content.decode()
        assert "Unggahan belum selesai: isian.xlsx" in page
        last = _patch(client, url, data[100:], 100).json()
        assert (last["outcome"], last["submission"]) == ("received", str(Submission.objects.get().pk))
        assert client.get(url).status_code == 404
        page = client.get(_url(scene)).content.decode()
        assert "isian.xlsx: diterima dan tersimpan sebagai kiriman ke-1" in page
        assert "Unggahan belum selesai" not in page
        again = _announce(client, scene, data)
        assert (again.status_code, again.json()["outcome"]) == (409, "already")
        assert again.json()["submission"] == last["submission"]


def test_nonsense_is_answered_in_words(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert _announce(client, scene, DATA, sha256="tidak").json()["code"] == "upload_not_understood"
        assert _announce(client, scene, DATA, beside="tidak").status_code == 422
        url = _announce(client, scene, DATA).json()["url"]
        assert _patch(client, url, DATA, "tidak").json()["code"] == "upload_not_understood"
        assert _patch(client, url, b"x" * (MOST_OF_A_PART + 1), 0).json()["code"] == "part_too_large"
        too_much = _patch(client, url, DATA + b"x", 0)
        assert (too_much.status_code, too_much.json()["code"]) == (422, "upload_beyond_size")


def test_somebody_else_s_upload_is_not_there(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        url = _announce(client, scene, DATA).json()["url"]
    for key in ("operator.disdik", "jp1"):
        with visiting(scene, key) as stranger:
            assert stranger.get(url).status_code == 404
            assert _patch(stranger, url, DATA, 0).status_code == 404
            assert stranger.delete(url).status_code == 404
            assert stranger.post(f"{url}batal/").status_code == 404
    assert length(PartialUpload.objects.get()) == 0


def test_an_upload_is_cancelled_with_and_without_a_script(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert client.delete(_announce(client, scene, DATA).json()["url"]).status_code == 204
        url = _announce(client, scene, DATA).json()["url"]
        _patch(client, url, DATA[:HALF], 0)
        page = client.post(f"{url}batal/", follow=True).content.decode()
    assert "Unggahan isian.xlsx dibatalkan" in page
    assert (PartialUpload.objects.count(), kept(scene)) == (0, [])


def test_the_office_brings_in_parts_what_came_another_way(scene: Scene) -> None:
    data = scene.workbook("dinkes", FIRST)
    came = {"channel": "flashdisk", "stated_at": "2026-11-23T08:55", "evidence": "buku tamu"}
    scene.later(hours=2)
    with visiting(scene, "jp1") as client:
        assert _announce(client, scene, data).json()["code"] == "upload_not_understood"  # by which way?
        assert _announce(client, scene, data, **{**came, "evidence": ""}).json()["code"] == "evidence_missing"
        url = _announce(client, scene, data, **came).json()["url"]
        assert "Unggahan belum selesai" in client.get(_url(scene, "petugas")).content.decode()
        assert _patch(client, url, data, 0).json()["outcome"] == "received"
    submission = Submission.objects.get()
    assert (submission.channel, submission.stated_evidence) == ("flashdisk", "buku tamu")
    assert submission.stated_received_at is not None
