"""After the report: a table is planned, released, found by somebody who never signs in, and taken back again."""

import csv
import io
from collections import defaultdict

from tests.journeys.walking import Visitor, Walk

TABLE = "Jumlah Kelahiran Hidup menurut Kecamatan dan Jenis Kelamin"
PERIOD = "2025"
DAY = "2026-12-04"
WRONG = "Angka Kecamatan Kualuh Hulu tertulis tiga kali lipat; edisi perbaikan menyusul."
Figures = dict[str, list[str]]  # those of each kecamatan


def plan(walk: Walk) -> None:
    """SuKor announces the table for tomorrow; the public reads it in the calendar, and finds no figure yet."""
    walk.it_is("2026-12-03 13:00")
    sukor = walk.by("sukor").open("/bank-data/rilis/").look()
    to_release(sukor).reads("Umum belum melihatnya").look()
    sukor.fill("Hari rilis", DAY).press("Masukkan ke kalender rilis").reads("Rencana rilis disimpan").look()
    visitor = at_open_data(walk.public()).reads("Belum ada tabel yang dirilis").look()
    visitor.follow("Kalender rilis").reads("1 tabel akan dirilis").reads(TABLE).look()


def release(walk: Walk) -> None:
    """The Kabid releases it on its day."""
    walk.it_is(f"{DAY} 09:00")
    kabid = walk.by("kabid").open("/bank-data/rilis/").reads(TABLE).look("50-rilis")
    kabid.press("Rilis yang dipilih").reads("1 tabel dirilis untuk umum").look()


def find(walk: Walk) -> None:
    """A visitor finds the table by a word, sees its chart, and reads the same figures as in the bank."""
    visitor = at_open_data(walk.public()).look()
    visitor.fill("Cari", "kelahiran").press("Tampilkan").follow(TABLE).look()
    visitor.follow(PERIOD).look("51-data-terbuka", phone=True)
    assert chart_is_drawn(visitor)
    bank = figures_on(to_table(walk.by("sukor")))
    assert len(bank) > 1
    assert figures_on(visitor) == bank
    assert figures_in(visitor.download("CSV")) == bank
    visitor.open(permanent_link(visitor)).reads("Ditampilkan").look()


def withdraw(walk: Walk) -> None:
    """The Kabid takes the edition back; who follows the permanent link reads why, and no figure."""
    link = permanent_link(walk.public())
    walk.it_is(f"{DAY} 11:00")
    kabid = to_release(walk.by("kabid"))
    kabid.page.get_by_text("Tarik edisi ini").click()
    kabid.fill("Alasan, dibaca umum", WRONG).press("Tarik edisi 1").reads("Edisi itu ditarik").look()
    visitor = walk.public().open(link).reads("Edisi 1 sudah ditarik").reads(WRONG).look("52-edisi-ditarik")
    assert figures_on(visitor) == {}
    at_open_data(visitor).reads("Belum ada tabel yang dirilis").look()


def at_open_data(visitor: Visitor) -> Visitor:
    """This will choose the regency, as the installation serves two."""
    return visitor.open("/data/").follow("Labuhanbatu Utara")


def to_table(visitor: Visitor) -> Visitor:
    """This will open the table of the bank for its newest period."""
    visitor.open("/bank-data/?q=kelahiran").follow(TABLE)
    return visitor.open(f"{visitor.page.url.partition('?')[0]}?periode={PERIOD}")


def to_release(visitor: Visitor) -> Visitor:
    """This will open the page on which the table's period is planned and released."""
    to_table(visitor)
    section = visitor.main.get_by_role("region", name="Rilis untuk umum")
    return visitor.through(section.get_by_role("link", name=PERIOD, exact=True))


def chart_is_drawn(visitor: Visitor) -> bool:
    """Whether the browser could draw the chart's picture once it was scrolled to."""
    chart = visitor.main.locator("figure img")
    chart.scroll_into_view_if_needed()
    chart.evaluate("image => image.decode()")
    return int(chart.evaluate("image => image.naturalWidth")) > 0


def permanent_link(visitor: Visitor) -> str:
    """This will read the address that a citation gives."""
    return visitor.main.get_by_text("Tautan tetap").get_by_role("link").inner_text()


def figures_on(visitor: Visitor) -> Figures:
    """This will read the figures of each kecamatan from the table on a page."""
    rows = visitor.main.locator("table tbody tr:not(.total)").all()
    return {row.locator("th").inner_text(): sorted(row.locator("td.num").all_inner_texts()) for row in rows}


def figures_in(file: bytes) -> Figures:
    """This will read the same from a CSV, with the sum that pages write beside what was counted."""
    found: dict[str, list[int]] = defaultdict(list)
    for line in csv.DictReader(io.StringIO(file.decode())):
        found[line["REF_AREA_LABEL"]].append(int(line["OBS_VALUE"]))
    return {area: sorted(map(as_written, [*counted, sum(counted)])) for area, counted in found.items()}


def as_written(number: int) -> str:
    """This will write a number as pages do."""
    return f"{number:,}".replace(",", ".")
