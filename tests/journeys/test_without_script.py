"""Sending and accepting without JavaScript: every action is a plain form."""

from decimal import Decimal

from playwright.sync_api import Browser

from sektoral.accounts.demo import DEMO_PASSWORD
from sektoral.adapters.filling import Filling, fill_instrument
from tests.journeys.chapter3_submit import READ
from tests.journeys.servers import Server
from tests.journeys.walking import Walk

TINY = "mungil.example"  # the other office of the installation: the round's own walk leaves it alone
ANSWERS = {("T01", row, column): Decimal(20) for row in "AB" for column in "lp"}


def test_an_agency_sends_and_the_office_accepts_without_javascript(browser: Browser, office: Server) -> None:
    walk = Walk(browser, office)
    try:
        walk.it_is("2026-11-23 08:30")
        send(walk)
        sukor = walk.by("sukor", domain=TINY, script=False).open("/langkah-4/").follow("Dinas Pendidikan")
        sukor.press("Terima tabel yang dipilih").reads("diterima")
        row = sukor.open("/bank-data/").page.locator("tr", has_text="Dinas Pendidikan")
        assert row.locator("[data-label=Angka]").inner_text() == "4"
    finally:
        walk.close()
    assert walk.faults == []


def send(walk: Walk) -> None:
    """The operator uploads and has the letter composed, and the head signs it."""
    operator = walk.by("operator.disdik", domain=TINY, script=False).open("/").follow("2025")
    workbook = fill_instrument(operator.download("Unduh instrumen"), Filling(values=ANSWERS))
    operator.give("Berkas isian", "disdik.xlsx", workbook).press("Unggah isian").until(READ)
    operator.press("Susun surat pengiriman")
    head = walk.by("kepala.disdik", domain=TINY, script=False).open("/").follow("2025").follow("Baca dan tanda tangani")
    head.fill("Kata sandi Anda", DEMO_PASSWORD).press("Tanda tangani dan kirim").until("sudah terkirim lengkap")
