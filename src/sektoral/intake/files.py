"""Keeping bytes: safe on disk first, then the row that tells what they are; and the one way to them again.

What came from outside is opened only after the virus scanner looked at it, where the installation has one.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from sektoral.adapters.files import Bucket, FileStore, FolderStore, StoredRef, storage_errors
from sektoral.adapters.partial_files import PartialFiles
from sektoral.domain.errors import Invalid, WrongState
from sektoral.intake import scanning
from sektoral.records.models import Office, Person, StoredFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MAX_UPLOAD = 10 * 1024 * 1024  # bytes; the cap for a file from outside: a whole request may be little larger


def file_store() -> FileStore:
    """This will give the installation's file store: an S3 store where one is set up, else a folder."""
    return _bucket_store(settings.FILES_BUCKET) if settings.FILES_BUCKET else FolderStore(settings.FILES_ROOT)


def partial_files() -> PartialFiles:
    """This will give where the installation keeps what is not whole yet."""
    return PartialFiles(settings.UPLOADS_ROOT)


def keep(data: bytes, *, office: Office, name: str, media_type: str, by: Person | None, at: datetime) -> StoredFile:
    """This will keep bytes that somebody brought in durably, and then store their row."""
    return _row(file_store().put(data), office=office, name=name, media_type=media_type, by=by, at=at)


def keep_made(
    data: bytes, *, office: Office, name: str, media_type: str, by: Person | None, at: datetime
) -> StoredFile:
    """This will keep what was made here from what is stored: it is opened without asking the scanner."""
    ref = file_store().put(data)
    return _row(ref, office=office, name=name, media_type=media_type, by=by, at=at, is_made_here=True)


def keep_upload(chunks: Iterable[bytes], *, office: Office, name: str, by: Person, at: datetime) -> StoredFile:
    """This will keep an upload as it comes. Raises `Invalid` for nothing at all or more than `MAX_UPLOAD`."""
    ref = file_store().put_stream(chunks, limit=MAX_UPLOAD)
    if ref.size == 0:
        raise Invalid("file_empty")
    return _row(ref, office=office, name=name, media_type="application/octet-stream", by=by, at=at)


def read(file: StoredFile) -> bytes:
    """This will read bytes back and prove that they are the ones.

    Raises `NotFound`, `WrongState` (`file.corrupt`, `file.infected`) and `Unavailable` where they were not scanned.
    """
    _check_clean(file)
    return file_store().read(file.sha256)


def path_of(file: StoredFile) -> Path:
    """This will tell where the bytes lie, for the sandbox, and prove that they are the ones. Raises as `read`."""
    path = unproved_path(file)
    with storage_errors(), path.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
            raise WrongState("file.corrupt", sha256=file.sha256)
    return path


def unproved_path(file: StoredFile) -> Path:
    """This will tell where the bytes lie, for whoever judges by himself whether they are the ones."""
    _check_clean(file)
    return file_store().path(file.sha256)


def threat_in(file: StoredFile) -> str:
    """This will name what the scanner finds in a kept file; empty for nothing. Raises `Unavailable`."""
    if file.is_made_here or scanning.scanner() is None:
        return ""
    return scanning.threat_in(file_store().path(file.sha256), file.sha256)


@contextmanager
def laid_out(data: bytes, *, name: str = "berkas") -> Iterator[Path]:
    """This will lay bytes from outside that are not kept out as a file, for the sandbox, for a while.

    Raises `Invalid` (`file.infected`) and `Unavailable`.
    """
    with tempfile.TemporaryDirectory(prefix="sektoral-berkas-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        threat = scanning.threat_in(path, hashlib.sha256(data).hexdigest())
        if threat:
            raise Invalid("file.infected", threat=threat)
        yield path


def _check_clean(file: StoredFile) -> None:
    threat = threat_in(file)
    if threat:
        raise WrongState("file.infected", threat=threat)


@cache
def _bucket_store(bucket: Bucket) -> FileStore:
    from sektoral.adapters.bucket_files import BucketStore  # boto3 is an extra

    return BucketStore(bucket)


def _row(
    ref: StoredRef,
    *,
    office: Office,
    name: str,
    media_type: str,
    by: Person | None,
    at: datetime,
    is_made_here: bool = False,
) -> StoredFile:
    return StoredFile.objects.create(
        office=office,
        sha256=ref.sha256,
        size=ref.size,
        media_type=media_type,
        name=display_name(name),
        stored_at=at,
        stored_by=by,
        is_made_here=is_made_here,
    )


def display_name(name: str) -> str:
    """This will clean a file's name for showing: no path, no control or direction signs, 200 characters at most."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable() and c not in '"<>|:*?').strip(" .")
    return shown[-200:] or "tanpa-nama"
