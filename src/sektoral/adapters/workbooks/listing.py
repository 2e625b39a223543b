"""The list of tables: how far each is, and where it is declared nil or not available."""

import textwrap

from sektoral.adapters.workbooks.canvas import (
    Canvas,
    ColumnHead,
    Drawing,
    draw_column_heads,
    draw_heading,
    group_look,
    link_to,
    set_paper,
)
from sektoral.adapters.workbooks.guards import EXCEEDS, MATCH, MISMATCH, UNEXPLAINED, WRONG, first_state, length_rule
from sektoral.adapters.workbooks.looks import BAD, BAD_GROUND, DONE, DONE_GROUND, LINE, WAIT, WAIT_GROUND
from sektoral.domain.layout import (
    FIRST_ROW,
    GROUP_ROW,
    LISTING,
    NATURE_COLUMN,
    NIL_COLUMN,
    NUMBER_ROW,
    REASON_COLUMN,
    REMARK_COLUMN,
    STATE_ROW,
    Area,
    TableLayout,
)
from sektoral.domain.validations import NIL, REMARK_LENGTH

FILLED_COLUMN, ASKED_COLUMN, STATUS_COLUMN, CHECK_COLUMN = 4, 5, 6, 7
TITLE_WIDTH = 55
HEADS: tuple[ColumnHead, ...] = (
    ("No", 5, "left"),
    ("Kode", 7, "left"),
    ("Tabel", TITLE_WIDTH, "left"),
    ("Terisi", 7, "right"),
    ("Diminta", 8, "right"),
    ("Status", 16, "left"),
    ("Pemeriksaan jumlah", 22, "left"),
    ("Nihil", 8, "left"),
    ("Tidak tersedia: alasan", 24, "left"),
    ("Sifat angka", 15, "left"),
    ("Keterangan", 18, "left"),
)
CHOICES = (
    (NIL_COLUMN, [NIL], "Nihil berarti: tidak ada kejadian atau barangnya di seluruh tabel."),
    (REASON_COLUMN, "=Alasan", "Pilih alasan dari daftar."),
    (NATURE_COLUMN, "=Sifat_angka", "Kosong berarti angka tetap. Pilih bila angka seluruh tabel masih sementara."),
)  # column, what may be chosen, what the prompt says
READY = ("Lengkap", "Nihil", "Tidak tersedia")
_GUIDANCE = "Setiap tabel diisi, atau dinyatakan nihil, atau dinyatakan tidak tersedia dengan alasan. Pilih hanya satu."
_NOTES = (
    "Nihil: kejadian atau barangnya memang tidak ada; tabel dikosongkan.",
    "Tidak tersedia: datanya tidak dapat diberikan; pilih alasannya.",
    "Bertentangan: dinyatakan nihil atau tidak tersedia tetapi ada isinya, atau keduanya dipilih. Hapus salah satu.",
    "Sebagian: masih ada sel kosong; isi angka, atau tanda - bila tidak ada, ... bila tidak tersedia.",
    "Perlu diperiksa: lihat kolom Pemeriksaan jumlah.",
)


def draw_listing(drawing: Drawing) -> None:
    """Draw the list of tables."""
    canvas = Canvas(drawing, LISTING)
    draw_heading(canvas, title="Daftar tabel", note=_GUIDANCE)
    set_paper(canvas, title="Daftar tabel")
    canvas.sheet.freeze_panes(NUMBER_ROW, 3)
    draw_column_heads(canvas, HEADS)
    canvas.merge(Area(GROUP_ROW, FILLED_COLUMN, GROUP_ROW, CHECK_COLUMN), "Terhitung sendiri", group_look(canvas))
    canvas.merge(Area(GROUP_ROW, NIL_COLUMN, GROUP_ROW, REMARK_COLUMN), "Diisi OPD bila perlu", group_look(canvas))
    canvas.height(GROUP_ROW, 17)
    places = drawing.layout.tables
    for number, place in enumerate(places, 1):
        _draw_line(canvas, place, number)
    _guard(canvas, len(places))
    _colour(canvas, len(places))
    states = _column(STATUS_COLUMN, len(places))
    words = f" dari {len(places)} tabel siap dikirim"
    ready = "+".join(f'COUNTIF({states.address},"{word}")' for word in READY)
    canvas.formula(STATE_ROW, 1, f'={ready}&"{words}"', canvas.look("bold"), f"0{words}")
    _name(canvas, len(places))
    for i, line in enumerate(_NOTES):
        canvas.text(FIRST_ROW + len(places) + 1 + i, 1, line, canvas.look("quiet"))


