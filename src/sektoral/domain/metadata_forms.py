"""The three forms of Metadata Statistik (Peraturan BPS 5/2020): what they ask, of what kind, and under which condition.

The questions lie in `data/metadata_forms.json`; what is answered to them is judged in `metadata_answers`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypedDict


class MetadataKind(StrEnum):
    """The three forms: of an activity, of a variable, of an indicator."""

    ACTIVITY = "MS-Keg"
    VARIABLE = "MS-Var"
    INDICATOR = "MS-Ind"


class AnswerKind(StrEnum):
    """What an entry takes. A table has as many rows as are given, a grid those that the form prints."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    YEAR = "year"
    EMAIL = "email"
    WHOLE = "whole"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"
    TABLE = "table"
    GRID = "grid"


class CellKind(StrEnum):
    """What a cell of a table or a grid takes."""

    TEXT = "text"
    DAY = "day"
    YES_NO = "yes_no"


YES, NO = "Ya", "Tidak"


@dataclass(frozen=True, slots=True)
class Condition:
    """Another entry of the form, and the answers to it of which one must be given."""

    entry: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question. `rows` are those of a grid; `needed` leading cells of a table's row must be filled.

    With `rows_when` only those rows count whose namesake in that other grid says yes.
    """

    number: str
    key: str
    label: str
    block: str
    kind: AnswerKind
    required: bool
    note: str
    options: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cell: CellKind
    needed: int
    when: Condition | None
    rows_when: str


@dataclass(frozen=True, slots=True)
class FormDef:
    """A form. `blocks` pair a block's number with its title."""

    kind: MetadataKind
    title: str
    blocks: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry:
        """The entry of this key. Raise `KeyError` where there is none."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        raise KeyError(key)

    def block(self, number: str) -> tuple[Entry, ...]:
        """The entries of a block."""
        return tuple(entry for entry in self.entries if entry.block == number)


class EntryText(TypedDict):
    """An entry as written."""

    number: str
    key: str
    label: str
    block: str
    kind: str
    required: bool
    note: NotRequired[str]
    options: NotRequired[list[str]]
    columns: NotRequired[list[str]]
    rows: NotRequired[list[str]]
    cell: NotRequired[str]
    needed: NotRequired[int]
    when: NotRequired[dict[str, str | list[str]]]
    rows_when: NotRequired[str]


class FormText(TypedDict):
    """A form as written."""

    title: str
    blocks: list[tuple[str, str]]
    entries: list[EntryText]


@cache
def form_of(kind: MetadataKind) -> FormDef:
    """Read a form."""
    text = files("sektoral.domain").joinpath("data", "metadata_forms.json").read_text(encoding="utf-8")
    forms: Mapping[str, FormText] = json.loads(text)["forms"]
    found = forms[kind.value]
    blocks = tuple((number, title) for number, title in found["blocks"])
    return FormDef(kind, found["title"], blocks, tuple(map(_entry, found["entries"])))


def _entry(text: EntryText) -> Entry:
    columns = tuple(text.get("columns", ()))
    return Entry(
        number=text["number"],
        key=text["key"],
        label=text["label"],
        block=text["block"],
        kind=AnswerKind(text["kind"]),
        required=text["required"],
        note=text.get("note", ""),
        options=tuple(text.get("options", ())),
        columns=columns,
        rows=tuple(text.get("rows", ())),
        cell=CellKind(text.get("cell", CellKind.TEXT.value)),
        needed=text.get("needed", len(columns)),
        when=_condition(text["when"]) if "when" in text else None,
        rows_when=text.get("rows_when", ""),
    )


def _condition(text: Mapping[str, str | list[str]]) -> Condition:
    return Condition(str(text["entry"]), tuple(text["is"]))
