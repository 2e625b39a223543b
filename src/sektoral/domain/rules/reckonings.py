"""Functions over the numbers of one row, and over all rows of the rule's own table."""

from collections.abc import Callable
from decimal import Decimal

from sektoral.domain.rules.calls import Call
from sektoral.domain.rules.judging import Compared, Scene
from sektoral.domain.rules.terms import Kind, Term, of_table
from sektoral.domain.rules.values import Quantity, Value, added, all_of, any_of, counted, inverse, reckon


def of_row(reckoned: Callable[[list[Quantity]], Quantity]) -> Callable[[Call], Term]:
    """Make a function that reckons a number from several."""

    def build(call: Call) -> Term:
        def evaluate(scene: Scene) -> Value:
            return reckoned([one.quantity(scene) for one in call.arguments])

        return Term(Kind.NUMBER, call.text, evaluate, call.is_about_row)

    return build


def over_rows(reckoned: Callable[[list[Quantity]], Quantity]) -> Callable[[Call], Term]:
    """Make a function that reckons a number from one number of each row."""

    def build(call: Call) -> Term:
        def find(scene: Scene) -> Value:
            return reckoned([call.arguments[0].quantity(scene) for _ in scene.each_row()])

        return of_table(Kind.NUMBER, call.text, find)

    return build


def mean(quantities: list[Quantity]) -> Quantity:
    """The arithmetic mean, exactly; `None` where one is missing, or where there is none at all."""
    return reckon("/", added(quantities), Decimal(len(quantities)))


def count(call: Call) -> Term:
    """How many rows the table has, or in how many a condition is true."""
    if not call.arguments:
        return of_table(Kind.NUMBER, call.text, lambda scene: Decimal(len(scene.rows)))
    asked = call.arguments[0]
    return of_table(Kind.NUMBER, call.text, lambda scene: counted([asked.truth(scene) for _ in scene.each_row()]))


def every(call: Call) -> Term:
    """Whether a statement holds in all rows; it tells of the first row in which it does not."""
    stated, key = call.arguments[0], object()

    def find(scene: Scene) -> tuple[bool | None, list[Compared]]:
        noted, scene.missed = scene.missed, []
        answer = all_of([stated.truth(scene) for _ in scene.each_row()])
        missed, scene.missed = scene.missed, noted
        decisive = [one for one in missed if one.is_decided == (answer is False)]
        return answer, [one for one in decisive if one.row == decisive[0].row]

    def evaluate(scene: Scene) -> Value:
        answer, missed = scene.once(key, lambda: find(scene))
        scene.missed.extend(missed)
        return answer

    return Term(Kind.STATEMENT, call.text, evaluate, is_about_row=False)


def if_then(call: Call) -> Term:
    """Whether a statement holds where a condition is true; where the condition is false, nothing is asked."""
    condition, stated = call.arguments

    def evaluate(scene: Scene) -> Value:
        return any_of([inverse(condition.truth(scene)), stated.truth(scene)])

    return Term(Kind.STATEMENT, call.text, evaluate, call.is_about_row)


def is_missing(call: Call) -> Term:
    """Whether a value is not at hand; always decided."""
    asked = call.arguments[0]
    return Term(Kind.STATEMENT, call.text, lambda scene: asked.evaluate(scene) is None, call.is_about_row)
