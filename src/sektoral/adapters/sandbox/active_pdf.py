"""Whether a PDF does something when it is opened: programs, commands, forms that post, files inside it.

A scanned paper does none of that. What is found is named, and the paper is refused: it is opened by people, in
programs of theirs, and what such a program obeys nobody here knows.
"""

import re
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from sektoral.adapters.sandbox.refusal import FileRefused

# A name in the file → what people call it
ACTIVE: dict[str, str] = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/Launch": "perintah menjalankan program",
    "/GoToR": "tautan ke berkas lain",
    "/GoToE": "tautan ke berkas lain",
    "/SubmitForm": "formulir yang mengirim isinya",
    "/ImportData": "formulir yang mengambil data",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Rendition": "media",
    "/3D": "media",
    "/XFA": "formulir XFA",
    "/EmbeddedFile": "berkas sisipan",
    "/EmbeddedFiles": "berkas sisipan",
    "/FileAttachment": "berkas sisipan",
    "/AA": "tindakan otomatis",
}
_RAW = re.compile(rb"(%s)(?![A-Za-z0-9])" % b"|".join(re.escape(name.encode()) for name in ACTIVE))


def check_passive(data: bytes) -> None:
    """This will raise `FileRefused` (`pdf_active`) for a PDF that does something when it is opened."""
    try:
        found = _in_objects(PdfFileReader(BytesIO(data), strict=False))
    except Exception:  # noqa: BLE001  what pyHanko cannot read may still be drawn, and then its bytes are looked through
        found = _in_bytes(data)
    if found:
        raise FileRefused("pdf_active", what=ACTIVE[found])


def _in_objects(reader: PdfFileReader) -> str:
    """The first active name in any object that the document reaches, wherever it is packed; each is seen once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [reader.trailer.raw_get("/Root")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if (one.idnum, one.generation) not in seen:
                seen.add((one.idnum, one.generation))
                waiting.append(one.get_object())  # type: ignore[no-untyped-call]
        elif isinstance(one, generic.DictionaryObject):
            if found := _in_dictionary(one):
                return found
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += list.__iter__(one)
    return ""


def _in_dictionary(one: generic.DictionaryObject) -> str:
    said = [*one, *(str(one.raw_get(key)) for key in ("/S", "/Subtype", "/Type") if key in one)]
    return next((name for name in said if name in ACTIVE), "")


def _in_bytes(data: bytes) -> str:
    found = _RAW.search(data)
    return found[1].decode("ascii") if found else ""
