"""How a wording looks on paper before it is stored, and which fields it may use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.errors import SektoralError
from sektoral.domain.letter_fields import FIELD_WORDS, FIELDS
from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import check_text, with_text
from sektoral.domain.letters import LetterKind
from sektoral.letters.previews import Page, draft_paper, draw
from sektoral.letters.samples import Sample, sample_of
from sektoral.records.models import Letter, Office
from sektoral.ui.messages import explained

MOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A merge field as it is typed, and what it stands for."""

    typed: str
    says: str


@dataclass(frozen=True, slots=True)
class TextPreview:
    """The first pages and on what they show the words, or why there are none."""

    pages: Sequence[Page]
    shown_on: str = ""
    fault: str = ""


def preview_for_office(office: Office, kind: LetterKind, text: Text, *, at: datetime) -> TextPreview:
    """This will draw a kind's wording on the office's latest letter or on an invented one."""
    return _drawn(kind, text, lambda: sample_of(office, kind, text, at=at))


def preview_for_letter(letter: Letter, text: Text, *, at: datetime) -> TextPreview:
    """This will draw a draft as it would say this."""
    kind = LetterKind(letter.kind)
    return _drawn(kind, text, lambda: Sample(with_text(draft_paper(letter, at=at), text), "Surat ini."))


def fields_for(kind: LetterKind) -> Sequence[FieldLine]:
    """This will list the fields that a kind offers."""
    return [FieldLine(f"{{{name}}}", FIELD_WORDS[name]) for name in FIELDS[kind]]


def _drawn(kind: LetterKind, text: Text, take: Callable[[], Sample]) -> TextPreview:
    try:
        check_text(kind, text)
        sample = take()
        return TextPreview(draw(sample.paper, most=MOST_PAGES), sample.words)
    except SektoralError as error:
        return TextPreview((), fault=explained(error))
