"""The file store, in a folder and in a bucket: durable before it is named, never written over, proved when read."""

import errno
import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sektoral.adapters.bucket_files import BucketStore
from sektoral.adapters.files import FileState, FileStore, FolderStore
from sektoral.domain.errors import Invalid, NotFound, Unavailable, WrongState
from tests.s3 import RawBucket, new_bucket, service

LETTER = b"%PDF-1.7 surat"
NAME = hashlib.sha256(LETTER).hexdigest()


class InFolder:
    """A store in a folder, and what somebody with all rights sees and does there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store: FileStore = FolderStore(root)

    def raw(self, name: str = NAME) -> Path:
        return self.root / name[:2] / name[2:4] / name

    def replace(self, data: bytes) -> None:
        self.raw().write_bytes(data)

    def remove(self) -> None:
        self.raw().unlink()

    def set_apart(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.root / "quarantine" / "corrupt").iterdir()]


class InBucket(InFolder):
    """A store in a bucket; the folder is the cache, emptied whenever the bucket is changed behind our back."""

    def __init__(self, root: Path, bucket: RawBucket) -> None:
        super().__init__(root)
        self.bucket = bucket
        self.store = BucketStore(bucket.config(root))

    def replace(self, data: bytes) -> None:
        self.raw().unlink()
        self.bucket.put(NAME, data)

    def remove(self) -> None:
        self.raw().unlink()
        self.bucket.remove(NAME)

    def set_apart(self) -> list[bytes]:
        keys = [key for key in self.bucket.list_keys() if key.startswith("quarantine/corrupt/")]
        return [self.bucket.client.get_object(Bucket=self.bucket.name, Key=key)["Body"].read() for key in keys]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with service() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, s3: str) -> InFolder:
    root = tmp_path / "files"
    return InFolder(root) if request.param == "folder" else InBucket(root, new_bucket(s3))


@pytest.fixture
def root(place: InFolder) -> Path:
    return place.root


@pytest.fixture
def store(place: InFolder) -> FileStore:
    return place.store


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


def test_the_same_bytes_again_are_the_same_file(store: FileStore, root: Path) -> None:
    ref = store.put(LETTER)
    with _place(root).open("rb") as reader:
        assert store.put(LETTER) == ref
        assert reader.read() == LETTER
    assert list(store.list_names()) == [ref.sha256]
    assert store.read(ref.sha256) == LETTER


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


@pytest.mark.parametrize("bytes_there", [LETTER + b"!", LETTER[:-1], b"", b"%PDF-1.7 surat lain", b"x" * 200])
def test_a_rotten_file_is_never_served(place: InFolder, bytes_there: bytes) -> None:
    place.store.put(LETTER)
    place.replace(bytes_there)
    assert place.store.state(NAME) is FileState.CORRUPT
    with pytest.raises(WrongState, match=r"file\.corrupt"):
        place.store.read(NAME)


def test_a_lost_file_is_told_apart_from_a_rotten_one(place: InFolder) -> None:
    place.store.put(LETTER)
    place.remove()
    assert place.store.state(NAME) is FileState.MISSING
    for look in (place.store.read, place.store.path, place.store.size):
        with pytest.raises(NotFound):
            look(NAME)


def test_good_bytes_take_the_place_of_rotten_ones_which_are_kept(place: InFolder) -> None:
    place.store.put(LETTER)
    place.replace(b"rusak")
    place.store.put(LETTER)
    assert place.store.read(NAME) == LETTER
    assert place.store.state(NAME) is FileState.INTACT
    assert place.set_apart() == [b"rusak"]


def test_what_is_kept_is_listed_in_order_with_its_size(place: InFolder) -> None:
    refs = [place.store.put(text.encode()) for text in ("satu", "dua", "tiga sekawan")]
    place.store.put(b"dua")
    assert list(place.store.list_names()) == sorted(ref.sha256 for ref in refs)
    assert [place.store.size(ref.sha256) for ref in refs] == [4, 3, 12]


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
