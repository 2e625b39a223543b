"""The theme keeps its own rules: layers instead of force, two equal dark palettes, and no style outside the sheet."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src" / "sektoral"
THEME = (SOURCE / "ui" / "static" / "sektoral" / "theme.css").read_text(encoding="utf-8")
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


def palette(selector: str) -> list[str]:
    found = re.search(r"\n *" + re.escape(selector) + r" \{(.*?)\}", THEME, flags=re.DOTALL)
    assert found
    return re.findall(r"--[a-z0-9-]+: *[^;]+", found.group(1))


def test_nothing_wins_by_force() -> None:
    assert "!important" not in THEME


def test_dark_by_choice_and_dark_by_device_are_the_same_dark() -> None:
    assert palette('[data-bs-theme="dark"]') == palette('[data-bs-theme="auto"]')


def test_the_theme_asks_nothing_of_other_hosts() -> None:
    urls = re.findall(r"url\(\"?([^\")]+)", THEME)
    assert urls
    assert [url for url in urls if "//" in url and not url.startswith("data:")] == []


@pytest.mark.parametrize("feature", [":has(", "color-mix(", "light-dark(", "@container"])
def test_browsers_of_old_machines_understand_every_rule(feature: str) -> None:
    assert feature not in re.sub(r"/\*.*?\*/", "", THEME, flags=re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_neither_inline_style_nor_inline_script(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in attributes or 'type="application/json"' in attributes for attributes in scripts)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"#s-([a-z]+)", "".join(p.read_text() for p in TEMPLATES)))))
def test_every_shape_that_is_used_is_drawn(name: str) -> None:
    assert f'id="s-{name}"' in (SOURCE / "ui/templates/components/sprite.html").read_text(encoding="utf-8")
