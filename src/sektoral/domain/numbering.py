"""How letters get their numbers: a template and a source for each kind, as the office has set it up.

The number of a letter comes from the program's counter, or a person copies it from the office's own register (Srikandi,
buku agenda). All letters of an office share one counter a year, as they share one agenda; receipts have their own.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from string import Formatter

from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.signs import shown

CLASSIFICATION = "500.14"  # Statistik, Permendagri 83/2022
NUMBER_TEMPLATE = "{klasifikasi}/{urut}/{unit}/{tahun}"
FIELDS = ("klasifikasi", "urut", "unit", "tahun")
LONGEST = 100  # characters of a number or a template
LONGEST_SEQUENCE = 999_999

_PADDING = re.compile(r"0[1-6]")  # {urut:03}
_CLASSIFICATION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){0,4}")
_NUMBER = re.compile(r"[0-9A-Za-z]([0-9A-Za-z./()&,:_-]*[0-9A-Za-z)])?")
_AROUND_SLASH = re.compile(r"\s*/\s*")


class Source(StrEnum):
    """Who gives the number."""

    COUNTER = "counter"  # the program, at the last paraf
    REGISTER = "register"  # the office's register; a person copies it


@dataclass(frozen=True, slots=True)
class Numbering:
    """How one kind of letter is numbered."""

    template: str = NUMBER_TEMPLATE
    classification: str = CLASSIFICATION
    source: Source = Source.COUNTER

    def number(self, *, sequence: int, unit: str, year: int) -> str:
        """This will give the number with this place in its series. Raises `Invalid` for an unusable template."""
        return format_number(self.template, classification=self.classification, sequence=sequence, unit=unit, year=year)


@dataclass(frozen=True, slots=True)
class Override:
    """In what one kind differs from the office's numbering; empty means that it does not."""

    template: str = ""
    classification: str = ""
    source: Source | None = None

    def over(self, usual: Numbering) -> Numbering:
        """This will lay what differs over what is usual."""
        return Numbering(
            self.template or usual.template, self.classification or usual.classification, self.source or usual.source
        )


@dataclass(frozen=True, slots=True)
class OfficeNumbering:
    """The numbering of an office: what is usual, and the kinds that differ from it."""

    usual: Numbering = Numbering()
    kinds: Mapping[LetterKind, Override] = field(default_factory=dict)

    def of(self, kind: LetterKind) -> Numbering:
        """This will tell how a kind is numbered; receipts are the program's own and cannot be set up."""
        return RECEIPTS if kind is LetterKind.RECEIPT else self.kinds.get(kind, Override()).over(self.usual)


RECEIPTS = Numbering(template="TT-{urut:04}/{unit}/{tahun}")
OWN = frozenset({LetterKind.RECEIPT, LetterKind.SOP})  # an SOP bears its own number, typed in the SOP
SET_UP: tuple[LetterKind, ...] = tuple(kind for kind in LetterKind if kind not in OWN)


def read_numbering(stored: Mapping[str, object], usual: Numbering) -> OfficeNumbering:
    """This will read what an office has stored: its usual source, and by kind what differs."""
    kinds = stored.get("kinds", {})
    found = kinds.items() if isinstance(kinds, Mapping) else ()
    return OfficeNumbering(
        replace(usual, source=Source(str(stored.get("source", Source.COUNTER.value)))),
        {LetterKind(kind): _override(entry) for kind, entry in found},
    )


def store_numbering(numbering: OfficeNumbering) -> dict[str, object]:
    """This will give what `read_numbering` reads; the usual template and classification have fields of their own."""
    written = {kind.value: _written(one) for kind, one in numbering.kinds.items()}
    return {"source": numbering.usual.source.value, "kinds": {kind: one for kind, one in written.items() if one}}


def check_numbering(numbering: OfficeNumbering, *, unit: str) -> None:
    """This will raise `Invalid` unless every kind can be numbered without two letters ever getting the same number."""
    for one in (numbering.usual, *(numbering.of(kind) for kind in SET_UP)):
        check_template(one.template)
        if not _CLASSIFICATION.fullmatch(one.classification):
            raise Invalid("classification_unreadable", classification=one.classification)
        read_number(one.number(sequence=LONGEST_SEQUENCE, unit=unit, year=9999))


