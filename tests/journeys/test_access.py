"""A real installation, not a demo: a security key is set up and used, and asked for again before a binding act."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access import PASSWORD
from tests.browser import complaints, serious_faults
from tests.journeys.servers import Server, serve

ADMIN = "admin@mungil.example"
IN_EARNEST = {
    "SEKTORAL_DEMO": "no",
    "SEKTORAL_DEBUG": "yes",  # what would refuse to serve without HTTPS lets it pass, on this machine
    "SEKTORAL_SECRET_KEY": "only-for-this-journey-" * 3,
    "SEKTORAL_HOSTS": "localhost 127.0.0.1",
}
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
REFUSED = "status of 403"  # Chromium says so of the page that asks for the proof


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Server]:
    """This will serve a tiny office in earnest."""
    clock = tmp_path / "clock"
    _it_is_now(clock)
    with serve(tmp_path, clock=clock, fill="tests.journeys.access_offices", more=IN_EARNEST) as started:
        yield started


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """This will open a window with a security key in it."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    heard = complaints(page)
    yield page
    context.close()
    assert [words for words in heard if REFUSED not in words] == []


def test_a_security_key_opens_the_office_and_is_asked_for_before_what_binds(installation: Server, window: Page) -> None:
    home, clock = installation.address.replace("127.0.0.1", "localhost"), installation.clock
    assert clock is not None
    _sign_in(window, home)
    _sees(window, "Pasang langkah kedua")
    window.goto(f"{home}/pengaturan/")
    _sees(window, "Pasang langkah kedua")
    window.get_by_role("link", name="Pasang kunci").click()
    _sees(window, "Tambah kunci keamanan")
    window.get_by_role("button", name="Tambah kunci").click()
    _sees(window, "Kode pemulihan")
    assert len(re.findall(r"\b\d{8}\b", window.locator("main").inner_text())) == 10
    window.get_by_role("link", name="Sudah saya simpan").click()
    window.goto(f"{home}/akun/pengaturan/")
    _sees(window, "Pengaturan saya")
    _sign_out(window, home)

    _sign_in(window, home)
    _sees(window, "Verifikasi dua langkah")
    window.get_by_role("button", name="Pakai kunci keamanan").click()
    expect(window).not_to_have_url(re.compile("/akun/"))

    window.goto(f"{home}/pengaturan/akun/")
    _sees(window, "Akun")
    window.get_by_role("link", name="Contoh Kabid").click()
    _it_is_now(clock, later=timedelta(minutes=6))
    window.get_by_role("button", name="Tutup akun").click()
    _sees(window, "Pastikan ini Anda")
    expect(window.locator("main")).to_contain_text("Belum ada yang dijalankan")
    _it_is_now(clock)
    window.get_by_role("link", name="Buktikan ini Anda").click()
    window.get_by_role("button", name="Pakai kunci keamanan").click()
    _sees(window, "Contoh Kabid")
    window.get_by_role("button", name="Tutup akun").click()
    expect(window.locator("main")).to_contain_text("Akun ditutup")


def _sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/akun/login/")
    page.get_by_label("Alamat surel dinas").fill(ADMIN)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def _sign_out(page: Page, home: str) -> None:
    page.goto(f"{home}/akun/logout/")
    page.locator("main").get_by_role("button", name="Keluar").click()


def _sees(page: Page, heading: str) -> None:
    """The page stands there, fits a telephone too, and everybody can use it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert serious_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})


def _it_is_now(clock: Path, later: timedelta = timedelta()) -> None:
    new = clock.with_suffix(".new")
    new.write_text((datetime.now(UTC) + later).isoformat())
    new.replace(clock)
