"""Uploading on a bad line in a real browser: broken in the middle, offline, the page loaded anew, cancelled."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.journeys.servers import Server, serve
from tests.journeys.walking import Visitor, Walk

TINY = "mungil.example"
KIND = "application/octet-stream"
PARTS = "**/unggahan/*/"
READ = "Berkas ditolak"  # random bytes
POLLING = "main [hx-trigger*='every']"  # while a file is being read the page asks, and then loads itself anew
SMALLEST = 256 * 1024  # bytes of the first part, and of the first one after a break
BROKEN = "net::ERR"  # what the console says of a line that this test breaks


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var: Path = tmp_path_factory.mktemp("bad-line")
    with serve(var, clock=var / "clock", fill="tests.journeys.bad_line_offices", worker=True) as started:
        yield started


@pytest.fixture
def walk(browser: Browser, tiny: Server) -> Iterator[Walk]:
    walking = Walk(browser, tiny)
    yield walking
    for visitor in walking.visitors.values():
        visitor.heard[:] = [words for words in visitor.heard if BROKEN not in words]
    walking.close()
    assert walking.faults == []


@dataclass
class Line:
    """What goes over the line to one page: the offset of each part, and which of them get lost."""

    page: Page
    lost: set[int]
    offsets: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route(PARTS, self._carry)

    def _carry(self, route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        offset = int(route.request.headers["upload-offset"])
        self.offsets.append(offset)
        if len(self.offsets) in self.lost:
            route.abort("connectionreset")
        else:
            route.continue_()


def at_the_request(walk: Walk) -> Visitor:
    return walk.by("operator.disdik", domain=TINY).open("/").follow("2025")


def payload(name: str, size: int, *, seed: int) -> FilePayload:
    return FilePayload(name=name, mimeType=KIND, buffer=random.Random(seed).randbytes(size))


def choose(visitor: Visitor, *files: FilePayload) -> None:
    fold = visitor.page.get_by_text("Ganti dengan berkas lain")
    if fold.count() and not visitor.page.get_by_label("Berkas isian").is_visible():
        fold.click()
    visitor.page.get_by_label("Berkas isian").set_input_files(list(files))


def press_upload(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=re.compile("^Unggah ")).click()


def wait_until_read(visitor: Visitor) -> None:
    """Nothing is being read any more: the page stands still, and the next test finds it so."""
    visitor.until(READ)
    expect(visitor.page.locator(POLLING)).to_have_count(0, timeout=60_000)
    visitor.page.reload()
    expect(visitor.page.locator(POLLING)).to_have_count(0)


def test_parts_that_are_lost_are_sent_again_and_nothing_is_sent_twice(walk: Walk) -> None:
    operator = at_the_request(walk)
    line = Line(operator.page, lost={3, 4})
    choose(operator, payload("jalur-buruk.xlsx", 3_000_000, seed=1))
    press_upload(operator)
    operator.reads("Sambungan terputus.").reads("jalur-buruk.xlsx: diterima dan tersimpan")
    wait_until_read(operator)
    first, second, lost, again, third, fourth, *rest = line.offsets
    assert (first, second, lost) == (0, SMALLEST, again) == (0, SMALLEST, third)
    assert [fourth, *rest] == sorted({fourth, *rest} - {third})
    assert rest[0] - fourth == SMALLEST  # the line was not so good after all


def test_an_upload_goes_on_after_the_page_was_loaded_anew(walk: Walk) -> None:
    operator = at_the_request(walk)
    first = Line(operator.page, lost=set(range(4, 100)))
    file = payload("dimuat-ulang.xlsx", 5_200_000, seed=2)
    choose(operator, file)
    press_upload(operator)
    operator.reads("Sambungan terputus.").look("unggah-terputus", phone=True)
    operator.page.unroute(PARTS)
    operator.page.reload()
    operator.reads("Unggahan belum selesai: dimuat-ulang.xlsx").reads("dari 5,2 MB sudah sampai")
    operator.look("unggah-lanjut", phone=True)
    second = Line(operator.page, lost=set())
    choose(operator, file)
    press_upload(operator)
    operator.reads("dimuat-ulang.xlsx: diterima dan tersimpan")
    wait_until_read(operator)
    assert max(first.offsets) == min(second.offsets) >= 3 * SMALLEST


def test_without_a_network_the_page_says_so_and_goes_on_by_itself(walk: Walk) -> None:
    operator = at_the_request(walk)
    context = operator.page.context
    choose(operator, payload("luring.xlsx", 400_000, seed=3))
    context.set_offline(True)
    press_upload(operator)
    operator.reads("Tidak ada sambungan internet.").look("unggah-luring", phone=True)
    context.set_offline(False)
    operator.reads("luring.xlsx: diterima dan tersimpan")
    wait_until_read(operator)


def test_what_is_cancelled_leaves_nothing_and_a_paper_beside_a_workbook_is_an_attachment(walk: Walk) -> None:
    operator = at_the_request(walk)
    Line(operator.page, lost=set(range(2, 100)))
    choose(operator, payload("batal.xlsx", 600_000, seed=4))
    press_upload(operator)
    operator.reads("Sambungan terputus.")
    operator.page.get_by_role("button", name="Batalkan batal.xlsx").click()
    operator.reads("Dibatalkan.")
    operator.page.unroute(PARTS)
    operator.page.reload()
    expect(operator.main.get_by_text("Unggahan belum selesai")).to_have_count(0)

    choose(
        operator,
        payload("dua.xlsx", 30_000, seed=5),
        payload("surat.pdf", 20_000, seed=6),
        payload("kosong.xlsx", 0, seed=7),
    )
    expect(operator.page.get_by_label("Untuk apa surat.pdf")).to_have_value("attachment")
    operator.page.locator("[data-queue]").scroll_into_view_if_needed()
    operator.look("unggah-antrean", phone=True)
    press_upload(operator)
    operator.reads("dua.xlsx: diterima dan tersimpan").reads("surat.pdf: diterima sebagai lampiran")
    operator.reads("kosong.xlsx: Berkas yang diunggah kosong.")
