"""What a file is, told from its first bytes and never from its name."""

from enum import StrEnum
from pathlib import PurePath


class FileKind(StrEnum):
    """The kinds that are treated differently."""

    ZIP = "zip"  # xlsx, xlsb, ods, or any other archive
    OLE = "ole"  # xls, or an encrypted workbook
    PDF = "pdf"
    TEXT = "text"
    PICTURE = "picture"  # PNG or JPEG
    OLD_EXCEL = "old_excel"  # Excel 2 to 4, without a container
    OTHER = "other"


SPOKEN: dict[FileKind, str] = {
    FileKind.ZIP: "arsip ZIP",
    FileKind.OLE: "dokumen Office lama",
    FileKind.PDF: "PDF",
    FileKind.TEXT: "teks",
    FileKind.PICTURE: "gambar",
    FileKind.OLD_EXCEL: "lembar kerja Excel sebelum 1997",
    FileKind.OTHER: "berkas jenis lain",
}
_MAGIC: tuple[tuple[bytes, FileKind, str], ...] = (
    (b"PK\x03\x04", FileKind.ZIP, ""),
    (b"PK\x05\x06", FileKind.ZIP, ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE, ""),
    (b"%PDF", FileKind.PDF, ""),
    (b"\x89PNG", FileKind.PICTURE, "gambar PNG"),
    (b"\xff\xd8\xff", FileKind.PICTURE, "gambar JPEG"),
    (b"GIF8", FileKind.OTHER, "gambar GIF"),
    (b"\x1f\x8b", FileKind.OTHER, "arsip GZIP"),
    (b"Rar!", FileKind.OTHER, "arsip RAR"),
    (b"7z\xbc\xaf", FileKind.OTHER, "arsip 7z"),
    (b"SQLite format 3", FileKind.OTHER, "basis data SQLite"),
    (b"\x09\x00", FileKind.OLD_EXCEL, ""),
    (b"\x09\x02", FileKind.OLD_EXCEL, ""),
    (b"\x09\x04", FileKind.OLD_EXCEL, ""),
    (b"\x09\x08", FileKind.OLD_EXCEL, ""),
)
TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab"})
_TEXT_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"<?xml", "XML"),
    (b"<!doctype html", "halaman HTML"),
    (b"<html", "halaman HTML"),
    (b"<table", "halaman HTML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"id;p", "SYLK"),
    (b"table\r\n0,1", "DIF"),
    (b"table\n0,1", "DIF"),
)


def tell_kind(head: bytes) -> tuple[FileKind, str]:
    """Tell the kind from the first bytes, and how to call it in a sentence."""
    for magic, kind, spoken in _MAGIC:
        if head.startswith(magic):
            return kind, spoken or SPOKEN[kind]
    if b"%PDF-" in head[:1024]:
        return FileKind.OTHER, "PDF yang awalnya rusak"
    if _looks_like_text(head):
        return FileKind.TEXT, _spoken_text(head)
    return FileKind.OTHER, SPOKEN[FileKind.OTHER]


def is_text_table(head: bytes, filename: str) -> bool:
    """Say whether a text file is to be read as a table: by its ending, unless it begins like something else."""
    ending = PurePath(filename).suffix.lower()
    if ending in TABLE_ENDINGS:
        return not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<?xml", b"<html", b"<!doctype"))
    return not ending and _spoken_text(head) == SPOKEN[FileKind.TEXT] and any(c in head for c in b",;\t")


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return b"\x00" not in head and sum(byte < 9 or 13 < byte < 32 for byte in head) * 100 <= len(head)


def _spoken_text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((spoken for sign, spoken in _TEXT_STARTS if start.startswith(sign)), SPOKEN[FileKind.TEXT])
