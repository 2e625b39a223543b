"""What the reader does not show of an OpenDocument sheet: error cells, formulas, repeated cells that would explode."""

from collections.abc import Iterator
from xml.parsers import expat

from sektoral.adapters.sandbox.archives import Archive, short
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts, check_facts, note_block
from sektoral.adapters.sandbox.sheet_xml import ELEMENTS_PER_CELL, parse_xml

_SHEETS = {
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
}
_TABLE, _OFFICE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_UNSEEN = ("collapse", "filter")
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def is_ods(archive: Archive) -> bool:
    """Say whether the archive calls itself an OpenDocument spreadsheet. Raise `FileRefused` for other OpenDocuments."""
    name = archive.lower.get("mimetype")
    if name is None:
        return False
    mimetype = archive.read(name).strip()
    if mimetype in _SHEETS:
        return True
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        raise FileRefused("not_a_spreadsheet", kind="dokumen OpenDocument lain")
    return False


def scan(archive: Archive, caps: Caps) -> dict[str, SheetFacts]:
    """Parse `content.xml`. Raise `FileRefused` for what is refused."""
    _check_manifest(archive)
    part = archive.lower.get("content.xml")
    if part is None:
        raise FileRefused("archive_broken", detail="content.xml tidak ada")
    reader = _Reader(caps)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    parse_xml(parser, part, _chunks(archive, part))
    if len(reader.found) > caps.sheets:
        raise FileRefused("too_many_sheets", count=len(reader.found), limit=caps.sheets)
    return reader.found


def _chunks(archive: Archive, part: str) -> Iterator[bytes]:
    yield from archive.chunks(part)


def _check_manifest(archive: Archive) -> None:
    manifest = archive.lower.get("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise FileRefused("encrypted")
    for lower, name in archive.lower.items():
        if lower.startswith(("basic/", "scripts/")) and not lower.endswith(("/", "script-lc.xml", "script-lb.xml")):
            raise FileRefused("macros")
        if lower.startswith("object ") and lower.endswith("content.xml") and "chart" not in lower:
            continue
        if lower.endswith((".bin", ".ole")) or lower.startswith("oleobject"):
            raise FileRefused("embedded_objects", name=short(name))


class _Reader:
    """Follows tables, rows and cells, counting repeats without unfolding them."""

    def __init__(self, caps: Caps) -> None:
        self.found: dict[str, SheetFacts] = {}
        self.facts: SheetFacts | None = None
        self.caps = caps
        self.elements = self.depth = 0
        self.row = self.column = self.row_repeat = self.cell_repeat = self.columns = 0
        self.in_cell = self.has_value = self.is_error = False
        self.shown = ""
        self.formula: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > self.caps.cells * ELEMENTS_PER_CELL:
            raise FileRefused("too_many_cells", sheet="", count=self.elements, limit=self.caps.cells)
        space, _, name = tag.rpartition("}")
        if space != _TABLE:
            return
        match name:
            case "table":
                self.open_table(attributes.get(f"{_TABLE}}}name", ""))
            case "table-row":
                self.open_row(attributes)
            case "table-column":
                self.open_columns(attributes)
            case "table-cell" | "covered-table-cell":
                self.open_cell(attributes)

    def open_table(self, name: str) -> None:
        self.depth += 1
        if self.depth == 1:
            self.facts = self.found.setdefault(name, SheetFacts(name))
            self.row = self.row_repeat = self.columns = 0

    def open_row(self, attributes: dict[str, str]) -> None:
        self.row += max(self.row_repeat, 1) if self.row else 1
        self.row_repeat = _repeat(attributes, "number-rows-repeated")
        self.column = self.cell_repeat = 0
        if self.facts is not None and self.depth == 1 and _is_unseen(attributes):
            self.facts.hidden_rows.append((self.row, self.row + self.row_repeat - 1))

    def open_columns(self, attributes: dict[str, str]) -> None:
        first = self.columns + 1
        self.columns += _repeat(attributes, "number-columns-repeated")
        if self.facts is not None and self.depth == 1 and _is_unseen(attributes):
            self.facts.hidden_columns.append((first, self.columns))

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.column += max(self.cell_repeat, 1) if self.column else 1
        self.cell_repeat = _repeat(attributes, "number-columns-repeated")
        self.has_value = f"{_OFFICE}}}value-type" in attributes or f"{_CALC}}}value-type" in attributes
        self.formula = attributes.get(f"{_TABLE}}}formula")
        self.is_error = attributes.get(f"{_CALC}}}value-type") == "error"
        self.in_cell, self.shown = True, ""
        down, across = (_repeat(attributes, f"number-{axis}-spanned") for axis in ("rows", "columns"))
        if self.facts is not None and self.depth == 1 and (down, across) != (1, 1):
            note_block(self.facts, (self.row, self.column, self.row + down - 1, self.column + across - 1))

    def text(self, text: str) -> None:
        if self.in_cell and len(self.shown) < 100:
            self.shown += text

    def end(self, tag: str) -> None:
        space, _, name = tag.rpartition("}")
        if space != _TABLE:
            return
        if name in ("table-cell", "covered-table-cell"):
            self.close_cell()
            self.in_cell = False
        elif name == "table":
            self.depth -= 1

    def close_cell(self) -> None:
        facts = self.facts
        shown = self.shown.strip()
        if facts is None or self.depth != 1 or not (self.has_value or shown or self.formula is not None):
            return
        facts.cells += self.cell_repeat * self.row_repeat
        facts.last_row = max(facts.last_row, self.row + self.row_repeat - 1)
        facts.last_column = max(facts.last_column, self.column + self.cell_repeat - 1)
        check_facts(facts, self.caps)
        place = (self.row, self.column)
        if self.is_error or (self.formula is not None and shown.startswith("#") and shown.endswith(("!", "?", "A"))):
            facts.errors[place] = shown or "#N/A"
        if self.formula is not None:
            facts.formulas[place] = self.formula.partition(":=")[2] or self.formula


def _repeat(attributes: dict[str, str], name: str) -> int:
    stated = attributes.get(f"{_TABLE}}}{name}", "1")
    return min(int(stated), 1 << 24) if stated.isdecimal() and len(stated) < 10 else 1


def _is_unseen(attributes: dict[str, str]) -> bool:
    return attributes.get(f"{_TABLE}}}visibility") in _UNSEEN
