"""The NIK of a signer: given on the account's page, kept sealed, shown masked, forgotten on demand."""

import pytest
from django.test import Client

from sektoral.records.models import Person
from tests.bsre_state import NIK
from tests.offices import person_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE, DOOR = "/akun/pengaturan/", "/akun/identitas/"


def test_a_nik_is_kept_sealed_shown_masked_and_forgotten() -> None:
    scene = Scene()
    with visiting(scene, "kadis") as client:
        assert client.post(DOOR, {"nik": "9900 0000 0000 0001"}).status_code == 302
        sealed = person_of(scene.office, "kadis").sealed_nik
        assert sealed
        assert NIK not in sealed
        page = client.get(PAGE).content.decode()
        assert "••••••••••••0001" in page
        assert NIK not in page
        assert client.post(DOOR, {"remove": "1", "nik": ""}).status_code == 302
    assert person_of(scene.office, "kadis").sealed_nik == ""


@pytest.mark.parametrize("typed", ["", "123", "99000000000000011", "990000000000000x", "٩٩٠٠٠٠٠٠٠٠٠٠٠٠٠١"])
def test_anything_but_16_digits_is_refused_and_not_shown_again(typed: str) -> None:
    scene = Scene()
    with visiting(scene, "kadis") as client:
        answer = client.post(DOOR, {"nik": typed})
    assert answer.status_code == 422
    assert not typed or f'value="{typed}"' not in answer.content.decode()
    assert person_of(scene.office, "kadis").sealed_nik == ""


def test_a_nik_whose_key_is_gone_says_so_and_can_be_given_again() -> None:
    scene = Scene()
    Person.objects.filter(pk=person_of(scene.office, "kadis").pk).update(sealed_nik="1:0000000000000000:AAAA")
    with visiting(scene, "kadis") as client:
        assert "tidak dapat dibuka lagi" in client.get(PAGE).content.decode()
        assert client.post(DOOR, {"nik": NIK}).status_code == 302
        assert "0001" in client.get(PAGE).content.decode()


def test_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().post(DOOR, {"nik": NIK}).status_code == 302
    assert not Person.objects.exclude(sealed_nik="").exists()
