"""From the nodes of Python's grammar to the parts of a rule: only what is on the list passes.

`not` is moved inwards to the comparisons on the way, so that a tolerance always loosens what is claimed.
"""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise

from sektoral.domain.rules import terms
from sektoral.domain.rules.calls import Call, Function, Slot
from sektoral.domain.rules.functions import FUNCTIONS
from sektoral.domain.rules.judging import Reference, Scene
from sektoral.domain.rules.spelling import Spelling
from sektoral.domain.rules.terms import Kind, Term, any_about_row, claimed
from sektoral.domain.rules.unreadable import RuleUnreadable
from sektoral.domain.rules.values import OPPOSITES, ZERO, Value, all_of, any_of, compare, inverse, number_of, reckon

ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
PERIODS_AT_MOST = 120
AGENCY = "agency"
SHOWN = 20  # words of a list in a sentence
LISTED = "kolom, angka, teks, + - * /, perbandingan, and, or, not, dan fungsi"
STATEMENTS = "==, !=, <, <=, >, >=, in"


@dataclass(slots=True)
class Parser:
    """Turns nodes into terms, and notes what the rule uses on the way."""

    spelling: Spelling
    kinds: Mapping[str, Kind]
    tolerance: Decimal
    names: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    periods_back: int = 0

    def statement(self, node: ast.expr, *, claims: bool, negated: bool) -> Term:
        """What is true or false. `claims`: it must hold, and may miss by the tolerance; `negated`: the opposite."""
        match node:
            case ast.Compare():
                return self._comparisons(node, claims=claims, negated=negated)
            case ast.BoolOp(op=op, values=values):
                parts = [self.statement(one, claims=claims, negated=negated) for one in values]
                return self._joined(node, parts, every=isinstance(op, ast.And) != negated)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.statement(operand, claims=claims, negated=not negated)
            case ast.Call():
                term = self._function(node, claims=claims, negated=negated)
                if term.kind is Kind.STATEMENT:
                    return term
        raise self._fault("statement", node, STATEMENTS)

    def value(self, node: ast.expr) -> Term:
        """A number or a text."""
        match node:
            case ast.Constant(value=value):
                return self._literal(node, value)
            case ast.Name():
                return self._column(node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
                return self._arithmetic(node, ARITHMETIC[type(op)], self.number(left), self.number(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._arithmetic(node, "-", terms.literal("0", ZERO), self.number(operand))
            case ast.Call():
                term = self._function(node, claims=False, negated=False)
                if term.kind is not Kind.STATEMENT:
                    return term
                raise self._fault("quantity", node)
        raise self._fault("not_listed", node, LISTED)

    def number(self, node: ast.expr) -> Term:
        """A number."""
        term = self.value(node)
        if term.kind is not Kind.NUMBER:
            raise self._fault("quantity", node)
        return term

    def _literal(self, node: ast.Constant, value: object) -> Term:
        text = self._text(node)
        if isinstance(value, str) and value and not text[0].isalpha():
            return terms.literal(text, value)
        if type(value) in (int, float):
            number = number_of(Decimal(text))  # of the author's digits: Python's own reading is a double
            if number is not None:
                return terms.literal(text, number)
            raise self._fault("number", node)
        raise self._fault("not_listed", node, LISTED)

    def _column(self, node: ast.Name) -> Term:
        code = self.spelling.code_of(node.id)
        if code in FUNCTIONS and code not in self.kinds:
            raise self._fault("arguments", node, FUNCTIONS[code].form)
        self._note(code, node)
        return terms.column(code, code, self.kinds[code])

    def _note(self, code: str, node: ast.AST) -> None:
        if code not in self.kinds:
            raise self._fault("name", node, some(get_close_matches(code, self.kinds) or self.kinds))
        self.names.append(code)

    def _arithmetic(self, node: ast.expr, sign: str, left: Term, right: Term) -> Term:
        def evaluate(scene: Scene) -> Value:
            return reckon(sign, left.quantity(scene), right.quantity(scene))

        return Term(Kind.NUMBER, self._text(node), evaluate, any_about_row((left, right)))

    def _joined(self, node: ast.expr, parts: Sequence[Term], *, every: bool) -> Term:
        join = all_of if every else any_of

        def evaluate(scene: Scene) -> Value:
            return join([part.truth(scene) for part in parts])

        return Term(Kind.STATEMENT, self._text(node), evaluate, any_about_row(parts))

    def _comparisons(self, node: ast.Compare, *, claims: bool, negated: bool) -> Term:
        if isinstance(node.ops[0], ast.In | ast.NotIn) and len(node.ops) == 1:
            return self._among(node, claims=claims, negated=negated != isinstance(node.ops[0], ast.NotIn))
        sides = [self.value(one) for one in (node.left, *node.comparators)]
        parts = []
        for op, (left, right) in zip(node.ops, pairwise(sides), strict=True):
            if type(op) not in COMPARISONS:
                raise self._fault("not_listed", node, LISTED)
            sign = COMPARISONS[type(op)]
            if left.kind is not right.kind:
                raise self._fault("kinds", node)
            if left.kind is Kind.TEXT and sign not in ("==", "!="):
                raise self._fault("order", node)
            parts.append(self._comparison(node, OPPOSITES[sign] if negated else sign, left, right, claims=claims))
        return parts[0] if len(parts) == 1 else self._joined(node, parts, every=not negated)

    def _comparison(self, node: ast.expr, sign: str, left: Term, right: Term, *, claims: bool) -> Term:
        tolerance = self.tolerance if claims else ZERO

        def evaluate(scene: Scene) -> Value:
            answer = compare(sign, left.evaluate(scene), right.evaluate(scene), tolerance)
            return claimed(answer, scene, (left, right)) if claims else answer

        return Term(Kind.STATEMENT, self._text(node), evaluate, any_about_row((left, right)))

    def _among(self, node: ast.Compare, *, claims: bool, negated: bool) -> Term:
        listed = node.comparators[0]
        if not isinstance(listed, ast.Tuple) or not listed.elts:
            raise self._fault("arguments", node, 'x in ("L", "P")')
        sought, among = self.value(node.left), [self.value(one) for one in listed.elts]
        if any(one.kind is not sought.kind for one in among):
            raise self._fault("kinds", node)

        def evaluate(scene: Scene) -> Value:
            value = sought.evaluate(scene)
            answer = any_of([compare("==", value, one.evaluate(scene)) for one in among])
            answer = inverse(answer) if negated else answer
            return claimed(answer, scene, (sought,)) if claims else answer

        return Term(Kind.STATEMENT, self._text(node), evaluate, any_about_row((sought, *among)))

    def _function(self, node: ast.Call, *, claims: bool, negated: bool) -> Term:
        name = self.spelling.code_of(node.func.id) if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise self._fault("function", node.func, ", ".join(FUNCTIONS))
        function = FUNCTIONS[name]
        call = self._call(node, function, claims=claims and not negated)
        term = function.build(call)
        self.references += term.references
        self.periods_back = max(self.periods_back, term.periods_back)
        return self._stated(term, call, tells=claims and (function.tells or negated), negated=negated)

    def _stated(self, term: Term, call: Call, *, tells: bool, negated: bool) -> Term:
        """A statement that a function makes: turned round where it is negated, and told of where it does not hold."""
        if term.kind is not Kind.STATEMENT or not (tells or negated):
            return term

        def evaluate(scene: Scene) -> Value:
            answer = inverse(term.truth(scene)) if negated else term.truth(scene)
            return claimed(answer, scene, call.arguments) if tells else answer

        return replace(term, evaluate=evaluate)

    def _call(self, node: ast.Call, function: Function, *, claims: bool) -> Call:
        count, most = len(node.args), len(function.slots)
        if not (function.required <= count and (count <= most or function.repeats)):
            raise self._fault("arguments", node, function.form)
        slots = [function.slots[min(i, most - 1)] for i in range(count)]
        arguments = tuple(
            self._argument(one, slot, function, claims=claims) for one, slot in zip(node.args, slots, strict=True)
        )
        keys, agency = {}, ""
        for keyword in node.keywords:
            if keyword.arg == AGENCY and function.takes_agency:
                agency = str(self._argument(keyword.value, Slot.NAME, function, claims=False).literal)
            else:
                keys[self._key(keyword, function, node)] = self.value(keyword.value)
        if function.needs_keys and not keys:
            raise self._fault("arguments", node, function.form)
        return Call(self._text(node), arguments, keys, agency)

    def _key(self, keyword: ast.keyword, function: Function, node: ast.Call) -> str:
        """The column that a value is sought in; of the rule's own table, where the function looks into that."""
        if keyword.arg is None or not function.takes_keys:
            raise self._fault("arguments", node, function.form)
        code = self.spelling.code_of(keyword.arg)
        if function.needs_keys:
            self._note(code, keyword)
        return code

    def _argument(self, node: ast.expr, slot: Slot, function: Function, *, claims: bool) -> Term:
        match slot:
            case Slot.CONDITION:
                return self.statement(node, claims=False, negated=False)
            case Slot.CLAIM:
                return self.statement(node, claims=claims, negated=False)
            case Slot.NUMBER:
                return self.number(node)
            case Slot.VALUE:
                return self.value(node)
        term = self.value(node)
        fits = {
            Slot.COLUMN: bool(term.column),
            Slot.FIGURE: bool(term.column) and term.kind is Kind.NUMBER,
            Slot.NAME: isinstance(term.literal, str),
            Slot.PERIODS: isinstance(term.literal, Decimal) and term.literal in range(1, PERIODS_AT_MOST + 1),
        }
        if not fits[slot]:
            raise self._fault("arguments", node, function.form)
        return term

    def _text(self, node: ast.AST) -> str:
        start, end = self._place(node)
        return self.spelling.original[start:end]

    def _fault(self, code: str, node: ast.AST, allowed: str = "") -> RuleUnreadable:
        start, end = self._place(node)
        return RuleUnreadable(code, self.spelling.original[start:end], start + 1, allowed)

    def _place(self, node: ast.AST) -> tuple[int, int]:
        """Where a node stands, in characters: `ast` counts bytes of UTF-8."""
        line = self.spelling.text.encode()
        start, end = (len(line[: getattr(node, name)].decode()) for name in ("col_offset", "end_col_offset"))
        return start, end


def some(words: Iterable[str]) -> str:
    """Name the first of many words, for a sentence."""
    found = list(words)
    return ", ".join(found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
