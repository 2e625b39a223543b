"""Restoring one office, moving to PostgreSQL, drilling, and what is doubted after a restore."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from sektoral.adapters.evidence.packing import checker
from sektoral.domain.backups import Manifest
from sektoral.domain.outbox import RESTORED
from sektoral.domain.states import MessageState
from sektoral.outbox.actions.delivering import deliver_all
from sektoral.project.invariants import verify
from sektoral.project.keeping.settling import doubt
from sektoral.records.models import Event, Message
from tests import s3
from tests.databases import empty_database
from tests.keeping import elsewhere, keeper, postgresql
from tests.rehearsals import ROOT, run_python
from tests.rounds import Scene
from tests.rush import Worker

FILL = """
import sys, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from tests.offices import make_tiny_office
for slug in sys.argv[1:]: make_tiny_office(slug=slug)
"""
PLAY = """
import sys, django; django.setup()
from sektoral.records.models import Office
from tests.rounds import BOTH, Scene
scene = Scene(Office.objects.get(slug=sys.argv[1]))
round_ = scene.collecting("dinkes")
scene.accept_all(scene.hand_over("dinkes", BOTH))
scene.reported(round_)
print(round_.pk)
"""
SEND = PLAY.replace('scene.accept_all(scene.hand_over("dinkes", BOTH))\nscene.reported(round_)\n', "")
PROOFS = """
import sys, django; django.setup()
from pathlib import Path
from django.core.management import call_command
from sektoral.verify.queries.checkpoints import keys_text
folder = Path(sys.argv[1])
(folder / "kunci.txt").write_text(keys_text())
call_command("evidence", sys.argv[2], "--output", str(folder / "bukti.zip"))
for file in sys.argv[3:]: call_command("verify", file)
"""
COUNT = """
import json, django; django.setup()
from sektoral.records import schema
from sektoral.records.models import Event, Office, Person
offices = {o.slug: Event.objects.filter(office_id=o.pk).count() for o in Office.objects.all()}
drills = list(Event.objects.filter(kind="backup.drilled").values_list("facts__holds", flat=True))
print(json.dumps([offices, Person.objects.count(), drills, schema.fits()]))
"""
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "sektoral.project.settings",
    "SEKTORAL_DEMO": "yes",
    "SEKTORAL_LOG_LEVEL": "ERROR",
    "EMAIL_URL": "",
}


@pytest.fixture
def two_offices(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    with empty_database("keeping") as url:
        environment = elsewhere(ENVIRONMENT, tmp_path / "var", url)
        run_python("-c", FILL, "mungil", "seberang", environment=environment)
        yield environment


def test_one_office_moves_into_an_installation_of_others(two_offices: Mapping[str, str], tmp_path: Path) -> None:
    admin = keeper(tmp_path)
    told = admin.back_up(two_offices, "--office", "seberang")
    assert list(told["offices"]) == ["seberang"]
    there = elsewhere(ENVIRONMENT, tmp_path / "lain", "")
    run_python("-c", FILL, "hulu", environment=there)
    before = counted(there)

    assert admin.restore(there, "--office")["holds"]
    offices, people, _, fits = counted(there)
    assert offices == {"hulu": before[0]["hulu"], "seberang": told["offices"]["seberang"]["sequence"] + 1}
    assert people > before[1]
    assert fits
    assert admin.restore(there, "--office", ends=2)["code"] == "office_of_backup_exists"


def test_papers_that_an_office_signed_before_it_moved_are_proved_where_it_moved_to(
    two_offices: Mapping[str, str], tmp_path: Path
) -> None:
    round_ = run_python("-c", PLAY, "seberang", environment=two_offices).splitlines()[-1]
    papers = json.loads(run_python("-m", "tests.keeping", "papers", environment=two_offices))
    admin, there = keeper(tmp_path), elsewhere(ENVIRONMENT, tmp_path / "lain", "")
    admin.back_up(two_offices, "--office", "seberang")
    run_python("-c", FILL, "hulu", environment=there)
    assert admin.restore(there, "--office")["holds"]

    listed = tmp_path / "surat.json"
    listed.write_text(json.dumps(papers))
    looked = json.loads(run_python("-m", "tests.keeping", "look", str(listed), environment=there))
    assert {kind for kind, _, _ in papers} >= {"request", "receipt", "transmittal", "report"}
    assert {tuple(said) for said in looked.values()} == {("200", "terdaftar", "asli")}

    newest = {kind: file for kind, _, file in papers}
    run_python("-c", PROOFS, str(tmp_path), round_, *newest.values(), environment=there)
    (tmp_path / "periksa.py").write_bytes(checker())
    for words in (["bukti.zip"], ["tanda-terima", newest["receipt"], "--berkas-kunci", "kunci.txt"]):
        command = [sys.executable, "-I", "-S", "periksa.py", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.sqlite_only  # it has a database of its own
def test_what_lies_in_a_bucket_is_backed_up_and_restored_into_another(tmp_path: Path) -> None:
    keys = tmp_path / "kunci-s3"
    keys.touch(mode=0o600)
    keys.write_text("kunci\nrahasia\n")
    admin = keeper(tmp_path)
    with s3.service() as address:
        raw, other = s3.new_bucket(address), s3.new_bucket(address)
        bucket = {**ENVIRONMENT, "SEKTORAL_S3_ENDPOINT": address, "SEKTORAL_S3_KEYS": str(keys)}
        here = elsewhere({**bucket, "SEKTORAL_S3_BUCKET": raw.name}, tmp_path / "var", "")
        run_python("-c", FILL, "mungil", environment=here)
        run_python("-c", SEND, "mungil", environment=here)
        told = admin.back_up(here)
        assert (told["files"] > 0, told["damaged"]) == (True, [])

        there = elsewhere({**bucket, "SEKTORAL_S3_BUCKET": other.name}, tmp_path / "lain", "")
        assert admin.restore(there)["holds"]
        names = [key[-64:] for key in raw.list_keys()]
        assert other.list_keys() == raw.list_keys()
        assert [one for one in names if other.get(one) != raw.get(one)] == []
        assert not [*(tmp_path / "lain" / "files").rglob("*")]

        raw.remove(names[0])
        shutil.rmtree(tmp_path / "var" / "file-copies")
        assert names[0] in admin.run("backup", str(tmp_path / "baru"), environment=here, ends=1)["damaged"]


def test_a_drill_is_told_in_the_journal_of_each_office(two_offices: Mapping[str, str], tmp_path: Path) -> None:
    admin = keeper(tmp_path)
    admin.back_up(two_offices)
    assert admin.restore(two_offices, "--drill")["holds"]
    assert counted(two_offices)[2] == [True, True]
    next(admin.folder.rglob("database.sql.age")).write_bytes(b"rusak")
    assert "rusak" in admin.restore(two_offices, "--drill", ends=1)["said"]
    assert counted(two_offices)[2] == [True, True, False, False]
    assert list(Path(two_offices["SEKTORAL_VAR"]).glob("latihan-*")) == []


@pytest.mark.sqlite_only
def test_everything_moves_to_postgresql_once_nobody_is_at_work(two_offices: Mapping[str, str], tmp_path: Path) -> None:
    admin, before = keeper(tmp_path), counted(two_offices)
    with postgresql() as url:
        worker = Worker(two_offices)
        worker.start()
        try:
            wait_for(Path(two_offices["SEKTORAL_VAR"]) / "bekerja.lock")
            assert admin.run("move-to-postgres", url, environment=two_offices, ends=2)["code"] == "others_at_work"
        finally:
            worker.kill()
        assert admin.run("move-to-postgres", url, environment=two_offices)["holds"]
        assert counted({**two_offices, "DATABASE_URL": url}) == before
        again = admin.run("move-to-postgres", url, environment=two_offices, ends=2)
        assert again["code"] == "restore_database_not_empty"
    assert counted(two_offices) == before


@pytest.mark.django_db
def test_what_had_not_left_waits_for_a_person_after_a_restore() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    at = scene.later(minutes=5)
    unsent = [
        unsent_message(MessageState.QUEUED),
        unsent_message(MessageState.RETRYING, attempts=1, next_try_at=scene.now),
        unsent_message(MessageState.SENDING, attempts=1, claimed_until=at),
    ]
    manifest = Manifest("m", "0", "sqlite", at - timedelta(hours=1), "", {}, (), (), {}, ())
    with transaction.atomic():
        done = doubt([scene.office], manifest, [], at=at)
    assert done.messages == len(unsent)
    found = Message.objects.filter(pk__in=[one.pk for one in unsent]).values_list("state", "last_error_code")
    assert {*found} == {(MessageState.UNKNOWN.value, RESTORED)}
    assert deliver_all(at=at, now=lambda: at) == 0
    assert Event.objects.filter(kind="message.unknown").count() == len(unsent)
    assert Event.objects.latest("sequence").facts["taken_at"] == manifest.taken_at.isoformat()
    assert [
        one.invariant.code for one in verify(at=at) if not one.holds and one.invariant.code in ("I4", "I5", "I24")
    ] == []


def unsent_message(state: MessageState, **fields: object) -> Message:
    """This will put a mail into the outbox that has not left."""
    message = Message.objects.all()[0]
    message.pk = uuid4()
    message._state.adding = True
    message.key, message.channel, message.to = f"uji:{message.pk}:app", "email", "operator@dinkes.example"
    message.state, message.sent_at = state, None
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(force_insert=True)
    return message


def counted(environment: Mapping[str, str]) -> list[Any]:
    return list(json.loads(run_python("-c", COUNT, environment=environment).splitlines()[-1]))


def wait_for(lock: Path) -> None:
    """This will wait until a process holds the lock: the command that tries it is refused."""
    code = f"import fcntl, sys; fcntl.flock(open({str(lock)!r}, 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    for _ in range(600):
        tried = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, check=False)
        if tried.returncode:
            return
    raise AssertionError("the worker did not start")
