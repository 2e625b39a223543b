"""Staff and signers set up a second factor before anything else opens, and nothing gets around it."""

import re
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.records.models import Office, Person
from tests.access import (
    CODE,
    PASSWORD,
    code_of,
    enrol,
    give_password,
    later,
    post_password,
    sign_in,
    wrong_code,
)
from tests.offices import person_of

pytestmark = pytest.mark.django_db
SET_UP = "/akun/langkah-kedua/"
STAFF = ("kadis", "kabid", "sukor", "jp1", "admin", "auditor", "kepala.dinkes")
OPEN = ("/akun/2fa/totp/activate/", "/akun/2fa/webauthn/add/", "/akun/logout/", "/akun/undangan/", SET_UP)


def person(office: Office, key: str = "kadis") -> Person:
    return give_password(person_of(office, key))


def is_in(client: Client) -> bool:
    return client.get("/akun/pengaturan/").status_code == 200


@pytest.mark.parametrize("key", STAFF)
def test_nothing_opens_for_staff_and_signers_without_a_second_factor(office: Office, key: str) -> None:
    client = sign_in(person(office, key))
    for address in ("/", "/papan/", "/pengaturan/", "/akun/pengaturan/", "/akun/sesi/", f"/surat/{uuid4()}/"):
        assert client.get(address)["Location"] == SET_UP, address
    assert client.get("/papan/", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP


@pytest.mark.parametrize("address", OPEN)
def test_the_way_in_stays_open(office: Office, address: str) -> None:
    client = sign_in(person(office))
    assert client.get(address).status_code == 200


def test_a_public_page_knows_nobody_who_has_not_come_in_all_the_way(office: Office) -> None:
    client = sign_in(person(office))
    assert "Contoh Kadis" not in client.get("/data/").content.decode()


def test_an_operator_signs_in_without_one_unless_the_installation_asks_everybody(
    office: Office, settings: Settings
) -> None:
    operator = person(office, "operator.dinkes")
    assert is_in(sign_in(operator))
    settings.SECOND_FACTOR = "all"
    assert sign_in(operator).get("/akun/pengaturan/")["Location"] == SET_UP


def test_setting_one_up_opens_the_rest_and_shows_recovery_codes_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(person(office))
    page = client.get("/akun/2fa/totp/activate/").content.decode()
    secret = str(re.search(r"<code>([A-Z2-7]{32})</code>", page)[1])  # type: ignore[index]
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act: act())  # a test's own transaction never commits
    shown = client.post("/akun/2fa/totp/activate/", {"code": code_of(secret)})["Location"]
    answer = client.get(shown)
    assert [sent.to for sent in mail.outbox] == [[person_of(office, "kadis").email]]
    assert len(re.findall(r"<code>\d{8}</code>", answer.content.decode())) == 10
    assert is_in(client)
    again = client.get("/akun/2fa/recovery-codes/").content.decode()
    assert re.findall(r"<code>\d{8}</code>", again) == []


def test_the_password_alone_does_not_sign_in(office: Office) -> None:
    kadis = person(office)
    secret, client = enrol(kadis), Client()
    assert post_password(client, kadis)["Location"] == CODE
    assert not is_in(client)
    client.post(CODE, {"code": wrong_code(secret)})
    assert not is_in(client)
    client.post(CODE, {"code": code_of(secret)})
    assert is_in(client)


def test_a_code_is_good_once_and_only_within_its_half_minute(office: Office) -> None:
    kadis = person(office)
    secret = enrol(kadis)
    code = code_of(secret)
    assert is_in(_with_code(kadis, code))
    assert not is_in(_with_code(kadis, code))
    assert not is_in(_with_code(kadis, code_of(secret, steps=-20)))
    assert not is_in(_with_code(kadis, code_of(secret, steps=20)))
    with later(minutes=10):
        assert not is_in(_with_code(kadis, code))


def test_a_recovery_code_is_good_once(office: Office) -> None:
    kadis = person(office)
    enrol(kadis)
    held = Authenticator.objects.get(user=kadis, type=Authenticator.Type.RECOVERY_CODES)
    code = held.wrap().get_unused_codes()[0]
    assert is_in(_with_code(kadis, code))
    assert not is_in(_with_code(kadis, code))


def test_a_mailed_code_does_not_get_around_it(office: Office) -> None:
    kadis = person(office)
    enrol(kadis)
    client = Client()
    client.post("/akun/login/code/", {"email": kadis.email})
    code = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), flags=re.MULTILINE)
    assert code
    assert client.post("/akun/login/code/confirm/", {"code": code[1]})["Location"] == CODE
    assert not is_in(client)


def test_a_reset_password_does_not_get_around_it(office: Office) -> None:
    kadis = person(office)
    enrol(kadis)
    client, new = Client(), "gajah terbang ke bulan"
    client.post("/akun/password/reset/", {"email": kadis.email})
    link = re.search(r"/akun/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(client)
    assert post_password(client, kadis, new)["Location"] == CODE


def test_secrets_of_factors_are_sealed_in_the_database(office: Office) -> None:
    kadis = person(office)
    secret = enrol(kadis)
    kept = str(list(Authenticator.objects.filter(user=kadis).values_list("data", flat=True)))
    assert secret not in kept
    assert "1:" in kept


def test_many_wrong_codes_pause_the_second_step_and_warn_the_person(office: Office) -> None:
    kadis = person(office)
    secret = enrol(kadis)
    client = Client()
    post_password(client, kadis)
    for _ in range(5):
        client.post(CODE, {"code": wrong_code(secret)})
    client.post(CODE, {"code": code_of(secret)})
    assert not is_in(client)
    assert [sent.subject for sent in mail.outbox] == ["Ada percobaan masuk ke akun sektoral Anda"]


def test_who_adds_or_removes_a_factor_gets_a_mail(office: Office) -> None:
    kadis = person(office)
    client = sign_in(kadis, enrol(kadis))
    client.post("/akun/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=kadis).exists()
    assert mail.outbox[-1].to == [kadis.email]
    assert PASSWORD not in str(mail.outbox[-1].body)


def _with_code(who: Person, code: str) -> Client:
    client = Client()
    post_password(client, who)
    client.post(CODE, {"code": code})
    return client
