"""A folder of backups: whole or not there, files shared, and nothing that was changed is read."""

import errno
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sektoral.adapters.age import Identities, Recipients, new_identity
from sektoral.adapters.backup_folder import Backup, BackupFolder, find_backup, find_office_backup, list_backups
from sektoral.domain.backups import FilePart, Manifest, name_of
from sektoral.domain.errors import Invalid, NotFound, SektoralError, Unavailable, WrongState
from tests.doors import sha256

SECRET, PUBLIC = new_identity()
DATA = {sha256(data): data for data in (b"satu" * 1000, b"dua", b"")}
TEXT = [b"COPY\n", b"baris\n" * 1000]


def make(root: Path, day: int = 1, files: list[str] | None = None, *, sealed: bool = True, office: str = "") -> Path:
    folder, at = BackupFolder(root, Recipients([PUBLIC]) if sealed else None), datetime(2026, 11, day, tzinfo=UTC)
    with folder.begin(name_of(at, office)) as unfinished:
        parts = {"database.sql": unfinished.add("database.sql", TEXT)}
        names = sorted(DATA) if files is None else files
        for name in names:
            folder.keep_file(name, lambda name=name: DATA[name])  # type: ignore[misc]
        parts["files"] = unfinished.add_list(names)
        written = unfinished.finish(Manifest(unfinished.name, "0", "sqlite", at, office, {}, (), (), parts, ()))
    return written.folder


def read(folder: Path, secret: str | None = SECRET) -> list[bytes]:
    backup = Backup(folder, Identities(secret) if secret else None)
    manifest = backup.manifest()
    with backup.part("database.sql", manifest.parts["database.sql"]) as text:
        found = [text.read()]
    return found + [backup.read_file(name) for name in backup.list_files(manifest.parts["files"])]


@pytest.mark.parametrize("sealed", [True, False])
def test_what_went_in_comes_out(tmp_path: Path, sealed: bool) -> None:
    folder = make(tmp_path, sealed=sealed)
    assert read(folder, SECRET if sealed else None) == [b"".join(TEXT), *(DATA[name] for name in sorted(DATA))]


def test_nothing_of_an_encrypted_backup_can_be_read_without_the_key(tmp_path: Path) -> None:
    folder = make(tmp_path)
    with pytest.raises(Invalid) as refused:
        read(folder, None)
    assert refused.value.code == "backup_identity_needed"
    kept = b"".join(path.read_bytes() for path in folder.parent.rglob("*") if path.is_file())
    assert b"satusatu" not in kept
    assert b"baris" not in kept


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    first = make(tmp_path, 1)
    places = {path: path.stat().st_mtime_ns for path in (first.parent / "files").rglob("*.age")}
    make(tmp_path, 2)
    assert {path: path.stat().st_mtime_ns for path in (first.parent / "files").rglob("*.age")} == places
    assert len(places) == len(DATA)


def test_old_backups_go_with_the_files_that_only_they_had(tmp_path: Path) -> None:
    one, other, third = sorted(DATA)
    for day, files in ((1, [one, other]), (2, [other]), (3, [other, third])):
        folder = make(tmp_path, day, files)
    assert BackupFolder(tmp_path, Recipients([PUBLIC])).keep_newest(2, office="") == ["20261101T000000.000000Z"]
    assert [path.name[:64] for path in sorted((folder.parent / "files").rglob("*.age"))] == sorted([other, third])
    assert [read(folder)[1:] for folder in list_backups(folder.parent)] == [[DATA[other]], [DATA[other], DATA[third]]]


def test_backups_of_one_office_neither_push_out_those_of_all_nor_stand_for_them(tmp_path: Path) -> None:
    whole, of_one = make(tmp_path, 1), [make(tmp_path, day, office="kab-contoh") for day in (2, 3)]
    folder = BackupFolder(tmp_path, Recipients([PUBLIC]))
    assert folder.keep_newest(1, office="") == []
    assert folder.keep_newest(1, office="kab-contoh") == [of_one[0].name]
    assert list_backups(whole.parent) == [whole, of_one[1]]
    assert find_backup(tmp_path, Identities(SECRET)).name == whole.name
    assert find_office_backup(tmp_path, Identities(SECRET)).name == of_one[1].name


def test_the_newest_is_found_in_the_folder_of_all(tmp_path: Path) -> None:
    make(tmp_path, 1)
    newest = make(tmp_path, 2)
    assert find_backup(tmp_path, Identities(SECRET)).name == newest.name
    assert find_backup(newest, Identities(SECRET)).name == newest.name
    with pytest.raises(NotFound):
        find_backup(tmp_path / "files", None)


def test_who_changes_the_recipient_gets_files_that_the_new_key_opens(tmp_path: Path) -> None:
    make(tmp_path, 1)
    secret, public = new_identity()
    folder = BackupFolder(tmp_path, Recipients([public]))
    folder.keep_file(sha256(b"dua"), lambda: b"dua")
    (place,) = (
        path for path in tmp_path.rglob(f"{sha256(b'dua')}.age") if "age-" in str(path) and read_one(path, secret)
    )
    assert place


def read_one(path: Path, secret: str) -> bool:
    try:
        with path.open("rb") as file, Identities(secret).opened(file) as stream:
            return stream.read() == b"dua"
    except Invalid:
        return False


def test_a_full_disk_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    def full() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise OSError(errno.ENOSPC, "no space")

    folder = BackupFolder(tmp_path, Recipients([PUBLIC]))
    with pytest.raises(Unavailable) as refused, folder.begin("20261101T000000Z") as unfinished:
        unfinished.add("database.sql", full())
    assert refused.value.code == "storage.full"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(NotFound):
        find_backup(tmp_path, Identities(SECRET))


def test_what_a_killed_process_left_is_no_backup_and_is_cleared_by_the_next(tmp_path: Path) -> None:
    folder = make(tmp_path, 1)
    left = folder.parent / ".belum-selesai-abc"
    folder.rename(left)
    assert list_backups(left.parent) == []
    make(tmp_path, 2)
    assert not left.exists()


def test_two_backups_of_one_instant_are_not_mixed(tmp_path: Path) -> None:
    make(tmp_path, 1)
    with pytest.raises(WrongState):
        make(tmp_path, 1)


@pytest.mark.parametrize("name", ["manifest.age", "database.sql.age", "files.txt", "file"])
def test_whatever_was_changed_is_refused(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path)
    place = next((folder.parent / "files").rglob("*.age")) if name == "file" else folder / name
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    with pytest.raises(SektoralError) as refused:
        read(folder)
    assert refused.value.code in {"backup_damaged", "backup_other_key"}


def test_a_plain_part_that_was_exchanged_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path, sealed=False)
    backup = Backup(folder, None)
    with pytest.raises(Invalid), backup.part("database.sql", FilePart("0" * 64, 1)) as text:
        text.read()
