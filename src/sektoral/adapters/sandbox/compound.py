"""A reader for compound files ([MS-CFB]), enough to fetch one stream and list the names beside it."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from sektoral.adapters.sandbox.refusal import FileRefused

_END_OF_CHAIN, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MINI_CUTOFF = 4096
_ENTRY = 128


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage of the directory."""

    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class Compound:
    """One compound file. Raise `FileRefused("archive_broken")` for chains that lead nowhere or in circles."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self._data = file.read()
        head = self._data[:512]
        if len(head) < 512:
            raise broken()
        shift, mini_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken()
        self._sector = 1 << shift
        self._fat = self._read_fat(head)
        directory = self._chain_bytes(struct.unpack_from("<I", head, 48)[0])
        self.entries = [_entry(directory[i : i + _ENTRY]) for i in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        self._mini_fat = _words(self._chain_bytes(struct.unpack_from("<I", head, 60)[0]))
        self._mini: bytes | None = None

    def names(self) -> set[str]:
        """The names of all streams and storages."""
        return {entry.name for entry in self.entries if entry.kind}

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream with one of these names, or `None`."""
        for name in names:
            for entry in self.entries:
                if entry.kind == 2 and entry.name.lower() == name.lower():
                    return self._stream_bytes(entry)
        return None

    def _stream_bytes(self, entry: Entry) -> bytes:
        if entry.size >= _MINI_CUTOFF:
            return self._chain_bytes(entry.start)[: entry.size]
        if self._mini is None:
            root = next((one for one in self.entries if one.kind == 5), None)
            self._mini = self._chain_bytes(root.start) if root else b""
        pieces, sector, seen = [], entry.start, 0
        while sector < len(self._mini_fat) and seen * 64 < entry.size:
            pieces.append(self._mini[sector * 64 : sector * 64 + 64])
            sector, seen = self._mini_fat[sector], seen + 1
        return b"".join(pieces)[: entry.size]

    def _read_fat(self, head: bytes) -> tuple[int, ...]:
        sectors = [one for one in struct.unpack_from("<109I", head, 76) if one < _END_OF_CHAIN]
        following, count = struct.unpack_from("<II", head, 68)
        for _ in range(min(count, 4096)):
            if following >= _END_OF_CHAIN:
                break
            words = _words(self._sector_bytes(following))
            sectors += [one for one in words[:-1] if one < _END_OF_CHAIN]
            following = words[-1] if words else _FREE
        return _words(b"".join(self._sector_bytes(one) for one in sectors))

    def _sector_bytes(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain_bytes(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _END_OF_CHAIN:
            if sector >= len(self._fat) or len(pieces) > len(self._fat):
                raise broken()
            pieces.append(self._sector_bytes(sector))
            sector = self._fat[sector]
        return b"".join(pieces)


def broken() -> FileRefused:
    """The refusal for a compound file that does not hold together."""
    return FileRefused("archive_broken", detail="susunan berkas Office lama")


def _words(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entry(data: bytes) -> Entry:
    length = min(struct.unpack_from("<H", data, 64)[0], 64)
    name = data[: max(length - 2, 0)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<I", data, 116)[0], struct.unpack_from("<I", data, 120)[0]
    return Entry(name, data[66], start, size)