def format_number(template: str, *, classification: str, sequence: int, unit: str, year: int) -> str:
    """This will fill a number template such as `{klasifikasi}/{urut}/{unit}/{tahun}`; `{urut:03}` pads the sequence.

    Raises `Invalid` (`number_template`, `number_template_field`, `number_template_padding`) where it cannot be filled.
    """
    _check_fields(_parts(template))
    return template.format(klasifikasi=classification, urut=sequence, unit=unit, tahun=year)


def check_template(template: str) -> None:
    """This will raise `Invalid` unless the template numbers letters without ever repeating itself.

    It must have the sequence, apart from other digits, and the year, because the counter begins anew with it.
    Codes beside those of `format_number`: `number_template_without`, `number_template_runs_together` and
    `number_too_long`.
    """
    parts = _parts(template)
    _check_fields(parts)
    for name in ("urut", "tahun"):
        if sum(one == name for _, one, _ in parts) != 1:
            raise Invalid("number_template_without", field=f"{{{name}}}")
    _check_apart(parts)
    if len(template) > LONGEST:
        raise Invalid("number_too_long", most=LONGEST)


def read_number(text: str) -> str:
    """This will read a number that a person typed or that a workbook holds; blanks around a slash are dropped.

    Raises `Invalid`: `number_missing`, `number_too_long`, `number_with_spaces`, `number_unreadable`.
    """
    number = _AROUND_SLASH.sub("/", unicodedata.normalize("NFC", text).strip())
    if not number:
        raise Invalid("number_missing")
    if len(number) > LONGEST:
        raise Invalid("number_too_long", most=LONGEST)
    if any(sign.isspace() for sign in number):
        raise Invalid("number_with_spaces", number=shown(number))
    if not _NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise Invalid("number_unreadable", number=shown(number))
    return number


def _parts(template: str) -> Sequence[tuple[str, str | None, str]]:
    """Text, the field after it, and the field's format."""
    try:
        parts = [(text, name, spec or "", conversion) for text, name, spec, conversion in Formatter().parse(template)]
    except ValueError as error:
        raise Invalid("number_template", template=template) from error
    if any(conversion for _, _, _, conversion in parts) or not template.isprintable():
        raise Invalid("number_template", template=template)
    return [(text, name, spec) for text, name, spec, _ in parts]


def _check_fields(parts: Sequence[tuple[str, str | None, str]]) -> None:
    for _, name, spec in parts:
        if name is not None and name not in FIELDS:
            raise Invalid("number_template_field", field=name, known=", ".join(f"{{{one}}}" for one in FIELDS))
        if spec and not (name == "urut" and _PADDING.fullmatch(spec)):
            raise Invalid("number_template_padding", field=f"{{{name}:{spec}}}")


def _check_apart(parts: Sequence[tuple[str, str | None, str]]) -> None:
    """Beside the sequence stands a sign that is no digit, or nothing: 1 and 12026 must not look like 11 and 2026."""
    for at, (before, name, _) in enumerate(parts):
        if name != "urut":
            continue
        after, following = parts[at + 1][:2] if at + 1 < len(parts) else ("", None)
        runs_on = (not after and following is not None) or after[:1].isdigit()
        runs_in = (not before and at > 0) or before[-1:].isdigit()
        if runs_on or runs_in:
            raise Invalid("number_template_runs_together", field="{urut}")


def _override(entry: object) -> Override:
    if not isinstance(entry, Mapping):
        return Override()
    source = entry.get("source")
    return Override(
        str(entry.get("template", "")), str(entry.get("classification", "")), Source(source) if source else None
    )


def _written(one: Override) -> dict[str, str]:
    facts = {
        "template": one.template,
        "classification": one.classification,
        "source": one.source.value if one.source else "",
    }
    return {name: value for name, value in facts.items() if value}
