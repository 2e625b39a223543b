"""The store in a bucket when the service misbehaves (F17): no name is told of what was not proved, nothing is called
rotten that only came badly, and all is well again when the service is."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters import bucket as line
from sektoral.adapters import bucket_files
from sektoral.adapters.bucket_files import BucketStore
from sektoral.adapters.files import FileState
from sektoral.domain.errors import NotFound, SektoralError, Unavailable, WrongState
from tests import s3
from tests.s3 import Proxy, RawBucket, Trick, new_bucket

DATA = b"1.234,56 jiwa" * 100
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with s3.service() as address:
        yield address


@pytest.fixture(scope="module")
def a_proxy(address: str) -> Iterator[Proxy]:
    with pytest.MonkeyPatch.context() as patch, s3.proxy(address) as proxy:
        patch.setattr(line, "READ_SECONDS", 0.5)
        yield proxy


@pytest.fixture
def proxy(a_proxy: Proxy) -> Proxy:
    a_proxy.rest()
    return a_proxy


@pytest.fixture
def raw(address: str) -> RawBucket:
    return new_bucket(address)


@pytest.fixture
def store(raw: RawBucket, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BucketStore:
    monkeypatch.setattr(bucket_files, "SENT_A_MOMENT_AGO", (0.0, 0.02, 0.02))
    monkeypatch.setattr(bucket_files, "AT_REST", (0.0, 0.02))
    return BucketStore(raw.config(tmp_path / "copies", endpoint=proxy.address))


def _empty_cache(tmp_path: Path) -> None:
    for path in (tmp_path / "copies").rglob(NAME):
        path.unlink()


ALWAYS: list[tuple[str, Trick, str]] = [
    ("PUT", s3.error_500, "storage.refused"),
    ("PUT", s3.hang_up, "storage.away"),
    ("PUT", s3.keep_nothing, "storage.unconfirmed"),
    ("PUT", s3.html_with_200, "storage.unconfirmed"),
    ("PUT", s3.keep_other_bytes, "storage.unconfirmed"),
    ("GET", s3.error_500, "storage.refused"),
    ("GET", s3.flip_a_byte, "storage.unconfirmed"),
    ("GET", s3.html_with_200, "storage.unconfirmed"),
    ("GET", s3.cut_short, "storage.away"),
    ("GET", s3.not_found, "storage.unconfirmed"),
]


@pytest.mark.parametrize(("method", "trick", "code"), ALWAYS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_no_name_is_told_of_bytes_that_were_not_proved(
    store: BucketStore, proxy: Proxy, method: str, trick: Trick, code: str
) -> None:
    proxy.play(method, trick)
    with pytest.raises(Unavailable) as refused:
        store.put(DATA)
    assert refused.value.code == code
    proxy.rest()
    assert store.put(DATA).sha256 == NAME
    assert (store.state(NAME), store.read(NAME)) == (FileState.INTACT, DATA)


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_silence_ends(store: BucketStore, proxy: Proxy, method: str) -> None:
    proxy.play(method, s3.silence(proxy))
    with pytest.raises(Unavailable, match=r"storage\.away"):
        store.put(DATA)


@pytest.mark.parametrize(
    ("method", "trick"),
    [("PUT", s3.error_500), ("PUT", s3.hang_up), ("GET", s3.not_found), ("GET", s3.flip_a_byte), ("GET", s3.error_500)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_what_goes_wrong_once_is_tried_again(store: BucketStore, proxy: Proxy, method: str, trick: Trick) -> None:
    proxy.play(method, trick, times=1)
    assert store.put(DATA).sha256 == NAME


READING: list[tuple[Trick, type[SektoralError], str]] = [
    (s3.error_500, Unavailable, "storage.refused"),
    (s3.hang_up, Unavailable, "storage.away"),
    (s3.cut_short, Unavailable, "storage.away"),
    (s3.not_found, NotFound, "file.missing"),
    (s3.flip_a_byte, WrongState, "file.corrupt"),
    (s3.html_with_200, WrongState, "file.corrupt"),
]


@pytest.mark.parametrize(("trick", "kind", "code"), READING, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_reading_tells_what_is_the_matter(
    store: BucketStore, proxy: Proxy, tmp_path: Path, trick: Trick, kind: type[SektoralError], code: str
) -> None:
    store.put(DATA)
    _empty_cache(tmp_path)
    proxy.play("GET", trick)
    with pytest.raises(kind) as refused:
        store.read(NAME)
    assert refused.value.code == code
    proxy.rest()
    assert store.read(NAME) == DATA


def test_wrong_bytes_once_are_not_called_rotten(store: BucketStore, proxy: Proxy, tmp_path: Path) -> None:
    store.put(DATA)
    for ask in (lambda: store.read(NAME) == DATA, lambda: store.state(NAME) is FileState.INTACT):
        _empty_cache(tmp_path)
        proxy.play("GET", s3.flip_a_byte, times=1)
        assert ask()


def test_an_outage_is_no_verdict_on_a_file(store: BucketStore, proxy: Proxy) -> None:
    store.put(DATA)
    proxy.play("GET", s3.error_500)
    with pytest.raises(Unavailable):
        store.state(NAME)


def test_an_object_is_never_written_over(store: BucketStore, proxy: Proxy, raw: RawBucket) -> None:
    store.put(DATA)
    first = raw.client.head_object(Bucket=raw.name, Key=raw.list_keys()[0])["LastModified"]
    store.put(DATA)
    assert raw.client.head_object(Bucket=raw.name, Key=raw.list_keys()[0])["LastModified"] == first


def test_a_service_without_conditions_is_asked_before_it_is_sent_anything(
    store: BucketStore, proxy: Proxy, raw: RawBucket
) -> None:
    def knows_none(asked: s3.Exchange) -> s3.Answer:
        return 501, [("Content-Type", "application/xml")], b"<Error><Code>NotImplemented</Code></Error>"

    proxy.play("PUT", knows_none, times=1)
    store.put(DATA)
    assert raw.get(NAME) == DATA
    proxy.play("PUT", knows_none, times=1)
    proxy.seen.clear()
    store.put(DATA)
    assert proxy.seen == ["PUT", "GET", "GET"]


def test_a_rotten_copy_on_this_machine_is_fetched_anew(store: BucketStore) -> None:
    store.put(DATA)
    store.path(NAME).write_bytes(b"busuk")
    assert store.read(NAME) == DATA
    assert store.path(NAME).read_bytes() == DATA


def test_copies_make_room_but_not_from_under_a_reader(raw: RawBucket, tmp_path: Path) -> None:
    store = BucketStore(raw.config(tmp_path, cache_bytes=3000))
    names = [store.put(bytes([n]) * 1000).sha256 for n in range(4)]
    assert all((tmp_path / name[:2] / name[2:4] / name).exists() for name in names)  # all were asked for just now
    for age, name in enumerate(names):
        os.utime(store.path(name), (0, time.time() - 7200 + age))
    store.put(b"new" * 300)
    kept = [name for name in names if (tmp_path / name[:2] / name[2:4] / name).exists()]
    assert kept == names[2:]
    assert store.read(names[0]) == bytes(1000)


def test_destroying_leaves_no_older_version(raw: RawBucket, tmp_path: Path) -> None:
    raw.client.put_bucket_versioning(Bucket=raw.name, VersioningConfiguration={"Status": "Enabled"})
    store = BucketStore(raw.config(tmp_path))
    store.put(DATA)
    raw.put(NAME, b"swapped")
    raw.remove(NAME)
    raw.put(NAME, DATA)
    store.destroy(NAME)
    left = raw.client.list_object_versions(Bucket=raw.name)
    assert not left.get("Versions")
    assert not left.get("DeleteMarkers")
    assert not list(tmp_path.rglob(NAME))


def test_a_bucket_that_is_not_there_is_no_missing_file(raw: RawBucket, tmp_path: Path) -> None:
    store = BucketStore(replace(raw.config(tmp_path), name="tidak-ada"))
    for ask in (lambda: store.state(NAME), lambda: store.put(DATA)):
        with pytest.raises(Unavailable, match=r"storage\.refused"):
            ask()


def test_no_key_is_told_in_an_error_or_a_description(store: BucketStore, proxy: Proxy, raw: RawBucket) -> None:
    assert "rahasia" not in repr(raw.config(Path("/tmp")))
    proxy.play("PUT", s3.hang_up)
    with pytest.raises(Unavailable) as refused:
        store.put(DATA)
    assert refused.value.__cause__ is None
    assert "rahasia" not in str(refused.value.facts)
