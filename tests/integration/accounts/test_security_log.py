"""The security log has a line for each occurrence, forged by nobody, and without anything secret."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from sektoral.records.models import Office
from sektoral.ui.security_log import Occurrence, tell
from tests.access import CODE, PASSWORD, SIGN_IN, code_of, enrol, give_password, later, sign_in, wrong_code
from tests.offices import person_of

pytestmark = pytest.mark.django_db
NEW = "gajah terbang ke bulan"


def events(told: list[str]) -> list[str]:
    return [json.loads(line)["message"] for line in told]


def test_a_day_of_an_administrator_is_told(office: Office, told: list[str]) -> None:
    admin, operator = give_password(person_of(office, "admin")), person_of(office, "operator.dinkes")
    secret = enrol(admin)
    Client().post(SIGN_IN, {"login": admin.email, "password": NEW})
    client = Client()
    client.post(SIGN_IN, {"login": admin.email, "password": PASSWORD})
    client.post(CODE, {"code": wrong_code(secret)})
    client.post(CODE, {"code": code_of(secret)})
    client.get(f"/surat/{uuid4()}/")
    with later(minutes=6):
        stepped = {"bukti-asked": "1", "bukti-code": code_of(secret)}
        client.post(f"/pengaturan/akun/{operator.pk}/tutup/")
        client.post(f"/pengaturan/akun/{operator.pk}/tutup/", stepped)
        client.post("/akun/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        client.post("/akun/logout/")
    assert events(told) == [
        "sign_in.failed",
        "factor.wrong",
        "session.begun",
        "right.refused",
        "step_up.done",
        "account.closed",
        "password.changed",
        "session.ended",
    ]
    written = "\n".join(told)
    for secret_text in (PASSWORD, NEW, secret, admin.email, "sessionid"):
        assert secret_text not in written


def test_codes_and_paused_tries_are_told_without_the_address_that_was_typed(office: Office, told: list[str]) -> None:
    operator = give_password(person_of(office, "operator.dinkes"))
    Client().post("/akun/login/code/", {"email": operator.email})
    for _ in range(6):
        Client().post(SIGN_IN, {"login": "salah-ketik@mungil.example", "password": NEW})
    assert "sign_in.code_sent" in events(told)
    assert events(told)[-6:] == ["sign_in.failed"] * 5 + ["sign_in.paused"]
    assert "salah-ketik" not in "\n".join(told)


def test_nobodys_input_begins_a_line_or_moves_a_cursor(office: Office, told: list[str]) -> None:
    operator = give_password(person_of(office, "operator.dinkes"))
    client = sign_in(operator, **{"User-Agent": "x\u202e\u2028evil\x1b[31m"})
    client.get("/surat/%0a%1b[31mpalsu/")
    tell(Occurrence.RIGHT_REFUSED, None, code='a\r\n{"forged": 1}\x1b[31m\u202e 1234567890123456')
    for line in told:
        assert line.isascii()
        assert not set(line) & {"\n", "\r", "\x1b"}
        assert json.loads(line)
    assert "1234567890123456" not in told[-1]
