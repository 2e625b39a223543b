"""Files that come in parts: each grows under a name of its own until it is whole; its length says how far it is."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from sektoral.adapters.files import CHUNK, storage_errors, sync_folder
from sektoral.domain.errors import WrongState


class PartialFiles:
    """Unfinished files under `root/<id>`. What is written is on the disk before `append` returns."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def size(self, key: UUID) -> int:
        """Tell how many bytes have come, 0 where there is no file."""
        path = self._place(key)
        return path.stat().st_size if path.is_file() else 0

    def append(self, key: UUID, data: bytes, *, offset: int) -> int:
        """Put the next bytes behind what there is, durably, and give the new length; two at once take turns.

        Raises `WrongState` (`upload_offset`, with the length) where they do not begin there, and `Unavailable`.
        """
        with storage_errors():
            self._root.mkdir(mode=0o750, parents=True, exist_ok=True)
            is_new = not self._place(key).exists()
            handle = os.open(self._place(key), os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)  # gone with the handle, and with a process that is killed
                _check_offset(handle, offset)
                _write_all(handle, data, offset)
                os.fsync(handle)
            finally:
                os.close(handle)
            if is_new:
                sync_folder(self._root)
        return offset + len(data)

    def chunks(self, key: UUID) -> Iterator[bytes]:
        """Read the file again, a chunk at a time."""
        with storage_errors(), self._place(key).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def sha256(self, key: UUID) -> str:
        """Fingerprint what has come."""
        with storage_errors(), self._place(key).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def discard(self, key: UUID) -> None:
        """Remove a file, if it is there."""
        with storage_errors():
            self._place(key).unlink(missing_ok=True)

    def _place(self, key: UUID) -> Path:
        return self._root / key.hex


def _check_offset(handle: int, offset: int) -> None:
    held = os.fstat(handle).st_size
    if offset != held:
        raise WrongState("upload_offset", offset=held)


def _write_all(handle: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(handle, data, offset)
        data, offset = data[written:], offset + written
