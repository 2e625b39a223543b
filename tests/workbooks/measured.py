"""The fourteen workbooks that were measured to bring down common readers, in their full size (security.md 2.7).

What inflates to gigabytes is packed once and repeated: a flushed deflate block may stand behind itself.
"""

import random
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.workbooks.hostile import MAIN, REFUSED, SHEET, Maker, pack, parts, sheet_xml, workbook

ROWS, COLUMNS = 1_048_576, 16
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A part of an archive as its packed bytes, with the size and checksum it claims."""

    data: bytes
    size: int
    crc: int = 0


def pack_raw(contents: Mapping[str, str | Packed]) -> bytes:
    """An archive of parts that are perhaps packed already."""
    body, directory = b"", b""
    for name, content in contents.items():
        part = content if isinstance(content, Packed) else repeated(content.encode(), 1)
        sizes = struct.pack("<IIIHH", part.crc, len(part.data), part.size, len(name), 0)
        directory += b"PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x21\x58" + sizes
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x58" + sizes + name.encode() + part.data
    count = len(contents)
    return body + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)


def repeated(block: bytes, times: int, *, before: bytes = b"", after: bytes = b"") -> Packed:
    """Pack a block once and let it stand so many times, between a beginning and an end."""
    size = len(before) + len(block) * times + len(after)
    crc = zlib.crc32(before + block + after) if times == 1 else 0  # a bomb is not opened so far as to need it
    return Packed(_flushed(before) + _flushed(block) * times + _flushed(after) + b"\x03\x00", size, crc)


def _flushed(data: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush(zlib.Z_FULL_FLUSH)


def _dense() -> bytes:
    """A million rows of sixteen figures: honest, but 44 MB packed and far too large for an agency's answer."""
    dice = random.Random(1)
    rows = "".join(
        f"<row>{''.join(f'<c><v>{dice.randrange(10**4)}</v></c>' for _ in range(COLUMNS))}</row>" for _ in range(4_096)
    )
    head, tail = sheet_xml("<row/>").split("<row/>")
    sheet = repeated(rows.encode(), ROWS // 4_096, before=head.encode(), after=tail.encode())
    return pack_raw({**parts(), SHEET: sheet})


def _spaces() -> bytes:
    return pack_raw({**parts(), "xl/styles.xml": repeated(b" " * (16 * MIB), 128)})


def _one_string() -> bytes:
    text = repeated(b"a" * (10 * MIB), 30, before=b"<sst><si><t>", after=b"</t></si></sst>")
    return pack_raw({**parts(), "xl/sharedStrings.xml": text})


def _quadratic() -> bytes:
    declared = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "{"a" * 50_000}">]>'
    return pack(parts(sheet_xml(f'<row r="1"><c r="A1" t="str"><v>{"&a;" * 1_000}</v></c></row>', before=declared)))


def _lying_dimension() -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>' + sheet_xml().partition(">")[2]
    return pack(parts(sheet))


def _odd_numbers() -> bytes:
    return workbook(
        '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e400</v></c><c r="C1"><v>9007199254740993</v></c></row>'
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """One of the fourteen: how it is made and the codes it may be refused with; without any it is read, and told."""

    make: Maker
    codes: frozenset[str]
    told: str = ""


def _refused(make: Maker, *codes: str) -> Measured:
    return Measured(make, frozenset(codes))


def _known(name: str) -> Measured:
    code, make = REFUSED[name]
    return _refused(make, code)


MEASURED: Mapping[str, Measured] = {
    "two far cells": _known("two_far_cells"),
    "row 4,000,000,000": _known("row_beyond_all_rows"),
    "merge of a whole sheet": _known("merge_of_a_whole_sheet"),
    "lying dimension": Measured(
        _lying_dimension, frozenset(), "one cell; what the sheet says of itself is not believed"
    ),
    "2 GB of spaces": _refused(_spaces, "archive_bomb"),
    "300 MB one shared string": _refused(_one_string, "archive_bomb"),
    "dense 1,048,576 × 16": _refused(_dense, "file_too_big"),
    "20,000 sheets": _refused(lambda: pack(parts(sheets=20_000)), "too_many_sheets"),
    "billion laughs": _known("billion_laughs"),
    "quadratic blow-up": _refused(_quadratic, "xml_doctype"),
    "outside entity": _known("outside_entity"),
    "duplicate cell A1": _known("duplicate_cell"),
    "duplicate part": _known("duplicate_member"),
    "=1+1 stored as 777": Measured(
        lambda: workbook('<row r="1"><c r="A1"><f>1+1</f><v>777</v></c></row>'),
        frozenset(),
        "one formula cell; in an input cell of an instrument it is `formula_in_input`",
    ),
    "NaN, 1e400, 9007199254740993": Measured(
        _odd_numbers, frozenset(), "NaN and infinity are no numbers (`not_finite`), 16 digits are `digits_lost`"
    ),
    "%PDF and xlsx at once": _known("pdf_in_front"),
}
