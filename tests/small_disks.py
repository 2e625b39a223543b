"""A disk of a few megabytes over a folder, which can be filled up: a tmpfs, mounted by root and always unmounted."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

MEGABYTE = 1 << 20
CHUNK = 64 * 1024
FILLER = ".filler"


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A mounted disk."""

    folder: Path

    def fill(self) -> None:
        """This will leave not one byte."""
        with suppress(OSError), (self.folder / FILLER).open("ab", buffering=0) as file:
            while True:
                file.write(bytes(CHUNK))
        with suppress(OSError), (self.folder / FILLER).open("ab", buffering=0) as file:
            while True:
                file.write(b"\0")

    def free(self) -> None:
        """This will give the space back."""
        (self.folder / FILLER).unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, *, room: int, owner: int = 0) -> Iterator[SmallDisk]:
    """This will mount a disk over `folder` with what lies in it and `room` bytes more."""
    held = sum(file.stat().st_size + 4096 for file in folder.rglob("*") if file.is_file())
    with TemporaryDirectory(prefix="sektoral-disk-") as beside:
        kept = Path(beside) / "kept"
        shutil.copytree(folder, kept)
        _mount(folder, size=held + room)
        try:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            os.chown(folder, owner, -1)
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@cache
def may_mount() -> bool:
    """Whether this process may mount: it is root, and no container forbids it."""
    with TemporaryDirectory(prefix="sektoral-disk-") as folder, suppress(OSError, subprocess.CalledProcessError):
        _mount(Path(folder), size=MEGABYTE)
        subprocess.run(["umount", folder], check=True)
        return True
    return False


def _mount(folder: Path, *, size: int) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "sektoral-test", str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
