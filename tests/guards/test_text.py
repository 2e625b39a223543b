"""What must not stand in any file: addresses of registries and CDNs, styles and scripts in pages, personal numbers."""

import re

import pytest

from tests.guards.files import own_texts, shown

# Written apart, so that this file does not hold what it looks for.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js",
    "deb." + "debian.org",
    "unpkg" + ".com",
    "jsdelivr" + ".net",
    "cdn" + "js",
    "fonts." + "googleapis",
    "fonts." + "gstatic",
]

# NIK: region, date of birth (day + 40 for women), serial. NIP: birth date, month of appointment, sex, serial.
NIK = re.compile(r"(?<![\w.])[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{2}\d{4}(?![\w.])")
NIP = re.compile(
    r"(?<!\w)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?(?:19|20)\d{2}(?:0[1-9]|1[0-2]) ?[12] ?\d{3}(?!\w)"
)
IN_PAGES = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*="),
    "an address elsewhere": re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!www\.w3\.org)"),
}


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry_or_cdn(host: str) -> None:
    assert [shown(path) for path, text in own_texts() if host in text] == []


@pytest.mark.parametrize("pattern", [NIK, NIP], ids=["NIK", "NIP"])
def test_no_file_holds_a_number_that_could_be_a_persons(pattern: re.Pattern[str]) -> None:
    texts = [(path, text) for path, text in own_texts() if path.suffix != ".lock"]
    assert [(shown(path), found[0]) for path, text in texts for found in pattern.finditer(text)] == []


@pytest.mark.parametrize("what", IN_PAGES)
def test_no_page_holds(what: str) -> None:
    pages = [(path, text) for path, text in own_texts(".html") if "templates" in path.parts]
    assert [(shown(path), found[0]) for path, text in pages for found in IN_PAGES[what].finditer(text)] == []


def test_the_patterns_for_personal_numbers_find_some() -> None:
    assert NIK.search("NIK " + "121006" + "450190" + "0001")
    assert NIP.search("NIP " + "19900131" + " 201501" + " 2 001")
    assert not NIK.search("9007199254740993")
