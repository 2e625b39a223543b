"""The manual speaks of the screens as they are, shows pictures that exist, and leaves no role out."""

import re
from functools import cache
from pathlib import Path

import pytest

from sektoral.domain.roles import Role
from tests.guards.files import ROOT, SOURCE, own_texts
from tests.pictures import FOLDER, MANUAL, MOST, MOST_BYTES, shown

PAGES = sorted(MANUAL.glob("*.md"))
PAGE_OF = {  # where each role reads what it does; the Walidata Pendukung only reads along with the operator
    Role.KADIS: "kadis",
    Role.KABID: "sukor-kabid",
    Role.SUKOR: "sukor-kabid",
    Role.JP: "jp",
    Role.HEAD: "kepala-opd",
    Role.OPERATOR: "operator-opd",
    Role.REVIEWER: "operator-opd",
    Role.STEWARD: "pembina-auditor",
    Role.FORUM: "forum",
    Role.AUDITOR: "pembina-auditor",
    Role.ADMIN: "admin",
    Role.SEKRETARIS: "sukor-kabid",
    Role.SEKDA: "kadis",
}


def test_every_role_has_its_page() -> None:
    assert set(PAGE_OF) == set(Role)
    assert {f"{page}.md" for page in PAGE_OF.values()} | {"README.md", "akun.md"} == {path.name for path in PAGES}


@cache
def _words_of_screens() -> str:
    return "\n".join(text for at, text in own_texts(".html", ".py") if SOURCE in at.parents).lower()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_words_in_bold_are_words_of_a_screen(path: Path) -> None:
    screens = _words_of_screens()
    said = [
        part.strip(" .:") for words in re.findall(r"\*\*([^*]+)\*\*", path.read_text()) for part in words.split("…")
    ]
    headings = {"menyiapkan", "distribusi", "memeriksa", "mengingatkan", "memasukkan atas nama opd", "dan"}
    unknown = [word for word in said if word.lower() not in headings and word.lower() not in screens]
    assert unknown == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_codes_in_the_manual_exist(path: Path) -> None:
    code = "\n".join(text for at, text in own_texts(".py") if SOURCE in at.parents)
    named = re.findall(r"`([a-z]+[_.][a-z_]+)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if f'"{name}"' not in code] == []


def test_the_pictures_are_those_that_the_manual_shows_and_no_more() -> None:
    assert {path.name for path in FOLDER.iterdir()} == shown()
    assert len(shown()) <= MOST


def test_pictures_are_small() -> None:
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > MOST_BYTES] == []


def test_the_readme_leads_to_the_manual() -> None:
    assert "docs/manual/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