def _draw_line(canvas: Canvas, place: TableLayout, number: int) -> None:
    """One table: number, link, counts, status, and the four cells an agency may fill."""
    row, title = FIRST_ROW + number - 1, place.table.title
    lines = len(textwrap.wrap(title, int(TITLE_WIDTH * 1.12)))
    canvas.height(row, 21 if lines == 1 else 15.5 * lines + 3)
    canvas.number(row, 1, number, canvas.look("stub", align="left"))
    target = link_to(place.sheet, FIRST_ROW, place.first_input)
    canvas.link(row, 2, target, place.sheet, canvas.look("link", bottom=1, bottom_color=LINE))
    canvas.text(row, 3, title, canvas.look("stub", text_wrap=lines > 1))  # LibreOffice does not wrap a link
    right = canvas.look("stub", align="right")
    canvas.formula(row, FILLED_COLUMN, f"=COUNTA({place.sheet}_isian)", right, 0)
    canvas.number(row, ASKED_COLUMN, place.expected, right)
    canvas.formula(row, STATUS_COLUMN, _status(row), canvas.look("state"), "Belum diisi")
    check = canvas.look("stub", font_size=10)
    canvas.formula(row, CHECK_COLUMN, f"={place.sheet}_periksa", check, first_state(place))
    for column in (NIL_COLUMN, REASON_COLUMN, NATURE_COLUMN):
        canvas.blank(row, column, canvas.look("choice"))
    canvas.blank(row, REMARK_COLUMN, canvas.look("words"))


def _status(row: int) -> str:
    """The formula of the status: declarations first, then faults, then how far."""
    filled, asked, check, nil, reason = (f"{letter}{row}" for letter in "DEGHI")
    unclear = ",".join(f'{check}="{word}"' for word in (MISMATCH, UNEXPLAINED))
    unclear = f'OR({unclear},ISNUMBER(SEARCH("{EXCEEDS}",{check})))'
    progress = f'IF({filled}<{asked},"Sebagian",IF({unclear},"Perlu diperiksa","Lengkap"))'
    progress = f'IF({check}="{WRONG}","{WRONG}",IF({filled}=0,"Belum diisi",{progress}))'
    declared = f'IF({nil}<>"","Nihil",IF({reason}<>"","Tidak tersedia",{progress}))'
    both = f'AND({nil}<>"",{reason}<>"")'
    return f'=IF(OR({both},AND({nil}&{reason}<>"",{filled}>0)),"Bertentangan",{declared})'


def _guard(canvas: Canvas, tables: int) -> None:
    message = "Pilih salah satu dari daftar, atau kosongkan sel ini."
    for column, source, prompt in CHOICES:
        rule = {"validate": "list", "source": source, "input_title": HEADS[column - 1][0], "input_message": prompt}
        canvas.validate(_column(column, tables), {**rule, "error_title": "Pilih dari daftar", "error_message": message})
    canvas.validate(_column(REMARK_COLUMN, tables), length_rule(REMARK_LENGTH, "Keterangan"))


def _colour(canvas: Canvas, tables: int) -> None:
    tone = canvas.looks.tone
    states, checks = _column(STATUS_COLUMN, tables), _column(CHECK_COLUMN, tables)
    canvas.colour_words(states, READY, tone(DONE, DONE_GROUND))
    canvas.colour_words(states, ("Sebagian", "Perlu diperiksa"), tone(WAIT, WAIT_GROUND))
    canvas.colour_words(states, ("Bertentangan", WRONG), tone(BAD, BAD_GROUND))
    canvas.colour_words(checks, (MATCH,), tone(DONE))
    canvas.colour_words(checks, (WRONG, MISMATCH), tone(BAD))
    canvas.colour_words(checks, (UNEXPLAINED,), tone(WAIT))
    canvas.colour(checks, {"type": "text", "criteria": "containing", "value": EXCEEDS, "format": tone(BAD)})


def _name(canvas: Canvas, tables: int) -> None:
    names = {
        "Status_tabel": STATUS_COLUMN,
        "Nihil": NIL_COLUMN,
        "Tidak_tersedia": REASON_COLUMN,
        "Sifat_tabel": NATURE_COLUMN,
        "Keterangan": REMARK_COLUMN,
    }
    for name, column in names.items():
        canvas.name_area(name, _column(column, tables))


def _column(column: int, tables: int) -> Area:
    return Area(FIRST_ROW, column, FIRST_ROW + tables - 1, column)
