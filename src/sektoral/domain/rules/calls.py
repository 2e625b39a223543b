"""A function of the language: its form, what it takes, and how a call of it becomes a part of a rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.rules.terms import Term, any_about_row


class Slot(StrEnum):
    """What may stand at one place between a function's brackets."""

    NUMBER = "number"
    CONDITION = "condition"  # a statement that is asked, not claimed: it knows no tolerance
    CLAIM = "claim"  # a statement that must hold
    VALUE = "value"  # a number or a text
    COLUMN = "column"  # a column of the rule's own table
    FIGURE = "figure"  # such a column that holds numbers
    NAME = "name"  # a text in quotes: a table, or a column of another table
    PERIODS = "periods"  # a whole number in digits, 1 to 120


@dataclass(frozen=True, slots=True)
class Call:
    """A function as it stands in a rule. `keys` are the values sought, by column; `agency` as written, or empty."""

    text: str
    arguments: tuple[Term, ...]
    keys: Mapping[str, Term]
    agency: str = ""

    @property
    def is_about_row(self) -> bool:
        """Whether what is put in differs from row to row."""
        return any_about_row((*self.arguments, *self.keys.values()))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language; `form` shows its author how it is written, in Indonesian.

    At least `required` slots are filled; where it `repeats`, the last slot may be filled again and again. It may take
    keys (`column=value`) and an agency. Where it `tells`, a statement's arguments are named when it does not hold.
    """

    form: str
    slots: tuple[Slot, ...]
    build: Callable[[Call], Term]
    required: int = 1
    repeats: bool = False
    takes_keys: bool = False
    needs_keys: bool = False
    takes_agency: bool = False
    tells: bool = False
