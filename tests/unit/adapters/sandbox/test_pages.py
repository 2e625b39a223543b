"""Pages of uploaded PDFs as pictures."""

import base64
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from sektoral.adapters.sandbox import pages
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.refusal import FileRefused


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(595, 842)
    document.new_page(10, 14_000)
    document.save(tmp_path / "a.pdf")
    document.close()
    return tmp_path / "a.pdf"


def drawn(path: Path, **options: str) -> list[dict[str, object]]:
    found = pages.job(path, options, AGENCY)["pages"]
    assert isinstance(found, list)
    return found


def test_pages_are_drawn_as_wide_as_asked(letter: Path) -> None:
    found = drawn(letter, first="1", pages="1", width="300")
    assert [page["number"] for page in found] == [2]
    picture = Image.open(io.BytesIO(base64.b64decode(str(found[0]["png"]))))
    assert (picture.format, picture.width) == ("PNG", 300)


def test_overlong_page_is_drawn_smaller(letter: Path) -> None:
    tall = drawn(letter, first="3")[0]
    assert int(str(tall["height"])) <= pages.TALLEST * pages.WIDTH


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.7\nrusak", "pdf_broken"), (b"PK\x03\x04", "not_a_pdf"), (None, "file_missing")]
)
def test_what_cannot_be_drawn_is_refused(content: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        drawn(path)
    assert refused.value.code == code
