"""The file store in a bucket of an S3 service: the same names and promises as the folder, and a cache on this machine.

What a service says is not believed: a name is told only after the bytes were read back and were the ones
(docs/adr/0048).
"""

import base64
import contextlib
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sektoral.adapters.bucket import BucketLine, NoConditionsError
from sektoral.adapters.files import Bucket, FileState, FolderStore, StoredRef, key_of
from sektoral.domain.errors import Invalid, NotFound, Unavailable, WrongState

LARGEST = 1 << 28  # bytes; nothing of ours is larger, and what is may not fill the disk of this machine
SENT_A_MOMENT_AGO = (0.0, 0.2, 0.5, 1.0)  # seconds before each look for an object that should be there
AT_REST = (0.0, 0.2)  # twice, before it is called missing or corrupt
IN_USE = 600  # seconds in which a copy that was asked for is not taken from under its reader
SHARE = 16  # the cache is measured again once it grew by this part of its cap


class BucketStore:
    """Objects `aa/bb/<sha256>` of one bucket; those that rotted are kept under `quarantine/corrupt/`.

    Copies on this machine are proved whenever they are asked for.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._line = BucketLine(bucket)
        self._copies = Copies(bucket.cache, bucket.cache_bytes)

    def put(self, data: bytes) -> StoredRef:
        """Keep `data` and return its name."""
        return self.put_stream((data,), limit=len(data))

    def put_stream(self, chunks: Iterable[bytes], *, limit: int) -> StoredRef:
        """Keep the bytes of `chunks`: durably on this machine, then in the bucket, then proved there."""
        ref = self._copies.keep(chunks, limit=limit)
        is_new = self._send(ref.sha256)
        if not is_new and not self._holds(ref.sha256, AT_REST):
            self._set_apart_corrupt(ref.sha256)
            is_new = self._send(ref.sha256)
        if is_new and not self._holds(ref.sha256, SENT_A_MOMENT_AGO):
            raise Unavailable("storage.unconfirmed", sha256=ref.sha256)
        return ref

    def read(self, sha256: str) -> bytes:
        """Get the bytes and prove that they are the ones."""
        self._bring(sha256)
        return self._copies.store.read(sha256)

    def path(self, sha256: str) -> Path:
        """Get a copy on this machine, proved; it stays for ten minutes at the least."""
        self._bring(sha256)
        return self._copies.store.path(sha256)

    def size(self, sha256: str) -> int:
        """Get how many bytes the service says that the object has."""
        return self._line.size(key_of(sha256))

    def state(self, sha256: str) -> FileState:
        """Look at all bytes in the bucket, whatever the cache holds."""
        states = [FileState.MISSING]
        for pause in AT_REST:
            states.append(self._look(sha256, after=pause))
            if states[-1] is FileState.INTACT:
                break
        return states[-1]

    def list_names(self) -> Iterator[str]:
        """List the SHA-256 of every object, in order."""
        for key in self._line.list_keys():
            with contextlib.suppress(NotFound):
                if key == key_of(key[-64:]):
                    yield key[-64:]

    def destroy(self, sha256: str) -> None:
        """Remove the object with all its versions, and the copy on this machine."""
        self.size(sha256)
        self._line.destroy(key_of(sha256))
        with contextlib.suppress(NotFound):
            self._copies.store.destroy(sha256)

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove temporary files of this machine; a bucket never has half an object."""
        return self._copies.store.clear_unfinished(before=before)

    def _send(self, sha256: str) -> bool:
        """Send the copy of this machine, and tell whether it was new in the bucket."""
        checksum = base64.b64encode(bytes.fromhex(sha256)).decode()
        with self._copies.store.path(sha256).open("rb") as body:
            try:
                return self._line.send(key_of(sha256), body, checksum=checksum)
            except NoConditionsError:
                if self._look(sha256) is not FileState.MISSING:
                    return False
                body.seek(0)
                return self._line.send(key_of(sha256), body, checksum=checksum, anew=False)

    def _holds(self, sha256: str, pauses: Iterable[float]) -> bool:
        return any(self._look(sha256, after=pause) is FileState.INTACT for pause in pauses)

    def _look(self, sha256: str, *, after: float = 0) -> FileState:
        time.sleep(after)
        digest = hashlib.sha256()
        try:
            for chunk in _up_to(LARGEST, self._line.bytes_of(key_of(sha256))):
                digest.update(chunk)
        except NotFound:
            return FileState.MISSING
        except Invalid:
            return FileState.CORRUPT
        return FileState.INTACT if digest.hexdigest() == sha256 else FileState.CORRUPT

    def _bring(self, sha256: str) -> None:
        """See to a proved copy on this machine. Raises `NotFound`, or `WrongState` when twice other bytes came."""
        if self._copies.store.state(sha256) is not FileState.INTACT and not self._fetch(sha256):
            raise WrongState("file.corrupt", sha256=sha256)
        self._copies.use(sha256)

    def _fetch(self, sha256: str) -> bool:
        for _ in AT_REST:
            with contextlib.suppress(Invalid):  # larger than anything of ours
                if self._copies.keep(self._line.bytes_of(key_of(sha256)), limit=LARGEST).sha256 == sha256:
                    return True
        return False

    def _set_apart_corrupt(self, sha256: str) -> None:
        """Keep a rotten object as evidence; it may not stand in the way of the good bytes."""
        key = key_of(sha256)
        damaged = hashlib.sha256()
        for chunk in self._line.bytes_of(key):
            damaged.update(chunk)
        self._line.move(key, f"quarantine/corrupt/{sha256}.{damaged.hexdigest()[:16]}")


class Copies:
    """The cache: what was sent or fetched lately, until it grows beyond its cap."""

    def __init__(self, root: Path, cap: int) -> None:
        self.store = FolderStore(root)
        self._root, self._cap = root, cap
        self._grown = cap  # so that the first one measures what an earlier process left

    def keep(self, chunks: Iterable[bytes], *, limit: int) -> StoredRef:
        """Keep a copy, and make room where there is too little."""
        ref = self.store.put_stream(chunks, limit=limit)
        self.use(ref.sha256)
        self._grown += ref.size
        if self._grown > self._cap // SHARE:
            self._grown = 0
            self._make_room()
        return ref

    def use(self, sha256: str) -> None:
        """Note that a copy was asked for just now."""
        os.utime(self.store.path(sha256))

    def _make_room(self) -> None:
        """Remove what was not asked for the longest, but nothing of the last ten minutes."""
        found = []
        for path in self._root.rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # another process made room too
                if path.is_file():
                    found.append((path.stat().st_mtime, path.stat().st_size, path))
        surplus = sum(size for _, size, _ in found) - self._cap
        for used, size, path in sorted(found):
            if surplus <= 0 or used > time.time() - IN_USE:
                return
            path.unlink(missing_ok=True)
            surplus -= size


def _up_to(limit: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Invalid("file.too_large", limit=limit)
        yield chunk
