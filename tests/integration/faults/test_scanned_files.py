"""A virus scanner that the installation names: nothing from outside is opened before it was looked at, and a scanner
that is away keeps files closed, not receipts (security.md T03, controls i)."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from sektoral.domain.errors import Invalid, Unavailable
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.intake.pdfs import check_pdf
from sektoral.intake.pictures import redraw
from sektoral.intake.scanning import SILENT
from sektoral.letters.register_files import read_lines
from sektoral.project.doctor import EICAR, look_at_scanner
from sektoral.project.looks.finding import Health
from sektoral.project.worker import work_off
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Letter, Observation, StoredFile, Submission
from sektoral.steps.step3_submit.actions.attaching import attach
from tests.clamd_server import ClamdServer, Manner, clamd_at
from tests.rounds import BOTH, Scene, shared
from tests.signed_papers import letter as paper
from tests.visits import visiting

pytestmark = pytest.mark.django_db
NAME = "Win.Test.EICAR_HDB-1"
INFECTED = b"a;b\n1;" + EICAR + b"\n"


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        yield scene


@pytest.fixture
def scanner(settings: Settings, tmp_path: Path) -> Iterator[ClamdServer]:
    with clamd_at(tmp_path / "clamd.ctl") as server:
        settings.CLAMD, settings.CLAMD_DEADLINE = server.address, 1.0
        yield server


@pytest.fixture
def operator(scene: Scene) -> Iterator[Client]:
    with visiting(scene, "operator.dinkes") as client:
        yield client


def _send(client: Client, scene: Scene, name: str, data: bytes) -> Submission:
    address = reverse("step3:upload", args=[scene.request("dinkes").pk])
    assert client.post(address, {"file": SimpleUploadedFile(name, data)}).status_code == 302
    return Submission.objects.order_by("-version")[0]


def _page(client: Client, scene: Scene) -> str:
    return html.unescape(client.get(reverse("step3:request", args=[scene.request("dinkes").pk])).content.decode())


def _file_of(client: Client, scene: Scene, file: StoredFile) -> int:
    return client.get(reverse("step3:file", args=[scene.request("dinkes").pk, file.pk])).status_code


def test_an_infected_file_is_receipted_refused_kept_and_served_to_nobody(
    scene: Scene, operator: Client, scanner: ClamdServer
) -> None:
    submission = _send(operator, scene, "isian.csv", INFECTED)
    scene.settle()
    submission.refresh_from_db()
    assert (submission.state, submission.refusal_code) == (SubmissionState.REFUSED, "file_infected")
    assert f"menemukan {NAME}" in _page(operator, scene)
    assert Letter.objects.filter(submission=submission, kind="receipt", state="signed").count() == 1
    assert files.file_store().path(submission.file.sha256).read_bytes() == INFECTED
    assert _file_of(operator, scene, submission.file) == 409
    assert not Observation.objects.exists()


def test_a_clean_file_goes_its_way_and_is_looked_at_once(scene: Scene, operator: Client, scanner: ClamdServer) -> None:
    submission = _send(operator, scene, "isian.xlsx", scene.workbook("dinkes", BOTH))
    scene.settle()
    submission.refresh_from_db()
    assert submission.state == SubmissionState.AWAITING_LETTER
    assert _file_of(operator, scene, submission.file) == 200
    assert scanner.asked == 1


@pytest.mark.parametrize("manner", [Manner.HANGING, Manner.GARBLED, Manner.DROPPING, Manner.SHORT])
def test_while_it_gives_no_verdict_files_are_receipted_and_wait_and_nobody_opens_them(
    scene: Scene, operator: Client, scanner: ClamdServer, manner: Manner
) -> None:
    scanner.manner = manner
    submission = _send(operator, scene, "isian.xlsx", scene.workbook("dinkes", BOTH))
    work_off(lambda: scene.now)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.RECEIVED
    assert Letter.objects.filter(submission=submission, kind="receipt", state="signed").count() == 1
    assert Event.objects.get(settled_at__isnull=True).last_error_code == SILENT
    assert _file_of(operator, scene, submission.file) == 503

    scanner.manner = Manner.GOOD
    Event.objects.filter(settled_at__isnull=True).update(next_try_at=None)
    work_off(lambda: scene.now)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.AWAITING_LETTER
    assert _file_of(operator, scene, submission.file) == 200


def test_a_scanner_that_is_away_for_long_parks_nothing_for_a_person(
    scene: Scene, operator: Client, scanner: ClamdServer
) -> None:
    _send(operator, scene, "isian.xlsx", scene.workbook("dinkes", BOTH))
    scanner.manner = Manner.GARBLED
    for _ in range(MAX_ATTEMPTS + 3):
        work_off(lambda: scene.now)
        Event.objects.filter(settled_at__isnull=True).update(next_try_at=None)
    assert Event.objects.get(settled_at__isnull=True).attempts == 1
    scanner.manner = Manner.GOOD
    work_off(lambda: scene.now)
    assert not Event.objects.filter(settled_at__isnull=True).exists()


def test_what_is_made_here_is_opened_without_it(scene: Scene, operator: Client, scanner: ClamdServer) -> None:
    scanner.manner = Manner.GARBLED
    made = StoredFile.objects.filter(is_made_here=True)
    assert made.filter(media_type=files.XLSX).exists()
    assert made.filter(media_type=files.PDF).exists()
    for file in made:
        assert files.read(file)
    assert scanner.asked == 0


def test_an_infected_attachment_is_kept_and_opened_by_nobody(
    scene: Scene, operator: Client, scanner: ClamdServer
) -> None:
    submission = _send(operator, scene, "isian.xlsx", scene.workbook("dinkes", BOTH))
    scene.settle()
    by = scene.by("operator.dinkes")
    attachment = attach(submission, name="nota.pdf", chunks=[INFECTED], by=by, at=scene.now)
    assert _file_of(operator, scene, attachment.file) == 409


def test_what_is_looked_into_on_the_spot_is_refused_before_the_sandbox_sees_it(
    scene: Scene, scanner: ClamdServer
) -> None:
    doors = (check_pdf, redraw, lambda data: read_lines(data, name="register.xlsx"))
    for door in doors:
        with pytest.raises(Invalid) as refused:
            door(INFECTED)
        assert refused.value.code == "file.infected"
    scanner.manner = Manner.GARBLED
    for door in doors:
        with pytest.raises(Unavailable) as silent:
            door(b"another file")
        assert silent.value.code == SILENT


def test_the_public_hears_it_too_and_nothing_is_kept(scene: Scene, scanner: ClamdServer) -> None:
    before = StoredFile.objects.count()
    with visiting(scene) as public:
        address = reverse("verify:compare_any")
        infected = public.post(address, {"copy": SimpleUploadedFile("surat.pdf", paper() + EICAR)})
        assert (infected.status_code, NAME in infected.content.decode()) == (422, True)
        assert public.post(address, {"copy": SimpleUploadedFile("surat.pdf", paper())}).status_code == 200
        scanner.manner = Manner.GARBLED
        assert public.post(address, {"copy": SimpleUploadedFile("surat.pdf", paper() + b" ")}).status_code == 503
    assert StoredFile.objects.count() == before


def test_the_doctor_says_how_it_fares(scene: Scene, scanner: ClamdServer, settings: Settings) -> None:
    def health(at: datetime) -> set[Health]:
        return {finding.health for finding in look_at_scanner(at)}

    known = datetime(2026, 11, 22, 8, 33, tzinfo=UTC)
    assert health(known) == {Health.GOOD}
    assert health(known + timedelta(days=8)) == {Health.MIND}
    scanner.manner = Manner.BLIND
    assert health(known) == {Health.BAD}
    scanner.manner = Manner.GARBLED
    assert health(known) == {Health.BAD}
    settings.CLAMD = None
    assert health(known) == {Health.GOOD}
