"""Official papers as PDF/A-2b through Typst: the data of a paper in, its bytes and number of pages out."""

import json
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from sektoral.adapters.typesetting.coverage import FONTS
from sektoral.adapters.typesetting.payload import payload_of
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import Document, date_of, kind_of
from sektoral.domain.reports import Report
from sektoral.domain.wording import terbilang

TEMPLATES = Path(__file__).parent / "templates"

PILE = 400  # signs without one of ASCII between them; no word of ours has ten
_PILE = re.compile(rf"(?:\\u[0-9a-f]{{4}}){{{PILE}}}")
_PAGE_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_turn = threading.Lock()  # a compiler works for one thread at a time


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper: the PDF's bytes and how many pages it has."""

    pdf: bytes
    pages: int


def render(document: Document) -> Rendered:
    """This will set a paper as a tagged PDF/A-2b; equal papers give equal bytes.

    Raises `Invalid` (`paper_not_set`, fact `reason`) when the paper cannot be set without a warning, for example
    because a name holds a character that the font lacks.
    """
    midnight = datetime.combine(date_of(document), time(), UTC)
    return set_paper(TEMPLATES / f"{kind_of(document)}.typ", data=json.dumps(payload_of(document)), at=midnight)


def render_summary(report: Report) -> Rendered:
    """This will set a report's one-page summary for the Bupati alone, an excerpt without a signature of its own."""
    midnight = datetime.combine(date_of(report), time(), UTC)
    return set_paper(TEMPLATES / "summary.typ", data=json.dumps(payload_of(report)), at=midnight)


def set_paper(template: Path, *, data: str, at: datetime) -> Rendered:
    """This will set a template with its data, a JSON text in ASCII, dated `at`. Raises `Invalid` (`paper_not_set`).

    What piles up on one letter costs Typst its square in memory: 50,000 accents are 10 GB, which end the process.
    """
    if _PILE.search(data):
        raise Invalid(
            "paper_not_set", reason=f"ada {PILE} tanda berturut-turut yang bukan huruf, angka, atau spasi biasa"
        )
    with _turn:
        pdf = _compiled(template, data=data, at=at)
    return Rendered(pdf=pdf, pages=_count_pages(pdf))


def _compiled(template: Path, *, data: str, at: datetime) -> bytes:
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            input=template,
            sys_inputs={"data": data, "words": _number_words()},
            format="pdf",
            pdf_standards="a-2b",
            timestamp=at,
        )
    except typst.TypstError as error:
        raise Invalid("paper_not_set", reason=error.message) from error
    if warnings:
        raise Invalid("paper_not_set", reason=str(warnings[0]))
    if not isinstance(pdf, bytes):
        raise TypeError("one paper is one file")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """One compiler per process: its cache makes every further paper cheap. No font but ours may be used."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)


@cache
def _number_words() -> str:
    """The number words that templates print, 0 to 999, as a JSON list."""
    return json.dumps([terbilang(n) for n in range(1000)])


def _count_pages(pdf: bytes) -> int:
    found = _PAGE_COUNT.search(pdf)
    if found is None:
        raise TypeError("the page tree has no count")
    return int(found[1])
