"""The public page of checkpoints: lasting text that a program checks, and nothing of what is in the journal."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from sektoral.adapters.keys import KeyPurpose
from sektoral.outbox.actions.checkpoints import give_checkpoints_away, note_of
from sektoral.outbox.actions.delivering import deliver_all
from sektoral.project.invariants import INVARIANTS, verify
from sektoral.records.models import Checkpoint, JournalHead, Message
from tests.rounds import MONDAY, Scene, shared

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.drafted("dinkes")
        yield scene


@pytest.fixture
def inspectorate(settings: Settings) -> str:
    settings.CHECKPOINTS_TO = ["inspektorat@contoh.go.id", "pembina@contoh.go.id"]
    return "inspektorat@contoh.go.id"


def _faults(*codes: str) -> list[str]:
    wanted = [one for one in INVARIANTS if one.code in codes]
    return [fault for outcome in verify(at=MONDAY + timedelta(days=2), invariants=wanted) for fault in outcome.faults]


def test_each_day_is_signed_once_and_mailed_out(scene: Scene, inspectorate: str) -> None:
    for hours in (0, 1, 2, 30):
        give_checkpoints_away(at=scene.now + timedelta(hours=hours))
    assert Checkpoint.objects.filter(office_id=scene.office.pk).count() == 2
    assert Message.objects.filter(kind="checkpoint").count() == 4
    deliver_all(at=scene.now, now=lambda: scene.now + timedelta(hours=31))
    assert {one.to[0] for one in mail.outbox} == {"inspektorat@contoh.go.id", "pembina@contoh.go.id"}
    first = Checkpoint.objects.order_by("pk")[0]
    assert any(note_of(first) in one.body for one in mail.outbox)
    assert _faults("I4", "I24") == []


def test_without_addresses_the_day_is_signed_and_no_event_made(scene: Scene) -> None:
    before = JournalHead.objects.get(office_id=scene.office.pk).sequence
    assert give_checkpoints_away(at=scene.now) == 1
    assert JournalHead.objects.get(office_id=scene.office.pk).sequence == before


def test_anybody_sees_the_checkpoints_and_the_program_checks_them(
    scene: Scene, client: Client, inspectorate: str, tmp_path: Path
) -> None:
    give_checkpoints_away(at=scene.now)
    page = client.get(reverse("verify:checkpoint_offices"))
    assert page.status_code == 200
    point = Checkpoint.objects.get(office_id=scene.office.pk)
    assert client.get(reverse("verify:checkpoint_note", args=[scene.office.slug, point.sequence])).getvalue() == (
        f"{note_of(point)}\n".encode()
    )
    for name, args in (("keys", []), ("checker", []), ("checkpoint_notes", [scene.office.slug])):
        answer = client.get(reverse(f"verify:{name}", args=args))
        (tmp_path / name).write_bytes(b"".join(answer) if answer.streaming else answer.content)
    call_command("journal", "--export", str(tmp_path / "jurnal.jsonl"))
    command = [sys.executable, "-I", "-S", "checker", "jurnal", "jurnal.jsonl", "--sejak", "checkpoint_notes"]
    done = subprocess.run(
        [*command, "--berkas-kunci", "keys"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert page.context["page"].checker_sha256.replace(" ", "") in page.content.decode().replace(" ", "")


def test_another_office_has_no_checkpoints_here(scene: Scene, client: Client) -> None:
    assert client.get(reverse("verify:checkpoints", args=["tidak-ada"])).status_code == 404
    assert client.get(reverse("verify:checkpoint_note", args=[scene.office.slug, 999_999])).status_code == 404


def test_every_purpose_of_a_key_is_among_the_published(client: Client) -> None:
    text = client.get(reverse("verify:keys")).content.decode()
    assert text.count("BEGIN PUBLIC KEY") >= len(KeyPurpose)
    assert "BEGIN CERTIFICATE" in text
    assert "PRIVATE" not in text
