"""Twelve edits of the journal and its figures, each as somebody with all rights on the database would make it (F23).

What finds each is named: `verify-all` from what the database holds, `periksa.py` from the exported journal alone, or
`periksa.py` with the checkpoint that somebody outside has kept. The last column is the honest part: a rewriter who
also holds the keys, or who brings back an old database, is seen only with what was kept elsewhere.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from pytest_django import DjangoDbBlocker

from sektoral.adapters.evidence.packing import checker
from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain.journal import Checkpoint as Note
from sektoral.domain.journal import Head, checkpoint_note, event_hash
from sektoral.outbox.actions.checkpoints import note_of, sign_checkpoint
from sektoral.outbox.queries.exports import export_journal
from sektoral.project.invariants import INVARIANTS, verify
from sektoral.records.journal import record_of
from sektoral.records.models import Checkpoint, Event, JournalHead, Observation, Office
from tests.rounds import BOTH, Scene, shared
from tests.tamperings import NOW, guard_again, unguard

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        scene.settle()
        yield scene


@dataclass(frozen=True)
class Outside:
    """What somebody outside has: the script, and a checkpoint of before, as it came by mail."""

    folder: Path
    office: Office
    sequence: int

    def run(self, *more: str) -> tuple[int, str]:
        """This will export the journal as it is now and have the script check it, without our packages."""
        exported = self.folder / "jurnal.jsonl"
        exported.write_bytes(b"".join(export_journal(self.office, at=NOW)))
        command = [sys.executable, "-I", "-S", str(self.folder / "periksa.py"), "jurnal", str(exported), *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.stderr == ""
        return done.returncode, done.stdout

    def with_checkpoint(self) -> tuple[int, str]:
        return self.run("--sejak", str(self.folder / "titik.txt"))


@pytest.fixture
def outside(scene: Scene, tmp_path: Path) -> Outside:
    point = sign_checkpoint(scene.office, at=scene.now)
    mail = "\r\n".join(["Yth. Pemegang", "", *[f"> {line}" for line in note_of(point).split("\n")], "", "Salam"])
    (tmp_path / "titik.txt").write_bytes(mail.encode())
    (tmp_path / "periksa.py").write_bytes(checker())
    return Outside(tmp_path, scene.office, point.sequence)


def middle() -> Event:
    """An event that others follow: the signature of a letter."""
    return Event.objects.filter(kind="letter.signed").order_by("sequence")[0]


def flip() -> int:
    one = middle()
    digest = str(one.facts["sha256"])
    Event.objects.filter(pk=one.pk).update(facts={**one.facts, "sha256": f"{int(digest[0], 16) ^ 1:x}{digest[1:]}"})
    return one.sequence


def delete_one_in_the_middle() -> int:
    one = middle()
    one.delete()
    return one.sequence


def delete_the_tail() -> int:
    last = Event.objects.order_by("-sequence")[0]
    Event.objects.filter(sequence__gte=last.sequence - 2).delete()
    return last.sequence - 2


def swap_two() -> int:
    one = middle()
    two = Event.objects.get(sequence=one.sequence + 1)
    for pk, sequence in ((one.pk, 0), (two.pk, one.sequence), (one.pk, two.sequence)):
        Event.objects.filter(pk=pk).update(sequence=sequence)
    return one.sequence


def close_the_gap_after_a_deletion() -> int:
    one = middle()
    one.delete()
    for later in Event.objects.filter(sequence__gt=one.sequence).order_by("sequence"):
        Event.objects.filter(pk=later.pk).update(sequence=later.sequence - 1)
    JournalHead.objects.update(sequence=F("sequence") - 1)
    return one.sequence


def insert_one() -> int:
    one = middle()
    for later in Event.objects.filter(sequence__gt=one.sequence).order_by("-sequence"):
        Event.objects.filter(pk=later.pk).update(sequence=later.sequence + 1)
    forged = Event.objects.get(pk=one.pk)
    forged.pk, forged.sequence, forged.previous = None, one.sequence + 1, one.hash
    forged.hash = event_hash(one.hash, record_of(forged))  # it follows well; what comes after it does not
    forged.save(force_insert=True)
    JournalHead.objects.update(sequence=F("sequence") + 1)
    return one.sequence + 2


def compute_anew(first: int) -> None:
    """This will make the whole chain hold again from an event on, head and all."""
    earlier = Event.objects.filter(sequence=first - 1).first()
    previous = earlier.hash if earlier else "0" * 64
    event = None
    for event in Event.objects.filter(sequence__gte=first).order_by("sequence"):
        digest = event_hash(previous, record_of(event))
        Event.objects.filter(pk=event.pk).update(previous=previous, hash=digest)
        previous = digest
    last = Event.objects.order_by("-sequence")[0]
    JournalHead.objects.update(sequence=last.sequence, hash=previous)


def rewrite_all() -> int:
    """The chain is computed anew, and so are all checkpoints that lie here, with the office's own keys."""
    first = flip()
    compute_anew(first)
    _sign_all_anew()
    return first


