"""Every code that the program can utter has its sentence, and every event its label."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sektoral.domain.checks.refusals import REFUSALS
from sektoral.domain.errors import SektoralError
from sektoral.domain.events import LABELS
from sektoral.ui.messages import MESSAGES
from tests.guards.files import SOURCE, own_texts, shown, tree_of

ERRORS = {error.__name__ for error in SektoralError.__subclasses__()}


@cache
def _calls() -> tuple[tuple[Path, ast.Call, str], ...]:
    return tuple(_read_calls())


def _read_calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path, _ in own_texts(".py"):
        if SOURCE in path.parents:
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Call):
                    yield path, node, ast.unparse(node.func).rpartition(".")[2]


def _first_text(call: ast.Call, keyword: str) -> str | None:
    given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == keyword)]
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return texts[0] if texts else None


def test_every_refusal_has_its_sentence() -> None:
    raised = [(shown(path), _first_text(call, "code")) for path, call, name in _calls() if name in ERRORS]
    assert len(raised) > 10
    assert [place for place in raised if place[1] and place[1] not in {**MESSAGES, **REFUSALS}] == []


def test_every_event_that_is_appended_has_its_label() -> None:
    appended = [
        (shown(path), kind)
        for path, call, name in _calls()
        if name == "append" and (kind := _first_text(call, "kind")) and "." in kind and " " not in kind
    ]
    assert [place for place in appended if place[1] not in LABELS] == []
