"""Every hostile file of our own making through the real upload: kept, receipted, refused in a sentence, and no figure
of it anywhere (security.md T01, F19)."""

import html
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.domain.checks.refusals import refusal_sentence
from sektoral.domain.errors import Invalid
from sektoral.domain.states import SubmissionState
from sektoral.records.models import Letter, Observation, Submission, SubmissionItem
from sektoral.ui.messages import explained
from tests.rounds import BOTH, Scene, shared
from tests.visits import visiting
from tests.workbooks.hostile import REFUSED

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AT_THE_DOOR = frozenset({"empty"})  # there is nothing to keep
PAGES = frozenset({"pdf", "pdf_in_front"})  # a person may read such a page, and types what stands in it

HOSTILE_NAMES = (
    "../../etc/passwd.xlsx",
    "a\u202excod.xlsx",
    "<script>alert(1)</script>.xlsx",
    "%00.xlsx",
    "x" * 250 + ".xlsx",
)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        yield scene


@pytest.fixture
def operator(scene: Scene) -> Iterator[Client]:
    with visiting(scene, "operator.dinkes") as client:
        yield client


def _post(client: Client, scene: Scene, name: str, data: bytes) -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = reverse("step3:upload", args=[scene.request("dinkes").pk])
    return client.post(address, {"file": SimpleUploadedFile(name, data)}).status_code


def _page(client: Client, scene: Scene) -> str:
    answer = client.get(reverse("step3:request", args=[scene.request("dinkes").pk]))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_receipted_and_waits_for_who_types_it(name: str, scene: Scene, operator: Client) -> None:
    assert _post(operator, scene, f"{name}.xlsx", REFUSED[name][1]()) == 302
    scene.settle()
    submission = Submission.objects.order_by("-version")[0]
    assert submission.state == SubmissionState.AWAITING_TRANSCRIPT
    assert Letter.objects.filter(submission=submission, kind="receipt", state="signed").count() == 1
    assert (SubmissionItem.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", sorted(REFUSED.keys() - AT_THE_DOOR - PAGES))
def test_hostile_file_is_receipted_and_refused_in_a_sentence(name: str, scene: Scene, operator: Client) -> None:
    code, make = REFUSED[name]
    before = Submission.objects.count()
    assert _post(operator, scene, f"{name}.xlsx", make()) == 302
    scene.settle()
    submission = Submission.objects.order_by("-version")[0]
    assert Submission.objects.count() == before + 1
    assert (submission.state, submission.refusal_code) == (SubmissionState.REFUSED, code)
    what, _, remedy = refusal_sentence(code, submission.refusal_facts).partition(". ")
    page = _page(operator, scene)
    assert what in page
    assert remedy in page
    assert Letter.objects.filter(submission=submission, kind="receipt", state="signed").count() == 1
    assert (SubmissionItem.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", sorted(AT_THE_DOOR))
def test_what_is_no_file_is_refused_at_the_door(name: str, scene: Scene, operator: Client) -> None:
    before = Submission.objects.count()
    assert _post(operator, scene, f"{name}.xlsx", REFUSED[name][1]()) == 302
    assert explained(Invalid("file_empty")).split(".")[0] in _page(operator, scene)
    assert Submission.objects.count() == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.xlsx", "a\u202excod.xlsx", "<script>alert(1)</script>.xlsx", "%00.xlsx", "x" * 250 + ".xlsx"],
)
def test_hostile_name_harms_nobody(name: str, scene: Scene, operator: Client) -> None:
    assert _post(operator, scene, name, name.encode()) == 302
    scene.settle()
    page = _page(operator, scene)
    assert Submission.objects.order_by("-version")[0].state == SubmissionState.REFUSED
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_instrument_of_another_agency_is_refused(scene: Scene, operator: Client) -> None:
    assert _post(operator, scene, "isian.xlsx", scene.workbook("disdik", Filling())) == 302
    scene.settle()
    assert Submission.objects.order_by("-version")[0].refusal_code == "instrument_of_other_agency"


def test_honest_file_is_still_taken_after_all_that(scene: Scene, operator: Client) -> None:
    assert _post(operator, scene, "isian.xlsx", scene.workbook("dinkes", BOTH)) == 302
    scene.settle()
    assert Submission.objects.order_by("-version")[0].state == SubmissionState.AWAITING_LETTER
