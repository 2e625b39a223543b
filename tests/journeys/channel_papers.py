"""What the agencies of `channel_offices` hold in their hands: the same answers in a workbook, an export, a scan."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from PIL import Image, ImageDraw

from sektoral.adapters.filling import Filling, fill_instrument
from tests.journeys.channel_offices import ANSWERS, COLUMNS, LABELS

UNIT = "Bidang Layanan"
OTHER_UNIT = "Bidang Umum"
BEFORE = "2024"  # the year beside it in the agency's own file
FIGURES_BEFORE = {"K1": ("1201", "11.5", "1100000000000"), "K2": ("3", "0.25", "0")}


def typed() -> Sequence[str]:
    """This will give the answers as a person types them, row by row."""
    return [cell.typed for cells in ANSWERS.values() for cell in cells]


def block() -> str:
    """This will give them as a spreadsheet copies a block of cells."""
    return "".join("\t".join(cell.typed for cell in cells) + "\r\n" for cells in ANSWERS.values())


def filled(instrument: bytes) -> bytes:
    """This will fill the workbook that was asked for."""
    values = {
        ("T01", row, column): cell.written
        for row, cells in ANSWERS.items()
        for column, cell in zip(COLUMNS, cells, strict=True)
    }
    return fill_instrument(instrument, Filling(values))


def export(questions: bytes) -> bytes:
    """This will give what Google exports: a first answer, the same unit's later one, and another unit's on one row."""
    rows = csv.reader(io.StringIO(questions.decode("utf-8-sig")), delimiter=";")
    titles = [row[1] for row in rows][1:]
    last = list(typed())
    target = io.StringIO()
    csv.writer(target).writerows(
        [
            ["Cap waktu", *titles],
            ["23/11/2026 9:15:04", UNIT, *("9,99" if text == "12,75" else text for text in last)],
            ["23/11/2026 14:02:51", UNIT, *last],
            ["23/11/2026 15:40:00", OTHER_UNIT, "1.249", *("" for _ in last[1:])],
        ]
    )
    return target.getvalue().encode()


def own_file() -> bytes:
    """This will write an agency's own spreadsheet: letterhead, headings in two rows over years, totals, notes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Rekap")
        for row, line in enumerate(_own_lines()):
            for column, value in enumerate(line):
                if value != "":
                    page.write(row, column, value)
    return target.getvalue()


def before() -> set[tuple[str, str, str, str, str, str]]:
    """This will give what the bank must hold of the year before: row, column, text, mark, status and period."""
    return {
        (row, column, text, "", "A", BEFORE)
        for row, texts in FIGURES_BEFORE.items()
        for column, text in zip(COLUMNS, texts, strict=True)
    }


def scan() -> bytes:
    """This will give the printed form, filled by hand and scanned: a PDF that is all picture."""
    paper = Image.new("L", (620, 877), 250)
    pen = ImageDraw.Draw(paper)
    for line, (row, cells) in enumerate(ANSWERS.items()):
        pen.text((60, 120 + 30 * line), "   ".join([LABELS[row], *(cell.typed for cell in cells)]), fill=20)
    target = io.BytesIO()
    paper.save(target, "PDF", resolution=75)
    return target.getvalue()


def _own_lines() -> Iterable[Sequence[str | int | Decimal]]:
    yield ("PEMERINTAH KABUPATEN MUNGIL",)
    yield ("DINAS BERKAS SENDIRI",)
    yield ()
    yield ("Peserta, Lama Layanan, dan Anggaran menurut Tempat Layanan, 2024–2025",)
    yield ("No", "Tempat Layanan", "Peserta (orang)", "", "Lama Layanan (hari)", "", "Anggaran (rupiah)", "")
    yield ("", "", 2024, 2025, 2024, 2025, 2024, 2025)
    for number, (row, cells) in enumerate(ANSWERS.items(), 1):
        then = FIGURES_BEFORE.get(row, ("", "", ""))
        pairs = (each for old, cell in zip(then, cells, strict=True) for each in (old and Decimal(old), cell.written))
        yield (number, LABELS[row], *pairs)
    yield ("", "Jumlah", 1204, 1293, "", "", 1_100_000_000_000, 1_235_556_544_444)
    yield ()
    yield ("Keterangan: NA tidak ditampilkan; * angka sementara.",)
    yield ("Sumber: Dinas Berkas Sendiri",)
