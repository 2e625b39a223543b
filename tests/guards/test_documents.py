"""What is written about the project agrees with the project."""

import re

import pytest

from tests.generated import GENERATED
from tests.guards.files import ROOT, SOURCE, own_texts, shown


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_document_is_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == GENERATED[name](), "stale: run make docs"


def test_every_link_between_our_documents_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
    dead = [
        f"{shown(path)} → {target}"
        for path, text in own_texts(".md")
        for target in link.findall(text)
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [name[:4] for name in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert [name for name in decisions if f"({name})" not in index] == []


def test_the_glossary_is_one_to_one() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| `([^`]+)` \|", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    terms, words = [term for term, _ in rows], [word for _, word in rows]
    assert len(rows) > 20
    assert sorted(set(terms)) == sorted(terms)
    assert sorted(set(words)) == sorted(words)


def test_the_glossary_names_classes_and_members_that_exist() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    code = "\n".join(text for path, text in own_texts(".py") if SOURCE in path.parents)
    named = [word.split(".") for word in re.findall(r"^\| [^|]+ \| `([A-Z][^`]+)` \|", page, re.MULTILINE)]
    missing = [
        ".".join(parts)
        for parts in named
        if not re.search(rf"^class {parts[0]}\b", code, re.MULTILINE)
        or not all(re.search(rf"^ +{p} = ", code, re.MULTILINE) for p in parts[1:])
    ]
    assert missing == []


def test_the_sop_page_leads_to_every_step() -> None:
    page = (ROOT / "docs" / "sop.md").read_text(encoding="utf-8")
    steps = [folder.name for folder in (SOURCE / "steps").iterdir() if folder.name.startswith("step")]
    assert len(steps) == 5
    assert [name for name in steps if f"(../src/sektoral/steps/{name}/)" not in page] == []


def test_the_readme_names_every_make_target_a_newcomer_needs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(
        command in text for command in ("make demo", "make test", "python -m sektoral demo", "python -m tests.run")
    )
