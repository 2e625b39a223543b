"""What letters say: the office's wording in its latest version, a letter's own paragraphs, and what was submitted."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from sektoral.domain.letter_parts import Part, Text
from sektoral.domain.letter_texts import PARTS, standard_text
from sektoral.domain.letters import LetterKind
from sektoral.records.models import Letter, LetterText, Office


def said_by(letter: Letter) -> Text:
    """This will give all that a letter says; empty for a kind without prose.

    A draft follows the office's wording in every part that it does not say in its own words; once it was handed to its
    chain it says what was handed over, whatever the office writes meanwhile.
    """
    if not PARTS.get(LetterKind(letter.kind)) or letter.submitted_text:
        return as_text(letter.submitted_text)
    office = office_text(letter.office, LetterKind(letter.kind))
    own = as_text(letter.text)
    return {part: own.get(part, paragraphs) for part, paragraphs in office.items()}


def office_text(office: Office, kind: LetterKind) -> Text:
    """This will give what a kind of letter says in this office: its latest version, else the default wording."""
    version = latest_version(office, kind)
    return as_text(version.parts) if version else standard_text(kind)


def latest_version(office: Office, kind: LetterKind) -> LetterText | None:
    """This will give the office's version in use; none while it has written none."""
    return LetterText.objects.filter(office=office, kind=kind).order_by("-version").first()


def own_parts(letter: Letter) -> Sequence[Part]:
    """This will list the parts in which a letter departs from the office's wording."""
    return [part for part in PARTS.get(LetterKind(letter.kind), ()) if part.name in letter.text]


def as_text(stored: Mapping[str, Sequence[str]]) -> Text:
    """This will read a text from its column."""
    return {part: tuple(paragraphs) for part, paragraphs in stored.items()}


def as_stored(text: Text) -> dict[str, list[str]]:
    """This will write a text for its column."""
    return {part: list(paragraphs) for part, paragraphs in text.items()}


def text_digest(text: Text) -> str:
    """This will fingerprint a text, as the journal keeps it."""
    told = json.dumps(as_stored(text), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
