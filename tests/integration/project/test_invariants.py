"""Each invariant holds after a small round, and is shown to fail by tampering that the database alone would allow.

The round is played once in a transaction around the whole file; each test tampers in its own, which is rolled back.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from sektoral.project.invariants import INVARIANTS, verify
from sektoral.project.rehearsal.scenario import play
from sektoral.project.rehearsal.scenario.play import read
from sektoral.records.models import Letter
from tests.attempt_tamperings import ATTEMPT_TAMPERINGS, a_letter_of_bsre
from tests.deed_tamperings import DEED_TAMPERINGS
from tests.holding_tamperings import HOLDING_TAMPERINGS
from tests.mapping_tamperings import MAPPING_TAMPERINGS
from tests.message_tamperings import MESSAGE_TAMPERINGS
from tests.sop_tamperings import SOP_TAMPERINGS, a_signed_revision
from tests.tamperings import NOW, TAMPERINGS, guard_again, unguard
from tests.text_tamperings import TEXT_TAMPERINGS
from tests.upload_tamperings import UPLOAD_TAMPERINGS

pytestmark = pytest.mark.django_db

EVERY_TAMPERING = [
    *TAMPERINGS,
    *DEED_TAMPERINGS,
    *MESSAGE_TAMPERINGS,
    *TEXT_TAMPERINGS,
    *SOP_TAMPERINGS,
    *ATTEMPT_TAMPERINGS,
    *UPLOAD_TAMPERINGS,
    *MAPPING_TAMPERINGS,
    *HOLDING_TAMPERINGS,
]
AGENCIES = [{"code": "A", "tables": 2}, {"code": "B"}, {"code": "C"}]
EVENTS: list[tuple[str, str, str, dict[str, object]]] = [
    ("11-23T08:00", "KADIS", "round.open", {}),
    ("11-23T08:30", "JP", "letters.prepare", {}),
    ("11-23T09:00", "SUKOR", "letters.initial", {}),
    ("11-23T09:30", "KABID", "letters.initial", {}),
    ("11-23T10:00", "KADIS", "letters.sign", {}),
    ("11-23T10:30", "JP", "requests.send", {}),
    ("11-24T09:00", "A", "submission.submit", {}),
    ("11-24T10:00", "SUKOR", "item.accept", {"agency": "A", "tables": ["T1"]}),
    ("11-24T10:10", "SUKOR", "item.return", {"agency": "A", "tables": ["T2"], "reason": "Satuan keliru"}),
    ("11-25T09:00", "A", "submission.submit", {"tables": ["T2"]}),
    ("11-25T10:00", "SUKOR", "item.accept", {"agency": "A"}),
    ("11-26T09:00", "KABID", "request.extend", {"agency": "B", "days": 1, "reason": "Listrik padam"}),
    ("12-01T10:00", "JP", "submission.submit", {"agency": "B", "channel": "paper", "stated_at": "2026-12-01T09:00:00"}),
    ("12-01T11:00", "SUKOR", "item.accept", {"agency": "B"}),
    ("12-02T09:00", "KABID", "intake.close", {}),
    ("12-02T10:00", "KADIS", "report.sign", {}),
    ("12-03T09:00", "C", "submission.submit", {}),
    ("12-03T10:00", "SUKOR", "item.accept", {"agency": "C"}),
    ("12-03T11:00", "KADIS", "report.sign", {}),
]


@pytest.fixture(scope="module", autouse=True)
def played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("round")
    script = folder / "scenario.json"
    events = [{"at": f"2026-{at}:00", "by": by, "do": do, **more} for at, by, do, more in EVENTS]
    script.write_text(json.dumps({"agencies": AGENCIES, "events": events}), encoding="utf-8")
    with django_db_blocker.unblock(), override_settings(FILES_ROOT=folder / "files"), transaction.atomic():
        assert play(read(script)).refused == []
        yield
        transaction.set_rollback(True)


def broken(*codes: str) -> set[str]:
    """This will give the codes of the invariants, all or the named ones, that do not hold now."""
    wanted = [invariant for invariant in INVARIANTS if not codes or invariant.code in codes]
    return {outcome.invariant.code for outcome in verify(at=NOW, invariants=wanted) if not outcome.holds}


def test_everything_holds_after_a_round() -> None:
    outcomes = verify(at=NOW)
    assert [outcome.invariant.code for outcome in outcomes] == [invariant.code for invariant in INVARIANTS]
    assert [fault for outcome in outcomes for fault in outcome.faults] == []


def test_everything_holds_after_a_revision_of_the_sop() -> None:
    a_signed_revision()
    assert [fault for outcome in verify(at=NOW) for fault in outcome.faults if "tersangkut" not in fault] == []


def test_everything_holds_after_a_signature_by_bsre() -> None:
    a_letter_of_bsre()
    assert [fault for outcome in verify(at=NOW) for fault in outcome.faults if "tersangkut" not in fault] == []


@pytest.mark.parametrize(("code", "tamper"), EVERY_TAMPERING, ids=lambda one: getattr(one, "__name__", one))
def test_tampering_is_found(code: str, tamper: Callable[[], object]) -> None:
    unguard()
    restore = tamper()
    guard_again()
    try:
        assert broken(code) == {code}
    finally:
        if callable(restore):
            restore()


def test_missing_triggers_are_found() -> None:
    unguard()
    assert broken() == {"I3"}


SHOWN_ELSEWHERE = {  # an invariant about what this round does not tell of, and the tests that show it to fail
    "I22": "steps/step3_submit/test_withdrawing.py",
    "I23": "steps/step4_check/test_contradictions.py",
    "I25": "letters/test_signed_values.py",
    "I27": "project/test_import_invariants.py",
    "I30": "metadata/test_data_lists.py",
    "I31": "metadata/test_invariant.py",
}


def test_every_invariant_has_been_shown_to_fail() -> None:
    shown = {code for code, _ in EVERY_TAMPERING}
    assert shown | SHOWN_ELSEWHERE.keys() == {invariant.code for invariant in INVARIANTS}
    assert shown & SHOWN_ELSEWHERE.keys() == set()
    tests = Path(__file__).resolve().parents[1]
    assert all(f'"{code}"' in (tests / path).read_text(encoding="utf-8") for code, path in SHOWN_ELSEWHERE.items())


def test_a_check_that_breaks_down_has_not_held() -> None:
    Letter.objects.filter(kind="report").update(content={"nonsense": True})
    assert broken("I9") == {"I9"}
