"""Eight agencies send the same table, each by another way; in the bank it is the same to the digit, and tells its way.

One office, one round, one server. What each agency sends is in `channel_papers`, what must come of it in
`channel_offices`.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import channel_papers as papers
from tests.journeys import workbooks
from tests.journeys.channel_offices import ANSWERS, COLUMNS, PERIOD, SLUG, WAYS
from tests.journeys.chapter3_submit import READ, SENT, explain_all, upload
from tests.journeys.servers import Server, serve
from tests.journeys.test_typing import PASTE, ready
from tests.journeys.walking import Visitor, Walk

DOMAIN = f"{SLUG}.example"
STATED_AT, STATED = "2026-11-23T14:05", "23 November 2026, 14.05 WIB"
BY_JP = "Contoh Pelaksana Satu"
Observed = set[tuple[str, str, str, str, str, str]]  # row, column, text, mark, status, period


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var: Path = tmp_path_factory.mktemp("channels")
    with serve(var, clock=var / "clock", fill="tests.journeys.channel_offices", worker=True) as started:
        yield started


def test_every_way_in_ends_in_the_same_figures_each_with_where_it_came_from(browser: Browser, round_: Server) -> None:
    walk = Walk(browser, round_)
    try:
        for come_in in (workbook, pasted, plain, google_form, own_file, paper, whatsapp, telephone):
            come_in(walk)
        accept_all(walk)
        found = observed(round_.var)
        assert {code: of_period(seen, PERIOD) for code, seen in found.items()} == dict.fromkeys(WAYS, expected())
        assert of_period(found["sendiri"], papers.BEFORE) == papers.before()
        for code, told in ORIGINS.items():
            origin_is_told(walk, WAYS[code], told)
    finally:
        walk.close()
    assert walk.faults == []


# The ways in


def workbook(walk: Walk) -> None:
    """The agency fills the workbook that it was sent."""
    walk.it_is("2026-11-24 09:00")
    operator = at_request(walk, "buku")
    upload(operator, papers.filled(operator.download("Unduh instrumen")), "isian.xlsx").until(READ)
    hand_over(operator, "buku").look()


def pasted(walk: Walk) -> None:
    """The agency types into the browser: the whole block comes from its spreadsheet in one paste."""
    operator = at_request(walk, "tempel").follow("Isi di peramban").look()
    operator.follow("Peserta")
    ready(operator).locator("input[data-column]").first.focus()
    operator.page.evaluate(PASTE, papers.block())
    expect(operator.page.locator("#simpanan")).to_contain_text("Tersimpan ")
    operator.reads("18 sel ditempel").look("formulir-peramban", phone=True)
    operator.follow("Semua tabel dan kirim").press("Kirim").until(READ)
    hand_over(operator, "tempel")


def plain(walk: Walk) -> None:
    """The same form without JavaScript: it is saved by its button."""
    operator = at_request(walk, "polos", script=False).follow("Isi di peramban").follow("Peserta")
    type_all(operator)
    operator.press("Simpan dan periksa").reads("Tidak ada temuan di tabel ini")
    operator.follow("Semua tabel dan kirim").press("Kirim").until(READ)
    hand_over(operator, "polos")


def google_form(walk: Walk) -> None:
    """The agency asks its units by a form; one answered twice, and of two that differ somebody chooses."""
    operator = at_request(walk, "google").follow("Tanyakan lewat Google Form").look()
    with operator.page.expect_download() as coming:
        operator.main.get_by_role("button", name="Unduh daftar pertanyaan").click()
    export = papers.export(Path(coming.value.path()).read_bytes())
    operator = at_request(walk, "google")
    upload(operator, export, "Jawaban.csv").until("Ini jawaban Google Form").look()
    operator.follow("Lihat jawaban").reads("3 jawaban").reads("Unit yang berbeda menjawab berbeda")
    choice = operator.page.get_by_label("Jawaban yang dipakai untuk Posyandu")
    later = choice.locator("option", has_text=papers.UNIT).first.get_attribute("value")
    choice.select_option(value=later)
    operator.look("jawaban-google", phone=True).press("Setujui dan salin ke tabel").until(READ)
    hand_over(operator, "google")


def own_file(walk: Walk) -> None:
    """The agency sends a spreadsheet of its own; what is proposed is looked at and approved."""
    operator = at_request(walk, "sendiri")
    upload(operator, papers.own_file(), "rekap-layanan.xlsx").until("Pasangkan dengan tabel").look()
    operator.follow("Pasangkan dengan tabel").reads("18 dari 18 sel terisi").look("pasangkan-berkas", phone=True)
    operator.press("Setujui").until(READ)
    hand_over(operator, "sendiri")


def paper(walk: Walk) -> None:
    """What came on paper is scanned by JP, with the time at which it came, and typed beside its picture."""
    jp = enter(
        walk, "kertas", "Kertas, diketik petugas", "formulir-pindaian.pdf", papers.scan(), "Agenda surat masuk 112"
    )
    jp.until("Ketik dari berkas ini").look().follow("Ketik dari berkas ini").look().follow("Peserta")
    expect(jp.page.locator(".scan-view img").first).to_be_visible()
    type_all(jp)
    jp.press("Simpan dan periksa").reads("Tidak ada temuan di tabel ini").look("ketik-pindaian", phone=True)
    jp.follow("Semua tabel dan kirim").press("Kirim").until(READ)
    hand_over(jp, "kertas")


def whatsapp(walk: Walk) -> None:
    """The agency sent its workbook to JP, who brings it in on its behalf."""
    instrument = at_agency(walk, "pesan").download("Unduh instrumen")
    jp = enter(walk, "pesan", "WhatsApp", "kiriman-pesan.xlsx", papers.filled(instrument), "Pesan WhatsApp 14.05")
    jp.until(READ)
    hand_over(jp, "pesan")


def telephone(walk: Walk) -> None:
    """The agency reads its figures out on the telephone, and JP types them."""
    jp = at_agency(walk, "telepon").follow("Isi di peramban").follow("Peserta")
    ready(jp)
    type_all(jp)
    jp.press("Simpan dan periksa").reads("Tidak ada temuan di tabel ini")
    jp.follow("Semua tabel dan kirim").look()
    state(jp, "Telepon, dicatat petugas", "Catatan telepon 23 November")
    jp.press("Kirim").until(READ)
    hand_over(jp, "telepon").look()


# What they have in common


def at_request(walk: Walk, code: str, *, script: bool = True) -> Visitor:
    """This will lead an agency's operator to what is asked of it."""
    return walk.by(f"operator.{code}", domain=DOMAIN, script=script).open("/").follow(PERIOD)


