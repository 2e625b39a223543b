"""Encryption to public keys (age, https://age-encryption.org/v1): who makes a backup cannot open it."""

import hashlib
import io
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import pyrage

from sektoral.domain.errors import Invalid, Unavailable

PIECE = 1 << 16


class Recipients:
    """Whom backups are written for. Raises `Invalid` (`backup_recipient`) for a text that is no public key of age."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(sorted(set(texts)))
        try:
            self._keys = [pyrage.x25519.Recipient.from_str(text) for text in self.texts]
        except pyrage.RecipientError:
            raise Invalid("backup_recipient") from None
        if not self._keys:
            raise Invalid("backup_without_recipient")

    @property
    def name(self) -> str:
        """A short name of exactly these: what was written for others cannot be read by them."""
        return "age-" + hashlib.sha256("\n".join(self.texts).encode()).hexdigest()[:12]

    def encrypt(self, pieces: Iterable[bytes], target: IO[bytes]) -> None:
        """This will write `pieces` encrypted. What fails while they are made or written is raised as it is."""
        source = Pulled(pieces)
        sink = _Sink(target)
        try:
            pyrage.encrypt_io(source, sink, self._keys)
        except pyrage.EncryptError as error:
            raise source.fault or sink.fault or error from None


class Identities:
    """The private keys by which backups are opened, from the text of a key file."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        try:
            keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        except pyrage.IdentityError:
            raise Invalid("backup_identity") from None
        if not keys:
            raise Invalid("backup_identity")
        self._keys: Sequence[pyrage.x25519.Identity] = keys

    @contextmanager
    def opened(self, source: IO[bytes]) -> Iterator[IO[bytes]]:
        """This will give the decrypted bytes as a stream. Raises `Invalid` where no key fits or a byte was changed."""
        read_end, write_end = os.pipe()
        faults: list[Exception] = []
        thread = threading.Thread(target=self._decrypt, args=(source, write_end, faults), daemon=True)
        thread.start()
        try:
            with os.fdopen(read_end, "rb", buffering=PIECE) as stream:
                yield stream
        finally:
            thread.join()
            for fault in faults:  # it tells more than what the reader met: a stream that ended too early
                raise _meaning_of(fault) from None

    def _decrypt(self, source: IO[bytes], write_end: int, faults: list[Exception]) -> None:
        try:
            with os.fdopen(write_end, "wb", buffering=0) as pipe:
                pyrage.decrypt_io(source, _Whole(pipe), self._keys)
        except BrokenPipeError:
            return  # the reader has enough
        except (pyrage.DecryptError, OSError) as error:
            if "Broken pipe" not in str(error):
                faults.append(error)


def new_identity() -> tuple[str, str]:
    """This will make a pair of keys: the text of the private one, and the public one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def _meaning_of(fault: Exception) -> Exception:
    if isinstance(fault, OSError) and fault.errno is not None:  # without a number it is age's own: bytes are wrong
        return Unavailable("storage.failed", errno=fault.errno)
    is_no_key = "No matching keys" in str(fault)
    return Invalid("backup_other_key") if is_no_key else Invalid("backup_damaged", part="age")


class Pulled(io.RawIOBase):
    """A stream out of pieces, which are made as they are asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")
        self.fault: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return 0
        except BaseException as error:
            self.fault = error
            raise
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


class _Sink:
    """Writes on, and remembers what the disk said."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except OSError as error:
            self.fault = error
            raise

    def flush(self) -> None:
        """The target is flushed by its owner."""


class _Whole:
    """Writes every byte into a pipe, which takes as many at once as there is room for."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        while left:
            left = left[self._pipe.write(left) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""
