"""Before signing, the password again, and the authenticator's code from whoever has enrolled one."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache

from sektoral.letters.passwords import TRIES, check_password_of
from sektoral.letters.step_up import COUNTS
from sektoral.records.models import Letter, Person
from tests.canaries import written
from tests.offices import person_of
from tests.rounds import FIRST, Scene, together
from tests.visits import visiting

pytestmark = pytest.mark.django_db
SIGN = "/surat/antrean/tanda-tangan/"
PASSWORD = "kata sandi untuk uji"


@pytest.fixture
def secret() -> str:
    return str(generate_totp_secret())


@pytest.fixture
def scene(secret: str) -> Iterator[Scene]:
    """A Kadis with a password and an authenticator app."""
    cache.clear()
    scene = Scene()
    person = person_of(scene.office, "kadis")
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, secret)
    yield scene
    cache.clear()


def code(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def posted(letters: list[Letter], **more: str) -> dict[str, object]:
    fresh = Letter.objects.select_related("final_file").filter(pk__in=[letter.pk for letter in letters])
    marks = {f"sha.{one.pk}": one.final_file.sha256 if one.final_file else "" for one in fresh}
    return {"letter": [str(one.pk) for one in fresh], "unopened": "on", "password": PASSWORD, **marks, **more}


def states(letters: list[Letter]) -> list[str]:
    return sorted(Letter.objects.filter(pk__in=[one.pk for one in letters]).values_list("state", flat=True))


def test_without_the_code_or_with_a_wrong_one_nothing_is_signed(scene: Scene, secret: str) -> None:
    letters = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        assert "Kode aplikasi autentikator Anda" in client.get(SIGN).content.decode()
        missing = client.post(SIGN, posted(letters, batch="satu"))
        assert "kodenya belum ditulis" in missing.content.decode()
        wrong = client.post(SIGN, posted(letters, batch="satu", otp="000000"))
        assert "tidak cocok atau sudah dipakai" in wrong.content.decode()
        assert (missing.status_code, wrong.status_code) == (422, 422)
        assert states(letters) == ["awaiting_signature"]
        assert client.post(SIGN, posted(letters, batch="satu", otp=code(secret))).status_code == 302
    assert states(letters) == ["signed"]


def test_one_code_is_good_for_all_portions_of_one_batch_and_for_no_other(scene: Scene, secret: str) -> None:
    letters = scene.initialled("dinkes", "disdik", "diskominfo")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        given = code(secret)
        for letter in letters[:2]:
            assert client.post(SIGN, posted([letter], batch="satu", otp=given)).status_code == 302
        again = client.post(SIGN, posted(letters[2:], batch="dua", otp=given))
        assert "sudah dipakai" in again.content.decode()
    assert states(letters) == ["awaiting_signature", "signed", "signed"]


def test_the_batch_s_proof_lapses(scene: Scene, secret: str) -> None:
    letters = scene.initialled("dinkes", "disdik")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        client.post(SIGN, posted(letters[:1], batch="satu", otp=code(secret)))
        with time_machine.travel(scene.now + COUNTS + timedelta(seconds=1), tick=False):
            late = client.post(SIGN, posted(letters[1:], batch="satu"))
            assert "kodenya belum ditulis" in late.content.decode()


def test_guessing_the_code_is_limited_like_the_password(scene: Scene, secret: str) -> None:
    letters = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        for _ in range(TRIES.most):
            client.post(SIGN, posted(letters, batch="satu", otp="000000"))
        barred = client.post(SIGN, posted(letters, batch="satu", otp=code(secret)))
        assert barred.status_code == 403
    assert states(letters) == ["awaiting_signature"]


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(
    scene: Scene, many_connections: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, looked = person_of(scene.office, "kadis"), list[str]()

    def look(_: Person, raw: str) -> bool:
        looked.append(raw)
        time.sleep(0.05)  # as long as Argon2 takes: others begin meanwhile
        return False

    monkeypatch.setattr(Person, "check_password", look)
    raised = together(*[lambda: check_password_of(person, "salah", at=scene.now)] * 16)
    assert len(looked) == TRIES.most
    assert sorted({getattr(one, "code", "") for one in raised}) == ["password_wrong", "too_many_tries"]


def test_a_right_password_costs_no_try(scene: Scene) -> None:
    person = person_of(scene.office, "kadis")
    for _ in range(TRIES.most + 1):
        check_password_of(person, PASSWORD, at=scene.now)


def test_neither_code_nor_password_stays_in_the_session(scene: Scene, secret: str) -> None:
    letters = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        given = code(secret)
        client.post(SIGN, posted(letters, batch="satu", otp=given))
        kept = str(dict(client.session.items()))
    assert "stepped_up" in kept
    assert given not in kept
    assert PASSWORD not in kept
    assert all(given not in str(one.get_decoded()) for one in Session.objects.all())


def test_who_has_no_app_is_not_asked_for_a_code(scene: Scene) -> None:
    person = person_of(scene.office, "kadis")
    person.authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth's own relation
    letters = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        assert "autentikator" not in client.get(SIGN).content.decode()
        assert client.post(SIGN, posted(letters, batch="satu")).status_code == 302
    assert states(letters) == ["signed"]


def test_every_use_of_the_installation_s_own_key_is_told_and_tells_nothing_of_the_key() -> None:
    scene = Scene()
    with written() as log:
        scene.collecting("dinkes")
        scene.hand_over("dinkes", FIRST)
        scene.settle()
    told = [json.loads(line) for line in log.lines if line.startswith("{") and "signing_key.used" in line]
    signed = Letter.objects.filter(state="signed", gateway__in=("test", "system"))
    assert {one.kind for one in signed} >= {"request", "receipt"}
    assert {(one["letter"], one["person"]) for one in told} == {
        (str(one.pk), str(one.signed_by_id or "")) for one in signed
    }
    assert {len(one["key"]) for one in told} == {16}
    assert "PRIVATE KEY" not in "".join(log.lines)