def at_agency(walk: Walk, code: str) -> Visitor:
    """This will lead JP to what is asked of an agency."""
    return walk.by("jp1", domain=DOMAIN).open("/langkah-3/").follow(WAYS[code])


def enter(walk: Walk, code: str, channel: str, name: str, data: bytes, evidence: str) -> Visitor:
    """This will have JP bring a file in for an agency."""
    jp = at_agency(walk, code).follow("Masukkan berkas atas nama OPD").look()
    state(jp.give("Berkas", name, data), channel, evidence)
    return jp.press("Masukkan berkas")


def state(jp: Visitor, channel: str, evidence: str) -> None:
    """This will have JP say by which way and when it came, and what proves that."""
    jp.page.get_by_label("Diterima lewat").select_option(label=channel)
    jp.fill("Waktu diterima menurut petugas", STATED_AT).fill("Bukti waktu itu", evidence)


def type_all(visitor: Visitor) -> None:
    """This will type every answer into its field."""
    fields = visitor.page.locator("input[data-column]").all()
    for field, text in zip(fields, papers.typed(), strict=True):
        field.fill(text)


def hand_over(visitor: Visitor, code: str) -> Visitor:
    """This will bring in the scan of the letter that the agency's head signed on paper."""
    explain_all(visitor)
    visitor.follow("Unggah pindaian surat").fill("Nomor surat", f"045/{code}/2026")
    visitor.give("Pindaian surat", "surat.pdf", workbooks.scan(f"Surat pengiriman data, {WAYS[code]}"))
    return visitor.press("Kirim surat").until(SENT)


def accept_all(walk: Walk) -> None:
    """SuKor, who entered none of it, accepts every agency's table."""
    walk.it_is("2026-11-25 09:00")
    for name in WAYS.values():
        sukor = walk.by("sukor", domain=DOMAIN).open("/langkah-4/").follow(name).look()
        sukor.press("Terima tabel yang dipilih").reads("diterima")


# What came of it


def observed(var: Path) -> Mapping[str, Observed]:
    """This will read what the bank holds of each agency."""
    asked = """SELECT agency.code, seen."row", seen."column", seen.text, seen.mark, seen.status, seen.period
        FROM records_observation AS seen JOIN records_table AS owed ON owed.id = seen.table_id
        JOIN records_agency AS agency ON agency.id = owed.agency_id WHERE seen.superseded_at IS NULL"""
    found: dict[str, Observed] = {}
    with closing(sqlite3.connect(var / "sektoral.sqlite3")) as bank:
        for code, *seen in bank.execute(asked):
            found.setdefault(code, set()).add(tuple(seen))
    return found


def of_period(seen: Observed, period: str) -> Observed:
    """This will keep what is about one period: an agency's own file may hold more than was asked for."""
    return {one for one in seen if one[-1] == period}


def expected() -> Observed:
    """This will give what must stand in the bank, whichever way it came."""
    return {
        (row, column, cell.text, cell.mark, cell.status, PERIOD)
        for row, cells in ANSWERS.items()
        for column, cell in zip(COLUMNS, cells, strict=True)
    }


ORIGINS: Mapping[str, tuple[str, ...]] = {  # what the page of a figure says of the way that it came
    "buku": ("isian Excel", "isian.xlsx", "T01!"),
    "tempel": ("formulir di peramban", "Diketik oleh", "Contoh Operator Dinas Formulir Tempel"),
    "polos": ("formulir di peramban", "Diketik oleh", "Contoh Operator Dinas Formulir Polos"),
    "google": ("Google Form", "Jawaban.csv", "Jawaban!C3", "Dipasangkan oleh"),
    "sendiri": ("softcopy lain", "rekap-layanan.xlsx", "Rekap!D7", "Dipasangkan oleh"),
    "kertas": ("kertas, dimasukkan petugas", "Diketik oleh", "formulir-pindaian.pdf", BY_JP, STATED, "surat masuk 112"),
    "pesan": ("WhatsApp", "kiriman-pesan.xlsx", "T01!", BY_JP, STATED),
    "telepon": ("telepon", "Diketik oleh", BY_JP, STATED, "Catatan telepon 23 November"),
}


def origin_is_told(walk: Walk, name: str, told: tuple[str, ...]) -> None:
    """The page of the first figure tells where it came from."""
    sukor = walk.by("sukor", domain=DOMAIN)
    row = sukor.open("/bank-data/").page.locator("tr", has_text=name)
    sukor.through(row.get_by_role("link", name="Peserta")).look()
    sukor.through(sukor.main.locator("td.num a", has_text="1.250")).reads("1.250").look()
    for words in told:
        sukor.reads(words)
