"""A letter as it stands: its signed bytes, the final ones that wait for a signature, or a draft set on demand."""

import base64
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import cast

from sektoral.adapters.sandbox import client
from sektoral.adapters.typesetting import render
from sektoral.domain.chains import chain_of
from sektoral.domain.errors import Invalid, NotFound, Unavailable
from sektoral.domain.letters import Document, LetterKind
from sektoral.domain.sop_checks import fits_on_paper
from sektoral.domain.sop_text import SopText
from sektoral.intake import files
from sektoral.letters.composing import compose, frame_of, sop_document
from sektoral.letters.outside import signer_role
from sektoral.letters.signatories import unsigned
from sektoral.records.actors import holder_of, local_date
from sektoral.records.models import Letter, Sop, StoredFile
from sektoral.records.sop_versions import printed

MOST_PAGES = 20  # drawn on one page of ours; the PDF has them all


class Stage(StrEnum):
    """How far the bytes are."""

    DRAFT = "draft"  # set now from what is stored, without number and seal where they are missing
    FINAL = "final"  # exactly the bytes that will be signed
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a picture."""

    png: bytes
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture itself as an address, for a page of what is not stored."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def stage_of(letter: Letter) -> Stage:
    """This will tell which bytes the letter has."""
    if letter.signed_file_id:
        return Stage.SIGNED
    return Stage.FINAL if letter.final_file_id else Stage.DRAFT


def pdf_of(letter: Letter, *, at: datetime) -> bytes:
    """This will give the letter's bytes. Raises `NotFound` (`seat_vacant`) where nobody could sign a draft."""
    kept = _kept(letter)
    return files.read(kept) if kept else draft_pdf(letter, at=at)


def draft_pdf(letter: Letter, *, at: datetime) -> bytes:
    """This will set the letter as it would look if it were signed today by the present holder of the seat."""
    return render(draft_paper(letter, at=at)).pdf


def draft_paper(letter: Letter, *, at: datetime) -> Document:
    """This will put the letter together as `draft_pdf` sets it. Raises `NotFound` (`seat_vacant`)."""
    role = signer_role(letter) or chain_of(LetterKind(letter.kind), letter.office.chains)[-1].role
    seat = holder_of(letter.office, role, at, letter.agency)
    return compose(letter, signature=unsigned(letter, seat), on=local_date(letter.office, at))


def draw(paper: Document, *, most: int) -> Sequence[Page]:
    """This will set a paper that is not stored and draw its first pages, `most` at the most."""
    return draw_pdf(render(paper).pdf, most=most)


def draw_pdf(pdf: bytes, *, most: int) -> Sequence[Page]:
    """This will draw the first pages of a PDF that is kept nowhere, `most` at the most."""
    with _for_a_while(pdf) as path:
        drawn = _drawn(path, first=0, pages=most)["pages"]
    return [_picture(page) for page in cast("Sequence[Mapping[str, object]]", drawn)]


def draft_sop(stored: Sop, content: SopText, *, at: datetime) -> bytes:
    """This will set an SOP as its paper would look if it said `content` and were signed today.

    Raises `NotFound` (`seat_vacant`) and `Invalid` (`sop_unreadable`, `paper_not_set`).
    """
    if not fits_on_paper(content):
        raise Invalid("paper_not_set", reason="isi revisi melebihi lembarnya")
    letter = Letter(office=stored.office, kind=LetterKind.SOP)
    role = next(seat.role for seat in chain_of(LetterKind.SOP, stored.office.chains) if seat.act == "sign")
    seat, on = holder_of(stored.office, role, at), local_date(stored.office, at)
    frame = frame_of(letter, unsigned(letter, seat))
    said = printed(stored, content, on=on, approved=stored.is_chart_approved)
    return render(sop_document(said, frame=frame, on=on)).pdf


def count_pages(letter: Letter, *, at: datetime) -> int:
    """This will count the pages of the letter's PDF."""
    with _on_disk(letter, at) as path:
        return int(str(_drawn(path, first=0, pages=0)["page_count"]))


def page_of(letter: Letter, number: int, *, at: datetime) -> Page:
    """This will draw one page, counted from 1. Raises `NotFound` where there is none."""
    with _on_disk(letter, at) as path:
        drawn = cast("Sequence[Mapping[str, object]]", _drawn(path, first=number - 1, pages=1)["pages"])
    if not 1 <= number <= MOST_PAGES or not drawn:
        raise NotFound("not_found")
    return _picture(drawn[0])


def _picture(page: Mapping[str, object]) -> Page:
    return Page(base64.b64decode(str(page["png"])), int(str(page["width"])), int(str(page["height"])))


def _kept(letter: Letter) -> StoredFile | None:
    return letter.signed_file or letter.final_file


@contextmanager
def _on_disk(letter: Letter, at: datetime) -> Iterator[Path]:
    kept = _kept(letter)
    if kept:
        yield files.path_of(kept)
        return
    with _for_a_while(draft_pdf(letter, at=at)) as path:
        yield path


@contextmanager
def _for_a_while(pdf: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as scratch:
        scratch.write(pdf)
        scratch.flush()
        yield Path(scratch.name)


def _drawn(path: Path, *, first: int, pages: int) -> Mapping[str, object]:
    answer = client.run("page_images", path, options={"first": str(max(first, 0)), "pages": str(pages)})
    if not answer.ok:
        raise Unavailable("page_not_drawn", reason=answer.code)
    return answer.content
