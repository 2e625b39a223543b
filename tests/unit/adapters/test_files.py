"""The file store: durable before it is named, never overwritten, proved at every reading."""

import errno
import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sektoral.adapters.files import FileState, FileStore
from sektoral.domain.errors import Invalid, NotFound, Unavailable, WrongState

LETTER = b"%PDF-1.7 surat"
NAME = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(root: Path) -> FileStore:
    return FileStore(root)


def _place(root: Path) -> Path:
    return root / NAME[:2] / NAME[2:4] / NAME


def _temporary_files(root: Path) -> list[Path]:
    return list((root / "tmp").iterdir())


def test_bytes_come_back_under_their_own_hash(store: FileStore, root: Path) -> None:
    ref = store.put(LETTER)
    assert (ref.sha256, ref.size) == (NAME, len(LETTER))
    assert store.read(NAME) == LETTER
    assert store.path(NAME) == _place(root)
    assert _temporary_files(root) == []


def test_a_stream_is_kept_like_the_whole(store: FileStore) -> None:
    ref = store.put_stream((LETTER[i : i + 3] for i in range(0, len(LETTER), 3)), limit=100)
    assert store.read(ref.sha256) == LETTER


def test_the_empty_file_is_a_file(store: FileStore) -> None:
    assert store.read(store.put(b"").sha256) == b""


def test_the_same_bytes_again_do_not_touch_the_file(store: FileStore, root: Path) -> None:
    store.put(LETTER)
    inode = _place(root).stat().st_ino
    store.put(LETTER)
    assert _place(root).stat().st_ino == inode


def test_a_stream_beyond_the_limit_leaves_nothing(store: FileStore, root: Path) -> None:
    with pytest.raises(Invalid, match=r"file\.too_large"):
        store.put_stream((b"x" * 10, b"x" * 10), limit=19)
    assert list(store.list_names()) == []
    assert _temporary_files(root) == []


def test_a_broken_upload_leaves_nothing(store: FileStore, root: Path) -> None:
    def upload() -> Iterator[bytes]:
        yield LETTER
        raise ConnectionResetError(errno.ECONNRESET, "hung up")

    with pytest.raises(Unavailable):
        store.put_stream(upload(), limit=1000)
    assert list(store.list_names()) == []
    assert _temporary_files(root) == []


def test_bytes_and_every_folder_are_synced_before_the_name_is_told(
    store: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def watch_fsync(handle: int) -> None:
        synced = Path(f"/proc/self/fd/{handle}").readlink()
        calls.append(f"fsync {synced.relative_to(root)}")
        fsync(handle)

    def watch_rename(source: Path, target: Path) -> Path:
        calls.append("rename")
        return rename(source, target)

    monkeypatch.setattr(os, "fsync", watch_fsync)
    monkeypatch.setattr(Path, "rename", watch_rename)
    store.put(LETTER)
    assert calls[0].startswith("fsync tmp")
    assert calls[1:] == ["rename", f"fsync {NAME[:2]}/{NAME[2:4]}", f"fsync {NAME[:2]}", "fsync ."]


def test_a_failed_sync_is_told_and_not_retried(store: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = 0

    def fail(_: int) -> None:
        nonlocal tries
        tries += 1
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unavailable, match=r"storage\.failed"):
        store.put(LETTER)
    assert tries == 1
    assert list(store.list_names()) == []
    assert _temporary_files(root) == []


def test_a_full_disk_says_so(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match=r"storage\.full"):
        store.put(LETTER)
    monkeypatch.undo()
    assert store.read(store.put(LETTER).sha256) == LETTER


def test_a_rotten_file_is_never_served(store: FileStore, root: Path) -> None:
    store.put(LETTER)
    _place(root).write_bytes(LETTER + b"!")
    assert store.state(NAME) is FileState.CORRUPT
    with pytest.raises(WrongState, match=r"file\.corrupt"):
        store.read(NAME)


def test_good_bytes_take_the_place_of_rotten_ones_which_are_kept(store: FileStore, root: Path) -> None:
    store.put(LETTER)
    _place(root).write_bytes(b"rusak")
    store.put(LETTER)
    assert store.read(NAME) == LETTER
    assert [path.read_bytes() for path in (root / "quarantine" / "corrupt").iterdir()] == [b"rusak"]


def test_destroying_removes_the_bytes(store: FileStore) -> None:
    store.put(LETTER)
    store.destroy(NAME)
    assert store.state(NAME) is FileState.MISSING
    with pytest.raises(NotFound):
        store.destroy(NAME)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME.upper(), NAME[:-1], NAME + "\n", "/" + NAME[1:]])
def test_only_a_hash_names_a_file(store: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.read(name)


def test_unfinished_files_are_cleared_by_age(store: FileStore, root: Path) -> None:
    store.put(LETTER)
    (root / "tmp" / "old").write_bytes(b"x")
    (root / "tmp" / "new").write_bytes(b"x")
    os.utime(root / "tmp" / "old", (1000, 1000))
    assert store.clear_unfinished(before=datetime(2001, 1, 1, tzinfo=UTC)) == 1
    assert [path.name for path in _temporary_files(root)] == ["new"]
    assert store.read(NAME) == LETTER
