"""What a reader finds on the pages of a PDF."""

import os
import shutil
import subprocess

import pypdfium2
import pytest

from sektoral.adapters.typesetting import render
from sektoral.domain.letters import Document

INVISIBLE = str.maketrans({"\u00a0": " ", "\u200b": "", "\u00ad": "", "\ufffe": "", "\x02": ""})


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with plain spaces."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.translate(INVISIBLE).split()) for text in texts]


def second_reading(pdf: bytes) -> str:
    """The text of all pages as poppler reads it. Skips where it is not installed, which CI does not allow."""
    tool = shutil.which("pdftotext")
    if tool is None:
        if os.environ.get("CI"):
            pytest.fail("pdftotext is missing")
        pytest.skip("pdftotext is not installed")
    read = subprocess.run([tool, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    assert not read.stderr
    return " ".join(read.stdout.decode().translate(INVISIBLE).split())


def text_of(paper: Document) -> str:
    return " ".join(pages_of(render(paper).pdf))


def missing_from(text: str, *words: str) -> list[str]:
    return [part for part in words if " ".join(part.split()) not in text]
