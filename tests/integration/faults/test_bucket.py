"""A whole round whose files lie in a bucket, and what is told when somebody changes them there (F16, F17).

The same tampering in a folder is in `tests/tamperings.py`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.domain.errors import NotFound, Unavailable, WrongState
from sektoral.intake import files
from sektoral.project.invariants import INVARIANTS, verify
from sektoral.records.models import Letter, StoredFile
from tests import s3
from tests.rounds import BOTH, Scene, shared
from tests.tamperings import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="module")
def raw(cache: Path) -> Iterator[s3.RawBucket]:
    with s3.service() as address:
        raw = s3.new_bucket(address)
        with override_settings(FILES_BUCKET=raw.config(cache)):
            yield raw


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker, raw: s3.RawBucket) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        round_ = scene.collecting("dinkes")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        scene.reported(round_)
        yield scene


def _faults(*codes: str) -> list[str]:
    wanted = [one for one in INVARIANTS if not codes or one.code in codes]
    return [fault for outcome in verify(at=NOW, invariants=wanted) for fault in outcome.faults]


def test_a_whole_round_in_a_bucket_keeps_every_invariant(scene: Scene, raw: s3.RawBucket) -> None:
    assert _faults() == []
    kept = set(StoredFile.objects.values_list("sha256", flat=True))
    assert kept <= set(files.file_store().list_names())


def _report() -> StoredFile:
    file = Letter.objects.get(kind="report").signed_file
    assert file is not None
    return file


def _other() -> bytes:
    other = Letter.objects.filter(kind="request", signed_file__isnull=False)[0].signed_file
    assert other is not None
    return files.read(other)


CHANGES: list[tuple[str, Callable[[bytes], bytes] | None]] = [
    ("corrupted", lambda data: data[:50] + bytes([data[50] ^ 1]) + data[51:]),
    ("truncated", lambda data: data[:-1]),
    ("swapped", lambda _: _other()),
    ("deleted", None),
]


@pytest.mark.parametrize(("change"), [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_every_change_of_an_object_is_named_and_it_is_not_served(
    scene: Scene, raw: s3.RawBucket, cache: Path, client: Client, change: Callable[[bytes], bytes] | None
) -> None:
    file = _report()
    before = raw.get(file.sha256)
    for copy in cache.rglob(file.sha256):
        copy.unlink()
    if change is None:
        raw.remove(file.sha256)
    else:
        raw.put(file.sha256, change(before))
    try:
        assert [fault for fault in _faults("I7") if file.sha256[:12] in fault] != []
        with pytest.raises(NotFound if change is None else WrongState):
            files.read(file)
        address = reverse("verify:pdf", args=[Letter.objects.get(kind="report").token])
        assert client.get(address).status_code == (404 if change is None else 409)
    finally:
        raw.put(file.sha256, before)
    assert files.read(file) == before


def test_what_a_bucket_did_not_prove_gets_no_row(scene: Scene, raw: s3.RawBucket, tmp_path: Path) -> None:
    rows = StoredFile.objects.count()
    with s3.proxy(raw.address) as proxy, override_settings(FILES_BUCKET=raw.config(tmp_path, endpoint=proxy.address)):
        for method, trick in (("PUT", s3.error_500), ("PUT", s3.keep_nothing), ("GET", s3.cut_short)):
            proxy.rest()
            proxy.play(method, trick)
            with pytest.raises(Unavailable):
                files.keep(
                    b"belum terbukti", office=scene.office, name="a.pdf", media_type="x/y", by=None, at=scene.now
                )
        assert StoredFile.objects.count() == rows
        proxy.rest()
        kept = files.keep(b"terbukti", office=scene.office, name="a.pdf", media_type="x/y", by=None, at=scene.now)
        assert files.read(kept) == b"terbukti"
