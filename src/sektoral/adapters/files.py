"""The file store: bytes under the name of their own SHA-256, complete and durable before anyone is told of them.

A file nobody refers to is allowed, a reference without its file is not: so bytes first, the row after. Here is what
every store promises, and the one in a folder; `bucket_files` keeps them in an S3 store (docs/adr/0048).
"""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sektoral.domain.errors import Invalid, NotFound, SektoralError, Unavailable, WrongState

CHUNK = 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # the disk, a quota, what the process may write

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredRef:
    """Where bytes are kept: their SHA-256 in hex is also their name; `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where an S3 store is, by which keys, and how much of it a folder of this machine may hold copies of."""

    endpoint: str
    region: str
    name: str
    key: str
    secret: str = field(repr=False)
    cache: Path
    cache_bytes: int
    ca: Path | None = None


class FileState(StrEnum):
    """How a stored file fares."""

    INTACT = "intact"
    MISSING = "missing"
    CORRUPT = "corrupt"


class FileStore(Protocol):
    """What the rest of the program knows of a store, wherever the bytes lie."""

    def put(self, data: bytes) -> StoredRef:
        """Keep `data` and return its name. The same bytes again change nothing. Raises `Unavailable` when it cannot."""

    def put_stream(self, chunks: Iterable[bytes], *, limit: int) -> StoredRef:
        """Keep the bytes of `chunks`, as an upload brings them, never holding them all in memory.

        Raises `Invalid` beyond `limit` bytes and `Unavailable` when the store refuses; then no name is told.
        """

    def read(self, sha256: str) -> bytes:
        """Get the bytes and prove that they are the ones. Raises `NotFound`, or `WrongState` for a corrupt file."""

    def path(self, sha256: str) -> Path:
        """Get where the bytes lie on this machine, to hand them to a sandbox or a web server. Raises `NotFound`."""

    def size(self, sha256: str) -> int:
        """Get how many bytes are kept under a name. Raises `NotFound`."""

    def state(self, sha256: str) -> FileState:
        """Look at one file again, all its bytes where they are kept: the nightly look of `verify-all`."""

    def list_names(self) -> Iterator[str]:
        """List the SHA-256 of every stored file, in order."""

    def destroy(self, sha256: str) -> None:
        """Remove the bytes for good. Only a recorded act (berita acara) calls this. Raises `NotFound`."""

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove temporary files that a killed process left behind before `before`, and count them."""


class FolderStore:
    """Files under `root/aa/bb/<sha256>`; `root/tmp` holds unfinished ones, `root/quarantine` what rotted."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._temporary = root / "tmp"
        self._quarantine = root / "quarantine"

    def put(self, data: bytes) -> StoredRef:
        """Keep `data` and return its name."""
        return self.put_stream((data,), limit=len(data))

    def put_stream(self, chunks: Iterable[bytes], *, limit: int) -> StoredRef:
        """Keep the bytes of `chunks`; when the disk refuses, nothing is left behind."""
        with storage_errors():
            for folder in (self._root, self._temporary):
                folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._temporary)
            temporary = Path(name)
            try:
                ref = _write_durably(handle, chunks, limit)
                self._give_name(temporary, ref)
            finally:
                temporary.unlink(missing_ok=True)
        return ref

    def read(self, sha256: str) -> bytes:
        """Get the bytes and prove that they are the ones."""
        with storage_errors():
            data = self.path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise WrongState("file.corrupt", sha256=sha256)
        return data

    def path(self, sha256: str) -> Path:
        """Get where a stored file lies, unproved."""
        path = self._place(sha256)
        if not path.is_file():
            raise NotFound("file.missing", sha256=sha256)
        return path

    def size(self, sha256: str) -> int:
        """Get how many bytes the file has."""
        return self.path(sha256).stat().st_size

    def state(self, sha256: str) -> FileState:
        """Look at all bytes of one file."""
        path = self._place(sha256)
        if not path.is_file():
            return FileState.MISSING
        return FileState.INTACT if _hash_of(path) == sha256 else FileState.CORRUPT

    def list_names(self) -> Iterator[str]:
        """List the SHA-256 of every stored file, in order."""
        for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            yield path.name

    def destroy(self, sha256: str) -> None:
        """Remove the file, and make that durable."""
        place = self.path(sha256)
        with storage_errors():
            place.unlink()
            sync_folder(place.parent)

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove temporary files that a killed process left behind before `before`, and count them."""
        stale = [path for path in self._temporary.glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _place(self, sha256: str) -> Path:
        return self._root / key_of(sha256)

    def _give_name(self, temporary: Path, ref: StoredRef) -> None:
        place = self._place(ref.sha256)
        if place.is_file() and _hash_of(place) != ref.sha256:
            self._set_apart_corrupt(place)
        # Also over the same bytes: whoever wrote them may not have synced their name, or has failed to, and then a
        # second sync without a change of the folder may succeed and yet have written nothing.
        self._move(temporary, place)

    def _set_apart_corrupt(self, place: Path) -> None:
        """Keep a rotten file as evidence; it may not stand in the way of the good bytes."""
        damaged = _hash_of(place)
        self._move(place, self._quarantine / "corrupt" / f"{place.name}.{damaged[:16]}")

    def _move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        source.rename(target)
        self._sync_way_to(target)
        if source.parent not in (self._temporary, target.parent):
            sync_folder(source.parent)

    def _sync_way_to(self, path: Path) -> None:
        """Sync every folder down from the root: another process may have made one and not yet synced it."""
        for folder in path.parents:
            sync_folder(folder)
            if folder == self._root:
                return


def key_of(sha256: str) -> str:
    """Write where a file stands within any store, so that one is moved to the other by a plain copy.

    Raises `NotFound` for what is no SHA-256.
    """
    if not _SHA256.fullmatch(sha256):
        raise NotFound("file.missing", sha256=sha256[:64])
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _write_durably(handle: int, chunks: Iterable[bytes], limit: int) -> StoredRef:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise Invalid("file.too_large", limit=limit)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())  # an error here is never retried: the kernel may have dropped the pages
    return StoredRef(digest.hexdigest(), size)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def storage_errors() -> Iterator[None]:
    """This will turn what the disk refuses into `Unavailable`: it may be tried again."""
    try:
        yield
    except SektoralError:
        raise
    except OSError as error:
        code = "storage.full" if error.errno in FULL else "storage.failed"
        raise Unavailable(code, errno=error.errno) from error
