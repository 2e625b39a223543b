"""The job `page_images`: the pages of an uploaded PDF as pictures, so that no browser need open the PDF itself."""

import base64
import io
from collections.abc import Mapping
from pathlib import Path

import pypdfium2

from sektoral.adapters.sandbox.active_pdf import check_passive
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.kinds import FileKind, tell_kind
from sektoral.adapters.sandbox.refusal import FileRefused

PAGES_AT_MOST = 50
WIDTH = 1_000  # pixels
TALLEST = 5  # times the width; a longer page is drawn smaller
_NAMES = {"first": 0, "pages": 10, "width": WIDTH}


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Draw pages as PNG in base64.

    Options: `first` (0), `pages` (at most, 10), `width` in pixels (1,000); with `passive`, a PDF that does something
    when it is opened is refused. Answers `page_count` and
    `pages[{number, width, height, png}]`. Raise `FileRefused` for what is no PDF or cannot be drawn.
    """
    first, wanted, width = (_number(options, name) for name in _NAMES)
    data = _read(path, caps)
    if options.get("passive"):
        check_passive(data)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        last = min(count, first + min(wanted, PAGES_AT_MOST))
        pages = [_draw(document, number, min(width, 2 * WIDTH)) for number in range(first, last)]
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise FileRefused("encrypted" if locked else "pdf_broken") from error
    return {"page_count": count, "pages": pages}


def _read(path: Path, caps: Caps) -> bytes:
    if not path.is_file():
        raise FileRefused("file_missing")
    if (size := path.stat().st_size) > caps.file_bytes:
        raise FileRefused("file_too_big", size=size, limit=caps.file_bytes)
    data = path.read_bytes()
    kind, spoken = tell_kind(data[:4096])
    if kind is not FileKind.PDF:
        raise FileRefused("not_a_pdf", kind=spoken)
    return data


def _draw(document: pypdfium2.PdfDocument, number: int, width: int) -> dict[str, object]:
    page = document[number]
    points_wide, points_high = page.get_size()
    scale = min(width / max(points_wide, 1), width * TALLEST / max(points_high, 1))
    picture = page.render(scale=scale).to_pil()
    target = io.BytesIO()
    picture.save(target, format="PNG")
    png = base64.b64encode(target.getvalue()).decode("ascii")
    return {"number": number + 1, "width": picture.width, "height": picture.height, "png": png}


def _number(options: Mapping[str, str], name: str) -> int:
    text = options.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else _NAMES[name]
