"""What letters say: reading what a person typed or pasted, checking it, and filling its merge fields for one paper."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sektoral.domain import letter_parts
from sektoral.domain.errors import Invalid
from sektoral.domain.letter_fields import FIELDS, Run, Runs, fields_of
from sektoral.domain.letter_parts import Part, Text, default_text
from sektoral.domain.letters import (
    Document,
    FollowUp,
    LetterKind,
    Receipt,
    SopDocument,
    Transmittal,
    TransmittalStyle,
    kind_of,
)

PARTS: Mapping[LetterKind, tuple[Part, ...]] = {  # kinds with prose; the words of the others are the system's
    LetterKind.REQUEST: letter_parts.REQUEST,
    LetterKind.MEMO: letter_parts.MEMO,
    LetterKind.FOLLOW_UP: letter_parts.FOLLOW_UP,
    LetterKind.TRANSMITTAL: letter_parts.TRANSMITTAL,
    LetterKind.REPORT: letter_parts.REPORT,
    LetterKind.ADDENDUM: letter_parts.ADDENDUM,
}
MOST_PARAGRAPHS = 20  # in one part
MOST_CHARACTERS = 2_000  # in one paragraph

_ASKING_FOR_TABLES, _ASKING_FOR_THE_LETTER = frozenset({"opening"}), frozenset({"opening_letter"})
_ON_A_COVER, _ON_A_LETTER = frozenset({"cover_item", "cover_note"}), frozenset({"opening", "files", "closing"})
_FIELD = re.compile(r"\{([a-z_]+)\}")
_LINE_BREAKS = re.compile("[\r\n\v\f\u0085\u2028\u2029]+")
_ITEM_MARK = re.compile(r"^(?:\d{1,2}[.)]|[a-z][.)]|[-•–·])[ \t]+")
_WORDS_OWN_SIGNS = str.maketrans(
    dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")  # what Word hides: soft hyphen, zero width
    | dict.fromkeys("\u00a0\u2007\u202f\t", " ")
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
)


def standard_text(kind: LetterKind) -> Text:
    """This will give the default wording of a kind; empty for a kind without prose."""
    return default_text(PARTS.get(kind, ()))


def read_paragraphs(typed: str, *, listed: bool = False) -> tuple[str, ...]:
    """This will read paragraphs as a person types them or pastes them from Word, one a line.

    Quotation marks become straight, hidden signs go, any gap becomes one space; of items the pasted number goes.
    """
    lines = (" ".join(line.translate(_WORDS_OWN_SIGNS).split()) for line in _LINE_BREAKS.split(typed))
    return tuple(_ITEM_MARK.sub("", line) if listed else line for line in lines if line)


def check_text(kind: LetterKind, text: Text) -> None:
    """This will raise `Invalid`, with the facts `part` and where it applies `field`, unless a letter may say this.

    Codes: `letter_text_parts`, `letter_text_empty`, `letter_text_long`, `letter_text_character`,
    `letter_text_field` for a field that the kind does not offer, `letter_text_brace` for a broken one.
    """
    parts = PARTS.get(kind, ())
    if text.keys() != {part.name for part in parts}:
        raise Invalid("letter_text_parts", kind=kind.value)
    for part in parts:
        _check_part(part, text[part.name], FIELDS[kind])


def text_of(document: Document) -> Text:
    """This will give what a paper says, unfilled; empty for a kind without prose."""
    match document:
        case Receipt() | SopDocument():
            return {}
        case _:
            return document.text


def parts_on(document: Document) -> tuple[Part, ...]:
    """This will give the parts that are printed on this paper; some of its kind stand for another case."""
    match document:
        case FollowUp():
            unused = _ASKING_FOR_THE_LETTER if document.tables else _ASKING_FOR_TABLES
        case Transmittal():
            unused = _ON_A_COVER if document.style is TransmittalStyle.LETTER else _ON_A_LETTER
        case _:
            unused = frozenset()
    return tuple(part for part in PARTS.get(kind_of(document), ()) if part.name not in unused)


def with_text(document: Document, text: Text) -> Document:
    """This will give the same paper with other words; a paper without prose stays as it is."""
    match document:
        case Receipt() | SopDocument():
            return document
        case _:
            return replace(document, text=text)


def fill(document: Document, text: Text) -> Mapping[str, Sequence[Runs]]:
    """This will put a paper's own values into what it says; a paragraph with an empty field is left out.

    Raises `Invalid` (`letter_text_field`) for a field that the paper does not offer.
    """
    values = fields_of(document)
    return {part: _filled(part, paragraphs, values) for part, paragraphs in text.items()}


def fields_in(paragraph: str) -> tuple[str, ...]:
    """This will name the fields of a paragraph in their order."""
    return tuple(_FIELD.findall(paragraph))


def _check_part(part: Part, paragraphs: Sequence[str], offered: Sequence[str]) -> None:
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise Invalid("letter_text_empty", part=part.title)
    if len(paragraphs) > MOST_PARAGRAPHS or any(len(one) > MOST_CHARACTERS for one in paragraphs):
        raise Invalid("letter_text_long", part=part.title, paragraphs=MOST_PARAGRAPHS, characters=MOST_CHARACTERS)
    for paragraph in paragraphs:
        if hidden := next((char for char in paragraph if unicodedata.category(char).startswith("C")), ""):
            raise Invalid("letter_text_character", part=part.title, character=f"U+{ord(hidden):04X}")
        for name in fields_in(paragraph):
            if name not in offered:
                raise Invalid("letter_text_field", part=part.title, field=name)
        if broken := re.search(r"[{}]\S{0,20}", _FIELD.sub("", paragraph)):
            raise Invalid("letter_text_brace", part=part.title, field=broken[0])


def _filled(part: str, paragraphs: Sequence[str], values: Mapping[str, Runs]) -> Sequence[Runs]:
    unknown = [name for paragraph in paragraphs for name in fields_in(paragraph) if name not in values]
    if unknown:
        raise Invalid("letter_text_field", part=part, field=unknown[0])
    said = [one for one in paragraphs if all(values[name] for name in fields_in(one))]
    return [_runs(paragraph, values) for paragraph in said]


def _runs(paragraph: str, values: Mapping[str, Runs]) -> Runs:
    """Every second piece is a field's name; a value is put in as it is, with no look for fields in it."""
    runs: Runs = ()
    for place, piece in enumerate(_FIELD.split(paragraph)):
        runs += values[piece] if place % 2 else ((Run(piece),) if piece else ())
    return runs
