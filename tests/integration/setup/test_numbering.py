"""The page on which the administrator sets up how letters are numbered."""

import pytest
from django.test import Client

from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import Source
from sektoral.letters.numbers import office_numbering
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Event, Office
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/penomoran/"
USUAL = {
    "template": "{klasifikasi}/{urut:03}/{unit}/{tahun}",
    "classification": "500.14",
    "unit": "DISKOMINFO",
    "source": "counter",
}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_next_number_of_each_kind_is_shown(scene: Scene) -> None:
    scene.initialled("dinkes")
    with visiting(scene, "jp1") as client:
        page = client.get(PAGE).content.decode()
    assert "500.14/2/DISKOMINFO/2026" in page
    assert "TT-0001/DISKOMINFO/2026" in page
    assert "Simpan penomoran" not in page


def test_a_kind_gets_a_pattern_and_a_source_of_its_own(scene: Scene) -> None:
    given = {**USUAL, "report_classification": "000.7", "request_source": "register", "one_request_letter": "on"}
    with visiting(scene, "admin") as client:
        assert client.post(PAGE, given).status_code == 302
        page = client.get(PAGE).content.decode()
    assert "000.7/001/DISKOMINFO/2026" in page
    assert "Menurut buku agenda" in page
    office = Office.objects.get(pk=scene.office.pk)
    assert office.one_request_letter
    numbering = office_numbering(office)
    assert numbering.of(LetterKind.REQUEST).source is Source.REGISTER
    assert numbering.of(LetterKind.MEMO).template == USUAL["template"]
    event = Event.objects.get(kind="numbering.changed")
    assert event.facts == {"source": "counter", "kinds": 2, "one_request_letter": True}
    assert [fault for outcome in verify(at=scene.now) for fault in outcome.faults] == []


def test_what_does_not_change_is_not_noted(scene: Scene) -> None:
    with visiting(scene, "admin") as client:
        assert client.post(PAGE, USUAL).status_code == 302
        answer = client.post(PAGE, USUAL)
    assert (answer.status_code, "tidak berubah" in answer.content.decode()) == (422, True)
    assert Event.objects.filter(kind="numbering.changed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"template": "{urut}/{tahun}/{bulan}"}, "tidak dikenal"),
        ({"template": "{klasifikasi}/{unit}/{tahun}"}, "tepat satu kali"),
        ({"memo_template": "{klasifikasi}/{urut}/{unit}"}, "{tahun}"),
        ({"template": "{urut}{tahun}"}, "menempel"),
        ({"template": "{urut:e}/{tahun}"}, "{urut:03}"),
        ({"template": "{urut"}, "tidak terbaca"),
        ({"template": "Nomor {urut}/{tahun}"}, "spasi"),
        ({"report_classification": "statistik"}, "tidak terbaca"),
        ({"unit": "DIS KOMINFO"}, "spasi"),
        ({"unit": ""}, "wajib"),
        ({"request_source": "entah"}, "pilihan"),
    ],
)
def test_a_numbering_that_cannot_work_is_refused_with_a_sentence(
    scene: Scene, wrong: dict[str, str], said: str
) -> None:
    before = Office.objects.values().get(pk=scene.office.pk)
    with visiting(scene, "admin") as client:
        answer = client.post(PAGE, {**USUAL, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Office.objects.values().get(pk=scene.office.pk) == before
    assert not Event.objects.filter(kind="numbering.changed").exists()


@pytest.mark.parametrize("key", ["jp1", "auditor", "kadis"])
def test_only_the_administrator_changes_it(scene: Scene, key: str) -> None:
    with visiting(scene, key) as client:
        assert client.post(PAGE, USUAL).status_code == 403
    assert not Event.objects.filter(kind="numbering.changed").exists()


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/akun/login/")
