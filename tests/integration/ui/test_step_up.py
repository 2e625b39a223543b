"""What binds or cannot be undone asks for fresh proof, and nothing that was typed is lost on the way."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.records.models import Agency, ApiKey, Office
from tests.access import PASSWORD, code_of, enrol, give_password, in_earnest, later, sign_in, wrong_code
from tests.offices import make_tiny_office, person_of

pytestmark = pytest.mark.django_db
KEYS = "/pengaturan/kunci-api/"


@pytest.fixture
def office(settings: Settings) -> Office:
    in_earnest(settings)
    return make_tiny_office()


@pytest.fixture
def admin(office: Office) -> tuple[Client, str]:
    person = give_password(person_of(office, "admin"))
    secret = enrol(person)
    return sign_in(person, secret), secret


def given() -> dict[str, object]:
    from datetime import UTC, datetime, timedelta

    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    return {"name": "Portal <Bappeda>", "scopes": ["bank:read"], "per_minute": 60, "expires_on": until}


def keys() -> int:
    return ApiKey.objects.count()


def test_who_has_just_signed_in_is_not_asked_again(admin: tuple[Client, str]) -> None:
    assert admin[0].post(KEYS, given()).status_code == 200
    assert keys() == 1


def test_after_five_minutes_the_page_asks_and_carries_what_was_typed(admin: tuple[Client, str]) -> None:
    client, secret = admin
    with later(minutes=5, seconds=1):
        answer = client.post(KEYS, given(), headers={"Referer": f"http://testserver{KEYS}?q=1"})
        page = answer.content.decode()
        assert (answer.status_code, keys()) == (403, 0)
        assert "Belum ada yang dijalankan" in page
        assert f'href="{KEYS}?q=1">Batal' in page
        carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
        assert carried["name"] == "Portal &lt;Bappeda&gt;"
        proof = {"bukti-asked": "1", "bukti-code": code_of(secret)}
        assert client.post(KEYS, {**given(), **proof}).status_code == 200
        assert ApiKey.objects.get().name == "Portal <Bappeda>"


def test_reading_is_never_asked(admin: tuple[Client, str]) -> None:
    with later(minutes=20):
        assert admin[0].get(KEYS).status_code == 200


def test_the_proof_holds_for_five_minutes(admin: tuple[Client, str]) -> None:
    client, secret = admin
    with later(minutes=10):
        client.post(KEYS, {**given(), "bukti-asked": "1", "bukti-code": code_of(secret)})
    with later(minutes=14):
        client.post(KEYS, given())
        assert keys() == 2
    with later(minutes=15, seconds=2):
        assert client.post(KEYS, given()).status_code == 403


@pytest.mark.parametrize("proof", [{"bukti-code": ""}, {"bukti-code": "wrong"}, {"bukti-password": PASSWORD}])
def test_a_wrong_proof_does_nothing(admin: tuple[Client, str], proof: dict[str, str]) -> None:
    """The password counts for nothing with who has a factor: by setting it up they said it is not enough."""
    client, secret = admin
    proof = {name: wrong_code(secret) if value == "wrong" else value for name, value in proof.items()}
    with later(minutes=6):
        answer = client.post(KEYS, {**given(), "bukti-asked": "1", **proof})
        assert (answer.status_code, keys()) == (403, 0)
        assert PASSWORD not in answer.content.decode()


def test_a_file_is_not_carried_and_the_person_is_told_to_press_again(office: Office, admin: tuple[Client, str]) -> None:
    agency = Agency.objects.get(office=office, code="dinkes")
    invite = f"/pengaturan/kontak/{agency.pk}/undang/"
    with later(minutes=6):
        posted = {"name": "Contoh", "letter": SimpleUploadedFile("surat.pdf", b"%PDF-1.7")}
        answer = admin[0].post(invite, posted, headers={"Referer": f"http://testserver{invite}"}, follow=True)
        assert answer.redirect_chain[0][0] == f"/akun/reauthenticate/?next={invite.replace('/', '%2F')}"
        assert "tekan lagi tombolnya" in answer.content.decode()
        answer = admin[0].post(answer.redirect_chain[-1][0], {"code": code_of(admin[1]), "next": invite})
        assert answer["Location"] == invite


def test_a_script_and_a_fragment_are_told(admin: tuple[Client, str]) -> None:
    with later(minutes=6):
        answer = admin[0].post(KEYS, given(), headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_needed")
        fragment = admin[0].post(KEYS, given(), headers={"HX-Request": "true"})
        assert fragment["HX-Redirect"].startswith("/akun/reauthenticate/")


def test_the_way_back_is_never_to_another_site(admin: tuple[Client, str]) -> None:
    with later(minutes=6):
        answer = admin[0].post(KEYS, given(), headers={"Referer": "https://jahat.example/kunci-api/"})
        assert 'href="/">Batal' in answer.content.decode()


def test_a_demo_asks_nothing(admin: tuple[Client, str], settings: Settings) -> None:
    settings.STEP_UP = settings.SESSION_BOUNDS = False
    with later(hours=2):
        assert admin[0].post(KEYS, given()).status_code == 200
