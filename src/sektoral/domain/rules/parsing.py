"""Parse a rule: check its length and grammar, then turn it into parts that can be judged."""

import ast
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from sektoral.domain.rules.grammar import Parser, some
from sektoral.domain.rules.judging import Rule
from sektoral.domain.rules.spelling import Spelling, spell
from sektoral.domain.rules.terms import Kind
from sektoral.domain.rules.unreadable import DEEPEST, LONGEST, RuleUnreadable
from sektoral.domain.rules.values import number_of


def parse_rule(text: str, *, names: Iterable[str], texts: Iterable[str] = (), tolerance: str = "") -> Rule:
    """Parse a rule over these columns: `names` hold numbers, `texts` texts; codes may hold dots (`1.02.904`).

    Each comparison of numbers that the rule claims may miss by `tolerance`, an exact decimal of 0 or more. Raise
    `RuleUnreadable` for anything that is no rule.
    """
    kinds = dict.fromkeys(names, Kind.NUMBER) | dict.fromkeys(texts, Kind.TEXT)
    if len(text) > LONGEST:
        raise RuleUnreadable("too_long", str(len(text)))
    spelling = spell(text, kinds)
    if not spelling.text:
        raise RuleUnreadable("empty")
    tree = _tree(spelling)
    parser = Parser(spelling, kinds, _tolerance(tolerance))
    whole = parser.statement(tree, claims=True, negated=False)
    if not any(isinstance(node, ast.Name) for node in ast.walk(tree)):
        raise RuleUnreadable("about_nothing", allowed=some(kinds))
    return Rule(
        text=spelling.original,
        tolerance=parser.tolerance,
        names=tuple(dict.fromkeys(parser.names)),
        references=tuple(dict.fromkeys(parser.references)),
        periods_back=parser.periods_back,
        is_over_table=not whole.is_about_row,
        _evaluate=whole.evaluate,
    )


def _tolerance(text: str) -> Decimal:
    try:
        found = number_of(Decimal(text or "0"))
    except InvalidOperation:
        found = None
    if found is None or found < 0:
        raise RuleUnreadable("tolerance", text)
    return found


def _tree(spelling: Spelling) -> ast.expr:
    try:
        tree = ast.parse(spelling.text, mode="eval").body
    except SyntaxError as error:
        start = max((error.offset or 1) - 1, 0)
        word = spelling.original[start:].split(" ")[0]
        raise RuleUnreadable("grammar", word, start + 1 if word else 0) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise RuleUnreadable("too_deep") from error
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        children = (child for node in level for child in ast.iter_child_nodes(node))
        level = [child for child in children if isinstance(child, ast.expr | ast.keyword)]
    if level:
        raise RuleUnreadable("too_deep")
    return tree
