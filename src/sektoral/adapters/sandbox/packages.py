"""The parts of an OOXML workbook and what they are: which part is which sheet, and what must not come along."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from sektoral.adapters.sandbox.archives import Archive, short
from sektoral.adapters.sandbox.binary_records import binary_records
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_xml import parse_xml
from sektoral.domain.grids import Visibility

_FORBIDDEN: tuple[tuple[str, str], ...] = (  # a piece of a part's name in lower case, and the refusal
    ("vbaproject", "macros"),
    ("/macrosheets/", "macros"),
    ("externallinks/", "external_links"),
    ("embeddings/", "embedded_objects"),
    ("activex/", "embedded_objects"),
    ("oleobject", "embedded_objects"),
    ("connections.xml", "outside_connections"),
    ("connections.bin", "outside_connections"),
    ("querytables/", "outside_connections"),
    ("webextensions/", "outside_connections"),
    ("customui/", "macros"),  # buttons that call macros
    ("/model/item.data", "outside_connections"),
)
_MACRO_TYPES = (b"macroenabled", b"ms-excel.addin", b"vbaproject", b"macrosheet")
_BINARY_TYPE = b"ms-excel.sheet.binary.macroenabled.main"  # of every xlsb: there is no other, with macros or without
_BUNDLE_SHEET = 156
_VISIBILITY = {"hidden": Visibility.HIDDEN, "veryHidden": Visibility.VERY_HIDDEN}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it. `part` is empty for what is no worksheet (a chart, a dialogue)."""

    name: str
    part: str
    visibility: Visibility


def check_contents(archive: Archive) -> None:
    """Raise `FileRefused` for macros, links to other files, embedded objects and connections to outside data."""
    for lower, name in archive.lower.items():
        for piece, code in _FORBIDDEN:
            if piece in lower:
                raise FileRefused(code, name=short(name))
    _check_types(archive)


def _check_types(archive: Archive) -> None:
    """A workbook that calls itself one with macros, or an add-in, is refused even where the macros are missing.

    Tables of BPS come from a program that declares the binary type in each of its workbooks, which have no such part.
    """
    name = archive.lower.get("[content_types].xml")
    types = archive.read(name).replace(b"\x00", b"").lower() if name else b""  # UTF-16 spells it with zeros between
    types = types.replace(_BINARY_TYPE, b"")
    if any(kind in types for kind in _MACRO_TYPES):
        raise FileRefused("macros", name="[Content_Types].xml")


def workbook_part(archive: Archive) -> str:
    """Find the workbook's main part through the package's relations. Raise `FileRefused` if this is no workbook."""
    name = archive.lower.get("_rels/.rels")
    targets = [one for one in _relations(archive, name, "") if one.kind == "officeDocument"] if name else []
    found = archive.lower.get(targets[0].target.lower()) if targets else archive.lower.get("xl/workbook.xml")
    if found is None:
        raise FileRefused("not_a_spreadsheet", kind="arsip ZIP")
    return found


def list_sheets(archive: Archive, workbook: str, *, limit: int) -> list[SheetPart]:
    """List the sheets of an XML workbook in their order. Raise `FileRefused` for more than `limit` of them."""
    listed = _listed_sheets(archive, workbook, limit)
    folder, file = posixpath.split(workbook.replace("\\", "/"))
    relations = archive.lower.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
    by_id = {one.id: one for one in _relations(archive, relations, folder)} if relations else {}
    sheets = []
    for name, relation, state in listed:
        target = by_id.get(relation)
        part = archive.lower.get(target.target.lower(), "") if target and target.kind == "worksheet" else ""
        sheets.append(SheetPart(name, part, _VISIBILITY.get(state, Visibility.VISIBLE)))
    return sheets


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def _relations(archive: Archive, part: str, folder: str) -> list[_Relation]:
    """The relations of a part, with their targets as names in the archive; targets outside it are left out."""
    found: list[_Relation] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition("}")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append(_Relation(attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], full))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parse_xml(parser, part, archive.chunks(part))
    return found


def _listed_sheets(archive: Archive, workbook: str, limit: int) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        if not tag.endswith("sheet") or tag.rpartition("}")[2] != "sheet":
            return
        count += 1
        if count <= limit:  # the others are only counted
            relation = next((value for key, value in attributes.items() if key.rpartition("}")[2] == "id"), "")
            found.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parse_xml(parser, workbook, archive.chunks(workbook))
    if count > limit:
        raise FileRefused("too_many_sheets", count=count, limit=limit)
    return found


def binary_sheets(archive: Archive, workbook: str) -> list[SheetPart]:
    """The worksheets of a binary workbook, named by their part: the reader alone knows their names in order."""
    folder, file = posixpath.split(workbook.replace("\\", "/"))
    relations = archive.lower.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
    by_id = {one.id: one for one in _relations(archive, relations, folder)} if relations else {}
    sheets = []
    for name, relation in _bundled(archive.read(workbook)):
        target = by_id.get(relation)
        part = archive.lower.get(target.target.lower(), "") if target and target.kind == "worksheet" else ""
        sheets.append(SheetPart(name, part, Visibility.VISIBLE))
    return sheets


def _bundled(data: bytes) -> list[tuple[str, str]]:
    """The BrtBundleSh records (156) of [MS-XLSB] 2.4.301: state, id, relation, name."""
    found = []
    for number, body in binary_records(data):
        if number == _BUNDLE_SHEET:
            relation, after = _wide_text(body, 8)
            name, _ = _wide_text(body, after)
            found.append((name, relation))
    return found


def _wide_text(body: bytes, position: int) -> tuple[str, int]:
    length = int.from_bytes(body[position : position + 4], "little")
    if length > 0x7FFF:
        return "", position + 4
    end = position + 4 + length * 2
    return body[position + 4 : end].decode("utf-16-le", "replace"), end
