"""Files that mean harm or are merely odd, each named after what is wrong with it, made by code."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.workbooks.compound_files import wrap

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ONE_CELL = '<row r="1"><c r="A1"><v>3</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str = ONE_CELL, *, after: str = "", before: str = "", namespace: str = MAIN) -> str:
    """A worksheet's XML around some rows."""
    return f'{before}<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(sheet: str | None = None, *, sheets: int = 1, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts of a workbook whose sheets share one XML."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        SHEET: sheet or sheet_xml(),
        **(extra or {}),
    }


def pack(contents: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts, deflated."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def workbook(rows: str = ONE_CELL, *, after: str = "") -> bytes:
    """A workbook of one sheet with these rows."""
    return pack(parts(sheet_xml(rows, after=after)))


def _with(name: str, content: str = "x") -> bytes:
    return pack(parts(extra={name: content}))


def _doctype(declaration: str) -> bytes:
    return pack(parts(sheet_xml(before=f'<?xml version="1.0"?><!DOCTYPE w [{declaration}]>')))


def _steep(name: str, content: str) -> bytes:
    return pack(parts(extra={name: content}))


def _doubled_member() -> bytes:
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", sheet_xml('<row r="1"><c r="A1"><v>999</v></c></row>'))
    return target.getvalue()


def _lying_size() -> bytes:
    """The directory says that a part is one byte shorter than it is."""
    data = bytearray(workbook())
    place = data.rindex(SHEET.encode()) - 46 + 24  # its uncompressed size in the directory
    (size,) = struct.unpack_from("<I", data, place)
    struct.pack_into("<I", data, place, size - 1)
    return bytes(data)


def _overlapping() -> bytes:
    """The directory finds one part inside another."""
    single = pack({"b.xml": "12345678"})
    inner = single[: single.index(b"PK\x01\x02")]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts().items():
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.writestr(zipfile.ZipInfo("a.bin"), inner)
        archive.writestr(zipfile.ZipInfo("b.xml", (2026, 1, 1, 0, 0, 0)), "12345678", zipfile.ZIP_DEFLATED)
    data = bytearray(target.getvalue())
    struct.pack_into("<I", data, data.rindex(b"b.xml") - 46 + 42, data.index(inner))
    return bytes(data)


def _encrypted_entry() -> bytes:
    data = bytearray(workbook())
    place = data.rindex(SHEET.encode()) - 46 + 8  # its flags in the directory
    struct.pack_into("<H", data, place, struct.unpack_from("<H", data, place)[0] | 1)
    return bytes(data)


def _link() -> bytes:
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo("xl/tautan.xml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/hostname")
    return target.getvalue()


def _unknown_compression() -> bytes:
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/lain.xml", "x" * 1_000, zipfile.ZIP_BZIP2)
    return target.getvalue()


def _seventy_thousand_parts() -> bytes:
    """More parts than the end record can count; it then says 65,535 and leaves the rest to another record."""
    count, body, directory = 70_000, bytearray(), bytearray()
    for number in range(count):
        name = b"%06d" % number
        directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, len(body))
        directory += name
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 6, 0) + name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _lying_end() -> bytes:
    """The end record says that there are more parts than the directory lists."""
    data = bytearray(workbook())
    struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + 10, 99)
    return bytes(data)


def _typed(content_type: str) -> bytes:
    override = f'<Override PartName="/xl/workbook.xml" ContentType="{content_type}"/>'
    return pack({**parts(), "[Content_Types].xml": TYPES.replace("/>", f">{override}</Types>")})


def _cells(count: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, count + 1))


