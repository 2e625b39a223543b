"""The parts of a parsed rule: what each is, and how it is reckoned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sektoral.domain.rules.judging import Compared, Reference, Scene, Side
from sektoral.domain.rules.values import Quantity, Value, number_of, quantity_of, shown, truth_of


class Kind(StrEnum):
    """What a part of a rule is."""

    NUMBER = "number"
    TEXT = "text"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a rule. `text` is how its author wrote it.

    `is_about_row` tells that it differs from row to row; `column` is set where it is one column's code, `literal` where
    it is a number or a text of the rule itself.
    """

    kind: Kind
    text: str
    evaluate: Callable[[Scene], Value]
    is_about_row: bool
    column: str = ""
    literal: Decimal | str | None = None
    references: tuple[Reference, ...] = ()
    periods_back: int = 0

    def quantity(self, scene: Scene) -> Quantity:
        """Its value as a quantity, `None` where it is not at hand."""
        return quantity_of(self.evaluate(scene))

    def truth(self, scene: Scene) -> bool | None:
        """Its value as a truth, `None` where it is undecided."""
        return truth_of(self.evaluate(scene))

    def side(self, scene: Scene) -> Side:
        """What it says here, for the finding."""
        return Side(self.text, shown(self.evaluate(scene)), self.column)


def literal(text: str, value: Decimal | str) -> Term:
    """A number or text that the rule itself states."""
    kind = Kind.TEXT if isinstance(value, str) else Kind.NUMBER
    return Term(kind, text, lambda _: value, is_about_row=False, literal=value)


def column(text: str, code: str, kind: Kind) -> Term:
    """What stands in a column of the row; nothing where it is of another kind."""

    def read(scene: Scene) -> Value:
        value = scene.rows[scene.row].get(code)
        if kind is Kind.NUMBER:
            return number_of(value)
        return value if isinstance(value, str) and value else None

    return Term(kind, text, read, is_about_row=True, column=code)


def any_about_row(terms: Iterable[Term]) -> bool:
    """Whether one of the terms differs from row to row."""
    return any(term.is_about_row for term in terms)


def of_table(kind: Kind, text: str, find: Callable[[Scene], Value]) -> Term:
    """What is the same for every row of the table, and found once."""
    key = object()
    return Term(kind, text, lambda scene: scene.once(key, lambda: find(scene)), is_about_row=False)


def claimed(answer: bool | None, scene: Scene, sides: Iterable[Term]) -> bool | None:
    """Note what was compared, unless it holds, and give the answer back."""
    if answer is not True:
        told = tuple(one.side(scene) for one in sides if one.literal is None and one.kind is not Kind.STATEMENT)
        scene.missed.append(Compared(scene.row, told, is_decided=answer is not None))
    return answer
