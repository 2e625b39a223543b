"""The return: an agency's own workbook with each finding marked on its cell and listed on a sheet in front.

openpyxl drops drawings other than pictures, extension parts, and every stored formula result. So only a plain XLSX is
marked; any other file is left alone and gets a workbook of findings beside it. Runs in the sandbox, without Django.
"""

import io
import json
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.adapters.filling import read_definition
from sektoral.adapters.findings_sheet import TONES, Heading, Remark, argb, draw_findings, plain_text
from sektoral.adapters.workbooks.looks import LINE, STRONG, TOTAL
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import parse_address
from sektoral.domain.layout import FINDINGS, lay_out
from sektoral.domain.validations import EXPLANATION_LENGTH

AUTHOR = "Pemeriksaan"
AT_MOST = 2_000  # findings that are marked and listed
NOTE_LENGTH = 1_500
_KEPT_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.xml|xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme\d+\.xml|xl/comments/?(comment|comments)?\d*\.xml"
    r"|xl/drawings/((commentsDrawing|vmlDrawing|legacyDrawing)\d+\.vml|drawing\d+\.xml|_rels/drawing\d+\.xml\.rels)"
    r"|xl/worksheets/(sheet\d+\.xml|_rels/sheet\d+\.xml\.rels)|xl/media/image\d+\.png|xl/printerSettings/\w+\.bin"
    r"|customXml/.*",
    re.ASCII,
)
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}", re.ASCII)
_DROPPED = re.compile(rb"<x14:(dataValidation|conditionalFormatting|sparkline|slicer)|<xdr:(sp|graphicFrame|cxnSp)[ >]")


def job(path: Path, options: Mapping[str, str], caps: object = None) -> dict[str, object]:
    """Mark the workbook at `path` and write the result to `options["output"]`.

    `options["findings"]` is the path of a JSON list of `{"code","severity","sheet","cell","value","message"}` (and
    `where` and `said`, if known), `totals` a JSON object of all findings by code, `heading` says whose data these are,
    `original_name` is the name under which the agency knows the file, empty where no file has the cells.
    The answer tells the `kind` of result: `annotated`, or `findings` for a workbook beside the original.
    """
    del caps  # the child has them set already
    listed = json.loads(Path(options["findings"]).read_text(encoding="utf-8"))
    remarks = [read_remark(item) for item in listed[:AT_MOST]]
    totals: dict[str, int] = json.loads(options.get("totals", "{}"))
    found = max(len(listed), sum(totals.values()))
    heading = Heading(options.get("heading", ""), found, options.get("original_name", path.name), totals)
    content = path.read_bytes()
    may_mark = can_be_marked(content)
    result = annotate(content, remarks, heading) if may_mark else list_findings(remarks, heading)
    Path(options["output"]).write_bytes(result)
    return {"kind": "annotated" if may_mark else "findings", "findings": len(listed), "listed": len(remarks)}


def read_remark(item: Mapping[str, object]) -> Remark:
    """Read one finding as the check writes it. Raise `KeyError` or `ValueError` where a part is missing."""
    texts = {name: str(item.get(name, "")) for name in ("sheet", "cell", "value", "where", "said")}
    return Remark(code=str(item["code"]), severity=str(item["severity"]), message=str(item["message"]), **texts)


def can_be_marked(content: bytes) -> bool:
    """Whether openpyxl gives this file back whole: an XLSX without charts, shapes, macros or extension parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names or not all(_KEPT_PARTS.fullmatch(name) for name in names):
                return False
            parts = [name for name in names if name.startswith(("xl/worksheets/sheet", "xl/drawings/drawing"))]
            return not any(_DROPPED.search(archive.read(name)) for name in parts)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
        return False


def annotate(content: bytes, remarks: Sequence[Remark], heading: Heading) -> bytes:
    """Mark every finding on its cell, put the list in front, and save. What an earlier return left is taken off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), rich_text=True)
    _take_off(book)
    by_cell: dict[tuple[str, str], list[tuple[int, Remark]]] = defaultdict(list)
    for number, remark in enumerate(remarks, 1):
        if remark.sheet in book.sheetnames and _ADDRESS.fullmatch(remark.cell):
            by_cell[remark.sheet, remark.cell].append((number, remark))
    for (sheet, address), found in by_cell.items():
        cell = _anchor(book[sheet], address)
        if cell is not None:
            _mark(cell, found)
    _write_explanations(book, remarks)
    draw_findings(book.create_sheet(FINDINGS, 0), remarks, heading, targets=book.sheetnames)
    return _save(book)


def _write_explanations(book: Workbook, remarks: Sequence[Remark]) -> None:
    """Put what was explained elsewhere into the explanation column of its row, so that it comes back with the file.

    A cell that holds words already is left alone; only our own instrument has such a column.
    """
    try:
        places = {place.sheet: place for place in lay_out(read_definition(book)).tables}
    except Invalid:
        return
    for remark in remarks:
        place = places.get(str(book[remark.sheet]["A1"].value)) if remark.sheet in book.sheetnames else None
        if place is None or not remark.said or not _ADDRESS.fullmatch(remark.cell):
            continue
        row, _ = parse_address(remark.cell)
        cell = book[remark.sheet].cell(row, place.explanation)
        if (row, place.explanation) in place.explanations and cell.value is None:
            cell.value = plain_text(remark.said)[:EXPLANATION_LENGTH]
            cell.data_type = "s"


def list_findings(remarks: Sequence[Remark], heading: Heading) -> bytes:
    """Make a workbook of findings whose links open the agency's own file in the same folder."""
    book = Workbook()
    draw_findings(book.worksheets[0], remarks, heading, targets=())
    return _save(book)


def _save(book: Workbook) -> bytes:
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _mark(cell: Cell, found: Sequence[tuple[int, Remark]]) -> None:
    """A thick frame, a ground, and a note that says what was found; the gravest finding gives the colour."""
    tone = TONES[min((remark.severity for _, remark in found), key=list(TONES).index)]
    side = Side(style="medium", color=argb(tone.ink))
    cell.fill = PatternFill("solid", fgColor=argb(tone.ground))
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    notes = [f"Temuan {n} · {TONES[one.severity].label}\n{one.message}\n[{one.code}]" for n, one in found]
    if cell.comment is not None:
        notes.append(f"Catatan sebelumnya: {cell.comment.text}")
    note = Comment(plain_text("\n\n".join(notes))[:NOTE_LENGTH], AUTHOR)
    note.width, note.height = 300, min(320, 60 + 45 * len(found) + 18 * (len(note.text) // 45))
    cell.comment = note


def _anchor(sheet: Worksheet, address: str) -> Cell | None:
    """The cell at an address; within a merged block only its first can be marked."""
    for block in sheet.merged_cells.ranges:
        if address in block:
            address = block.coord.partition(":")[0]
    cell = sheet[address]
    return cell if isinstance(cell, Cell) else None


def _take_off(book: Workbook) -> None:
    """Remove the list and the marks of an earlier return; what is left of them would look like new findings."""
    if FINDINGS in book.sheetnames:
        book.remove(book[FINDINGS])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    _unmark(cell)


def _unmark(cell: Cell) -> None:
    """Give a cell the look it had: framed and white for an input, grey for a total."""
    if cell.protection.locked:
        cell.fill = PatternFill("solid", fgColor=argb(TOTAL))
        cell.border = Border(bottom=Side(style="thin", color=argb(LINE)))
        return
    side = Side(style="thin", color=argb(STRONG))
    cell.fill = PatternFill()
    cell.border = Border(left=side, right=side, top=side, bottom=side)
