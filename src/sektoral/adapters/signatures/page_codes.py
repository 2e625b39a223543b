"""Verification codes, tokens and fingerprints printed on the pages of a PDF: what the document claims to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from sektoral.domain.tokens import ALPHABET, is_token, read_short_code

MOST_PAGES = 40
MOST_LETTERS = 20_000  # on one page
MOST_FOUND = 20

_CODE = re.compile(rf"(?<![0-9A-Za-z-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![0-9A-Za-z-])")
_TOKEN = re.compile(rf"/([{ALPHABET}]{{26,64}})(?![0-9A-Za-z])", re.IGNORECASE)
_FINGERPRINT = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{8}\s+){7}[0-9a-f]{8}(?![0-9a-f])")  # as papers print it


@dataclass(frozen=True, slots=True)
class PageCodes:
    """What the pages show, each once: short codes, tokens, and SHA-256 in eight groups of eight digits."""

    codes: tuple[str, ...]
    tokens: tuple[str, ...]
    fingerprints: tuple[str, ...]


def find_codes(pdf: bytes) -> PageCodes:
    """Get the codes that the pages show. Never raises; unreadable pages show none."""
    codes: dict[str, None] = {}
    tokens: dict[str, None] = {}
    fingerprints: dict[str, None] = {}
    for shown in _texts(pdf):
        codes |= {code: None for found in _CODE.findall(shown) if (code := read_short_code(found))}
        tokens |= {token: None for found in _TOKEN.findall(shown) if is_token(token := found.upper())}
        fingerprints |= {"".join(found.split()): None for found in _FINGERPRINT.findall(shown)}
    return PageCodes(tuple(codes)[:MOST_FOUND], tuple(tokens)[:MOST_FOUND], tuple(fingerprints)[:MOST_FOUND])


def _texts(pdf: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except Exception:  # noqa: BLE001  # pdfium says no in its own ways, and then there is no page
        return
    try:
        for number in range(min(len(document), MOST_PAGES)):
            yield _text_of(document, number)
    finally:
        document.close()


def _text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        shown = page.get_textpage().get_text_range(0, -1)
        page.close()
    except Exception:  # noqa: BLE001
        return ""
    return str(shown)[:MOST_LETTERS]