Maker = Callable[[], bytes]
REFUSED: Mapping[str, tuple[str, Maker]] = {  # name -> refusal code, maker
    "two_far_cells": (
        "too_many_rows",
        lambda: workbook(ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "row_beyond_all_rows": (
        "xml_broken",
        lambda: workbook('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'),
    ),
    "merge_of_a_whole_sheet": (
        "merge_too_big",
        lambda: workbook(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    "gigabytes_of_spaces": ("archive_bomb", lambda: _steep("xl/styles.xml", " " * 8_000_000)),
    "one_huge_shared_string": (
        "archive_bomb",
        lambda: _steep("xl/sharedStrings.xml", f"<sst><si><t>{'a' * 8_000_000}</t></si></sst>"),
    ),
    "too_many_rows": ("too_many_rows", lambda: workbook(_cells(20_001))),
    "too_many_sheets": ("too_many_sheets", lambda: pack(parts(sheets=200))),
    "too_many_parts": ("archive_parts", lambda: pack({f"p{n}.xml": "" for n in range(500)})),
    "billion_laughs": ("xml_doctype", lambda: _doctype('<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">')),
    "outside_entity": ("xml_doctype", lambda: _doctype('<!ENTITY x SYSTEM "file:///etc/hostname">')),
    "duplicate_cell": (
        "duplicate_cells",
        lambda: workbook('<row r="1"><c r="A1"><v>3</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    "duplicate_row": ("duplicate_rows", lambda: workbook(ONE_CELL + '<row r="1"><c r="A1"><v>2</v></c></row>')),
    "duplicate_member": ("archive_duplicates", _doubled_member),
    "pdf_in_front": ("not_a_spreadsheet", lambda: b"%PDF-1.7\n" + workbook()),
    "bytes_in_front": ("not_a_spreadsheet", lambda: b"\x00\x01" + workbook()),
    "second_end_record": ("archive_polyglot", lambda: workbook() + b"PK\x05\x06" + b"\0" * 18),
    "lying_size": ("archive_sizes", _lying_size),
    "overlapping_parts": ("archive_overlaps", _overlapping),
    "encrypted_part": ("encrypted", _encrypted_entry),
    "climbing_name": ("archive_names", lambda: _with("../../etc/x.xml")),
    "absolute_name": ("archive_names", lambda: _with("/etc/x.xml")),
    "macros": ("macros", lambda: _with("xl/vbaProject.bin")),
    "external_link": ("external_links", lambda: _with("xl/externalLinks/externalLink1.xml", "<a/>")),
    "embedded_object": ("embedded_objects", lambda: _with("xl/embeddings/oleObject1.bin")),
    "activex": ("embedded_objects", lambda: _with("xl/activeX/activeX1.xml", "<a/>")),
    "connection": ("outside_connections", lambda: _with("xl/connections.xml", "<a/>")),
    "macro_type": ("macros", lambda: _typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
    "template_with_macros": ("macros", lambda: _typed("application/vnd.ms-excel.template.macroEnabled.main+xml")),
    "custom_buttons": ("macros", lambda: _with("customUI/customUI14.xml", "<a/>")),
    "query_table": ("outside_connections", lambda: _with("xl/queryTables/queryTable1.xml", "<a/>")),
    "web_extension": ("outside_connections", lambda: _with("xl/webextensions/taskpanes.xml", "<a/>")),
    "data_model": ("outside_connections", lambda: _with("xl/model/item.data")),
    "encrypted_workbook": ("encrypted", lambda: wrap(b"x", "EncryptedPackage")),
    "link_to_a_file": ("archive_names", _link),
    "climbing_backslashes": ("archive_names", lambda: _with("xl\\..\\..\\x.xml")),
    "unknown_compression": ("archive_compression", _unknown_compression),
    "seventy_thousand_parts": ("archive_parts", _seventy_thousand_parts),
    "lying_end_record": ("archive_broken", _lying_end),
    "broken_xml": ("xml_broken", lambda: pack(parts("<worksheet xmlns='x'><sheetData><row>"))),
    "truncated": ("archive_broken", lambda: workbook()[:-40]),
    "no_workbook": ("not_a_spreadsheet", lambda: pack({"readme.txt": "halo"})),
    "empty": ("file_empty", lambda: b""),
    "one_byte": ("not_a_spreadsheet", lambda: b"x"),
    "html_as_xlsx": ("not_a_spreadsheet", lambda: b"<html><table></table></html>"),
    "pdf": ("not_a_spreadsheet", lambda: b"%PDF-1.7\n%%EOF\n"),
    "json": ("not_a_spreadsheet", lambda: b'{"a": 1}'),
}  # fmt: skip


def write_hostile(name: str, folder: Path) -> Path:
    """Write one of the files and give its path."""
    path = folder / f"{name}.xlsx"
    path.write_bytes(REFUSED[name][1]())
    return path
