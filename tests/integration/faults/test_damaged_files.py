"""A stored file that rots, shrinks, is swapped or goes: nobody is served it, nothing is read from it, and `verify-all`
names it; everything else goes on (security.md F16, T22, bad input 112)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.domain.errors import NotFound, SektoralError, WrongState
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.project.invariants.papers import check_files
from sektoral.project.worker import work_off
from sektoral.records.models import Event, StoredFile, Submission
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step5_report.actions import close_intake
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def flip(path: Path, _: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def shorten(path: Path, _: bytes) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def swap(path: Path, other: bytes) -> None:
    path.write_bytes(other)


def remove(path: Path, _: bytes) -> None:
    path.unlink()


DAMAGES: dict[str, tuple[Callable[[Path, bytes], None], type[SektoralError], int]] = {
    "flipped": (flip, WrongState, 409),
    "truncated": (shorten, WrongState, 409),
    "swapped with another": (swap, WrongState, 409),
    "deleted": (remove, NotFound, 404),
}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        scene.upload("dinkes", BOTH)
        yield scene


@pytest.fixture(params=[*DAMAGES])
def damaged(request: pytest.FixtureRequest, scene: Scene) -> Iterator[tuple[StoredFile, type[SektoralError], int]]:
    damage, error, status = DAMAGES[request.param]
    file = Submission.objects.filter(request=scene.request("dinkes"))[0].file
    path, other = files.unproved_path(file), StoredFile.objects.exclude(sha256=file.sha256)[0]
    whole = path.read_bytes()
    damage(path, files.read(other))
    yield file, error, status
    path.write_bytes(whole)


def test_a_damaged_file_is_neither_served_nor_read_and_is_named(
    damaged: tuple[StoredFile, type[SektoralError], int], scene: Scene
) -> None:
    file, error, status = damaged
    for reading in (files.read, files.path_of):
        with pytest.raises(error):
            reading(file)
    named = list(check_files(scene.office, scene.now))
    assert [str(file.pk) in fault for fault in named] == [True]
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(reverse("step3:file", args=[scene.request("dinkes").pk, file.pk]))
        assert answer.status_code == status
        assert client.get(reverse("step3:request", args=[scene.request("dinkes").pk])).status_code == 200


def test_what_rots_before_it_is_read_is_not_read_and_waits_until_it_is_whole_again(scene: Scene) -> None:
    upload = Upload(scene.request("disdik"), "isian.xlsx", (scene.workbook("disdik", FIRST),))
    submission = receive(upload, by=scene.by("operator.disdik"), at=scene.now)
    path = files.unproved_path(submission.file)
    whole = path.read_bytes()
    flip(path, b"")
    work_off(lambda: scene.now)
    failed = Event.objects.get(settled_at=None, attempts=1)
    assert (failed.kind, failed.last_error_code) == ("submission.receipted", "file.corrupt")
    assert scene.submission(submission).state == SubmissionState.RECEIVED
    path.write_bytes(whole)
    Event.objects.filter(pk=failed.pk).update(next_try_at=None, attempts=0)
    scene.settle()
    assert scene.submission(submission).state == SubmissionState.AWAITING_LETTER


@pytest.mark.parametrize("damage", [flip, remove])
def test_no_report_is_drafted_on_a_damaged_file_and_its_page_says_which(damage: Callable[[Path, bytes], None]) -> None:
    scene = Scene(make_tiny_office(slug="lain"))
    round_ = scene.collecting("dinkes")
    submission = scene.hand_over("dinkes", BOTH)
    scene.accept_all(submission)
    close_intake(round_, by=scene.by("kabid"), at=scene.now)
    path, address = files.unproved_path(submission.file), reverse("step5:draft", args=[round_.pk])
    whole = path.read_bytes()
    damage(path, b"")
    with visiting(scene, "jp1") as client:
        page = client.post(address, {"advice": ""}, follow=True).content.decode()
        assert f"Laporan tidak disusun: berkas {submission.file.name} dari" in page
        assert not round_.letters.filter(kind="report").exists()
        path.write_bytes(whole)
        client.post(address, {"advice": ""})
    assert round_.letters.filter(kind="report").exists()
