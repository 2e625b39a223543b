"""Signing many letters through BSrE on a telephone: in portions, broken off, taken up again; and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sektoral.accounts.demo import DEMO_PASSWORD
from tests import bsre
from tests.bsre_state import PASSPHRASE, PASSWORD, USER, Behaviour, Gateway
from tests.journeys.servers import Server, serve
from tests.journeys.signing_offices import FIRST, LETTERS, SECOND
from tests.journeys.walking import Visitor, Walk

SIGN = "/surat/antrean/tanda-tangan/"
B = Behaviour


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with bsre.running() as running:
        yield running


@pytest.fixture(scope="module")
def signing(gateway: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var: Path = tmp_path_factory.mktemp("signing")
    told = {"URL": gateway.url, "USER": USER, "PASSWORD": PASSWORD}
    more = {f"SEKTORAL_BSRE_{name}": value for name, value in told.items()}
    with serve(var, clock=var / "clock", fill="tests.journeys.signing_offices", more=more) as started:
        yield started


@pytest.fixture
def walk(browser: Browser, signing: Server) -> Iterator[Walk]:
    walking = Walk(browser, signing)
    yield walking
    walking.close()
    assert walking.faults == []


def agree(kadis: Visitor, passphrase: str) -> Visitor:
    """The ticks and words that the page asks for."""
    kadis.page.get_by_label("juga surat yang belum saya buka").check()
    return kadis.fill("Kata sandi akun Anda", DEMO_PASSWORD).fill("Frasa sandi BSrE", passphrase)


def test_twelve_letters_are_signed_in_portions_on_a_telephone_whatever_comes_between(
    walk: Walk, gateway: Gateway
) -> None:
    total = LETTERS[FIRST]
    kadis = walk.on_phone("kadis", domain=f"{FIRST}.example").open(SIGN).look("tanda-tangan", phone=True)
    agree(kadis, "bukan frasa sandinya").press_in_vain(f"Tanda tangani {total} surat")
    kadis.reads("Frasa sandi atau kode BSrE salah").look("frasa-sandi-salah", phone=True)
    assert gateway.asked("/api/sign/pdf") == 1

    gateway.will(*[B.WELL] * 7, B.BUSY, B.WELL)
    kadis.fill("Frasa sandi BSrE", PASSPHRASE).press_in_vain(f"Tanda tangani {total} surat")
    kadis.reads("sedang sibuk").reads(f"7 dari {total} surat sudah ditandatangani").look("terhenti", phone=True)

    walk.it_is("2026-11-23 14:05")
    gateway.json_answers = gateway.loses_downloads = True
    kadis.press_in_vain(f"Tanda tangani {total} surat")
    kadis.reads("berkasnya belum sampai").reads(f"7 dari {total} surat sudah ditandatangani")
    kadis.open(SIGN).reads("belum diketahui").look("belum-diketahui", phone=True)
    kadis.follow("Selesaikan").reads("Layanan menyimpannya sebagai").look("ambil-berkas", phone=True)
    gateway.loses_downloads = False
    kadis.press("Ambil berkasnya dari layanan").reads("Surat ditandatangani dan terdaftar").look("diambil", phone=True)

    agree(kadis.open(SIGN), PASSPHRASE).press("Tanda tangani 4 surat").reads("4 dari 4 surat").look("hasil", phone=True)
    assert (
        gateway.asked("/api/sign/pdf") == 1 + 7 + 1 + 1 + 4
    )  # each once but for the wrong passphrase and the busy one
    kadis.open(SIGN).reads("Tidak ada surat yang menunggu")


def test_two_letters_are_signed_with_a_code_without_javascript_and_the_rest_in_one_call(
    walk: Walk, gateway: Gateway
) -> None:
    kadis = walk.by("kadis", domain=f"{SECOND}.example", script=False).open(SIGN)
    boxes = kadis.page.locator("input[name=letter]")
    for number in range(2, LETTERS[SECOND]):
        boxes.nth(number).uncheck()
    kadis.press("Kirim kode untuk").reads("Kode untuk 2 surat dikirim")
    sign_with_code(kadis, gateway).reads("2 dari 2 surat")

    rest, phone = LETTERS[SECOND] - 2, walk.on_phone("kadis", domain=f"{SECOND}.example").open(SIGN)
    phone.press(f"Kirim kode untuk {rest} surat").reads(f"Kode untuk {rest} surat dikirim").look("kode-telepon")
    sign_with_code(phone, gateway).reads(f"{rest} dari {rest} surat").look("hasil-kode")
    assert [call.files for call in gateway.calls if call.path == "/api/v2/sign/pdf"] == [2, rest]


def sign_with_code(kadis: Visitor, gateway: Gateway) -> Visitor:
    (code,) = gateway.codes
    kadis.page.get_by_label("juga surat yang belum saya buka").check()
    return kadis.fill("Kata sandi akun Anda", DEMO_PASSWORD).fill("Kode TOTP dari BSrE", code).press("Tanda tangani")


def test_who_signs_and_through_what_is_set_on_pages_that_fit_a_telephone(walk: Walk) -> None:
    walk.by("kadis", domain=f"{FIRST}.example").open("/akun/pengaturan/").look("identitas", phone=True)
    walk.by("admin", domain=f"{FIRST}.example").open("/pengaturan/tanda-tangan/").look("layanan", phone=True)
