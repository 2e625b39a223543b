"""A real installation's controls switched on, and persons who sign in to it with a password and a second factor."""

import time
from typing import Any

import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.records.models import Person

PASSWORD = "kuda laut minum kopi"
SIGN_IN, CODE = "/akun/login/", "/akun/2fa/authenticate/"


def in_earnest(settings: Settings) -> None:
    """This will switch on what a demo leaves out; mails are still kept in memory, and sent at once."""
    settings.DEMO = False
    settings.SECOND_FACTOR = "staff"
    settings.STEP_UP = settings.SESSION_BOUNDS = True


def give_password(person: Person, password: str = PASSWORD) -> Person:
    """This will let the person sign in by this password."""
    person.password = make_password(password)
    person.save(update_fields=["password"])
    return person


def enrol(person: Person) -> str:
    """This will give the person an authenticator app with recovery codes, and give the app's secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """This will give the code that the app shows now, or so many half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def wrong_code(secret: str) -> str:
    """This will give a code that the app does not show."""
    return f"{(int(code_of(secret)) + 1) % 1_000_000:06}"


def post_password(client: Client, person: Person, password: str = PASSWORD, **more: str) -> Any:
    """This will fill in the sign-in page."""
    return client.post(SIGN_IN, {"login": person.email, "password": password, **more})


def sign_in(person: Person, secret: str = "", **headers: str) -> Client:
    """This will sign the person in at a new browser: with the password and, where there is one, the app's code."""
    client = Client(headers=headers)
    assert post_password(client, person).status_code == 302
    if secret:
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    return client


def later(**span: float) -> time_machine.travel:
    """This will move the clock on."""
    return time_machine.travel(time.time() + _seconds(**span), tick=True)


def at_the_full_hour() -> time_machine.travel:
    """This will set the clock back to the hour: what is counted by windows of it falls into one, as tries do."""
    return time_machine.travel(time.time() // 3600 * 3600, tick=True)


def _seconds(*, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> float:
    return seconds + 60 * (minutes + 60 * (hours + 24 * days))