def _sign_all_anew() -> None:
    for point in Checkpoint.objects.all():
        digest = Event.objects.get(sequence=point.sequence).hash if point.sequence else point.hash
        note = checkpoint_note(Note(str(point.office_id), Head(point.sequence, digest), point.at))
        forged = KeyRing(settings.KEYS_ROOT).sign(KeyPurpose.CHECKPOINT, note.encode()).value
        Checkpoint.objects.filter(pk=point.pk).update(hash=digest, signature=forged)


def change_who_did_it() -> int:
    one = middle()
    Event.objects.filter(pk=one.pk).update(by=Event.objects.exclude(by__in=["", one.by])[0].by)
    return one.sequence


def truncate() -> int:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE records_event" if connection.vendor == "postgresql" else "DELETE FROM records_event")
    return 1


def double_a_number() -> int:
    """The database forbids it, so the table is made anew without what forbids."""
    one = middle()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_event DROP CONSTRAINT event_sequence_once")
        else:
            cursor.execute("CREATE TABLE anew AS SELECT * FROM records_event")
            cursor.execute("DROP TABLE records_event")
            cursor.execute("ALTER TABLE anew RENAME TO records_event")
    twin = Event.objects.get(pk=one.pk)
    twin.pk = Event.objects.order_by("-pk")[0].pk + 1
    twin.save(force_insert=True)
    return one.sequence + 1


def bring_back_an_old_database() -> int:
    """As after a restore of an older backup: events, head and checkpoints of that day, all of them true."""
    old = Event.objects.order_by("-sequence")[4]
    Event.objects.filter(sequence__gt=old.sequence).delete()
    Checkpoint.objects.filter(sequence__gt=old.sequence).delete()
    JournalHead.objects.update(sequence=old.sequence, hash=old.hash)
    return old.sequence + 1


def edit_a_figure() -> int:
    figure = Observation.objects.order_by("id")[0]
    Observation.objects.filter(pk=figure.pk).update(text="424242", number="424242")
    return 0


CHAIN = "the chain itself tells it"
ONLY_OUTSIDE = "nothing here tells it, only a checkpoint that was kept outside"
FIGURES = "verify-all tells it, because the journal has the digest of what was accepted"

EDITS: list[tuple[Callable[[], int], str]] = [
    (flip, CHAIN),
    (delete_one_in_the_middle, CHAIN),
    (delete_the_tail, CHAIN),
    (swap_two, CHAIN),
    (close_the_gap_after_a_deletion, CHAIN),
    (insert_one, CHAIN),
    (rewrite_all, ONLY_OUTSIDE),
    (change_who_did_it, CHAIN),
    (truncate, CHAIN),
    (double_a_number, CHAIN),
    (bring_back_an_old_database, ONLY_OUTSIDE),
    (edit_a_figure, FIGURES),
]


NAMED = re.compile(r"Peristiwa (\d+) \(|Di tempat peristiwa (\d+) ada|berakhir pada peristiwa (\d+),")


def first_bad(told: str) -> int:
    """This will give the event that the script names first; a journal that ends too soon lacks the next."""
    found = NAMED.search(told)
    assert found, told
    changed, displaced, last = found.groups()
    return int(changed or displaced or int(last) + 1)


def faults(code: str) -> list[str]:
    """This will give what an invariant of `verify-all` says."""
    [outcome] = verify(at=NOW, invariants=[one for one in INVARIANTS if one.code == code])
    return list(outcome.faults)


def test_an_untouched_journal_is_found_whole(outside: Outside) -> None:
    assert outside.with_checkpoint()[0] == 0
    assert faults("I4") == []


@pytest.mark.parametrize(("edit", "who_tells"), EDITS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_edit_is_found_and_its_first_bad_record_named(
    outside: Outside, edit: Callable[[], int], who_tells: str
) -> None:
    unguard()
    first = edit()
    guard_again()
    (alone, told_alone), (compared, told) = outside.run(), outside.with_checkpoint()
    if who_tells is CHAIN:
        assert (alone, compared) == (1, 1)
        assert first_bad(told_alone) == first
        assert f"Jurnal tidak utuh mulai peristiwa {first}." in faults("I4")
    elif who_tells is ONLY_OUTSIDE:
        assert (alone, compared, faults("I4")) == (0, 1, [])
        assert f"Titik periksa pada peristiwa {outside.sequence} (titik.txt): jurnal" in told
    else:
        assert (alone, compared, faults("I4")) == (0, 0, [])
        assert faults("I1") != []


def test_a_checkpoint_that_nobody_signed_proves_nothing(outside: Outside) -> None:
    kept = outside.folder / "titik.txt"
    told = kept.read_text()
    signature = told.split()[-2]
    kept.write_text(told.replace(signature, ("A" if signature[0] != "A" else "B") + signature[1:]))
    assert outside.with_checkpoint()[0] == 1
