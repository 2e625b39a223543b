"""The look before any spreadsheet library opens a file: what it is, whether it is safe, and what the library hides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sektoral.adapters.sandbox import ods_scan, packages, sheet_scan, sheet_xml, xls_scan, xlsb_scan
from sektoral.adapters.sandbox.archives import Archive, open_archive, short
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.kinds import SPOKEN, FileKind, is_text_table, tell_kind
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts

_HEAD = 4096
_DECLARATIONS = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le"))
_XML_ENDINGS = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the look found. `format` is `xlsx`, `xlsb`, `xls`, `ods` or `csv`; `facts` are by sheet name."""

    format: str
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)


def inspect(path: Path, *, filename: str, caps: Caps) -> Preflight:
    """Look at a file. Raise `FileRefused` with the reason when it is not to be opened."""
    with _open(path, caps) as file:
        head = file.read(_HEAD)
        kind, spoken = tell_kind(head)
        match kind:
            case FileKind.ZIP:
                return _inspect_archive(open_archive(file, path, caps), caps)
            case FileKind.OLE:
                return Preflight("xls", xls_scan.scan(file, caps))
            case FileKind.TEXT if is_text_table(head, filename):
                return Preflight("csv")
            case FileKind.OLD_EXCEL:
                raise FileRefused("format_old", kind=SPOKEN[kind])
            case _:
                raise FileRefused("not_a_spreadsheet", kind=spoken, format=kind.value)


def _open(path: Path, caps: Caps) -> BinaryIO:
    try:
        if not path.is_file():
            raise FileRefused("file_not_regular" if path.exists() else "file_missing")
        size = path.stat().st_size
        if size == 0:
            raise FileRefused("file_empty")
        if size > caps.file_bytes:
            raise FileRefused("file_too_big", size=size, limit=caps.file_bytes)
        return path.open("rb")
    except PermissionError as error:
        raise FileRefused("file_not_readable") from error
    except (OSError, ValueError) as error:
        raise FileRefused("file_missing") from error


def _inspect_archive(archive: Archive, caps: Caps) -> Preflight:
    if ods_scan.is_ods(archive):
        _check_parts(archive, skip=frozenset({"content.xml"}))
        return Preflight("ods", ods_scan.scan(archive, caps))
    packages.check_contents(archive)
    workbook = packages.workbook_part(archive)
    if workbook.lower().endswith(".bin"):
        _check_parts(archive, skip=frozenset())
        return Preflight("xlsb", xlsb_scan.scan(archive, workbook, caps))
    return Preflight("xlsx", _inspect_workbook(archive, workbook, caps))


def _inspect_workbook(archive: Archive, workbook: str, caps: Caps) -> dict[str, SheetFacts]:
    sheets = packages.list_sheets(archive, workbook, limit=caps.sheets)
    _check_parts(archive, skip=frozenset(sheet.part for sheet in sheets if sheet.part))
    facts: dict[str, SheetFacts] = {}
    for sheet in sheets:
        if sheet.part:
            facts[sheet.name] = _scan_sheet(archive, sheet.part, sheet.name, caps)
    cells = sum(one.cells for one in facts.values())
    if cells > caps.cells:
        raise FileRefused("too_many_cells", sheet="(semua)", count=cells, limit=caps.cells)
    return facts


def _scan_sheet(archive: Archive, part: str, sheet: str, caps: Caps) -> SheetFacts:
    try:
        return sheet_scan.scan_bytes(sheet, _without_declarations(archive, part), caps)
    except sheet_scan.Unusual:
        return sheet_xml.scan_xml(sheet, part, archive.chunks(part), caps)


def _check_parts(archive: Archive, skip: frozenset[str]) -> None:
    """Inflate every other part once: its true size, its checksum, and no declarations in what is XML."""
    for name in archive.members:
        if name in skip or name.endswith("/"):
            continue
        for _ in _without_declarations(archive, name):
            pass


def _without_declarations(archive: Archive, name: str) -> Iterator[bytes]:
    """Pass a part's bytes through, refusing DOCTYPE and ENTITY even when cut by a chunk's end."""
    is_xml, tail = name.lower().endswith(_XML_ENDINGS), b""
    for chunk in archive.chunks(name):
        seen = tail + chunk if tail else chunk
        if is_xml and b"!" in seen and any(mark in seen for mark in _DECLARATIONS):
            raise FileRefused("xml_doctype", name=short(name))
        tail = chunk[-32:]
        yield chunk
