"""The metadata sheet: butir 1 to 15 of MS-Var (Peraturan BPS 5/2020) for each variable, and room for corrections."""

from sektoral.adapters.workbooks.canvas import (
    Canvas,
    ColumnHead,
    Drawing,
    draw_column_heads,
    draw_heading,
    period_name,
    set_paper,
)
from sektoral.adapters.workbooks.guards import length_rule
from sektoral.adapters.workbooks.looks import INK, QUIET, Property
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, VariableDef, categories
from sektoral.domain.layout import (
    CORRECTION_COLUMN,
    FIRST_ROW,
    GROUP_ROW,
    METADATA,
    METADATA_ITEMS,
    NUMBER_ROW,
    STATE_ROW,
    Area,
)
from sektoral.domain.validations import CORRECTION_LENGTH, WHOLE

CONTENT_WIDTH, LETTERS_A_LINE = 78, 92
NAME_ITEM = 2  # the butir that is set in bold
HEADS: tuple[ColumnHead, ...] = (
    ("Kode", 12, "left"),
    ("Butir", 12, "left"),
    ("Isian", 24, "left"),
    ("Isi menurut katalog", CONTENT_WIDTH, "left"),
    ("Perbaikan dari OPD (bila ada)", 48, "left"),
)
_GUIDANCE = (
    "Sudah terisi dari katalog. Baca, lalu tulis perbaikan di kolom terakhir hanya bila ada yang berbeda. "
    "Kosong berarti setuju."
)
NONE = "–"


def draw_metadata(drawing: Drawing) -> None:
    """Draw the metadata sheet."""
    canvas = Canvas(drawing, METADATA)
    variables = drawing.layout.variables
    draw_heading(canvas, title="Metadata variabel (MS-Var)", note=_GUIDANCE)
    words = f"{len(variables)} variabel, {METADATA_ITEMS} butir menurut Peraturan BPS Nomor 5 Tahun 2020"
    canvas.text(STATE_ROW, 1, words, canvas.look("bold"))
    set_paper(canvas, title="Metadata variabel", repeat=(GROUP_ROW, NUMBER_ROW))
    canvas.sheet.freeze_panes(NUMBER_ROW, 3)
    draw_column_heads(canvas, HEADS)
    for i, variable in enumerate(variables):
        _draw_variable(canvas, FIRST_ROW + i * METADATA_ITEMS, variable)
    corrections = Area(FIRST_ROW, CORRECTION_COLUMN, FIRST_ROW + len(variables) * METADATA_ITEMS - 1, CORRECTION_COLUMN)
    canvas.validate(corrections, length_rule(CORRECTION_LENGTH, "Perbaikan"))
    canvas.name_area("Metadata_perbaikan", corrections)


def items(drawing: Drawing, variable: VariableDef) -> tuple[tuple[str, str], ...]:
    """The fifteen butir of a variable: label and content."""
    definition = drawing.definition
    period = period_name(definition.period)
    return (
        ("Kegiatan induk (MS-Keg)", f"Kompilasi data sektoral {definition.agency_name}, {period}"),
        ("Nama variabel", variable.name),
        ("Alias", NONE),
        ("Konsep", variable.concept or NONE),
        ("Definisi", variable.definition or NONE),
        ("Referensi pemilihan", "Daftar Data Daerah"),
        ("Referensi waktu", period),
        ("Ukuran", variable.measure or NONE),
        ("Satuan", variable.unit or NONE),
        ("Tipe data", "Integer" if variable.kind in WHOLE else "Float"),
        ("Klasifikasi isian", _classification(drawing, variable)),
        ("Aturan validasi", _rule(variable)),
        ("Kalimat pertanyaan", NONE),
        ("Dapat diakses umum", _access(drawing, variable)),
        ("ID SDS", NONE),
    )


def _draw_variable(canvas: Canvas, first: int, variable: VariableDef) -> None:
    for number, (label, content) in enumerate(items(canvas.drawing, variable), 1):
        row = first + number - 1
        top: dict[str, Property] = {"top": 1, "top_color": INK} if number == 1 else {}
        quiet = canvas.look("stub", font_color=QUIET, align="left", valign="top", **top)
        canvas.text(row, 1, variable.code, canvas.look("code", valign="top", **top))
        canvas.number(row, 2, number, quiet)
        canvas.text(row, 3, label, quiet)
        bold: dict[str, Property] = {"bold": True} if number == NAME_ITEM else {}
        canvas.text(row, 4, content, canvas.look("stub", text_wrap=True, valign="top", **top, **bold))
        canvas.blank(row, CORRECTION_COLUMN, canvas.look("words"))
        if len(content) > LETTERS_A_LINE:
            canvas.height(row, 15.5 * -(-len(content) // LETTERS_A_LINE))


def _uses(drawing: Drawing, variable: VariableDef) -> list[tuple[TableDef, list[ColumnDef | RowDef]]]:
    """The tables that ask for a variable, each with the columns that hold it and the rows under them."""
    found = []
    for _, table in drawing.definition.sheets:
        columns: list[ColumnDef | RowDef] = [one for one in table.columns if variable in table.variables_in(one)]
        if columns:
            found.append((table, [*columns, *(row for row in table.rows if row.variable in ("", variable.code))]))
    return found


def _classification(drawing: Drawing, variable: VariableDef) -> str:
    uses = _uses(drawing, variable)
    return "; ".join(sorted({name for _, parts in uses for part in parts for name, _ in categories(part.dims)})) or NONE


def _access(drawing: Drawing, variable: VariableDef) -> str:
    open_only = all(table.classification == "terbuka" for table, _ in _uses(drawing, variable))
    return "ya" if open_only else "tidak"


def _rule(variable: VariableDef) -> str:
    low, high = variable.bounds
    parts = ["bulat"] if variable.kind in WHOLE else [f"paling banyak {variable.decimals} angka desimal"]
    parts += [f"≥ {low:f}".replace(".", ",")] if low is not None else []
    parts += [f"≤ {high:f}".replace(".", ",")] if high is not None else []
    return ", ".join(parts)
