"""A refused file stays: in quarantine for what it holds, or at hand where it is merely the wrong workbook."""

import pytest

from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.records.models import Request
from tests.rounds import Scene
from tests.visits import visiting
from tests.workbooks.hostile import REFUSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.later(minutes=30)
    return scene


def _url(request: Request, *parts: object) -> str:
    return "/".join(["/langkah-3", str(request.pk), *map(str, parts), ""])


def test_a_file_in_quarantine_is_handed_out_under_a_name_that_nothing_opens(scene: Scene) -> None:
    code, make = REFUSED["macros"]
    data = make()
    submission = scene.upload("dinkes", data)
    request = scene.request("dinkes")
    assert (submission.state, submission.refusal_code) == (SubmissionState.REFUSED, code)
    with visiting(scene, "operator.dinkes") as client:
        page = client.get(_url(request, "kiriman", submission.pk))
        answer = client.get(_url(request, "berkas", submission.file_id))
    assert "dikarantina" in page.content.decode()
    assert answer.content == data
    assert answer.headers["Content-Disposition"].endswith('.karantina"')


def test_a_wrong_workbook_is_not_set_apart(scene: Scene) -> None:
    submission = scene.upload("dinkes", files.read(scene.request("disdik").instruments.get().file))
    request = scene.request("dinkes")
    assert submission.state == SubmissionState.REFUSED
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(_url(request, "berkas", submission.file_id))
    assert "karantina" not in answer.headers["Content-Disposition"]
