"""Settings, dependencies, tables and addresses: each in its one place, each with its reason or its mark."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from sektoral.project.env import SETTINGS, Setting
from sektoral.project.marks import OF_OTHERS, name_of
from tests.addresses import every_address
from tests.guards.files import ROOT, SOURCE, own_texts

# Views of others, which cannot carry our mark: allauth asks for a sign-in itself where one is needed.
OTHERS = ("allauth.",)
GUARD = "guard"
CLOSED = {"ConfirmEmailView", "EmailView", "ListUserSessionsView", "SignupView", "email_verification_sent"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_used(setting: Setting) -> None:
    readers = [SOURCE / "project" / name for name in ("settings.py", "sandbox_limits.py", "buckets.py")]
    assert any(f'"{setting.name}"' in path.read_text(encoding="utf-8") for path in readers)


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [
        *project["project"]["dependencies"],
        *(d for group in project["dependency-groups"].values() for d in group),
    ]
    with_reason = set(re.findall(r'^  "([^"]+)",\s+# \w.*$', text, flags=re.MULTILINE))
    assert [dependency for dependency in named if dependency not in with_reason] == []


def test_every_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *groups["build"]]
    assert _unlocked("requirements.lock", run) == []
    assert _unlocked("requirements-dev.lock", [*run, *groups["dev"]]) == []
    assert _unlocked("requirements-bench.lock", groups["bench"]) == []


def _unlocked(lock: str, wanted: list[str]) -> list[str]:
    entries = re.findall(r"^([a-z0-9-]+)==\S+ .*\\\n    --hash=sha256:", (ROOT / lock).read_text(), flags=re.MULTILINE)
    names = [re.split(r"[\[<>=~]", requirement)[0].lower() for requirement in wanted]
    return [name for name in names if name not in entries]


def test_only_records_has_models() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("sektoral.")]
    assert {model._meta.app_label for model in ours} == {"records"}


def test_no_model_class_hides_outside_records() -> None:
    elsewhere = [
        f"{model.__module__}.{model.__name__}"
        for model in _subclasses(models.Model)
        if model.__module__.startswith("sektoral.") and not model.__module__.startswith("sektoral.records.")
    ]
    assert elsewhere == []


def _subclasses(parent: type) -> Iterator[type]:
    children: list[type] = parent.__subclasses__()
    for child in children:
        yield child
        yield from _subclasses(child)


def test_every_address_is_guarded_or_public() -> None:
    bare = [
        f"{address} → {view.__module__}.{view.__qualname__}"
        for address, view in every_address()
        if not hasattr(view, GUARD) and not view.__module__.startswith(OTHERS)
    ]
    assert bare == []


def test_views_of_others_that_answer_are_listed_by_name() -> None:
    """Whatever else allauth brings along is closed (`project/marks.py`)."""
    names = {name_of(view) for _, view in every_address() if not hasattr(view, GUARD)}
    assert set(OF_OTHERS) <= names
    assert {name.rpartition(".")[2] for name in names - set(OF_OTHERS)} == CLOSED


def test_a_row_is_locked_without_its_key() -> None:
    """A lock that covers the key keeps others from referring to the row, and that is looked at when they commit, with
    the journal's head in hand: whoever holds such a lock and waits for the head is in a deadlock with them.
    """
    with_key = [
        path.relative_to(ROOT).as_posix()
        for path, text in own_texts(".py")
        if path.is_relative_to(SOURCE) and re.search(r"select_for_update\((?!no_key=True)", text)
    ]
    assert with_key == []
