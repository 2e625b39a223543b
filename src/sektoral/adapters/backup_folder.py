"""A folder of backups, perhaps on a mounted disk: each appears whole or not at all, and files are shared by all.

`<seal>/files/ab/<sha256>` are the stored files, `<seal>/<name>/` one backup: its manifest, database, keys, and the
list of the files that belong to it. `<seal>` tells for whom it was encrypted: others get files of their own. The list
is not encrypted, so that old files can be cleared away by a server that cannot read its own backups.
"""

import contextlib
import gzip
import hashlib
import io
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sektoral.adapters.age import Identities, Pulled, Recipients
from sektoral.adapters.files import CHUNK, storage_errors, sync_folder
from sektoral.domain.backups import FilePart, Manifest, manifest_text, office_of, parse_manifest
from sektoral.domain.errors import Invalid, NotFound, WrongState

FILES, LIST, MANIFEST = "files", "files.txt", "manifest"
PLAIN = "tanpa-sandi"
UNFINISHED = ".belum-selesai-"


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is whole: its folder, and how many bytes were added for it, files that were new included."""

    folder: Path
    bytes_added: int
    files_added: int


class BackupFolder:
    """The folder that backups go to, written for `recipients`; without any it is plain, which is never a default."""

    def __init__(self, root: Path, recipients: Recipients | None) -> None:
        self._root = root / (recipients.name if recipients else PLAIN)
        self._files = self._root / FILES
        self._recipients = recipients
        self._added = 0
        self._files_added = 0

    @contextmanager
    def begin(self, name: str) -> Iterator["Unfinished"]:
        """This will lay out a backup that gets its name when it is finished; what fails leaves nothing behind."""
        with storage_errors():
            if (self._root / name).exists():
                raise WrongState("backup_exists", name=name)
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_unfinished()
            folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self._root))
            try:
                yield Unfinished(self, folder, name)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def keep_file(self, sha256: str, read: Callable[[], bytes]) -> None:
        """This will add a stored file, unless it is there."""
        place = self._place(sha256)
        if place.exists():
            return
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                self.seal([read()], file)
            Path(temporary).rename(place)
            sync_folder(place.parent)
        finally:
            Path(temporary).unlink(missing_ok=True)
        self._files_added += 1

    def seal(self, pieces: Iterable[bytes], file: IO[bytes]) -> None:
        """This will write `pieces` as everything here is written, safe on the disk."""
        if self._recipients:
            self._recipients.encrypt(pieces, file)
        else:
            for piece in pieces:
                file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        self._added += file.tell()

    def finish(self, folder: Path, name: str) -> Written:
        """This will let a backup appear under its name."""
        sync_folder(folder)
        folder.rename(self._root / name)
        sync_folder(self._root)
        sync_folder(self._root.parent)
        return Written(self._root / name, self._added, self._files_added)

    def keep_newest(self, count: int, *, office: str) -> list[str]:
        """This will remove all but the newest `count` backups of an office, or of all offices where it is empty.

        Of the others none goes; and of the files only those that no backup lists any more.
        """
        with storage_errors():
            gone = _of(office, list_backups(self._root))[:-count]
            for folder in gone:
                hidden = folder.with_name(f"{UNFINISHED}{folder.name}")
                folder.rename(hidden)  # from here on nobody takes it for a whole one
                shutil.rmtree(hidden)
            if gone:
                self._clear_files()
        return [folder.name for folder in gone]

    def _clear_files(self) -> None:
        kept = {word for folder in list_backups(self._root) for word in (folder / LIST).read_text().split()}
        for place in self._files.glob("*/*"):
            if place.name.partition(".")[0] not in kept:
                place.unlink()

    def _clear_unfinished(self) -> None:
        """One backup at a time is made, so what is unfinished now was left by a process that was killed."""
        for folder in self._root.glob(f"{UNFINISHED}*"):
            shutil.rmtree(folder)
        for file in self._files.glob(f"*/{UNFINISHED}*"):
            file.unlink()

    def _place(self, sha256: str) -> Path:
        return self._files / sha256[:2] / _named(sha256, sealed=self._recipients is not None)

    @property
    def is_sealed(self) -> bool:
        """Whether what goes in here is encrypted."""
        return self._recipients is not None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A backup in the making."""

    place: BackupFolder
    folder: Path
    name: str

    def add(self, part: str, pieces: Iterable[bytes]) -> FilePart:
        """This will add a part, compressed and encrypted; returns what its bytes were."""
        counted = _Counted(pieces)
        with storage_errors(), (self.folder / _named(part, sealed=self.place.is_sealed)).open("xb") as file:
            self.place.seal(_compressed(counted), file)
        return FilePart(counted.digest.hexdigest(), counted.size)

    def add_list(self, names: Sequence[str]) -> FilePart:
        """This will add the list of the stored files that belong to this backup."""
        text = "".join(f"{name}\n" for name in names).encode()
        with storage_errors(), (self.folder / LIST).open("xb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return FilePart(hashlib.sha256(text).hexdigest(), len(text))

    def finish(self, manifest: Manifest) -> Written:
        """This will add the manifest, the last of the parts, and let the backup appear."""
        self.add(MANIFEST, [manifest_text(manifest)])
        with storage_errors():
            return self.place.finish(self.folder, self.name)


class Backup:
    """A whole backup, to be read. Raises `NotFound` where there is none, and `Invalid` where it cannot be opened."""

    def __init__(self, folder: Path, identities: Identities | None) -> None:
        self._folder = folder
        self._identities = identities
        self._is_sealed = (folder / _named(MANIFEST, sealed=True)).exists()
        if not self._is_sealed and not (folder / _named(MANIFEST, sealed=False)).exists():
            raise NotFound("backup_none", folder=str(folder))
        if self._is_sealed and identities is None:
            raise Invalid("backup_identity_needed")

    @property
    def name(self) -> str:
        """Its name: the instant at which it was taken."""
        return self._folder.name

    def manifest(self) -> Manifest:
        """This will read the manifest."""
        with self._opened(self._folder / _named(MANIFEST, sealed=self._is_sealed)) as stream:
            return parse_manifest(b"".join(_inflated(stream, MANIFEST)))

    @contextmanager
    def part(self, part: str, expected: FilePart) -> Iterator[IO[bytes]]:
        """This will give a part as a stream; whoever reads it to its end has it proved. Raises `Invalid`."""
        with self._opened(self._folder / _named(part, sealed=self._is_sealed)) as stream:
            counted = _Counted(_inflated(stream, part))
            yield io.BufferedReader(Pulled(counted), CHUNK)
            for _ in counted:  # what the reader left, so that all of it is proved
                pass
            if FilePart(counted.digest.hexdigest(), counted.size) != expected:
                raise Invalid("backup_damaged", part=part)

    def list_files(self, expected: FilePart) -> list[str]:
        """This will list the stored files that belong to it. Raises `Invalid` where the list was changed."""
        text = (self._folder / LIST).read_bytes()
        if FilePart(hashlib.sha256(text).hexdigest(), len(text)) != expected:
            raise Invalid("backup_damaged", part=LIST)
        return text.decode().split()

    def read_file(self, sha256: str) -> bytes:
        """This will give the bytes of a stored file and prove them. Raises `Invalid`."""
        place = self._folder.parent / FILES / sha256[:2] / _named(sha256, sealed=self._is_sealed)
        if not place.exists():
            raise Invalid("backup_damaged", part=sha256[:12])
        with self._opened(place) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Invalid("backup_damaged", part=sha256[:12])
        return data

    @contextmanager
    def _opened(self, path: Path) -> Iterator[IO[bytes]]:
        with storage_errors(), contextlib.ExitStack() as stack:
            file = stack.enter_context(path.open("rb"))
            sealed = self._identities if self._is_sealed else None
            yield stack.enter_context(sealed.opened(file)) if sealed else file


def find_backup(source: Path, identities: Identities | None) -> Backup:
    """This will open the backup in `source`, or the newest of all offices below it. Raises `NotFound` for none."""
    return _newest(source, _of("", _below(source)), identities)


def find_office_backup(source: Path, identities: Identities | None) -> Backup:
    """This will open the backup in `source`, or the newest of a single office below it. Raises `NotFound` for none."""
    return _newest(source, [folder for folder in _below(source) if office_of(folder.name)], identities)


def list_backups(root: Path) -> list[Path]:
    """This will list the whole backups below a folder, oldest first."""
    return sorted(path.parent for path in root.glob(f"[0-9]*/{LIST}"))


def _newest(source: Path, found: Sequence[Path], identities: Identities | None) -> Backup:
    return Backup(max(found, key=lambda folder: folder.name, default=source), identities)


def _below(source: Path) -> list[Path]:
    return [folder for root in (source, *_seals(source)) for folder in list_backups(root)]


def _of(office: str, folders: Sequence[Path]) -> list[Path]:
    return [folder for folder in folders if office_of(folder.name) == office]


def _seals(source: Path) -> list[Path]:
    return [path for path in source.glob("*") if path.is_dir() and path.name.startswith(("age-", PLAIN))]


def _named(name: str, *, sealed: bool) -> str:
    return f"{name}.age" if sealed else name


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """As `gzip` would; the time in its head is left out."""
    packer = zlib.compressobj(level=1, wbits=31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _inflated(stream: IO[bytes], part: str) -> Iterator[bytes]:
    try:
        with gzip.open(stream, "rb") as unpacked:
            while piece := unpacked.read(CHUNK):
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Invalid("backup_damaged", part=part) from None


class _Counted:
    """Pieces on their way, counted and fingerprinted."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> "Iterator[bytes]":
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.digest.update(piece)
        self.size += len(piece)
        return piece
