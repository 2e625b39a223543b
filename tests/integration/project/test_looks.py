"""What the doctor finds on the machine and at those who must answer, and what it advises."""

import smtplib
import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from sektoral.adapters import machine
from sektoral.domain.states import MessageState
from sektoral.outbox.actions.checkpoints import give_checkpoints_away
from sektoral.project import heartbeat, milestones
from sektoral.project.looks import machine as machine_looks
from sektoral.project.looks import outside
from sektoral.project.looks.finding import Finding, Health, Look
from sektoral.project.milestones import Deed
from sektoral.records.models import Message
from tests.offices import CREATED_AT as NOW
from tests.offices import make_tiny_office

BAD, MIND, GOOD = Health.BAD, Health.MIND, Health.GOOD


def _one(look: object, at: datetime = NOW) -> Finding:
    (found,) = Look("x", look).look(at)  # type: ignore[arg-type]
    assert found.health is GOOD or found.remedy
    return found


def test_the_kernel_says_whether_something_keeps_the_clock() -> None:
    assert machine.is_clock_kept() in {True, False, None}
    assert (machine.memory_bytes() or 0) > 1 << 28
    assert machine.open_files() > 0


@pytest.mark.parametrize(("kept", "health"), [(True, GOOD), (False, MIND), (None, MIND)])
def test_a_clock_that_nothing_keeps_is_minded(
    monkeypatch: pytest.MonkeyPatch, kept: bool | None, health: Health
) -> None:
    monkeypatch.setattr(machine, "is_clock_kept", lambda: kept)
    assert _one(machine_looks.look_at_time_service).health is health


@pytest.mark.parametrize(("gib", "health"), [(1, MIND), (64, GOOD), (None, MIND)])
def test_memory_must_hold_the_children_that_open_uploads(
    monkeypatch: pytest.MonkeyPatch, gib: int | None, health: Health
) -> None:
    monkeypatch.setattr(machine, "memory_bytes", lambda: None if gib is None else gib << 30)
    assert _one(machine_looks.look_at_memory).health is health


@pytest.mark.parametrize(("most", "health"), [(256, MIND), (8192, GOOD)])
def test_too_few_open_files_are_minded(monkeypatch: pytest.MonkeyPatch, most: int, health: Health) -> None:
    monkeypatch.setattr(machine, "open_files", lambda: most)
    assert _one(machine_looks.look_at_open_files).health is health


@pytest.mark.django_db
def test_a_worker_that_fell_silent_must_be_mended() -> None:
    cache.clear()
    assert _one(machine_looks.look_at_heartbeat).health is MIND
    heartbeat.Heart().beat(NOW)
    assert _one(machine_looks.look_at_heartbeat).health is GOOD
    assert _one(machine_looks.look_at_heartbeat, NOW + timedelta(minutes=5)).health is BAD


def test_what_should_happen_every_night_is_missed(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert [one.health for one in machine_looks.look_at_nightly_deeds(NOW)] == [MIND, MIND]
    milestones.keep(Deed.BACKUP, at=NOW, well=True)
    milestones.keep(Deed.VERIFICATION, at=NOW, well=False)
    assert [one.health for one in machine_looks.look_at_nightly_deeds(NOW)] == [GOOD, BAD]
    later = NOW + timedelta(days=3)
    milestones.keep(Deed.VERIFICATION, at=later, well=True)
    assert [one.health for one in machine_looks.look_at_nightly_deeds(later)] == [BAD, GOOD]


def test_a_milestone_that_somebody_spoiled_is_as_good_as_none(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    milestones.keep(Deed.BACKUP, at=NOW, well=True)
    (file,) = (tmp_path / "last").iterdir()
    for spoiled in ("", "{}", '{"at": 3, "well": true}', "[]"):
        file.write_text(spoiled, encoding="ascii")
        assert milestones.last(Deed.BACKUP) is None


class _Line:
    """A connection that ends as it is told to."""

    def __init__(self, end: Exception | None) -> None:
        self.end, self.closed = end, False

    def open(self) -> None:
        if self.end:
            raise self.end

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("end", "health", "told"),
    [
        (None, GOOD, "menjawab"),
        (smtplib.SMTPAuthenticationError(535, b"no"), BAD, "kata sandi"),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), BAD, "STARTTLS"),
        (ConnectionRefusedError(), BAD, "tidak dapat dihubungi"),
        (TimeoutError(), BAD, "tidak dapat dihubungi"),
    ],
)
def test_the_mail_server_is_greeted_and_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, end: Exception | None, health: Health, told: str
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    line = _Line(end)
    monkeypatch.setattr(outside, "get_connection", lambda timeout: line)
    found = _one(outside.look_at_mail)
    assert (found.health, told in found.text, line.closed) == (health, True, True)


