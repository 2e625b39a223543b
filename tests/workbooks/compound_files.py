"""The smallest compound file ([MS-CFB]) that holds one stream: what an old workbook is wrapped in."""

import struct

SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def wrap(stream: bytes, name: str = "Workbook") -> bytes:
    """Put a stream into a compound file; it is filled up to the size below which streams are kept elsewhere."""
    stream = stream.ljust(4096, b"\0")
    size = len(stream)
    body = stream + bytes(-size % SECTOR)
    sectors = len(body) // SECTOR
    fats = 1
    while fats * SECTOR // 4 < sectors + 1 + fats:
        fats += 1
    table = [*range(1, sectors), _END, _END, *[_FAT] * fats]
    table += [_FREE] * (fats * SECTOR // 4 - len(table))
    first_fat = sectors + 1
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", _MAGIC, 0x3E, 3, 0xFFFE, 9, 6, 0, fats, sectors, 0, 4096, _END, 0, _END, 0
    )
    head += struct.pack("<109I", *range(first_fat, first_fat + fats), *[_FREE] * (109 - fats))
    entries = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(name, 2, child=_FREE, start=0, size=size)
    directory = entries.ljust(SECTOR, b"\0")
    return head + body + directory + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
