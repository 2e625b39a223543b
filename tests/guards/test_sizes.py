"""Modules and functions stay small enough to be read in one go."""

import ast
from pathlib import Path

from tests.guards.files import own_texts, shown, tree_of

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def _code() -> list[tuple[Path, str]]:
    return [(path, text) for path, text in own_texts(".py") if "migrations" not in path.parts]


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {shown(path): text.count("\n") for path, text in _code()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{shown(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, text in _code()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [shown(path) for path, text in _code() if text.strip() and not ast.get_docstring(tree_of(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert [shown(path) for path, _ in _code() if vague & {path.stem, path.parent.name}] == []
