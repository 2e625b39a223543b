"""What a reader finds on the pages of a PDF."""

import pypdfium2

from sektoral.adapters.typesetting import render
from sektoral.domain.letters import Document

INVISIBLE = str.maketrans({"\u00a0": " ", "\u200b": "", "\u00ad": "", "\ufffe": "", "\x02": ""})


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with plain spaces."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.translate(INVISIBLE).split()) for text in texts]


def text_of(paper: Document) -> str:
    return " ".join(pages_of(render(paper).pdf))


def missing_from(text: str, *words: str) -> list[str]:
    return [part for part in words if " ".join(part.split()) not in text]
