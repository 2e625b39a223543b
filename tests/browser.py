"""Chromium for the journeys: the machine's own, driven by Playwright, without a word to the outside."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # CI runs as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)


def find_chromium() -> str | None:
    """This will find the browser: the one that `CHROMIUM` names, else the first on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """This will start the machine's Chromium, and stop it in the end. Raises `RuntimeError` where there is none."""
    executable = find_chromium()
    if executable is None:
        raise RuntimeError("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def complaints(page: Page) -> list[str]:
    """This will collect what the page complains of in its console from now on, but for what axe itself provokes."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and page not in _UNDER_AXE:
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def serious_faults(page: Page) -> list[str]:
    """This will let axe look at the page, and name each serious or critical fault with the first place it found."""
    _UNDER_AXE.add(page)  # axe measures with inline styles, which our policy refuses loudly
    try:
        found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    finally:
        _UNDER_AXE.discard(page)
    return [
        f"{fault['id']}: {fault['help']} at {fault['nodes'][0]['target']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


_UNDER_AXE: set[Page] = set()
