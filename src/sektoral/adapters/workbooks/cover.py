"""The cover: what is asked, until when, by whom, how to fill it, and which marks and colours mean what."""

import io

import segno

from sektoral.adapters.workbooks.canvas import Canvas, Drawing, link_to, period_name, set_paper
from sektoral.adapters.workbooks.looks import BAD, BAD_GROUND, EMPTY, GOLD, GREEN
from sektoral.domain.layout import COVER, LISTING, Area

LEFT, STEP, VALUE, RIGHT, MIDDLE, LAST = 2, 3, 4, 6, 7, 8  # columns
WIDTHS = (1.5, 4, 17, 62, 3, 8, 9, 43)
DECIMAL_SIGN_ROW = 25
MARKS = (
    ("–", "-", "Tidak ada (nihil)"),
    ("…", "...", "Ada, tetapi belum atau tidak tersedia"),
    ("NA", "NA", "Tidak dapat ditampilkan"),
    ("~0", "~0", "Sangat kecil, di bawah satuan terkecil"),
    ("0", "0", "Nol, hasil penghitungan"),
)
DECIMAL_SIGN = (
    '="Tanda desimal di komputer ini: "&IF(MID(1/2,2,1)=",","koma. Ketik 12,5","titik. Ketik 12.5")'
    '&" untuk dua belas setengah."'
)
DECIMAL_POINT = "Tanda desimal di komputer ini: titik. Ketik 12.5 untuk dua belas setengah."


def draw_cover(drawing: Drawing) -> None:
    """Draw the cover."""
    canvas = Canvas(drawing, COVER)
    set_paper(canvas, title=COVER, repeat=None)
    for column, width in enumerate(WIDTHS, 1):
        canvas.width(column, column, width)
    for row in (*range(7, 14), *range(15, 21), *range(23, 29)):
        canvas.height(row, 18)
    for row in (13, 21):
        canvas.height(row, 9)
    _draw_mast(canvas)
    _draw_letter(canvas)
    _draw_code(canvas)
    _draw_steps(canvas)
    _draw_marks(canvas)
    _draw_state(canvas)
    _draw_colours(canvas)


def _draw_mast(canvas: Canvas) -> None:
    definition = canvas.drawing.definition
    if canvas.drawing.is_sample:
        words = "DATA CONTOH · Angka, nomor surat, dan kontak di buku kerja ini rekaan."
        canvas.text(1, LEFT, words, canvas.look("small", bold=True))
    for row, look in ((2, canvas.look("mast")), (3, canvas.look("mast2")), (4, canvas.look("plain", bg_color=GOLD))):
        for column in range(LEFT, LAST + 1):
            canvas.blank(row, column, look)
    canvas.text(2, LEFT, " Instrumen Pengumpulan Data Statistik Sektoral", canvas.look("mast"))
    tables = f"{len(definition.sheets)} tabel"
    words = f"  {definition.agency_name} · data {period_name(definition.period)} · {tables}"
    canvas.text(3, LEFT, words, canvas.look("mast2"))
    for row, points in ((2, 30), (3, 20), (4, 4), (5, 8)):
        canvas.height(row, points)


def _draw_letter(canvas: Canvas) -> None:
    definition = canvas.drawing.definition
    canvas.text(6, LEFT, "Kirim paling lambat", canvas.look("quiet"))
    canvas.text(6, VALUE, definition.due, canvas.look("title", font_size=14))
    words = "Perpanjangan waktu, bila ada, tertulis di halaman permintaan."
    canvas.text(7, VALUE, words, canvas.look("quiet"))
    canvas.height(6, 24)
    facts = (
        ("Nomor surat", ", ".join(part for part in (definition.letter_number, definition.letter_date) if part)),
        ("Hal", definition.title),
        ("Diminta oleh", f"{definition.office_name}, selaku Walidata"),
        ("Narahubung", definition.contact),
    )
    for row, (label, value) in enumerate(facts, 8):
        canvas.text(row, LEFT, label, canvas.look("quiet"))
        canvas.text(row, VALUE, value, canvas.look("plain"))
    if definition.upload_link:
        canvas.text(12, LEFT, "Unggah isian di", canvas.look("quiet"))
        shown = definition.upload_link.removeprefix("https://").removeprefix("http://")
        canvas.link(12, VALUE, definition.upload_link, shown, canvas.look("link"))


def _draw_code(canvas: Canvas) -> None:
    """The QR code of the upload page, and what it opens."""
    link = canvas.drawing.definition.upload_link
    if not link:
        return
    picture = io.BytesIO()
    code = segno.make(link, error="m", micro=False, mask=0)  # the id in the link is random: no mask is much better
    scale = 5
    code.save(picture, kind="png", scale=scale, border=2)
    fitted = 137 / (code.symbol_size(scale=scale, border=2)[0])
    words = "Kode QR ke halaman permintaan data"
    options = {"image_data": picture, "x_scale": fitted, "y_scale": fitted, "x_offset": 2, "y_offset": 2}
    canvas.sheet.insert_image(5, RIGHT - 1, "qr.png", {**options, "description": words, "object_position": 1})
    lines = (
        "Pindai dengan ponsel untuk membuka",
        "halaman permintaan: unggah isian,",
        "tanya narahubung, atau minta waktu.",
    )
    for row, line in enumerate(lines, 8):
        canvas.text(row, LAST, "     " + line, canvas.look("plain"))
    canvas.text(11, LAST, f"      {canvas.drawing.definition.id}", canvas.look("small"))


