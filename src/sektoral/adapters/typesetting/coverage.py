"""Which characters the papers' font can draw, and a visible stand-in for those it cannot."""

import struct
from functools import cache
from pathlib import Path

import fontpkg_arimo

FONTS: Path = fontpkg_arimo.ROOT / "files"
STAND_IN = "\ufffd"

_UNICODE_BMP = (3, 1)  # platform and encoding of the OpenType character map that every TrueType font has


def drawable(text: str) -> str:
    """This will put `STAND_IN` for each character that the font lacks or that cannot be seen, one space for any gap."""
    one_line = " ".join(text.split())
    return "".join(char if char in _characters() and char.isprintable() else STAND_IN for char in one_line)


@cache
def _characters() -> frozenset[str]:
    """The characters of the font's map, format 4 (OpenType, table `cmap`): segments of code points, without gaps."""
    font = (FONTS / "Arimo[wght].ttf").read_bytes()
    start = _character_map_at(font)
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, start + 14)
    begins = struct.unpack_from(f">{segments}H", font, start + 16 + 2 * segments)
    spans = (range(begin, end + 1) for begin, end in zip(begins, ends, strict=True) if begin != 0xFFFF)
    return frozenset(chr(code) for span in spans for code in span)


def _character_map_at(font: bytes) -> int:
    """The offset of the map from Unicode to glyphs."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    maps = struct.unpack_from(">H", font, cmap + 2)[0]
    entries = (struct.unpack_from(">HHL", font, cmap + 4 + 8 * n) for n in range(maps))
    found: int = next(offset for platform, encoding, offset in entries if (platform, encoding) == _UNICODE_BMP)
    return int(cmap) + found
