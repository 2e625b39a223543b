"""Moving into a bucket: every file is sent and proved, the rotten ones are named, and twice does no harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from sektoral.adapters.files import FileState, FolderStore
from sektoral.intake.files import file_store
from sektoral.project.doctor import look_at_files
from sektoral.project.looks.finding import Health
from tests import s3
from tests.rounds import MONDAY


@pytest.fixture
def raw(settings: Settings, tmp_path: Path) -> Iterator[s3.RawBucket]:
    with s3.service() as address:
        raw = s3.new_bucket(address)
        settings.FILES_BUCKET = raw.config(tmp_path / "copies")
        yield raw


def test_the_files_of_the_old_disk_come_into_the_bucket(raw: s3.RawBucket, tmp_path: Path) -> None:
    old = FolderStore(tmp_path / "old")
    names = [old.put(text).sha256 for text in (b"surat", b"data", b"")]
    for _ in range(2):
        call_command("copy_files", str(tmp_path / "old"))
    assert sorted(file_store().list_names()) == sorted(names)
    assert {file_store().state(name) for name in names} == {FileState.INTACT}
    old.path(names[1]).write_bytes(b"busuk")
    raw.remove(names[1])
    with pytest.raises(CommandError, match="1 berkas berubah"):
        call_command("copy_files", str(tmp_path / "old"))
    assert file_store().state(names[1]) is FileState.MISSING


def test_the_doctor_asks_the_bucket(raw: s3.RawBucket, settings: Settings, tmp_path: Path) -> None:
    assert [one.health for one in look_at_files(MONDAY)] == [Health.GOOD]
    with s3.proxy(raw.address) as proxy:
        settings.FILES_BUCKET = raw.config(tmp_path / "copies", endpoint=proxy.address)
        proxy.play("PUT", s3.error_500)
        [found] = look_at_files(MONDAY)
    assert (found.health, "S3" in found.text, bool(found.remedy)) == (Health.BAD, True, True)
