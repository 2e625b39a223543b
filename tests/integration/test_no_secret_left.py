"""A canary for every secret: one day of an office goes well and badly with all of them, and none is found afterwards.

What signing alone may leave behind, in eighteen ways, is the matter of `letters/test_canary.py`.
"""

import base64
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from pytest_django.fixtures import Settings

from sektoral.api.actions.pushing import show_on_portal
from sektoral.domain.api_keys import Scope
from sektoral.domain.errors import Unavailable
from sektoral.domain.outbox import MessageChannel
from sektoral.domain.papers import SigningService
from sektoral.outbox.actions.delivering import Hands, deliver
from sektoral.outbox.mails import SMTP
from sektoral.project.worker import work_off
from sektoral.records.models import Invitation, Message, PortalPush
from sektoral.setup.actions import invitations
from sektoral.setup.actions.api_keys import NewKey, make_api_key
from tests import bsre, posting
from tests.access import CODE, code_of, in_earnest, post_password
from tests.bsre_state import NIK, PASSPHRASE, USER, Behaviour, Gateway
from tests.bsre_state import PASSWORD as GATEWAY
from tests.canaries import everything_kept, places_of, written
from tests.ckan import ORGANISATION, TOKEN, Day, open_portal
from tests.dressed import Watching
from tests.integration.accounts.test_invitations import contact
from tests.offices import make_tiny_office, person_of
from tests.releasing import release, stored, table_of
from tests.rounds import Scene
from tests.signing_offices import ACCOUNT, SIGN, Office, signing_through

pytestmark = pytest.mark.django_db
SETTINGS = {
    "SECRET_KEY": "kenari-kunci-rahasia-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "EMAIL_HOST_PASSWORD": "Kenari-Surel-8812",
    "METRICS_TOKEN": "kenari-metrik-4471-xyz",
}
SEED = "KENARI2345KENARI2345KENARI234567"  # of an authenticator app
OPEN_SESSIONS = frozenset({"django_session", "usersessions_usersession"})  # a session is found by its key


