"""People at their browsers: signing in, looking hard at every page, waiting for the worker, taking pictures."""

import io
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Download, Error, FilePayload, Locator, Page, ViewportSize

from sektoral.accounts.demo import DEMO_PASSWORD
from tests.browser import complaints, serious_faults
from tests.journeys.servers import Server

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
TABLETS = (640, 820, 1024)  # points wide: a desk at 200 %, a tablet upright, an old projector
PATIENCE = 90.0  # seconds for the worker; a loaded machine is slow, a stuck one is a failure
GLANCE, REFRESH = 400.0, 5_000.0  # milliseconds: before a page is loaded again; while it loads itself
DOMAIN = "contoh.example"
CUT = """[...document.querySelectorAll(".table-scroll")].filter(
  one => one.querySelector(".table-fold") && innerWidth < 992 && one.scrollWidth > one.clientWidth
).map(one => one.ariaLabel)"""  # lists that fold leave nothing to be looked for at their right
REFUSED = "the server responded with a status of 422"  # Chromium says so of every form that is shown again
SHAPE = """[...new Set([...document.querySelectorAll("main :is(h1, h2, h3, button, label, summary, [role])")]
  .map(one => one.tagName + one.textContent.trim().slice(0, 40)))].join()"""
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass(slots=True)
class Walk:
    """The whole walk: its server, everybody who has signed in, and what was found wrong on any page."""

    browser: Browser
    server: Server
    visitors: dict[str, "Visitor"] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def by(self, key: str, *, domain: str = DOMAIN, script: bool = True) -> "Visitor":
        """This will give the person `kadis`, `jp1`, `operator.dinkes` … at their own browser, signed in."""
        name = key if domain == DOMAIN else f"{key}@{domain}"
        if name not in self.visitors:
            visitor = Visitor(self, name, self._window(script=script))
            visitor.sign_in(f"{key}@{domain}")
            self.visitors[name] = visitor
        return self.visitors[name]

    def on_phone(self, key: str, *, domain: str = DOMAIN) -> "Visitor":
        """This will give the same person at a telephone of 360 by 740 points that is touched, not clicked."""
        name = f"{key} (telepon)"
        if name not in self.visitors:
            visitor = Visitor(self, name, self._window(phone=True), size=PHONE)
            visitor.sign_in(f"{key}@{domain}")
            self.visitors[name] = visitor
        return self.visitors[name]

    def public(self) -> "Visitor":
        """This will give somebody who has not signed in."""
        if "public" not in self.visitors:
            self.visitors["public"] = Visitor(self, "public", self._window())
        return self.visitors["public"]

    def it_is(self, moment: str) -> None:
        """This will set the time, such as `2026-11-23 09:00`, in the office's zone."""
        clock = self.server.clock
        assert clock is not None
        new = clock.with_suffix(".new")
        new.write_text(datetime.fromisoformat(f"{moment}+07:00").isoformat())
        new.replace(clock)

    def close(self) -> None:
        """This will close all windows and gather what their consoles complained of."""
        for visitor in self.visitors.values():
            self.faults += [f"{visitor.name}: console: {words}" for words in visitor.heard if REFUSED not in words]
            visitor.page.context.close()

    def _window(self, *, script: bool = True, phone: bool = False) -> Page:
        context = self.browser.new_context(
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        return context.new_page()


class Visitor:
    """One person with a window of some size. What `heard` holds is what the console complained of."""

    def __init__(self, walk: Walk, name: str, page: Page, *, size: ViewportSize = DESK) -> None:
        self.walk, self.name, self.page, self.size = walk, name, page, size
        self.main = page.locator("main")
        self.heard = complaints(page)

    def sign_in(self, email: str) -> None:
        """This will sign in through the page, as everybody does."""
        self.open("/akun/login/")
        self.page.get_by_label("Alamat surel dinas").fill(email)
        self.page.get_by_label("Kata sandi", exact=True).fill(DEMO_PASSWORD)
        self.through(self.page.get_by_role("button", name="Masuk", exact=True))
        assert "/akun/" not in self.page.url, f"{email} could not sign in"

    def open(self, path: str) -> "Visitor":
        """This will go to an address."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.walk.server.address}{path}")
        assert answer is not None
        assert answer.status < 400, f"{self.name}: {path} answers {answer.status}"
        return self

    def miss(self, path: str) -> "Visitor":
        """This will go to an address where nothing is; the page says so, and so does the browser's console."""
        answer = self.page.goto(f"{self.walk.server.address}{path}")
        assert answer is not None
        assert answer.status == 404, f"{self.name}: {path} answers {answer.status}"
        self.heard[:] = [words for words in self.heard if "status of 404" not in words]
        return self

    def status_of(self, path: str) -> int:
        """This will ask for an address without showing it, and give the status."""
        return self.page.request.get(f"{self.walk.server.address}{path}", max_redirects=0).status

    def follow(self, text: str) -> "Visitor":
        """This will follow a link by its words."""
        return self.through(self.main.get_by_role("link", name=text))

    def press(self, text: str) -> "Visitor":
        """This will press a button by its words."""
        return self.through(self.main.get_by_role("button", name=text))

    def press_in_vain(self, text: str) -> "Visitor":
        """This will press a button that the browser holds back: something on the page is still to be filled."""
        self.main.get_by_role("button", name=text).first.click()
        return self

    def through(self, door: Locator) -> "Visitor":
        """This will click and wait for the page that follows."""
        with self.page.expect_navigation():
            if self.size == PHONE:
                door.first.tap()
            else:
                door.first.click()
        return self

    def fill(self, label: str, text: str) -> "Visitor":
        """This will write into a field by its label."""
        self.page.get_by_label(label).first.fill(text)
        return self

    def reads(self, text: str) -> "Visitor":
        """This will hold that the page says this."""
        assert self._comes(text, within=REFRESH), f"{self.name} at {self.page.url}: no “{text}”"
        return self

    def until(self, text: str) -> "Visitor":
        """This will load the page again until it says this: the worker is at it."""
        give_up = time.monotonic() + PATIENCE
        while not self._comes(text, within=GLANCE):
            assert time.monotonic() < give_up, f"{self.name} at {self.page.url} waits in vain for “{text}”"
            with suppress(Error):  # the page was just loading itself again
                self.page.reload()
        return self

    def download(self, text: str) -> bytes:
        """This will download by a link's words."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=text).first.click()
        taken: Download = coming.value
        return Path(taken.path()).read_bytes()

    def links(self, prefix: str) -> list[str]:
        """This will list the addresses of objects under a prefix that the page links to."""
        found = self.page.locator(f"main a[href^='{prefix}']").all()
        hrefs = dict.fromkeys(link.get_attribute("href") or "" for link in found)
        return [href for href in hrefs if IDS.search(href.removeprefix(prefix).partition("?")[0])]

    def fetch(self, text: str) -> bytes:
        """This will fetch what a link leads to, with this person's cookies, for papers that open in the browser."""
        href = self.main.get_by_role("link", name=text).first.get_attribute("href") or ""
        answer = self.page.request.get(href if href.startswith("http") else f"{self.walk.server.address}{href}")
        assert answer.ok, f"{href} answers {answer.status}"
        return answer.body()

    def give(self, label: str, name: str, data: bytes) -> "Visitor":
        """This will choose a file for a field."""
        kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
        self.page.get_by_label(label).first.set_input_files(FilePayload(name=name, mimeType=kind, buffer=data))
        return self

    def look(self, picture: str = "", *, phone: bool = False) -> "Visitor":
        """This will look for faults on the page: axe, and whether it fits tablets and a telephone; and keep a picture.

        With `phone` axe looks again at 360 px in the dark, and a second picture is kept.
        """
        shape = self._shape()
        if shape not in self.walk.seen:
            self.walk.seen.add(shape)
            self._note(serious_faults(self.page))
        self._keep(picture)
        for width in TABLETS:
            self.page.set_viewport_size(ViewportSize(width=width, height=900))
            self._note_overflow()
        self.page.set_viewport_size(PHONE)
        self._note_overflow()
        if phone:
            self._keep(f"{picture}-360" if picture else "")
            self.page.emulate_media(color_scheme="dark")
            self._note(serious_faults(self.page))
            self._note_overflow()
            self._keep(f"{picture}-gelap" if picture else "")
            self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(self.size)
        return self

    def _comes(self, text: str, *, within: float) -> bool:
        """Whether the words are there, or come within some milliseconds: pages that wait for the worker load again."""
        try:
            self.main.get_by_text(text).filter(visible=True).first.wait_for(timeout=within)
        except Error:
            return False
        return True

    def _shape(self) -> str:
        """What makes a page another one for axe: its address and the words of what stands in it, numbers aside."""
        return IDS.sub("…", f"{self.page.url} {self.page.evaluate(SHAPE)}")

    def _note(self, faults: list[str]) -> None:
        self.walk.faults += [f"{self.name} at {self.page.url}: {fault}" for fault in faults]

    def _note_overflow(self) -> None:
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            self._note([f"{wide} px wide where there are {room}"])
        self._note([f"“{name}” is cut off at {room} px" for name in self.page.evaluate(CUT)])

    def _keep(self, name: str) -> None:
        folder = os.environ.get("SEKTORAL_PICTURES")
        if folder and name:
            path = Path(folder) / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(smaller(self.page.screenshot(animations="disabled", caret="initial")))


def smaller(png: bytes) -> bytes:
    """This will write a screenshot with a palette: a third of the bytes, and nobody sees it."""
    target = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()
