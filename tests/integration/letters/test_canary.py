"""A canary for passphrase, one-time code, NIK and password: signing with them, well and badly, leaves no trace."""

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from django.views.debug import ExceptionReporter
from pytest_django.fixtures import Settings

from sektoral.adapters.signatures import bsre_v1, bsre_v2
from sektoral.domain.papers import SigningService
from sektoral.letters.actions import signing
from sektoral.records.models import Person
from tests import bsre
from tests.bsre_state import NIK, PASSPHRASE, PASSWORD, USER, Behaviour, Gateway
from tests.canaries import everything_kept, places_of
from tests.offices import person_of
from tests.signing_offices import ACCOUNT, SIGN, Office, signing_through
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
B = Behaviour
V1, V2 = SigningService.BSRE_V1, SigningService.BSRE_V2
CODE, WRONG = "Kenari-Kode-7719", "Kenari-Salah-3360"
CANARIES = (PASSPHRASE, CODE, WRONG, NIK, ACCOUNT, PASSWORD)


class CrashError(Exception):
    """Something that nobody expected, in the middle of signing."""


@dataclass
class Witness:
    """Everything that anybody could read: pages, reports of errors as a page and as a mail, and the log unredacted."""

    seen: list[tuple[str, bytes]] = field(default_factory=list)

    def visit(self, client: Client, method: str, url: str, posted: dict[str, Any] | None = None) -> None:
        """Open or post a page, and keep what is shown."""
        answer = getattr(client, method)(url, posted or {}, follow=True)
        self.seen.append((f"{method} {url}", answer.content + repr(answer.headers).encode()))

    def report(self, sender: object, request: HttpRequest | None = None, **_: object) -> None:
        """Make of an error what would be shown or mailed."""
        for is_mail in (True, False):
            kind, value, trace = sys.exc_info()
            reporter = ExceptionReporter(request, kind, value, trace, is_email=is_mail)
            self.seen.append(("error as text", reporter.get_traceback_text().encode()))
            self.seen.append(("error as page", reporter.get_traceback_html().encode()))


@pytest.fixture
def witness(caplog: pytest.LogCaptureFixture) -> Iterator[Witness]:
    caplog.set_level(logging.DEBUG)
    found = Witness()
    got_request_exception.connect(found.report)
    yield found
    got_request_exception.disconnect(found.report)


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with bsre.running() as running:
        settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD = running.url, USER, PASSWORD
        settings.BSRE_DEADLINE = 2
        running.next_code = CODE
        yield running


def _sign(office: Office, witness: Witness, **more: object) -> None:
    """Give the NIK on the account's page, sign, and look at every page that tells of it."""
    with visiting(office.scene, "kadis") as client:
        client.raise_request_exception = False
        witness.visit(client, "post", "/akun/identitas/", {"nik": "12345"})
        witness.visit(client, "post", "/akun/identitas/", {"nik": NIK})
        witness.visit(client, "post", f"{SIGN}kode/", office.posted(client))
        witness.visit(client, "post", SIGN, office.posted(client, **more))
        for page in (
            "/akun/pengaturan/",
            SIGN,
            f"{SIGN}hasil/",
            "/surat/",
            f"/surat/{office.letters[0].pk}/",
            "/papan/jurnal/",
        ):
            witness.visit(client, "get", page)


def _crash(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise CrashError

    monkeypatch.setattr(module, name, crash)


Prepare = Callable[[Gateway, Settings, pytest.MonkeyPatch], None]
CASES: dict[str, tuple[SigningService, dict[str, object], Prepare]] = {
    "signed by passphrase": (V1, {}, lambda g, s, m: None),
    "signed by code": (V2, {"passphrase": "", "code": CODE}, lambda g, s, m: None),
    "both were typed": (V2, {"code": CODE}, lambda g, s, m: None),
    "wrong passphrase": (V1, {"passphrase": WRONG}, lambda g, s, m: None),
    "wrong code": (V2, {"passphrase": "", "code": WRONG}, lambda g, s, m: None),
    "wrong password": (V1, {"password": WRONG}, lambda g, s, m: None),
    "the gateway repeats them": (V1, {}, lambda g, s, m: g.will(B.UNKNOWN_CODE)),
    "the gateway repeats them, version 2": (V2, {}, lambda g, s, m: g.will(B.UNKNOWN_CODE)),
    "no answer": (V1, {}, lambda g, s, m: g.will(B.HANG)),
    "a page for an answer": (V2, {}, lambda g, s, m: g.will(B.HTML_WITH_200)),
    "nobody there": (V1, {}, lambda g, s, m: setattr(s, "BSRE_URL", bsre.nowhere())),
    "a crash when storing": (V1, {}, lambda g, s, m: _crash(m, signing, "store_signed")),
    "a crash when storing, with debug pages": (V2, {}, lambda g, s, m: _debug(s, m, signing, "store_signed")),
    "a crash in the adapter": (V1, {}, lambda g, s, m: _crash(m, bsre_v1, "checked")),
    "a crash in the adapter, with debug pages": (V1, {}, lambda g, s, m: _debug(s, m, bsre_v1, "checked")),
    "a crash in the adapter of version 2, with debug pages": (V2, {}, lambda g, s, m: _debug(s, m, bsre_v2, "checked")),
    "a crash before it is asked, with debug pages": (V1, {}, lambda g, s, m: _debug(s, m, signing, "open_attempt")),
    "a crash while it is asked, with debug pages": (V2, {}, lambda g, s, m: _debug(s, m, bsre_v2, "_who")),
}


def _debug(settings: Settings, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    settings.DEBUG = True
    _crash(monkeypatch, module, name)


@pytest.mark.parametrize("case", CASES)
def test_no_secret_is_found_anywhere_afterwards(
    gateway: Gateway,
    settings: Settings,
    witness: Witness,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    case: str,
) -> None:
    service, typed, prepare = CASES[case]
    office = signing_through(service)
    Person.objects.update(sealed_nik="")
    prepare(gateway, settings, monkeypatch)
    _sign(office, witness, **typed)
    office.scene.settle()
    logged = [("log", "\n".join([*caplog.messages, *map(repr, (one.args for one in caplog.records))]).encode())]
    kept = list(everything_kept())
    assert len(kept) > 100
    for canary in CANARIES:
        assert places_of(canary, iter([*kept, *witness.seen, *logged])) == []
    if "crash" in case:
        assert any(place == "error as page" for place, _ in witness.seen)
        assert person_of(office.scene.office, "kadis").sealed_nik


def test_a_secret_that_is_there_would_be_found(gateway: Gateway, witness: Witness) -> None:
    office = signing_through(V1)
    letter = office.again()
    letter.notes.create(
        office=letter.office,
        text=f"frasa {PASSPHRASE}",
        written_at=office.scene.now,
        written_by=office.scene.by("kadis").person,
    )
    assert places_of(PASSPHRASE, everything_kept()) == ["records_letternote"]