@pytest.mark.parametrize(
    ("answers", "health", "told"),
    [
        ((200, 200, 404), GOOD, "kepala yang benar"),
        ((400, 400, 400), BAD, "SEKTORAL_HOSTS"),
        ((502, 502, 502), BAD, "menjawab 502"),
        ((200, 301, 404), BAD, "X-Forwarded-Proto"),
        ((200, 200, 200), BAD, "X-Forwarded-For"),
    ],
)
def test_answers_through_the_proxy_tell_which_header_it_forgets(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, answers: tuple[int, ...], health: Health, told: str
) -> None:
    settings.IS_HTTPS, settings.BASE_URL = True, "https://data.contoh.test"
    given = iter(answers)
    monkeypatch.setattr(outside, "_status", lambda path: next(given))
    found = _one(outside.look_at_base_url)
    assert (found.health, told in found.text + found.remedy) == (health, True)


@pytest.mark.parametrize("end", [ssl.SSLError("expired"), ConnectionRefusedError(), TimeoutError()])
def test_an_address_that_nobody_answers_must_be_mended(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, end: Exception
) -> None:
    settings.IS_HTTPS, settings.BASE_URL = True, "https://data.contoh.test"

    def refuse(path: str) -> int:
        raise end

    monkeypatch.setattr(outside, "_status", refuse)
    assert _one(outside.look_at_base_url).health is BAD


def test_without_an_authority_of_time_nothing_is_asked(settings: Settings) -> None:
    settings.TSA_URL = ""
    assert _one(outside.look_at_time_stamps).health is GOOD


@pytest.mark.django_db
def test_checkpoints_that_cease_or_reach_nobody_are_told(settings: Settings) -> None:
    office = make_tiny_office()
    settings.CHECKPOINTS_TO = []
    assert [one.health for one in outside.look_at_checkpoints(NOW)] == [MIND, GOOD]

    settings.CHECKPOINTS_TO = ["inspektorat@contoh.go.id", "pembina@contoh.go.id"]
    assert _one(outside.look_at_checkpoints).health is GOOD
    assert _one(outside.look_at_checkpoints, NOW + timedelta(days=3)).health is BAD  # none was ever signed
    for days in (3, 4):
        give_checkpoints_away(at=NOW + timedelta(days=days))
        assert _one(outside.look_at_checkpoints, NOW + timedelta(days=days)).health is GOOD

    first, last = Message.objects.filter(office=office, to="pembina@contoh.go.id").order_by("queued_at")
    Message.objects.filter(pk=first.pk).update(state=MessageState.UNKNOWN)
    assert _one(outside.look_at_checkpoints, NOW + timedelta(days=5)).health is GOOD
    Message.objects.filter(pk=last.pk).update(state=MessageState.GIVEN_UP)
    found = _one(outside.look_at_checkpoints, NOW + timedelta(days=5))
    assert (found.health, found.text.count("@")) == (BAD, 1)
    assert "pembina@contoh.go.id" in found.text
    assert _one(outside.look_at_checkpoints, NOW + timedelta(days=7)).health is BAD
