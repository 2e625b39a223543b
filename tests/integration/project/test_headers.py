"""The health page, the headers of every answer, and the refusal of an unsafe server."""

from io import BytesIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings

from sektoral.project.middleware import MOST_BYTES

pytestmark = pytest.mark.django_db


def test_health_answers_while_the_database_does(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_every_answer_forbids_what_no_page_needs(client: Client) -> None:
    headers = client.get("/healthz").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_body_that_is_too_big_is_refused_unread(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for length, status in ((MOST_BYTES + 1, 422), ("-1", 422), (10, 403)):
        body = Untouched()
        sent: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
        answer = strict.post("/akun/login/", **sent)
        assert (answer.status_code, body.was_read) == (status, status == 403)


class Untouched(BytesIO):
    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        self.was_read = True
        return super().read(size)


def test_nobody_can_sign_up(client: Client) -> None:
    answer = client.post("/akun/signup/", {"email": "asing@contoh.test", "password1": "x" * 20, "password2": "x" * 20})
    assert b"csrf" not in answer.content
    from sektoral.records.models import Person

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"SECRET_KEY_IS_KEPT": True}, "sektoral.E001"),
        ({"SECRET_KEY": "short"}, "sektoral.E001"),
        ({"IS_HTTPS": False}, "sektoral.E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "sektoral.E003"),
        ({"BSRE_URL": "http://esign.contoh.test"}, "sektoral.E004"),
        ({"BSRE_URL": "http://127.0.0.1.contoh.test"}, "sektoral.E004"),
        ({"BSRE_URL": "ftp://127.0.0.1"}, "sektoral.E004"),
    ],
)
def test_an_unsafe_server_does_not_start(settings: dict[str, object], fault: str) -> None:
    safe = {"DEMO": False, "IS_HTTPS": True, "SECRET_KEY_IS_KEPT": False}
    with override_settings(**safe):
        assert [found.id for found in run_checks(tags=["security"]) if str(found.id).startswith("sektoral")] == []
    with override_settings(**{**safe, **settings}):
        assert fault in [found.id for found in run_checks(tags=["security"])]


def test_formats_are_the_offices() -> None:
    from datetime import UTC, datetime

    from django.utils.formats import date_format, number_format

    moment = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    assert date_format(moment) == "23 November 2026"
    assert date_format(moment, "SHORT_DATETIME_FORMAT") == "23/11/2026 08.05"
    assert number_format(1234567, force_grouping=True) == "1.234.567"
