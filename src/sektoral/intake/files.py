"""Keeping bytes: safe on disk first, then the row that tells what they are."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sektoral.adapters.files import FileStore, StoredRef
from sektoral.adapters.partial_files import PartialFiles
from sektoral.domain.errors import Invalid
from sektoral.records.models import Office, Person, StoredFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MAX_UPLOAD = 10 * 1024 * 1024  # bytes; the cap for agency files
MAX_IMPORT = 48 * 1024 * 1024  # bytes; the cap for a file of old years


def file_store() -> FileStore:
    """This will give the installation's file store."""
    return FileStore(settings.FILES_ROOT)


def partial_files() -> PartialFiles:
    """This will give where the installation keeps what is not whole yet."""
    return PartialFiles(settings.UPLOADS_ROOT)


def keep(data: bytes, *, office: Office, name: str, media_type: str, by: Person | None, at: datetime) -> StoredFile:
    """This will keep bytes durably and then store their row."""
    return _row(file_store().put(data), office=office, name=name, media_type=media_type, by=by, at=at)


def keep_upload(
    chunks: Iterable[bytes], *, office: Office, name: str, by: Person, at: datetime, most_bytes: int = MAX_UPLOAD
) -> StoredFile:
    """This will keep an upload as it comes. Raises `Invalid` for nothing at all or more than `most_bytes`."""
    ref = file_store().put_stream(chunks, limit=most_bytes)
    if ref.size == 0:
        raise Invalid("file_empty")
    return _row(ref, office=office, name=name, media_type="application/octet-stream", by=by, at=at)


def read(file: StoredFile) -> bytes:
    """This will read bytes back and prove that they are the ones. Raises `NotFound` or `WrongState`."""
    return file_store().read(file.sha256)


def path_of(file: StoredFile) -> Path:
    """This will tell where the bytes lie, for the sandbox."""
    return file_store().path(file.sha256)


def _row(ref: StoredRef, *, office: Office, name: str, media_type: str, by: Person | None, at: datetime) -> StoredFile:
    return StoredFile.objects.create(
        office=office,
        sha256=ref.sha256,
        size=ref.size,
        media_type=media_type,
        name=display_name(name),
        stored_at=at,
        stored_by=by,
    )


def display_name(name: str) -> str:
    """This will clean a file's name for showing: no path, no control or direction signs, 200 characters at most."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable() and c not in '"<>|:*?').strip(" .")
    return shown[-200:] or "tanpa-nama"
