"""Guessing is slow, tells nothing, and locks nobody out but whoever guesses."""

import hashlib
import re
import threading
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.accounts import mails
from sektoral.domain.errors import Refused
from sektoral.records.models import Office, Person, Tally
from sektoral.ui.limits import Limit
from tests.access import PASSWORD, SIGN_IN, give_password, later, post_password
from tests.offices import CREATED_AT, person_of
from tests.posting import smtp

pytestmark = pytest.mark.django_db
WRONG = "bukan kata sandi ini"
HERE, THERE = "192.0.2.7", "198.51.100.9"


def operator(office: Office, key: str = "operator.dinkes") -> Person:
    return give_password(person_of(office, key))


def fails(account: str, times: int, *, address: str = HERE) -> Any:
    for _ in range(times):
        answer = Client().post(SIGN_IN, {"login": account, "password": WRONG}, REMOTE_ADDR=address)
    return answer


def gets_in(person: Person, *, address: str) -> bool:
    answer = Client().post(SIGN_IN, {"login": person.email, "password": PASSWORD}, REMOTE_ADDR=address)
    return bool(answer.status_code == 302)


def test_a_thousand_failures_from_one_address_lock_nobody_else_out(office: Office) -> None:
    victim, colleague = operator(office), operator(office, "operator.disdik")
    assert gets_in(colleague, address=HERE)
    guesser = Client(REMOTE_ADDR=HERE)
    for number in range(1_000):
        account = victim.email if number % 2 else f"tebakan{number}@mungil.example"
        guesser.post(SIGN_IN, {"login": account, "password": WRONG})
    assert not gets_in(victim, address=HERE)  # where the guessing comes from, even the right password waits
    assert gets_in(victim, address=THERE)
    assert gets_in(colleague, address=HERE)  # behind the same address, but has signed in there before
    assert gets_in(operator(office, "operator.disdik"), address=THERE)


def test_what_is_paused_opens_again_after_a_quarter_of_an_hour(office: Office) -> None:
    victim = operator(office)
    fails(victim.email, 6)
    assert not gets_in(victim, address=HERE)
    with later(minutes=16):
        assert gets_in(victim, address=HERE)


def test_spraying_one_password_over_many_accounts_pauses_the_address(office: Office) -> None:
    for number in range(60):
        fails(f"orang{number}@mungil.example", 1)
    assert not gets_in(operator(office), address=HERE)


@pytest.mark.parametrize("times", [1, 6])
def test_an_account_that_is_not_there_gets_the_same_answer(office: Office, times: int) -> None:
    known, unknown = fails(operator(office).email, times), fails("tidakada@mungil.example", times)
    assert known.status_code == unknown.status_code
    assert _told(known) == _told(unknown)


def test_an_unknown_account_costs_a_hash_as_well(office: Office) -> None:
    person = operator(office)
    with patch("django.contrib.auth.hashers.MD5PasswordHasher.encode", side_effect=_hash) as encode:
        fails(person.email, 1)
        known = encode.call_count
        encode.reset_mock()
        fails("tidakada@mungil.example", 1)
    assert (known, encode.call_count) == (1, 1)


def test_a_reset_tells_nothing_about_an_account(office: Office) -> None:
    person = operator(office)
    known, unknown = _asks_reset(person.email), _asks_reset("tidakada@mungil.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [sent.to for sent in mail.outbox] == [[person.email]]


@pytest.mark.parametrize("address", ["/akun/password/reset/", "/akun/login/code/"])
def test_mails_to_one_account_are_limited_for_whoever_asks(office: Office, address: str) -> None:
    person = operator(office)
    for _ in range(8):
        Client().post(address, {"email": person.email}, REMOTE_ADDR=HERE)
    assert len(mail.outbox) == 5
    Client().post(address, {"email": person.email}, REMOTE_ADDR=THERE)
    assert len(mail.outbox) == 6


def test_the_person_is_warned_once_an_hour_and_a_stranger_never(office: Office) -> None:
    person = operator(office)
    fails(person.email, 12)
    fails(person.email, 12, address=THERE)
    fails("tidakada@mungil.example", 12)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([person.email], "Ada percobaan masuk ke akun sektoral Anda")
    ]


def test_an_answer_does_not_wait_for_the_mail_server(office: Office, settings: Settings) -> None:
    """A server that hangs takes the code; the page is there long before, as it is for an unknown account."""
    person = operator(office)
    with smtp("silent_at_once") as post:
        settings.MAIL_AT_ONCE = False
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
        answer = Client().post("/akun/login/code/", {"email": person.email})
        assert answer.status_code == 302
        assert mails._slots._value < mails.MOST_AT_ONCE  # the mail is still on its way
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.main_thread() and "_send" in thread.name:
            thread.join(timeout=10)


@pytest.mark.parametrize(
    "to", ["//jahat.example/", "https://jahat.example/", "javascript:alert(1)", "/\\jahat.example"]
)
def test_signing_in_leads_to_our_own_pages_only(office: Office, to: str) -> None:
    assert post_password(Client(), operator(office), next=to)["Location"] == "/"


def test_signing_in_leads_back(office: Office) -> None:
    assert post_password(Client(), operator(office), next="/akun/sesi/")["Location"] == "/akun/sesi/"


def test_of_many_tries_at_once_no_more_get_through_than_may(many_connections: None) -> None:
    limit, passed = Limit("test", most=7, seconds=60), []
    barrier = threading.Barrier(12)

    def tries() -> None:
        from django.db import connection

        barrier.wait()
        for _ in range(3):
            try:
                limit.take("siapa", CREATED_AT)
            except Refused:
                continue
            passed.append(1)
        connection.close()

    threads = [threading.Thread(target=tries) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), Tally.objects.get().count) == (7, 7)


def test_a_new_window_sweeps_the_old_ones_out() -> None:
    limit = Limit("test", most=1, seconds=60)
    limit.take("satu", CREATED_AT)
    limit.take("dua", CREATED_AT.replace(year=CREATED_AT.year + 1))
    assert Tally.objects.count() == 1


def _asks_reset(email: str) -> Any:
    return Client().post("/akun/password/reset/", {"email": email})


def _told(answer: Any) -> str:
    return re.sub(r"csrfmiddlewaretoken[^>]+>|X-CSRFToken[^}]+|[a-z0-9.]+@[a-z.]+", "", answer.content.decode())


def _hash(password: str, salt: str) -> str:
    """As the hasher of the tests does."""
    return f"md5${salt}${hashlib.md5((salt + password).encode(), usedforsecurity=False).hexdigest()}"
