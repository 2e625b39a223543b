"""A worksheet's XML through a real parser, for parts that are spelled in an unusual way: prefixes, other quotes,
implied coordinates, rows out of order."""

from collections.abc import Iterator
from xml.parsers import expat

from sektoral.adapters.sandbox.archives import short
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts, check_facts, note_merge
from sektoral.domain.grids import LAST_COLUMN, LAST_ROW, Place, column_letters, parse_address

ELEMENTS_PER_CELL = 12  # more than that many elements per allowed cell is no sheet of figures


def parse_xml(parser: expat.XMLParserType, part: str, chunks: Iterator[bytes]) -> None:
    """Feed a parser that refuses declarations. Raise `FileRefused` for broken XML."""

    def refuse(*_: object) -> None:
        raise FileRefused("xml_doctype", name=short(part))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FileRefused("xml_broken", name=short(part)) from error


def scan_xml(sheet: str, part: str, chunks: Iterator[bytes], caps: Caps) -> SheetFacts:
    """Parse one worksheet and note what `SheetFacts` holds. Raise `FileRefused` for what is refused."""
    reader = _SheetReader(sheet, caps)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse_xml(parser, part, chunks)
    check_facts(reader.facts, caps)
    return reader.facts


class _SheetReader:
    """Follows rows and cells as they open and close."""

    def __init__(self, sheet: str, caps: Caps) -> None:
        self.facts = SheetFacts(sheet)
        self.caps = caps
        self.elements = 0
        self.row = self.column = 0
        self.inside = ""  # the element whose text is wanted
        self.kind = self.value = self.formula = ""
        self.has_formula = self.has_content = False
        self.rows: set[int] = set()
        self.places: set[Place] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.elements += 1
        if self.elements > self.caps.cells * ELEMENTS_PER_CELL:
            facts = self.facts
            raise FileRefused("too_many_cells", sheet=facts.sheet, count=facts.cells, limit=self.caps.cells)
        match name:
            case "row":
                self.open_row(attributes)
            case "c":
                self.open_cell(attributes)
            case "mergeCell":
                note_merge(self.facts, attributes.get("ref", ""))
            case "col" if _is_hidden(attributes):
                self.facts.hidden_columns.append((_number(attributes, "min"), _number(attributes, "max")))
            case "v" | "f" | "is" | "t":
                self.open_content(name)

    def open_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r", "")
        self.row = int(stated) if stated.isdecimal() and len(stated) < 12 else self.row + 1
        self.column = 0
        if self.row in self.rows:
            raise FileRefused("duplicate_rows", sheet=self.facts.sheet, row=self.row)
        self.rows.add(self.row)
        if _is_hidden(attributes):
            self.facts.hidden_rows.append((self.row, self.row))

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.value, self.formula = attributes.get("t", "n"), "", ""
        self.has_formula = self.has_content = False
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            return
        try:
            self.row, self.column = parse_address(reference)
        except ValueError:
            raise FileRefused("xml_broken", name=f"{self.facts.sheet}!{reference[:20]}") from None

    def open_content(self, name: str) -> None:
        self.has_content = True
        self.has_formula = self.has_formula or name == "f"
        self.inside = name

    def text(self, text: str) -> None:
        if self.inside in ("v", "t"):
            self.value += text
        elif self.inside == "f":
            self.formula += text

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == self.inside:
            self.inside = ""
        if name == "c" and self.has_content:
            self.close_cell()

    def close_cell(self) -> None:
        place, facts = (self.row, self.column), self.facts
        if place in self.places:
            raise FileRefused("duplicate_cells", sheet=facts.sheet, cell=f"{column_letters(self.column)}{self.row}")
        self.places.add(place)
        facts.cells += 1
        facts.last_row, facts.last_column = max(facts.last_row, self.row), max(facts.last_column, self.column)
        if self.row > min(LAST_ROW, self.caps.rows) or self.column > min(LAST_COLUMN, self.caps.columns):
            check_facts(facts, self.caps)
        if self.kind == "e":
            facts.errors[place] = self.value or "#N/A"
        if self.has_formula:
            facts.formulas[place] = self.formula
        self.has_content = False


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden", "0").strip() in ("1", "true")


def _number(attributes: dict[str, str], name: str) -> int:
    stated = attributes.get(name, "").strip()
    return int(stated) if stated.isdecimal() and len(stated) < 10 else 0