def _draw_section(canvas: Canvas, row: int, first: int, last: int, title: str) -> None:
    for column in range(first, last + 1):
        canvas.blank(row, column, canvas.look("section"))
    canvas.text(row, first, title, canvas.look("section"))
    canvas.height(row, 20)


def _draw_steps(canvas: Canvas) -> None:
    definition = canvas.drawing.definition
    first, last = definition.sheets[0][0], definition.sheets[-1][0]
    where = f"lembar {first}" if first == last else f"lembar {first} sampai {last}"
    locked = f"Judul, jumlah, dan nilai {definition.previous_period} terkunci."
    steps = (
        (f"Isi sel kuning di {where}.", f"Tekan Tab untuk pindah ke sel isian berikutnya. {locked}"),
        ("Lihat lembar Daftar.", "Semua tabel harus Lengkap, Nihil, atau Tidak tersedia. Alasannya dipilih di sana."),
        (
            "Simpan, lalu unggah bersama surat pengiriman.",
            "Hasil pemeriksaan segera muncul, dengan sel yang perlu diperbaiki.",
        ),
    )
    _draw_section(canvas, 14, LEFT, VALUE, "Tiga langkah")
    for i, (what, more) in enumerate(steps):
        row = 15 + 2 * i
        canvas.number(row, LEFT, i + 1, canvas.look("title", align="center", font_color=GREEN, font_size=13))
        canvas.text(row, STEP, what, canvas.look("bold"))
        canvas.text(row + 1, STEP, more, canvas.look("quiet"))


def _draw_marks(canvas: Canvas) -> None:
    _draw_section(canvas, 14, RIGHT, LAST, "Tanda yang boleh diketik selain angka")
    for column, words in ((RIGHT, "Tanda"), (MIDDLE, "Ketik"), (LAST, "Artinya")):
        canvas.text(15, column, words, canvas.look("head", align="left", valign="vcenter"))
    for row, (mark, typed, meaning) in enumerate(MARKS, 16):
        canvas.text(row, RIGHT, mark, canvas.look("stub", bold=True, align="center"))
        canvas.text(row, MIDDLE, typed, canvas.look("stub", font_name="Consolas", align="center"))
        canvas.text(row, LAST, meaning, canvas.look("stub"))


def _draw_state(canvas: Canvas) -> None:
    """How many tables are ready, and which decimal sign this computer takes."""
    tables = len(canvas.drawing.definition.sheets)
    ready = "+".join(f'COUNTIF(Status_tabel,"{word}")' for word in ("Lengkap", "Nihil", "Tidak tersedia"))
    _draw_section(canvas, 22, LEFT, VALUE, "Keadaan sekarang")
    words = f" dari {tables} tabel siap dikirim"
    canvas.formula(23, LEFT, f'={ready}&"{words}"', canvas.look("bold", font_size=13), f"0{words}")
    canvas.link(24, LEFT, link_to(LISTING, 1, 1), "Buka lembar Daftar →", canvas.look("link"))
    canvas.formula(DECIMAL_SIGN_ROW, LEFT, DECIMAL_SIGN, canvas.look("plain"), DECIMAL_POINT)
    hint = "Ketik ribuan tanpa titik: 1250, bukan 1.250. Titik ribuan muncul sendiri."
    canvas.text(26, LEFT, hint, canvas.look("plain"))
    canvas.name_area("Tanda_desimal", Area(DECIMAL_SIGN_ROW, LEFT, DECIMAL_SIGN_ROW, LEFT))


def _draw_colours(canvas: Canvas) -> None:
    before = canvas.drawing.definition.previous_period
    _draw_section(canvas, 22, RIGHT, LAST, "Arti warna")
    bad = canvas.look("input", bg_color=BAD_GROUND, font_color=BAD, bold=True)
    samples = (
        ("", canvas.look("input", bg_color=EMPTY), "Kuning, berbingkai: belum diisi"),
        ("1.250", canvas.look("input"), "Putih, berbingkai: sudah diisi, masih bisa diubah"),
        ("abc", bad, "Merah muda, tebal: isian tidak dikenal"),
        ("1.250", canvas.look("total"), "Abu-abu, tebal: jumlah, dihitung sendiri"),
        ("1.187", canvas.look("before"), f"Abu-abu, miring: nilai {period_name(before)}"),
        ("Judul", canvas.look("head", align="center"), "Hijau muda: judul, terkunci"),
    )
    for row, (words, look, meaning) in enumerate(samples, 23):
        canvas.text(row, RIGHT, words, look)
        canvas.text(row, MIDDLE, meaning, canvas.look("plain", indent=1))