class Keeping(Watching):
    """A browser that keeps every answer as it came: the body, and the headers but for the cookie itself."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.seen: list[tuple[str, bytes]] = []

    def request(self, **request: Any) -> Any:
        """This will ask, and keep what came."""
        answer = super().request(**request)
        body = b"".join(answer) if answer.streaming else answer.content
        self.seen.append((f"{request['REQUEST_METHOD']} {answer.status_code}", body + repr(answer.headers).encode()))
        return answer


@dataclass
class Witness:
    """What happened: all secrets by name, all answers, all lines of the log."""

    canaries: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, bytes]] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)


@pytest.fixture
def day(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    """An office in earnest; its gateway, its portal and its mail server each repeat what they refuse."""
    cache.clear()
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    in_earnest(settings)
    day = Witness({**SETTINGS, "BSRE_PASSWORD": GATEWAY, "CKAN_TOKEN": TOKEN, "NIK": NIK, "passphrase": PASSPHRASE})
    day.canaries |= {"password": ACCOUNT, "TOTP secret": SEED}
    with bsre.running() as gateway, open_portal() as portal, posting.smtp("refuses_login") as post, written() as log:
        settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD = gateway.url, USER, GATEWAY
        settings.BSRE_DEADLINE, settings.MESSAGE_DEADLINE = 10, 10
        office = signing_through(SigningService.BSRE_V1)
        TOTP.activate(person_of(office.scene.office, "kadis"), SEED)
        with time_machine.travel(office.scene.now, tick=False):
            _sign_in_and_sign(day, office, gateway)
            _ask_with_keys(day, office.scene)
        other = Scene(make_tiny_office(slug="seberang"))
        stored(other, "disdik")
        settings.CKAN_URL, settings.CKAN_TOKEN, settings.CKAN_ORGANISATION = portal.url, TOKEN, ORGANISATION
        portal.day = Day.REPEATS
        _push(other)
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", post.port
        settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "kantor", False, False
        _invite(day, office.scene)
        _mail(other)
        _break_down(day, monkeypatch)
        assert portal.calls
        assert post.calls
    day.logged = log.lines
    yield day
    cache.clear()


def _sign_in_and_sign(day: Witness, office: Office, gateway: Gateway) -> None:
    client, kadis = Keeping(), person_of(office.scene.office, "kadis")
    post_password(client, kadis, "kata sandi yang salah")
    post_password(client, kadis, ACCOUNT)
    client.post(CODE, {"code": code_of(SEED)})
    assert client.get("/akun/pengaturan/").status_code == 200
    day.canaries["session key"] = str(client.session.session_key)
    client.post("/akun/identitas/", {"nik": NIK})
    for behaviour in (Behaviour.UNKNOWN_CODE, Behaviour.WELL):
        gateway.will(behaviour)
        with time_machine.travel(office.scene.later(minutes=2), tick=False):
            client.post(SIGN, office.posted(client, otp=code_of(SEED), batch=secrets.token_hex(4)))
    assert office.states() == ["signed"]
    for page in ("/akun/pengaturan/", "/akun/sesi/", "/akun/2fa/", f"{SIGN}hasil/", "/surat/", "/papan/jurnal/"):
        client.get(page)
    day.seen += client.seen


def _ask_with_keys(day: Witness, scene: Scene) -> None:
    new = NewKey("Portal", [scope.value for scope in Scope], 60, scene.now + timedelta(days=30))
    key = make_api_key(new, by=scene.by("admin"), at=scene.now)
    day.canaries["API key"] = key.rpartition("_")[2]
    client = Keeping()
    for given in (f"Bearer {key}", f"Bearer {key}x", "Basic " + base64.b64encode(f"x:{key}".encode()).decode()):
        client.get("/api/v1/bank/tables", headers={"Authorization": given})
    client.get(f"/api/v1/bank/tables?key={key}")
    for token in (SETTINGS["METRICS_TOKEN"], SETTINGS["METRICS_TOKEN"] + "x"):
        client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    client.cookies["sektoral"] = day.canaries["session key"]
    client.get("/papan/")
    day.seen += client.seen


def _invite(day: Witness, scene: Scene) -> None:
    """The mail with the link fails, and the one who got it otherwise opens it."""
    made = invitations.invite(contact(scene), by=scene.by("jp1"), at=scene.now)
    work_off(lambda: scene.now)
    invitation = Invitation.objects.get(pk=made.pk)
    assert invitation.last_error_code
    day.canaries["invitation token"] = token = invitations._token(invitation)
    client = Keeping()
    with time_machine.travel(scene.now, tick=False):
        assert client.get(f"/akun/undangan/{token}/").status_code == 302
        assert client.get("/akun/undangan/").status_code < 400
        client.get(f"/akun/undangan/{token}/apa/")
    day.seen += client.seen


def _push(scene: Scene) -> None:
    """The portal refuses, and repeats the token while it does."""
    with pytest.raises(Unavailable):
        show_on_portal(release(scene, table_of(scene, "disdik")), at=scene.now)
    work_off(lambda: scene.now)
    assert not PortalPush.objects.exists()


def _mail(scene: Scene) -> None:
    """A mail of the outbox leaves anew, and the server refuses our password in words that repeat it."""
    again = Message.objects.filter(office=scene.office, channel=MessageChannel.EMAIL).values_list("pk", flat=True)[:1]
    Message.objects.filter(pk__in=list(again)).update(state="queued", sent_at=None, handed_at=None, next_try_at=None)
    deliver(Hands(MessageChannel.EMAIL, lambda: scene.now), at=scene.now)
    assert Message.objects.get(pk__in=list(again)).last_error_code == "login_refused"


def _break_down(day: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"password={ACCOUNT!r} Authorization: Bearer {SETTINGS['METRICS_TOKEN']} {NIK}")

    client = Keeping(raise_request_exception=False)
    with monkeypatch.context() as patch:
        patch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", broken)
        for address in (f"/akun/login/?passphrase={PASSPHRASE}", "/api/v1/offices"):
            assert client.post(address, {"password": ACCOUNT, "passphrase": PASSPHRASE, "nik": NIK}).status_code == 500
    day.seen += client.seen


def test_no_secret_is_found_anywhere_after_a_day_with_all_of_them(day: Witness, settings: Settings) -> None:
    kept = [(place, text) for place, text in everything_kept() if not place.startswith(str(settings.KEYS_ROOT))]
    logged = [("log", line.encode()) for line in day.logged]
    assert min(len(kept), len(logged), len(day.seen)) > 20
    found = {
        name: sorted(set(places_of(secret, iter([*kept, *logged, *day.seen])))) for name, secret in day.canaries.items()
    }
    assert len(found) == 12
    assert set(found.pop("session key")) <= OPEN_SESSIONS
    assert {name: places for name, places in found.items() if places} == {}
