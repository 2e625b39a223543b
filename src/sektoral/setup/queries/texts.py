"""What the pages of the office's wording show: the kinds, and one kind with its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import PARTS, standard_text
from sektoral.domain.letters import LetterKind
from sektoral.letters.texts import as_text
from sektoral.letters.words import KIND_WORDS
from sektoral.records.models import LetterText, Office


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of letter: the version in use, 0 for the default wording, and who wrote it when."""

    kind: str
    title: str
    version: int
    written_by: str
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a version, and whether it differs from the version before."""

    title: str
    paragraphs: Sequence[str]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a kind's wording."""

    number: int
    written_by: str
    written_at: datetime
    is_default: bool
    parts: Sequence[PartLine]

    @property
    def changed(self) -> Sequence[str]:
        """The parts that differ from the version before."""
        return [part.title for part in self.parts if part.is_changed]


def list_kinds(office: Office) -> Sequence[KindRow]:
    """This will list the kinds whose wording the office may write."""
    rows = LetterText.objects.filter(office=office).select_related("written_by").order_by("version")
    latest = {row.kind: row for row in rows}
    return [_kind_row(kind, latest.get(kind.value)) for kind in PARTS]


def list_versions(office: Office, kind: LetterKind) -> Sequence[VersionRow]:
    """This will list the versions of a kind's wording, the latest first."""
    rows = LetterText.objects.filter(office=office, kind=kind).select_related("written_by").order_by("version")
    before, versions = standard_text(kind), list[VersionRow]()
    for row in rows:
        text = as_text(row.parts)
        parts = _lines(kind, text, before)
        is_default = text == standard_text(kind)
        versions.insert(0, VersionRow(row.version, row.written_by.name, row.written_at, is_default, parts))
        before = text
    return versions


def _kind_row(kind: LetterKind, row: LetterText | None) -> KindRow:
    if row is None:
        return KindRow(kind.value, KIND_WORDS[kind], 0, "", None)
    return KindRow(kind.value, KIND_WORDS[kind], row.version, row.written_by.name, row.written_at)


def _lines(kind: LetterKind, text: Text, before: Text) -> Sequence[PartLine]:
    return [
        PartLine(part.title, text.get(part.name, ()), text.get(part.name) != before.get(part.name))
        for part in PARTS[kind]
    ]
