"""The service that signs letters: chosen by the administrator, only where it is set up, and told in the journal."""

import pytest
from pytest_django.fixtures import Settings

from sektoral.project.doctor import examine
from sektoral.project.looks.finding import Health
from sektoral.records.models import Event, Office
from tests import bsre
from tests.bsre_state import PASSWORD, USER
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/tanda-tangan/"


@pytest.fixture
def set_up(settings: Settings) -> None:
    settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD = bsre.nowhere(), USER, PASSWORD


def _chosen() -> str:
    return Office.objects.get().signing_service


def test_a_service_that_is_set_up_is_chosen_once(set_up: None) -> None:
    scene = Scene()
    with visiting(scene, "admin") as client:
        for _ in range(2):
            assert client.post(PAGE, {"service": "bsre_v2"}).status_code == 302
        assert "Esign Client Service versi 2" in client.get("/pengaturan/").content.decode()
    assert _chosen() == "bsre_v2"
    (event,) = Event.objects.filter(kind="service.chosen")
    assert event.facts["service"] == "bsre_v2"


def test_one_whose_settings_are_missing_is_not_chosen_and_says_which() -> None:
    scene = Scene()
    with visiting(scene, "admin") as client:
        answer = client.post(PAGE, {"service": "bsre_v1"})
    assert answer.status_code == 422
    assert "SEKTORAL_BSRE_URL, SEKTORAL_BSRE_USER, SEKTORAL_BSRE_PASSWORD" in answer.content.decode()
    assert _chosen() == "test"


def test_a_real_office_is_told_loudly_that_the_test_certificate_is_none(settings: Settings) -> None:
    settings.DEMO = False
    scene = Scene()
    with visiting(scene, "admin") as client:
        assert "tidak berkekuatan hukum" in client.get(PAGE).content.decode()
    assert Health.BAD in _health(scene)


def test_a_server_that_does_not_allow_the_test_certificate_names_what_to_choose(settings: Settings) -> None:
    settings.DEMO = settings.TEST_SIGNATURES = False
    scene = Scene()
    Office.objects.update(signing_service="upload")
    with visiting(scene, "admin") as client:
        answer = client.post(PAGE, {"service": "test"})
        assert (answer.status_code, "SEKTORAL_TEST_SIGNATURES" in answer.content.decode()) == (422, True)
        Office.objects.update(signing_service="test")
        assert "Belum ada surat yang dapat ditandatangani" in client.get(PAGE).content.decode()
    assert "Belum ada surat yang dapat ditandatangani" in _said(scene)


def test_others_look_and_do_not_choose(set_up: None) -> None:
    scene = Scene()
    with visiting(scene, "jp1") as client:
        assert "Simpan pilihan" not in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"service": "bsre_v1"}).status_code == 403
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(PAGE).status_code == 403
    assert _chosen() == "test"


def test_the_doctor_tells_whether_the_gateway_answers_and_knows_us(settings: Settings, set_up: None) -> None:
    scene = Scene()
    Office.objects.update(signing_service="bsre_v1")
    assert "tidak dapat dihubungi" in _said(scene)
    with bsre.running() as gateway:
        settings.BSRE_URL = gateway.url
        assert "mengenal pemasangan ini" in _said(scene)
        settings.BSRE_PASSWORD = "lain"
        assert "tidak mengenal pemasangan ini" in _said(scene)
    settings.BSRE_USER = ""
    assert "Belum diatur: SEKTORAL_BSRE_USER" in _said(scene)


def _health(scene: Scene) -> set[Health]:
    return {finding.health for name, finding in examine(scene.now) if name == "tanda tangan"}


def _said(scene: Scene) -> str:
    return " ".join(finding.text for name, finding in examine(scene.now) if name == "tanda tangan")
