"""A session lasts a working day at most, half an hour alone, and ends wherever something about the account changes."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.test import Client

from sektoral.records.models import Office, Person
from tests.access import PASSWORD, enrol, give_password, later, post_password, sign_in
from tests.offices import person_of

pytestmark = pytest.mark.django_db
OWN = "/akun/sesi/"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
NEW = "gajah terbang ke bulan"


@pytest.fixture
def operator(office: Office) -> Person:
    return give_password(person_of(office, "operator.dinkes"))


def is_in(client: Client) -> bool:
    return client.get(OWN).status_code == 200


def key_of(client: Client) -> str:
    return client.cookies[configured.SESSION_COOKIE_NAME].value


def test_the_session_id_changes_at_sign_in(operator: Person) -> None:
    client = Client()
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = before = str(planted.session_key)
    post_password(client, operator)
    assert key_of(client) != before
    stolen = Client()
    stolen.cookies[configured.SESSION_COOKIE_NAME] = before
    assert not is_in(stolen)


def test_a_session_left_alone_for_half_an_hour_ends_and_says_why(operator: Person) -> None:
    client = sign_in(operator)
    with later(minutes=29):
        assert is_in(client)
    with later(minutes=29 + 29):
        assert is_in(client)
    with later(minutes=29 + 29 + 31):
        answer = client.get(OWN, follow=True)
        assert answer.redirect_chain[0][0].startswith("/akun/login/")
        assert "tidak dipakai selama 30 menit" in answer.content.decode()


def test_a_session_ends_after_twelve_hours_however_busy(operator: Person) -> None:
    client = sign_in(operator)
    for quarter in range(1, 48):
        with later(minutes=15 * quarter):
            assert is_in(client)
    with later(hours=12, seconds=1):
        assert not is_in(client)


def test_use_is_noted_once_a_minute_and_never_in_the_session(operator: Person) -> None:
    client = sign_in(operator)
    row = UserSession.objects.get(user=operator)
    with later(seconds=30):
        client.get(OWN)
        assert UserSession.objects.get().last_seen_at == row.last_seen_at
    with later(seconds=90):
        client.get(OWN)
        assert UserSession.objects.get().last_seen_at - row.last_seen_at > timedelta(seconds=60)


def test_signing_out_ends_it_and_the_browser_forgets(operator: Person) -> None:
    client = sign_in(operator)
    stolen = Client()
    stolen.cookies[configured.SESSION_COOKIE_NAME] = key_of(client)
    answer = client.post("/akun/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_in(stolen)
    assert UserSession.objects.count() == 0


def test_a_person_sees_where_they_are_signed_in_and_ends_one(operator: Person) -> None:
    here, there = sign_in(operator, **{"User-Agent": CHROME}), sign_in(operator, **{"User-Agent": PHONE})
    page = here.get(OWN).content.decode()
    assert page.index("Chrome di Linux") < page.index("Chrome di Android")
    (end,) = re.findall(r"/akun/sesi/\d+/akhiri/", page)
    here.post(end)
    assert is_in(here)
    assert not is_in(there)


def test_a_person_ends_all_the_others(operator: Person) -> None:
    here, *others = (sign_in(operator) for _ in range(3))
    here.post("/akun/sesi/lain/akhiri/")
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_the_session_of_somebody_else(office: Office, operator: Person) -> None:
    other = sign_in(give_password(person_of(office, "operator.disdik")))
    row = UserSession.objects.get(user__email__startswith="operator.disdik")
    assert sign_in(operator).post(f"/akun/sesi/{row.pk}/akhiri/").status_code == 404
    assert is_in(other)


def test_the_keys_of_sessions_stand_on_no_page(operator: Person) -> None:
    here, there = sign_in(operator), sign_in(operator)
    page = here.get(OWN).content.decode()
    assert key_of(here) not in page
    assert key_of(there) not in page


def test_a_new_session_says_where_else_the_account_is_open(operator: Person) -> None:
    sign_in(operator)
    client = Client()
    answer = client.post("/akun/login/", {"login": operator.email, "password": PASSWORD, "next": OWN}, follow=True)
    assert "juga terbuka di 1 peramban lain" in answer.content.decode()


def test_a_changed_password_ends_the_other_sessions(operator: Person) -> None:
    here, there = sign_in(operator), sign_in(operator)
    here.post("/akun/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    operator.refresh_from_db()
    assert operator.check_password(NEW)
    assert is_in(here)
    assert not is_in(there)
    assert UserSession.objects.filter(user=operator).count() == 1


def test_a_new_factor_ends_the_other_sessions_and_so_does_removing_it(office: Office) -> None:
    kadis = give_password(person_of(office, "kadis"))
    secret = enrol(kadis)
    here = sign_in(kadis, secret)
    with later(seconds=31):
        there = sign_in(kadis, secret)
        assert is_in(there)
        here.post("/akun/2fa/totp/deactivate/")
        assert there.get(OWN)["Location"].startswith("/akun/login/")


def test_the_next_request_of_a_deactivated_person_is_refused(operator: Person) -> None:
    client = sign_in(operator)
    Person.objects.filter(pk=operator.pk).update(is_active=False)
    assert not is_in(client)
    assert post_password(Client(), operator)["Location"] == "/akun/inactive/"
