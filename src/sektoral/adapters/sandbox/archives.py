"""A look at a ZIP container before any spreadsheet library: names, overlaps, sizes, bombs. Python 3.11's own reader
takes overlapping and doubled members without complaint, so the directory is held against the bytes here."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sektoral.adapters.sandbox.caps import MEGABYTE, Caps
from sektoral.adapters.sandbox.refusal import FileRefused

CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_END_SEARCH = 65_557  # the end record with its longest comment


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the archive: where its packed bytes lie, and how large it says it is."""

    name: str
    start: int
    packed: int
    size: int
    method: int
    crc: int


class Archive:
    """An archive whose directory has been held against its bytes. Use `open_archive`."""

    def __init__(self, file: BinaryIO, members: dict[str, Member]) -> None:
        self._file = file
        self.members = members
        self.lower = {_key(name): name for name in members}

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate one part, a megabyte at a time. Raise `FileRefused` where its true size is not what it says."""
        member = self.members[name]
        seen = crc = 0
        pieces = self._inflated(member) if member.method == zipfile.ZIP_DEFLATED else self._packed(member)
        for piece in pieces:
            seen += len(piece)
            crc = zlib.crc32(piece, crc)
            if seen > member.size:
                raise FileRefused("archive_sizes", name=short(member.name))
            yield piece
        if seen != member.size:
            raise FileRefused("archive_sizes", name=short(member.name))
        if crc != member.crc:
            raise FileRefused("archive_broken", detail=f"jumlah uji {short(member.name)} tidak cocok")

    def _packed(self, member: Member) -> Iterator[bytes]:
        """The bytes as they lie in the file; other parts may be read in between."""
        position, end = member.start, member.start + member.packed
        while position < end:
            self._file.seek(position)
            piece = self._file.read(min(end - position, CHUNK))
            if not piece:
                raise FileRefused("archive_broken", detail="terpotong")
            position += len(piece)
            yield piece

    def _inflated(self, member: Member) -> Iterator[bytes]:
        """The bytes inflated, at most a megabyte at a time however steep the packing."""
        inflate = zlib.decompressobj(-15)
        for packed in self._packed(member):
            while packed and not inflate.eof:
                piece = _inflate(inflate, packed, member.name)
                packed = inflate.unconsumed_tail
                if piece:
                    yield piece
        if not inflate.eof:
            raise FileRefused("archive_broken", detail="terpotong")

    def read(self, name: str) -> bytes:
        """Inflate one part whole."""
        return b"".join(self.chunks(name))


def _inflate(inflate: "zlib._Decompress", packed: bytes, name: str) -> bytes:
    try:
        return inflate.decompress(packed, CHUNK)
    except zlib.error as error:
        raise FileRefused("archive_broken", detail=f"bagian {short(name)}") from error


def open_archive(file: BinaryIO, path: Path, caps: Caps) -> Archive:
    """Read the directory and hold it against the bytes. Raise `FileRefused` for what no honest program writes."""
    _check_count(file, caps)
    infos = _directory(path)
    if len(infos) > caps.parts:
        raise FileRefused("archive_parts", count=len(infos), limit=caps.parts)
    _check_end(file, len(infos))
    for info in infos:
        _check_entry(info)
    _check_twins(infos)
    _check_sizes(infos, caps)
    return Archive(file, _members(file, infos))


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SEARCH))
    return file.read()


def _check_count(file: BinaryIO, caps: Caps) -> None:
    """How many parts the file says it has, before each of them is read. More than 65,535 are told elsewhere."""
    tail = _tail(file)
    place = tail.rfind(_END)
    stated = struct.unpack_from("<H", tail, place + 10)[0] if 0 <= place <= len(tail) - 22 else 0
    if stated > caps.parts:
        raise FileRefused("archive_parts", count=stated, limit=caps.parts)


def _directory(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        struct.error,
        EOFError,
        UnicodeError,
        NotImplementedError,
        OSError,
    ) as error:
        raise FileRefused("archive_broken", detail="daftar isinya") from error


def _check_end(file: BinaryIO, count: int) -> None:
    """One end record only, and it must count what the directory lists."""
    tail = _tail(file)
    if tail.count(_END) != 1:
        raise FileRefused("archive_polyglot")
    end = tail[tail.index(_END) :]
    stated, comment = struct.unpack_from("<H", end, 10)[0], struct.unpack_from("<H", end, 20)[0]
    if len(end) != 22 + comment:
        raise FileRefused("archive_polyglot")
    if stated not in (count, 0xFFFF):
        raise FileRefused("archive_broken", detail="jumlah isinya")


def _check_entry(info: zipfile.ZipInfo) -> None:
    name, mode = info.orig_filename, info.external_attr >> 16
    parts = name.replace("\\", "/").split("/")
    if not name or "\x00" in name or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise FileRefused("archive_names", name=short(name))
    if stat.S_ISLNK(mode):
        raise FileRefused("archive_names", name=short(name))
    if info.flag_bits & 0x1:
        raise FileRefused("encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("archive_compression", name=short(name))


def _check_twins(infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        key = _key(info.filename)
        if key in seen:
            raise FileRefused("archive_duplicates", name=short(info.filename))
        seen.add(key)


def _check_sizes(infos: list[zipfile.ZipInfo], caps: Caps) -> None:
    total = 0
    for info in infos:
        total += info.file_size
        steep = info.file_size > MEGABYTE and info.file_size > caps.ratio * max(info.compress_size, 1)
        if steep or info.file_size > caps.part_bytes or total > caps.inflated_bytes:
            raise FileRefused("archive_bomb", name=short(info.filename))


def _members(file: BinaryIO, infos: list[zipfile.ZipInfo]) -> dict[str, Member]:
    """Find each part's bytes through its local header, in the order they lie, and see that none overlaps."""
    found: dict[str, Member] = {}
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        start = _data_start(file, info)
        if (not found and info.header_offset != 0) or info.header_offset < end:
            raise FileRefused("archive_overlaps" if found else "archive_polyglot")
        end = start + info.compress_size
        found[info.filename] = Member(
            info.filename, start, info.compress_size, info.file_size, info.compress_type, info.CRC
        )
    return found


def _data_start(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    if info.header_offset < 0:  # the directory is said to lie where it does not
        raise FileRefused("archive_broken", detail="daftar isinya")
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise FileRefused("archive_broken", detail="terpotong")
    fields = _LOCAL.unpack(head)
    name = file.read(fields[9])
    if fields[0] != b"PK\x03\x04" or fields[3] != info.compress_type:
        raise FileRefused("archive_broken", detail="kepala bagiannya")
    if name != _raw_name(info):
        raise FileRefused("archive_names", name=short(info.filename))
    return info.header_offset + _LOCAL.size + int(fields[9]) + int(fields[10])


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")


def _key(name: str) -> str:
    """A part's name as readers compare it: some programs write backslashes, and Windows minds no case."""
    return name.replace("\\", "/").lower()


def short(name: str) -> str:
    """A part's name, fit for a sentence: printable and at most 60 characters."""
    return "".join(c if c.isprintable() else "?" for c in name)[:60]
