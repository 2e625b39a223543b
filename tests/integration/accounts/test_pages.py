"""A person signs in, minds their own settings and signs out; nobody learns who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.accounts.demo import DEMO_PASSWORD, demo_accounts, open_demo_accounts
from sektoral.domain.errors import Refused
from sektoral.records.models import Office
from tests.offices import make_tiny_office, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = make_tiny_office()
    Office.objects.filter(pk=office.pk).update(is_sample=True)
    office.refresh_from_db()
    open_demo_accounts(office)
    return office


def sign_in(client: Client, office: Office, key: str) -> None:
    client.post("/akun/login/", {"login": person_of(office, key).email, "password": DEMO_PASSWORD})


def test_a_demo_account_signs_in_with_one_press(client: Client, office: Office) -> None:
    page = client.get("/akun/login/").content.decode()
    assert "Akun contoh" in page
    assert person_of(office, "kadis").email in page
    sign_in(client, office, "kadis")
    assert "Contoh Kadis" in client.get("/akun/pengaturan/").content.decode()


def test_a_real_installation_shows_no_accounts(client: Client, office: Office, settings: Settings) -> None:
    settings.DEMO = False
    assert DEMO_PASSWORD not in client.get("/akun/login/").content.decode()
    assert demo_accounts() == ()
    with pytest.raises(Refused):
        open_demo_accounts(office)


def test_a_real_office_in_a_demo_keeps_its_passwords(office: Office) -> None:
    Office.objects.filter(pk=office.pk).update(is_sample=False)
    office.refresh_from_db()
    with pytest.raises(Refused):
        open_demo_accounts(office)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, office: Office) -> None:
    known = client.post("/akun/login/", {"login": person_of(office, "kadis").email, "password": "salah-salah-salah"})
    unknown = client.post("/akun/login/", {"login": "tidakada@contoh.example", "password": "salah-salah-salah"})
    said = [list(answer.context["form"].non_field_errors()) for answer in (known, unknown)]
    assert said[0] == said[1] != []


def test_a_code_is_mailed_to_a_known_address_only_and_the_page_says_the_same(office: Office) -> None:
    unknown = Client().post("/akun/login/code/", {"email": "tidakada@contoh.example"}, follow=True)
    assert mail.outbox == []
    known = Client().post("/akun/login/code/", {"email": person_of(office, "jp1").email}, follow=True)
    assert [sent.to for sent in mail.outbox] == [[person_of(office, "jp1").email]]
    assert "Kode masuk Anda" in str(mail.outbox[0].body)
    assert _told(unknown.content.decode()) == _told(known.content.decode())


def _told(page: str) -> str:
    return re.sub(r"csrfmiddlewaretoken[^>]+>|X-CSRFToken[^}]+|[a-z0-9]+@[a-z.]+", "", page)


def test_settings_change_the_theme_of_the_next_page(client: Client, office: Office) -> None:
    sign_in(client, office, "jp1")
    answer = client.post("/akun/pengaturan/", {"phone": "", "theme": "dark"}, follow=True)
    page = answer.content.decode()
    assert 'data-bs-theme="dark"' in page
    assert "Pengaturan Anda tersimpan." in page


def test_nobody_takes_another_name(client: Client, office: Office) -> None:
    sign_in(client, office, "jp1")
    before = person_of(office, "jp1").name
    client.post("/akun/pengaturan/", {"name": "Contoh Kadis", "email": "lain@contoh.example", "theme": "dark"})
    assert person_of(office, "jp1").name == before


def test_settings_refuse_an_unknown_theme(client: Client, office: Office) -> None:
    sign_in(client, office, "jp1")
    answer = client.post("/akun/pengaturan/", {"theme": "neon"})
    assert answer.status_code == 422
    assert 'id="id_theme_galat"' in answer.content.decode()


def test_settings_are_for_who_is_signed_in(client: Client) -> None:
    assert client.get("/akun/pengaturan/")["Location"].startswith("/akun/login/")


@pytest.mark.parametrize("address", ["/akun/signup/", "/akun/email/"])
def test_accounts_and_addresses_are_the_offices_to_make(client: Client, office: Office, address: str) -> None:
    sign_in(client, office, "jp1")
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "lain@contoh.example", "action_add": ""}).status_code == 404


def test_signing_out_takes_a_press_not_a_link(client: Client, office: Office) -> None:
    sign_in(client, office, "jp1")
    assert client.get("/akun/logout/").status_code == 200
    assert client.get("/akun/pengaturan/").status_code == 200
    client.post("/akun/logout/")
    assert client.get("/akun/pengaturan/").status_code == 302


def test_an_unknown_address_is_a_page_that_says_what_to_do(client: Client, office: Office) -> None:
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "halaman depan" in answer.content.decode()


def test_the_style_guide_is_not_part_of_a_real_installation(client: Client, settings: Settings) -> None:
    assert client.get("/_gaya/").status_code == 200
    settings.DEMO = settings.DEBUG = False
    assert client.get("/_gaya/").status_code == 404
