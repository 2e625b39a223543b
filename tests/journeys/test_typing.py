"""An agency types its answer in the browser: pasted on a desk, mended on a telephone, and in the bank to the digit."""

import re

from playwright.sync_api import Browser, Page, expect

from sektoral.accounts.demo import DEMO_PASSWORD
from tests.journeys.chapter3_submit import READ
from tests.journeys.servers import Server
from tests.journeys.walking import PATIENCE, Visitor, Walk

TINY = "mungil.example"
TYPED = "1.250\t-\r\n7\t0\r\n"  # as a spreadsheet copies two rows
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const told = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
}"""


def test_what_is_typed_in_the_browser_stands_in_the_bank_to_the_digit(browser: Browser, office: Server) -> None:
    walk = Walk(browser, office)
    try:
        walk.it_is("2026-11-23 08:40")
        type_by_paste(walk)
        mend_on_a_telephone(walk)
        send(walk)
        sukor = walk.by("sukor", domain=TINY).open("/langkah-4/").follow("Dinas Kesehatan")
        sukor.press("Terima tabel yang dipilih").reads("diterima")
        row = sukor.open("/bank-data/").page.locator("tr", has_text="Dinas Kesehatan")
        sukor.through(row.get_by_role("link", name="Tabel Contoh 1"))
        figures = sukor.page.locator("main tbody tr td.num a").all_inner_texts()
        assert figures == ["1.250", "–", "7", "0"]
        sukor.through(sukor.page.locator("main tbody tr td.num a").first)
        sukor.reads("formulir di peramban").reads("T01!C8")
    finally:
        walk.close()
    assert walk.faults == []


def type_by_paste(walk: Walk) -> None:
    """Two rows come from a spreadsheet, a third is too much; one is taken back, and all of it saves itself."""
    operator = walk.by("operator.dinkes", domain=TINY).open("/").follow("2025").follow("Isi di peramban").look()
    operator.follow("Tabel Contoh 1")
    first = ready(operator).locator("input[data-column]").first
    first.focus()
    operator.page.evaluate(PASTE, f"{TYPED}9\t9\r\n")
    operator.reads("4 sel ditempel. 2 sel yang berisi berada di luar tabel ini").look(phone=True)
    operator.page.get_by_role("button", name="Batalkan tempelan").click()
    expect(first).to_have_value("")
    first.focus()
    operator.page.evaluate(PASTE, TYPED.replace("7", "tujuh"))
    operator.reads("“tujuh” bukan angka")
    expect(operator.page.locator("#simpanan")).to_have_text(re.compile("^Tersimpan "), timeout=PATIENCE * 1000)
    operator.page.keyboard.press("Enter")
    assert operator.page.evaluate("document.activeElement.id") == "C9"


def mend_on_a_telephone(walk: Walk) -> None:
    """The same person goes on at a telephone, where each row is a card, and looses the line for a while."""
    operator = walk.on_phone("operator.dinkes", domain=TINY).open("/").follow("2025").follow("Isi di peramban")
    operator.follow("Tabel Contoh 1").look()
    field = ready(operator).locator("#C9")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("inputmode", "decimal")
    operator.page.context.set_offline(True)
    field.fill("7")
    operator.reads("tidak ada sambungan")
    operator.page.context.set_offline(False)
    expect(operator.page.locator("#simpanan")).to_contain_text("Tersimpan", timeout=40_000)
    expect(field).to_have_attribute("aria-invalid", "false")
    operator.heard[:] = [words for words in operator.heard if "ERR_INTERNET_DISCONNECTED" not in words]


def send(walk: Walk) -> None:
    """The operator sees that nothing is wrong and sends; the head signs what was typed."""
    operator = walk.by("operator.dinkes", domain=TINY)
    operator.open("/").follow("2025").follow("Isi di peramban").reads("Tidak ada yang salah").press("Kirim").until(READ)
    operator.press("Susun surat pengiriman")
    head = walk.by("kepala.dinkes", domain=TINY).open("/").follow("2025").follow("Baca dan tanda tangani")
    head.fill("Kata sandi Anda", DEMO_PASSWORD).press("Tanda tangani dan kirim").until("sudah terkirim lengkap")


def ready(visitor: Visitor) -> Page:
    """This will wait until the form's script has what it judges by."""
    visitor.page.wait_for_selector("form[data-ready=yes]")
    return visitor.page
