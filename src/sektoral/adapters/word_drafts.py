"""A draft's words as a Word file, so that somebody can correct them there and bring the paragraphs back.

Merge fields stay in their braces, because what is brought back must go on following number, date and deadline.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from sektoral.domain.letter_fields import FIELD_WORDS, Runs, fields_of
from sektoral.domain.letter_texts import fields_in, parts_on, text_of
from sektoral.domain.letters import Document, FollowUp, InternalMemo, Receipt, RequestLetter, SopDocument
from sektoral.domain.papers import Heading, Letterhead
from sektoral.domain.wording import counted, long_date

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTE = (
    "Konsep untuk dikoreksi. Ubah kalimat di bawah nama bagiannya, lalu salin tiap bagian ke halaman Naskah surat ini. "
    "Kata dalam kurung kurawal diisi sistem; biarkan seperti adanya. Artinya ada di bagian akhir."
)


def write_draft(paper: Document, *, at: datetime) -> bytes:
    """This will write letterhead, heading and paragraphs under the names of their parts, then the fields.

    The file holds text only: no macro, no link, no field code. Equal papers at one instant give equal text.
    """
    word = docx.Document()
    _set_up(word, at)
    _letterhead(word, paper.frame.letterhead)
    if not isinstance(paper, Receipt | SopDocument):
        _heading(word, paper.heading)
    _line(word, NOTE, italic=True)
    _printed_beside(word, paper)
    text, parts = text_of(paper), parts_on(paper)
    for part in parts:
        word.add_heading(part.title, level=2)
        for paragraph in text[part.name]:
            word.add_paragraph(paragraph, style="List Number" if part.listed else None)
    _fields(word, [name for part in parts for one in text[part.name] for name in fields_in(one)], paper)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _set_up(word: WordDocument, at: datetime) -> None:
    """Paper and font as offices set them, and nobody's name among the file's properties."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Arial", Pt(11)
    known = word.core_properties
    known.author = known.last_modified_by = known.comments = ""
    known.title, known.language = "Konsep naskah", "id-ID"
    known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _letterhead(word: WordDocument, head: Letterhead) -> None:
    for line, size in ((head.government, 13), (head.name.upper(), 15), *((line, 9) for line in head.address)):
        paragraph = word.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(size), line is not head.government and size > 9
    word.add_paragraph()


def _heading(word: WordDocument, heading: Heading) -> None:
    lines = (
        ("Nomor", heading.number or "(diberikan pada paraf terakhir)"),
        ("Sifat", heading.nature),
        ("Lampiran", heading.attachment),
        ("Hal", heading.subject),
        ("Tempat, tanggal", f"{heading.place}, {long_date(heading.date)}"),
    )
    _table(word, lines)
    word.add_paragraph()


def _printed_beside(word: WordDocument, paper: Document) -> None:
    """What the system prints on this paper beside its parts: nothing for most kinds."""
    lines = [*_replacing(paper), *_attached(paper)]
    if lines:
        word.add_heading("Dicetak sistem, tidak untuk disalin", level=2)
    for line in lines:
        word.add_paragraph(line)


def _replacing(paper: Document) -> Sequence[str]:
    """The sentence by which a correction takes the place of another letter, as its page has it."""
    if not isinstance(paper, RequestLetter | InternalMemo | FollowUp) or paper.replaces is None:
        return ()
    what = "Nota dinas" if isinstance(paper, InternalMemo) else "Surat"
    old = paper.replaces
    return (f"{what} ini menggantikan {what.lower()} nomor {old.number} tanggal {long_date(old.date)}.",)


def _attached(paper: Document) -> Sequence[str]:
    if not isinstance(paper, RequestLetter):
        return ()
    if not paper.addressees:
        return (f"Lampiran: daftar {counted(len(paper.tables))} tabel data yang diminta.",)
    return (
        f"Lampiran I: daftar alamat {counted(len(paper.addressees))} perangkat daerah.",
        f"Lampiran II: daftar {counted(len(paper.tables))} tabel data yang diminta, menurut perangkat daerah.",
    )


def _fields(word: WordDocument, used: Sequence[str], paper: Document) -> None:
    values = fields_of(paper)
    word.add_heading("Arti kata dalam kurung kurawal", level=2)
    rows = [(f"{{{name}}}", f"{FIELD_WORDS[name]}; pada surat ini: {_words(values[name])}") for name in _once(used)]
    _table(word, rows)


def _table(word: WordDocument, rows: Sequence[tuple[str, str]]) -> None:
    table = word.add_table(rows=0, cols=2)
    for pair in rows:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, pair, (Mm(45), Mm(115)), strict=True):
            cell.text, cell.width = words, width


def _line(word: WordDocument, words: str, *, italic: bool) -> None:
    word.add_paragraph().add_run(words).italic = italic


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs) or "kosong, sehingga alineanya tidak dicetak"


def _once(names: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(names))
