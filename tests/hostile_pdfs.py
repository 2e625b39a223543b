"""PDFs that do something when they are opened, or cost too much to open; made by code, one evil each."""

import zlib
from collections.abc import Callable, Sequence
from itertools import accumulate

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R%s >>"
CONTENT = b"BT ET"
PAGES = 100_000  # a million take the child to its limit of processor time, and are refused there
MANY = 20_000


def pdf(
    more: Sequence[bytes] = (), *, root: bytes = b"", page: bytes = b"",
    pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    content: bytes = b"<< /Length 5 >>\nstream\nBT ET\nendstream", tail: bytes = b"",
) -> bytes:  # fmt: skip
    """This will write a small PDF: objects 1 to 4 are root, page tree, page and content; `more` follow."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R%s >>" % root
    return assembled([catalog, pages, PAGE % page, content, *more], tail)


def assembled(objects: Sequence[bytes], tail: bytes = b"") -> bytes:
    """This will number objects from 1 and write the table of contents."""
    pieces = [b"%PDF-1.7\n", *(b"%d 0 obj\n%s\nendobj\n" % one for one in enumerate(objects, 1))]
    *places, start = accumulate(map(len, pieces))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R%s >>" % (len(objects) + 1, tail)
    return b"".join(pieces) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + (
        b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
    )  # fmt: skip


def _note(subtype: bytes, more: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /%s /Rect [0 0 9 9] %s >>" % (subtype, more)


def _packed() -> bytes:
    """A script within a packed object stream, where no look at the bytes finds it."""
    inner = b"6 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    data = zlib.compress(inner)
    packed = b"<< /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(data),
        data,
    )
    bodies = [b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    bodies += [PAGE % b"", b"<< /Length 5 >>\nstream\nBT ET\nendstream", packed]
    text, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(text)
    entries = [(0, 0, 255), *((1, place, 0) for place in places), (2, 5, 0), (1, start, 0)]
    table = b"".join(bytes([kind]) + first.to_bytes(4, "big") + bytes([second]) for kind, first, second in entries)
    told = b"<< /Type /XRef /Size 8 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(table)
    return text + b"7 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (told, table, start)


ACTION = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ACTIVE: dict[str, bytes] = {
    "open_action": pdf(root=b" /OpenAction " + ACTION),
    "named_script": pdf(root=b" /Names << /JavaScript << /Names [(a) 5 0 R] >> >>", more=[ACTION]),
    "packed_script": _packed(),
    "launch": pdf(page=b" /Annots [5 0 R]", more=[_note(b"Link", b"/A << /S /Launch /F (cmd.exe) >>")]),
    "go_to_remote": pdf(page=b" /Annots [5 0 R]", more=[_note(b"Link", b"/A << /S /GoToR /F (lain.pdf) >>")]),
    "submit_form": pdf(page=b" /Annots [5 0 R]", more=[_note(b"Widget", b"/FT /Btn /A << /S /SubmitForm /F (x) >>")]),
    "rich_media": pdf(page=b" /Annots [5 0 R]", more=[_note(b"RichMedia", b"")]),
    "xfa": pdf(root=b" /AcroForm << /Fields [] /XFA (x) >>"),
    "embedded_file": pdf(
        root=b" /Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>] >> >>",
        more=[b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream"],
    ),
    "attached": pdf(page=b" /Annots [5 0 R]", more=[_note(b"FileAttachment", b"/FS << /F (a.exe) >>")]),
    "page_action": pdf(page=b" /AA << /O " + ACTION + b" >>"),
}  # fmt: skip


def _nested_flate(levels: int = 3) -> bytes:
    data = b"0 " * (16 << 20)
    for _ in range(levels):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * levels
    return pdf(content=b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data))


def _many_pages() -> bytes:
    return pdf(pages=b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * PAGES, PAGES))


def _xref_loop() -> bytes:
    whole = pdf()
    start = whole.rindex(b"xref\n0 5")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def _many_objects() -> bytes:
    chain = [b"<< /Next %d 0 R >>" % (number + 6) for number in range(MANY)]
    return pdf(chain, root=b" /Outlines 5 0 R")


# Name → what makes it; each is answered within the limits of its child, drawn or refused
COSTLY: dict[str, Callable[[], bytes]] = {
    "nested_flate": _nested_flate,
    "huge_page": lambda: pdf().replace(b"[0 0 595 842]", b"[0 0 2147483647 2147483647]"),
    "endless_page": lambda: pdf().replace(b"[0 0 595 842]", b"[0 0 1e38 -1e38]"),
    "circular_page_tree": lambda: pdf(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "many_pages": _many_pages,
    "xref_loop": _xref_loop,
    "many_objects": _many_objects,
    "deep_arrays": lambda: pdf(root=b" /X " + b"[" * 200_000 + b"]" * 200_000),
    "stream_of_itself": lambda: pdf(content=b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"),
}
