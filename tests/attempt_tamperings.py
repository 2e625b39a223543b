"""Ways to falsify what BSrE was asked and said; they begin from an SOP document that a made-up BSrE has signed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sektoral.adapters.signatures.bsre_v2 import BsreV2
from sektoral.adapters.signatures.line import Account
from sektoral.adapters.signatures.port import Secret
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Role
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.signing import sign
from sektoral.letters.identities import credentials_of, keep_nik
from sektoral.records.models import Letter, Office, Person, SigningAttempt
from tests import bsre
from tests.bsre_state import NIK, PASSPHRASE, PASSWORD, USER
from tests.sop_tamperings import a_proposed_revision, acting
from tests.tamperings import NOW, a_letter

V2 = SigningService.BSRE_V2


def a_letter_of_bsre() -> Letter:
    Office.objects.update(signing_service=V2)
    letter, kadis = a_proposed_revision(), acting(Role.KADIS)
    keep_nik(kadis.person, NIK)
    sha256 = finalise(letter, by=kadis, at=NOW).sha256
    with bsre.running() as running:
        gateway = BsreV2(Account(running.url, USER, PASSWORD))
        credentials = credentials_of(kadis.person, V2, Secret(PASSPHRASE))
        sign(letter, sha256=sha256, by=kadis, at=NOW, gateway=gateway, credentials=credentials)
    return Letter.objects.get(pk=letter.pk)


def an_attempt() -> SigningAttempt:
    return a_letter_of_bsre().attempts.get()


def change_it(**fields: object) -> None:
    SigningAttempt.objects.filter(pk=an_attempt().pk).update(**fields)


def lose_an_attempt() -> None:
    an_attempt().delete()


def forge_an_attempt() -> None:
    attempt = an_attempt()
    attempt.pk, attempt.outcome = uuid4(), "passphrase_wrong"
    attempt.save(force_insert=True)


def let_another_ask() -> None:
    attempt = an_attempt()
    change_to = Person.objects.exclude(pk=attempt.asked_by_id)[0]
    SigningAttempt.objects.filter(pk=attempt.pk).update(asked_by=change_to)


def ask_a_day_earlier() -> None:
    change_it(asked_at=NOW - timedelta(days=1))


def ask_the_other_version() -> None:
    change_it(service=SigningService.BSRE_V1)


def ask_about_other_bytes() -> None:
    change_it(sha256="0" * 64)


def call_a_success_a_refusal() -> None:
    change_it(outcome="passphrase_wrong")


def call_a_success_unknown() -> None:
    change_it(outcome="no_answer")


def leave_it_open() -> None:
    change_it(outcome="", answered_at=None)
    SigningAttempt.objects.update(asked_at=NOW - timedelta(days=1))


def pass_a_test_certificate_off_as_bsre() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(gateway="bsre")


def doubt_a_signature() -> None:
    Letter.objects.filter(pk=a_letter_of_bsre().pk).update(
        state="signing_unknown", signed_at=None, signed_file=None, signed_by=None
    )


ATTEMPT_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I21", lose_an_attempt),
    ("I21", forge_an_attempt),
    ("I21", let_another_ask),
    ("I21", ask_a_day_earlier),
    ("I21", ask_the_other_version),
    ("I21", ask_about_other_bytes),
    ("I21", call_a_success_a_refusal),
    ("I21", call_a_success_unknown),
    ("I21", leave_it_open),
    ("I21", pass_a_test_certificate_off_as_bsre),
    ("I21", doubt_a_signature),
]
