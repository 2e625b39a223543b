"""Keys are changed: sessions end with the secret key, and what was signed or printed before still verifies."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain.proofs import Verdict
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.outbox.actions.checkpoints import sign_checkpoint
from sektoral.project.invariants import INVARIANTS, verify
from sektoral.records.models import Letter
from sektoral.verify.queries.registry import prove_file
from tests.rounds import BOTH, Scene, shared
from tests.tamperings import NOW
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes")
        yield scene


def test_a_new_secret_key_ends_sessions_and_nothing_else(scene: Scene) -> None:
    workbook = scene.workbook("dinkes", BOTH)
    letter = Letter.objects.get(kind="request")
    with visiting(scene, "operator.dinkes") as client, override_settings(SECRET_KEY="another-secret-" * 4):
        assert client.get(reverse("step3:request", args=[scene.request("dinkes").pk])).status_code == 302
        assert Client().get(reverse("verify:document", args=[letter.token])).status_code == 200
        assert letter.signed_file is not None
        proof = prove_file(files.path_of(letter.signed_file), at=scene.now)
        assert proof.judgement.verdict is Verdict.GENUINE
        assert scene.upload("dinkes", workbook).state == SubmissionState.AWAITING_LETTER


@pytest.mark.parametrize("purpose", list(KeyPurpose))
def test_what_a_retired_key_signed_still_verifies(scene: Scene, purpose: KeyPurpose) -> None:
    ring = KeyRing(settings.KEYS_ROOT)
    before, signature = ring.public(purpose), ring.sign(purpose, b"tanda terima")
    call_command("rotate_key", purpose.value)
    after = KeyRing(settings.KEYS_ROOT)
    assert after.public(purpose) != before
    assert after.verify(purpose, b"tanda terima", signature)
    assert after.sign(purpose, b"tanda terima").key_id != signature.key_id
    assert not list(settings.KEYS_ROOT.glob("*.retired"))


def test_workbooks_and_checkpoints_outlive_their_keys(scene: Scene) -> None:
    workbook = scene.workbook("dinkes", BOTH)
    sign_checkpoint(scene.office, at=scene.now)
    for purpose in KeyPurpose:
        KeyRing(settings.KEYS_ROOT).rotate(purpose)
    sign_checkpoint(scene.office, at=scene.now)
    [outcome] = verify(at=NOW, invariants=[one for one in INVARIANTS if one.code == "I4"])
    assert list(outcome.faults) == []
    assert scene.upload("dinkes", workbook).state == SubmissionState.AWAITING_LETTER
